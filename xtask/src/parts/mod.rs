//! Which parts of the app load later than the first form, and what never does.

mod later;
mod texts;

use crate::split::Part;

pub use texts::LATER_TEXTS;

/// Everything but a form being filled in and the kinds of fields that most forms have: it loads in the background while the
/// first page is read, and `view::later` lets nobody in before it is there. The functions that the first part calls in it
/// must stay functions (`#[inline(never)]`), or they become parts of their callers.
pub const LATER: Part = Part { name: "later", after: None, rooms: later::ROOMS, doors: later::DOORS };

/// The adapters that most deployments do without. `Later::connect` loads it, after the later part.
pub const CONNECT: Part = Part {
    name: "connect",
    after: Some("later"),
    rooms: &[
        "amtsgang::backend::demo",
        "amtsgang::backend::mapping",
        "amtsgang::backend::open311",
        "amtsgang::embed::adapters::make",
        "amtsgang::store::attempts",
    ],
    doors: &["amtsgang::embed::adapters::make"],
};

/// What crates export for programs that use it, which this one does not. Nothing calls it any more, yet it stands in the
/// function table.
pub const NEVER: Part = Part { name: "never", after: None, rooms: &["wasm_streams"], doors: &[] };

#[cfg(test)]
mod tests {
    use super::*;
    use amtsgang::field::Kind;

    /// `bankAccount` is in the Rust module `bank_account`.
    fn snake(kind: &str) -> String {
        kind.chars()
            .map(|c| if c.is_ascii_uppercase() { format!("_{}", c.to_ascii_lowercase()) } else { c.into() })
            .collect()
    }

    /// The Rust modules of the parts that load later which are files of their own.
    fn is_later(file: &std::path::Path) -> bool {
        let path = file.with_extension("").to_string_lossy().replace('/', "::");
        let holds = |room: &&str| {
            let room = room.replace("amtsgang::", "src::");
            path.ends_with(&room) || path.contains(&format!("{room}::"))
        };
        [LATER, CONNECT].iter().any(|part| part.rooms.iter().any(holds)) || path.ends_with("parts::office")
    }

    #[test]
    fn the_first_part_shows_no_text_of_the_later_one() {
        // What is wrong with an answer is told by the list of all faults; which of them a kind has, the list does not know.
        let pages: Vec<_> = LATER_TEXTS.iter().filter(|start| !start.starts_with("fault.")).collect();
        let files = crate::compress::files(&crate::paths::root().join("src")).unwrap();
        let mut later = 0;
        for file in files.iter().filter(|file| file.extension().is_some_and(|end| end == "rs")) {
            if is_later(file) {
                later += 1;
                continue;
            }
            let code = std::fs::read_to_string(file).unwrap();
            for start in &pages {
                assert!(!code.contains(&format!("t(\"{start}")), "{} shows {start}", file.display());
                assert!(!code.contains(&format!("fill(\"{start}")), "{} shows {start}", file.display());
            }
        }
        assert!(later > 20, "{later} files");
    }

    #[test]
    fn the_app_knows_which_kinds_come_later() {
        for kind in Kind::NAMES {
            for room in ["amtsgang::field::", "amtsgang::view::fields::"] {
                let room = format!("{room}{}", snake(kind));
                // Most kinds are read in the first part, and drawn in the later one.
                let drawn = room.contains("view") && !Kind::DRAWN_FIRST.contains(kind);
                let later = Kind::LATER.contains(kind) || drawn;
                assert_eq!(LATER.rooms.contains(&room.as_str()), later, "{room}");
            }
        }
        // A choice with a code list has no name of its own.
        for room in ["amtsgang::field::listed", "amtsgang::view::fields::listed"] {
            assert!(LATER.rooms.contains(&room), "{room}");
        }
    }
}
