//! The bytes of files: their kind, how they are turned, and images without traces.

use amtsgang::backend::offers::image_type;
use amtsgang::media::{media_type, orientation, without_traces};

use super::{Outcome, holds};
use crate::mutation::mutate_bytes;
use crate::{Case, Corpus};

const TYPES: &[&str] =
    &["image/jpeg", "image/png", "image/webp", "image/gif", "image/heic", "image/tiff", "application/pdf", ""];

pub fn run(case: &mut Case, corpus: &Corpus) -> Outcome {
    let mut bytes = case.pick(&corpus.files).clone();
    mutate_bytes(&mut bytes, case);
    if case.once_in(30) {
        let other = case.pick(&corpus.files).clone();
        let at = case.below(bytes.len() + 1);
        bytes.splice(at..at, other);
    }
    case.bytes = bytes.len();
    let name = case.text();
    let found = media_type(&bytes, &name);
    case.tell("file", &format!("{} bytes, {found}", bytes.len()));
    image_type(&bytes);
    let asked = if case.once_in(4) { *case.pick(TYPES) } else { found };
    let turned = orientation(asked, &bytes);
    holds("a picture is turned in one of eight ways", turned.is_none_or(|turn| (1..=8).contains(&turn)))?;
    let clean = without_traces(asked, &bytes);
    case.right = clean.is_some();
    if let Some(clean) = clean {
        holds("nothing is added but the orientation", clean.len() <= bytes.len() + 100)?;
        let again = without_traces(asked, &clean);
        holds("what is clean stays as it is", again.as_ref() == Some(&clean))?;
        if turned.is_some() {
            holds("a picture stays turned", orientation(asked, &clean) == turned || turned == Some(1))?;
        }
    }
    Ok(())
}
