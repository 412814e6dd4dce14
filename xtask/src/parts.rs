//! Which parts of the app load later than the first form, and what never does.

use crate::split::Part;

/// Everything but a form being filled in and the kinds of fields that most forms have: it loads in the background while the
/// first page is read, and `view::later` lets nobody in before it is there. The functions that the first part calls in it
/// must stay functions (`#[inline(never)]`), or they become parts of their callers.
pub const LATER: Part = Part {
    name: "later",
    after: None,
    rooms: &[
        "alloc::rc::Rc<amtsgang::signal::Inner<amtsgang::view::code_lists::Listing>>>::drop_slow",
        "alloc::sync::Arc<amtsgang::field::code_list::CodeList>>::drop_slow",
        "amtsgang::backend::answer::attachment",
        "amtsgang::backend::answer::case",
        "amtsgang::backend::answer::receipt",
        "amtsgang::backend::answer::services",
        "amtsgang::backend::calendar",
        "amtsgang::backend::offers",
        "amtsgang::backend::rest::Rest as amtsgang::backend::port::Backend>::addresses",
        "amtsgang::backend::rest::Rest as amtsgang::backend::port::Backend>::attach",
        "amtsgang::backend::rest::Rest as amtsgang::backend::port::Backend>::case",
        "amtsgang::backend::rest::Rest as amtsgang::backend::port::Backend>::code_list",
        "amtsgang::backend::rest::Rest as amtsgang::backend::port::Backend>::hold",
        "amtsgang::backend::rest::Rest as amtsgang::backend::port::Backend>::map",
        "amtsgang::backend::rest::Rest as amtsgang::backend::port::Backend>::offers",
        "amtsgang::backend::rest::Rest as amtsgang::backend::port::Backend>::release",
        "amtsgang::backend::rest::Rest as amtsgang::backend::port::Backend>::send",
        "amtsgang::backend::rest::Rest as amtsgang::backend::port::Backend>::services",
        "amtsgang::backend::rest::Rest as amtsgang::backend::port::Backend>::slots",
        "amtsgang::backend::written",
        "amtsgang::broken",
        "amtsgang::browser::clipboard",
        "amtsgang::browser::crypto::decrypt",
        "amtsgang::browser::crypto::encrypt",
        "amtsgang::browser::crypto::make_key",
        "amtsgang::browser::images",
        "amtsgang::browser::intl::decimal",
        "amtsgang::browser::locks",
        "amtsgang::browser::page::remember_in_tab",
        "amtsgang::browser::page::reveal",
        "amtsgang::browser::position",
        "amtsgang::browser::room",
        "amtsgang::browser::worker",
        "amtsgang::case",
        "amtsgang::embed::adapters",
        "amtsgang::expr::calendar",
        "amtsgang::expr::each",
        "amtsgang::expr::fraction",
        "amtsgang::expr::later",
        "amtsgang::expr::read::Reader>::check_later",
        "amtsgang::expr::read::Reader>::each",
        "amtsgang::expr::read::Reader>::shape_later",
        "amtsgang::expr::read::Reader>::shape_of_answer",
        "amtsgang::expr::value::Value>::from_json",
        "amtsgang::field::appointment",
        "amtsgang::field::bank_account",
        "amtsgang::field::calculated",
        "amtsgang::field::choices",
        "amtsgang::field::code_list::CodeList>::filter",
        "amtsgang::field::code_list::CodeList>::item",
        "amtsgang::field::code_list::CodeList>::meant",
        "amtsgang::field::code_list::CodeList>::new",
        "amtsgang::field::decimal",
        "amtsgang::field::file::File>::check_files",
        "amtsgang::field::group",
        "amtsgang::field::iban",
        "amtsgang::field::identity_document",
        "amtsgang::field::kind::Kind>::typed",
        "amtsgang::field::letters",
        "amtsgang::field::licence_plate",
        "amtsgang::field::listed",
        "amtsgang::field::long_text",
        "amtsgang::field::money",
        "amtsgang::field::pattern",
        "amtsgang::field::pattern::syntax",
        "amtsgang::field::period",
        "amtsgang::field::person_name",
        "amtsgang::field::place",
        "amtsgang::field::postcode_place",
        "amtsgang::field::tax_id",
        "amtsgang::field::time",
        "amtsgang::field::typed",
        "amtsgang::field::year_month",
        "amtsgang::folding",
        "amtsgang::form::Form>::add_entry",
        "amtsgang::form::Form>::begin_anew",
        "amtsgang::form::Form>::begin_with",
        "amtsgang::form::Form>::code_list_arrived",
        "amtsgang::form::Form>::decide_check",
        "amtsgang::form::Form>::decide_entry",
        "amtsgang::form::Form>::hand_over",
        "amtsgang::form::Form>::make_bare_entry",
        "amtsgang::form::Form>::make_entry",
        "amtsgang::form::Form>::move_entry",
        "amtsgang::form::Form>::put_back",
        "amtsgang::form::Form>::remove_entry",
        "amtsgang::form::Form>::restore",
        "amtsgang::form::Form>::take",
        "amtsgang::form::Form>::take_entries",
        "amtsgang::json::places",
        "amtsgang::media",
        "amtsgang::recipe::beginning",
        "amtsgang::recipe::markdown",
        "amtsgang::recipe::search",
        "amtsgang::recipe::steps::Reader>::beginning",
        "amtsgang::recipe::steps::Reader>::check_beginning",
        "amtsgang::recipe::steps::Reader>::check_looks",
        "amtsgang::recipe::steps::Reader>::check_result",
        "amtsgang::recipe::steps::Reader>::checks",
        "amtsgang::recipe::steps::Reader>::group",
        "amtsgang::recipe::steps::Reader>::looks",
        "amtsgang::recipe::steps::Reader>::most_entries",
        "amtsgang::recipe::steps::Reader>::read_concerned",
        "amtsgang::store::Error>::key",
        "amtsgang::store::Store>::begin",
        "amtsgang::store::Store>::demo",
        "amtsgang::store::Store>::draft",
        "amtsgang::store::Store>::drafts",
        "amtsgang::store::Store>::encrypt_former",
        "amtsgang::store::Store>::encrypt_one",
        "amtsgang::store::Store>::file",
        "amtsgang::store::Store>::finish",
        "amtsgang::store::Store>::key",
        "amtsgang::store::Store>::payload",
        "amtsgang::store::Store>::put_demo",
        "amtsgang::store::Store>::put_file",
        "amtsgang::store::Store>::read",
        "amtsgang::store::Store>::receipts",
        "amtsgang::store::Store>::record",
        "amtsgang::store::Store>::remove_all",
        "amtsgang::store::Store>::remove_demo",
        "amtsgang::store::Store>::remove_draft",
        "amtsgang::store::Store>::remove_file",
        "amtsgang::store::Store>::remove_receipt",
        "amtsgang::store::Store>::save_changes",
        "amtsgang::store::Store>::save_draft",
        "amtsgang::store::Store>::save_receipt",
        "amtsgang::store::Store>::sealed",
        "amtsgang::store::Store>::settle",
        "amtsgang::store::Store>::share",
        "amtsgang::store::Store>::sweep",
        "amtsgang::store::Store>::swept",
        "amtsgang::store::Store>::take",
        "amtsgang::store::Store>::take_draft",
        "amtsgang::store::Store>::take_over",
        "amtsgang::store::Store>::unsealed",
        "amtsgang::store::Store>::unshare",
        "amtsgang::store::Store>::wait_for_disk",
        "amtsgang::store::draft",
        "amtsgang::store::memory",
        "amtsgang::store::record",
        "amtsgang::store::saver::Saver>::begin_anew",
        "amtsgang::store::saver::Saver>::go",
        "amtsgang::store::saver::Saver>::idle",
        "amtsgang::store::saver::Saver>::stop",
        "amtsgang::store::saver::run",
        "amtsgang::store::tables::Transaction",
        "amtsgang::store::taking_over",
        "amtsgang::view::app::App>::drafts",
        "amtsgang::view::app::App>::forget_all",
        "amtsgang::view::app::App>::forget_draft",
        "amtsgang::view::app::App>::forget_receipt",
        "amtsgang::view::app::App>::keep_receipt",
        "amtsgang::view::app::App>::receipts",
        "amtsgang::view::code_lists::ask",
        "amtsgang::view::code_lists::named",
        "amtsgang::view::code_lists::own",
        "amtsgang::view::copy",
        "amtsgang::view::dom::El>::keyed",
        "amtsgang::view::dom::El>::keyed_boxed",
        "amtsgang::view::fields::address",
        "amtsgang::view::fields::appointment",
        "amtsgang::view::fields::appointment::booking",
        "amtsgang::view::fields::appointment::days",
        "amtsgang::view::fields::bank_account",
        "amtsgang::view::fields::calculated",
        "amtsgang::view::fields::choice",
        "amtsgang::view::fields::choices",
        "amtsgang::view::fields::consent",
        "amtsgang::view::fields::country",
        "amtsgang::view::fields::date",
        "amtsgang::view::fields::decimal",
        "amtsgang::view::fields::file",
        "amtsgang::view::fields::group",
        "amtsgang::view::fields::identity_document",
        "amtsgang::view::fields::integer",
        "amtsgang::view::fields::licence_plate",
        "amtsgang::view::fields::listed",
        "amtsgang::view::fields::long_text",
        "amtsgang::view::fields::money",
        "amtsgang::view::fields::note",
        "amtsgang::view::fields::period",
        "amtsgang::view::fields::person_name",
        "amtsgang::view::fields::place",
        "amtsgang::view::fields::place::map",
        "amtsgang::view::fields::place::position",
        "amtsgang::view::fields::place::search",
        "amtsgang::view::fields::postcode_place",
        "amtsgang::view::fields::tax_id",
        "amtsgang::view::fields::time",
        "amtsgang::view::fields::year_month",
        "amtsgang::view::fields::yes_no",
        "amtsgang::view::given",
        "amtsgang::view::holding",
        "amtsgang::view::keeping",
        "amtsgang::view::offline",
        "amtsgang::view::pages::broken",
        "amtsgang::view::pages::catalogue",
        "amtsgang::view::pages::device",
        "amtsgang::view::pages::found",
        "amtsgang::view::pages::other",
        "amtsgang::view::pages::receipt",
        "amtsgang::view::pages::review",
        "amtsgang::view::pages::service",
        "amtsgang::view::pages::shared",
        "amtsgang::view::pages::status",
        "amtsgang::view::parts::combobox",
        "amtsgang::view::parts::options",
        "amtsgang::view::parts::problems",
        "amtsgang::view::parts::prose",
        "amtsgang::view::parts::summary",
        "amtsgang::view::practice",
        "amtsgang::view::preparing",
        "amtsgang::view::sending",
        "amtsgang::view::session::Session as amtsgang::store::saver::Kept",
        "amtsgang::view::session::Session>::add_file",
        "amtsgang::view::session::Session>::code_list_arrived",
        "amtsgang::view::session::Session>::hold",
        "amtsgang::view::session::Session>::is_unkept",
        "amtsgang::view::session::Session>::keep_file",
        "amtsgang::view::session::Session>::keep_in_tab",
        "amtsgang::view::session::Session>::load_files",
        "amtsgang::view::session::Session>::remove_file",
        "amtsgang::view::session::Session>::saved",
        "amtsgang::view::session::Session>::stop",
        "amtsgang::view::session::Session>::write",
        "amtsgang::view::session::drafts",
        "amtsgang::view::uploads",
    ],
};

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
};

