//! What could have been typed, or attached, to mean an answer that was sent.

use amtsgang::field::{Answer, Attachment, Kind};
use amtsgang::json;
use serde_json::Value as Json;

use super::Attachments;

pub(super) enum Misfit {
    /// Not what the contract says of this field kind.
    Shape,
    /// The attachment in this place of the list is not here, or belongs to another application.
    Attachment(usize),
}

/// Takes the attachments that `json` names from the `free` ones.
pub(super) fn typed(kind: &Kind, json: &Json, free: &mut Attachments) -> Result<Answer, Misfit> {
    match kind {
        Kind::File(_) => files(json, free),
        kind => json::read(&json.to_string()).ok().and_then(|json| kind.typed(&json)).ok_or(Misfit::Shape),
    }
}

fn files(json: &Json, free: &mut Attachments) -> Result<Answer, Misfit> {
    let ids = json.as_array().ok_or(Misfit::Shape)?;
    let mut files = Vec::with_capacity(ids.len());
    for (ix, id) in ids.iter().enumerate() {
        let id = id.as_str().ok_or(Misfit::Shape)?;
        let attachment = free.remove(id).ok_or(Misfit::Attachment(ix))?;
        files.push(Attachment {
            id: id.to_owned(),
            name: attachment.name,
            media_type: attachment.media_type,
            size: attachment.size,
            uploaded: Some(id.to_owned()),
        });
    }
    Ok(Answer::Files(files))
}
