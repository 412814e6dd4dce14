//! The office's part: what it can do to a case, and what it says unless it has words of its own.

use amtsgang::case::{Outcome, Status};
use amtsgang::recipe::Recipe;
use amtsgang::text::Text;

/// What a case's event says, in plain text.
pub fn note(status: Status, outcome: Option<Outcome>) -> Text {
    let pairs = match (status, outcome) {
        (Status::Received, _) => [
            ("de", "Ihr Antrag ist bei uns angekommen. Das ist Ihre Eingangsbestätigung."),
            ("en", "We have received your application. This is your confirmation of receipt."),
        ],
        (Status::Processing, _) => {
            [("de", "Wir bearbeiten Ihren Antrag."), ("en", "We are working on your application.")]
        }
        (Status::ActionRequired, _) => {
            [("de", "Wir brauchen noch etwas von Ihnen."), ("en", "We still need something from you.")]
        }
        (_, Some(Outcome::Rejected)) => {
            [("de", "Wir haben Ihren Antrag abgelehnt."), ("en", "We have rejected your application.")]
        }
        (_, Some(Outcome::Withdrawn)) => {
            [("de", "Sie haben Ihren Antrag zurückgezogen."), ("en", "You have withdrawn your application.")]
        }
        _ => [("de", "Wir haben Ihrem Antrag entsprochen."), ("en", "We have granted your application.")],
    };
    Text::from_pairs(&pairs)
}

/// What happens next, as Markdown; nothing follows on a decision.
pub fn next(status: Status) -> Option<Text> {
    let pairs = match status {
        Status::Received => [
            ("de", "Wir prüfen Ihre Angaben. Sie müssen jetzt nichts tun."),
            ("en", "We check your details. You need not do anything now."),
        ],
        Status::Processing => [
            ("de", "Sie müssen jetzt nichts tun. Wir melden uns, wenn etwas fehlt."),
            ("en", "You need not do anything now. We will contact you if anything is missing."),
        ],
        Status::ActionRequired => [
            ("de", "Bitte rufen Sie uns an oder schreiben Sie uns. Nennen Sie Ihr Aktenzeichen."),
            ("en", "Please call or write to us. Give your reference."),
        ],
        _ => return None,
    };
    Some(Text::from_pairs(&pairs))
}

/// What withdrawing means, as Markdown.
pub fn withdrawal() -> Text {
    Text::from_pairs(&[
        ("de", "Wir bearbeiten Ihren Antrag dann nicht weiter. Sie können später einen neuen stellen."),
        ("en", "We will not go on with your application then. You can make a new one later."),
    ])
}

/// What happens after sending: what the service says of it, else the usual.
pub fn after_sending(recipe: &Recipe) -> Text {
    recipe.afterwards.clone().or_else(|| next(Status::Received)).unwrap_or_default()
}
