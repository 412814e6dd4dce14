//! For authors: every mistake in a file of theirs, with its place and the lines around it.

use std::rc::Rc;

use crate::broken::{BrokenFile, Place, Shown};
use crate::browser::{clipboard, files, intl, page, timer};
use crate::reading::{MOST_PROBLEMS, Problem};
use crate::signal::Signal;
use crate::view::app::App;
use crate::view::dom::{El, View, el, shown_while};
use crate::view::parts::{actions, button, focus_soon, paragraph};

/// So many are drawn at a time: between them the page hears whoever uses it.
const DRAWN_AT_ONCE: usize = 50;

/// The name in the page's query of the problem that somebody sent a link to.
const ASKED: &str = "problem";

/// All mistakes, to be opened. They are open where authors work: on their own machine, and in the demonstration.
pub fn problems(app: &App, file: &BrokenFile) -> View {
    let count = file.problems.len();
    let asked = page::asked(ASKED).and_then(|asked| file.problems.iter().position(|own| own.pointer == asked));
    let open = asked.is_some() || app.backend.is_demo() || page::is_own_machine();
    let mut inside = Vec::new();
    if count >= MOST_PROBLEMS {
        inside.push(paragraph(&app.count("broken.most", count)));
    }
    let file = Rc::new(file.clone());
    inside.push(actions(vec![copy(app, &file)]));
    inside.push(list(app, &file, asked));
    el("details")
        .class("ag-details ag-problems")
        .attr_opt("open", open.then_some(""))
        .child(el("summary").text(&app.count("broken.authors", count)))
        .child(el("div").children(inside))
        .into()
}

/// A button for all of them as text: into the clipboard, or where that is closed, into a file.
fn copy(app: &App, file: &Rc<BrokenFile>) -> View {
    let (owner, file) = (app.clone(), file.clone());
    button(app.t("broken.copy"), "ag-button--secondary", move || {
        let (app, file) = (owner.clone(), file.clone());
        owner.spawn(async move {
            let text = [&file.lines().join("\n"), "\n"].concat();
            if clipboard::write(&text).await {
                return app.announce(app.t("broken.copied"));
            }
            let name = [&file.name, ".txt"].concat();
            match files::download_text(&app.root, &name, "text/plain", &text) {
                Ok(()) => app.announce(app.t("broken.saved")),
                Err(_) => page::warn(&text),
            }
        });
    })
}

fn list(app: &App, file: &Rc<BrokenFile>, asked: Option<usize>) -> View {
    let count = file.problems.len();
    let places = Rc::new(file.places());
    let drawn = Signal::new(DRAWN_AT_ONCE);
    let stretches = (0..count).step_by(DRAWN_AT_ONCE).map(|from| {
        let (app, file, places, drawn) = (app.clone(), file.clone(), places.clone(), drawn.clone());
        let entries = move || -> View {
            let to = (from + DRAWN_AT_ONCE).min(count);
            let entry = |ix| {
                let (entry, is_asked) = (entry(&app, &file, ix, &places), asked == Some(ix));
                if is_asked {
                    focus_soon(entry.html());
                }
                entry.into()
            };
            (from..to).map(entry).collect::<Vec<View>>().into()
        };
        shown_while(move || from < drawn.get(), entries)
    });
    let list = el("ol").class("ag-problems__list").children(stretches.collect());
    app.spawn(async move {
        while drawn.now() < count {
            timer::sleep(0).await;
            drawn.update(|drawn| *drawn += DRAWN_AT_ONCE);
        }
    });
    list.into()
}

fn entry(app: &App, file: &BrokenFile, ix: usize, places: &[Option<Place>]) -> El {
    let problem = &file.problems[ix];
    let mut entry = el("li").attr("tabindex", "-1").child(head(app, problem, places[ix].as_ref())).child(
        // Problems are told in English, in the words of the command line.
        el("p").attr("lang", "en").attr("dir", "ltr").attr("translate", "no").text(&problem.sentence()),
    );
    if let Some(place) = &places[ix] {
        let lines = file.around(place);
        let lines = lines.iter().map(|shown| line(shown, shown.line == place.line)).collect();
        entry = entry.child(el("pre").attr("dir", "ltr").attr("translate", "no").child(el("code").children(lines)));
    }
    entry
}

/// Where it is: the pointer, as a link to this very problem, and line and column.
fn head(app: &App, problem: &Problem, place: Option<&Place>) -> El {
    let code = || el("code").attr("dir", "ltr").attr("translate", "no").text(problem.place());
    let pointer = match page::here_asking(ASKED, &problem.pointer).filter(|_| app.router.is_in_address()) {
        Some(address) => el("a").class("ag-link").attr("href", &address).child(code()),
        None => code(),
    };
    let mut head = el("p").class("ag-problems__place").child(pointer);
    if let Some(place) = place {
        let number = |number: usize| intl::number(app.language(), number as f64);
        let (line, column) = (number(place.line), number(place.column));
        head = head.child(
            el("span").class("ag-hint").text(&app.fill("broken.place", &[("line", &line), ("column", &column)])),
        );
    }
    head
}

fn line(shown: &Shown, is_concerned: bool) -> View {
    let [before, marked, after] = shown.parts;
    let [start, end] = shown.cut.map(|cut| if cut { "…" } else { "" });
    let number = el("span").class("ag-problems__number").text(&shown.line.to_string());
    let mut content = el("span").text(&[start, before].concat());
    if is_concerned {
        content = content.child(el("mark").text(marked));
    }
    el("span").class("ag-problems__line").child(number).child(content.text(&[after, end, "\n"].concat())).into()
}
