//! The office's commands beside moving a case on: tasks, messages, documents.

use std::fs;
use std::path::{Path, PathBuf};

use amtsgang::backend::wire::Task;
use amtsgang::case::Reference;
use amtsgang::media;
use amtsgang::text::Text;

use super::{Arguments, Command, Misread};
use crate::clock::Moment;
use crate::storage::changes::Refused;
use crate::storage::documents::Issue;
use crate::storage::{Storage, cases::Unmoved};

pub(super) fn ask(mut arguments: Arguments) -> Result<Command, Misread> {
    let (data, reference) = (arguments.folder("--data")?, arguments.reference()?);
    let file = arguments.word().ok_or_else(|| Misread("the task's file is missing".to_owned()))?;
    arguments.end()?;
    Ok(Command::Ask { data, reference, file: file.into() })
}

pub(super) fn write(mut arguments: Arguments) -> Result<Command, Misread> {
    let author = arguments.option("--author")?;
    let (data, reference) = (arguments.folder("--data")?, arguments.reference()?);
    let text = arguments.word().ok_or_else(|| Misread("the text is missing".to_owned()))?;
    arguments.end()?;
    Ok(Command::Write { data, reference, text, author })
}

pub(super) fn issue(mut arguments: Arguments) -> Result<Command, Misread> {
    let title = arguments.text("--title-de", "--title-en")?;
    let (data, reference) = (arguments.folder("--data")?, arguments.reference()?);
    let file = arguments.word().ok_or_else(|| Misread("the file is missing".to_owned()))?;
    arguments.end()?;
    Ok(Command::Issue { data, reference, file: PathBuf::from(file), title })
}

/// Why the office's work was not done.
#[derive(Debug, thiserror::Error)]
pub enum Undone {
    #[error("{0}: {1}")]
    File(PathBuf, String),
    #[error(transparent)]
    Case(#[from] Unmoved),
}

/// Sets the task that a file holds.
pub fn set_task(storage: &Storage, reference: &Reference, file: &Path) -> Result<(), Undone> {
    let broken = |cause: String| Undone::File(file.to_owned(), cause);
    let text = fs::read_to_string(file).map_err(|error| broken(error.to_string()))?;
    let mut json: serde_json::Value = serde_json::from_str(&text).map_err(|error| broken(error.to_string()))?;
    // What the backend gives itself.
    if let Some(task) = json.as_object_mut() {
        for key in ["id", "state", "at"] {
            task.insert(key.to_owned(), "".into());
        }
    }
    let task: Task = serde_json::from_value(json).map_err(|error| broken(error.to_string()))?;
    if task.payment.is_none() && crate::api::tasks::form(&task).is_none() {
        return Err(broken("its fields are no fields of a recipe".to_owned()));
    }
    storage.ask(reference, &task, Moment::now()).map_err(Unmoved::of(reference))?;
    Ok(())
}

/// Issues a file as a document and tells its id.
pub fn issue_file(
    storage: &Storage,
    reference: &Reference,
    file: &Path,
    title: Option<&Text>,
) -> Result<String, Undone> {
    let bytes = fs::read(file).map_err(|error| Undone::File(file.to_owned(), error.to_string()))?;
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or("Dokument");
    let media_type = media::media_type(&bytes, "text/plain");
    let own = Text::from_pairs(&[("de", name)]);
    let issue = Issue { title: title.unwrap_or(&own), name, media_type, bytes: &bytes };
    let issued = storage.issue(reference, &issue, Moment::now());
    Ok(issued.map_err(|refused: Refused| Unmoved::of(reference)(refused))?)
}