/// How the keys of texts begin that only the later part shows. A built locale file names the file with these.
pub const LATER_TEXTS: &[&str] = &[
    "address.",
    "appointment.",
    "backend.pending",
    "backend.uncertain",
    "bank.",
    "broken.",
    "catalogue.",
    "copy.",
    "date.",
    "device.",
    "draft.elsewhere",
    "draft.full",
    "draft.insecure",
    "draft.outdated",
    "draft.shared",
    "draft.slow",
    "draft.unavailable",
    "draft.unreadable",
    "fault.check",
    "fault.choice",
    "fault.country",
    "fault.date",
    "fault.decimal",
    "fault.document",
    "fault.file",
    "fault.from",
    "fault.houseNumber",
    "fault.iban",
    "fault.integer",
    "fault.latitude",
    "fault.licencePlate",
    "fault.list.",
    "fault.longitude",
    "fault.missing.choices",
    "fault.missing.address",
    "fault.missing.appointment",
    "fault.missing.choice",
    "fault.missing.consent",
    "fault.missing.coordinate",
    "fault.missing.country",
    "fault.missing.date",
    "fault.missing.day",
    "fault.missing.documentNumber",
    "fault.missing.file",
    "fault.missing.holder",
    "fault.missing.houseNumber",
    "fault.missing.iban",
    "fault.missing.licencePlate",
    "fault.missing.line",
    "fault.missing.location",
    "fault.missing.money",
    "fault.missing.month",
    "fault.missing.name",
    "fault.missing.number",
    "fault.missing.period",
    "fault.missing.place",
    "fault.missing.postcode",
    "fault.missing.street",
    "fault.missing.taxId",
    "fault.missing.time",
    "fault.missing.year",
    "fault.missing.yesNo",
    "fault.money",
    "fault.month",
    "fault.nameCharacter",
    "fault.period",
    "fault.postcode",
    "fault.taxId",
    "fault.time",
    "fault.tooFew",
    "fault.tooLarge",
    "fault.tooMany",
    "fault.tooSmall",
    "field.agreed",
    "field.choose",
    "field.no",
    "field.yes",
    "file.",
    "list.",
    "form.dropped",
    "form.found",
    "form.unasked",
    "found.",
    "group.",
    "office.",
    "offline.",
    "outcome.",
    "period.",
    "place.",
    "receipt.",
    "review.",
    "sending.",
    "service.",
    "shared.",
    "status.",
    "summary.",
    "timeline.",
];

/// What crates export for programs that use it, which this one does not. Nothing calls it any more, yet it stands in the
/// function table.
pub const NEVER: Part = Part { name: "never", after: None, rooms: &["wasm_streams"] };

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
