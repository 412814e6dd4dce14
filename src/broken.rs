//! A file that somebody wrote, with mistakes in it: each with its line and column, and with the lines around it.

use crate::json;
use crate::reading::Problem;

/// The most characters of a line that are shown before a place, and from there on.
const MOST_SHOWN: usize = 70;

/// A file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenFile {
    /// "hundesteuer-anmeldung.json".
    pub name: String,
    /// As it was written, without a byte order mark; empty where it was not kept.
    text: String,
    /// One at least.
    pub problems: Vec<Problem>,
}

/// Where a mistake is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Both count from 1; columns are characters.
    pub line: usize,
    pub column: usize,
    /// Where this line begins (in bytes), and the two before it.
    begins: [usize; 3],
    /// The bytes concerned.
    start: usize,
    end: usize,
}

/// A line of the file, or as much of it as helps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown<'a> {
    pub line: usize,
    /// What stands there before the place, in it and after it; a line that is not concerned has only the first.
    pub parts: [&'a str; 3],
    /// Whether the line has more at its beginning, and at its end.
    pub cut: [bool; 2],
}

impl BrokenFile {
    pub fn new(name: String, text: &str, problems: Vec<Problem>) -> Self {
        Self { name, text: text.strip_prefix('\u{feff}').unwrap_or(text).to_owned(), problems }
    }

    /// The place of each problem, as far as the text is there.
    pub fn places(&self) -> Vec<Option<Place>> {
        let mut walk = Place { line: 1, column: 1, begins: [0; 3], start: 0, end: 0 };
        if self.text.is_empty() {
            return vec![None; self.problems.len()];
        }
        if let Err(error) = json::read(&self.text) {
            let before = self.text.split_inclusive('\n').take(error.line - 1).map(str::len).sum::<usize>();
            let line = self.text.get(before..).unwrap_or_default();
            let within = line.char_indices().nth(error.column - 1).map_or(line.len(), |(at, _)| at);
            walk.go_to(&self.text, before + within);
            walk.end =
                self.text.get(walk.start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8) + walk.start;
            return vec![Some(walk); self.problems.len()];
        }
        let pointers: Vec<&str> = self.problems.iter().map(|problem| problem.pointer.as_str()).collect();
        let found = json::places(&self.text, &pointers);
        let mut order: Vec<usize> = (0..found.len()).collect();
        order.sort_by_key(|ix| found[*ix].start);
        let mut places = vec![None; found.len()];
        for ix in order {
            walk.go_to(&self.text, found[ix].start);
            places[ix] = Some(Place { end: found[ix].end, ..walk.clone() });
        }
        places
    }

    /// The line of a place, with up to two lines before and after it.
    pub fn around(&self, place: &Place) -> Vec<Shown<'_>> {
        let piece = |from: usize, to: usize| self.text.get(from..to).unwrap_or_default();
        let [own, one, two] = place.begins;
        let mut shown = Vec::new();
        for (from, to, back) in [(two, one, 2), (one, own, 1)] {
            if from < to {
                shown.push(whole(place.line - back, piece(from, to)));
            }
        }
        let (before, cut_before) = last(piece(own, place.start));
        let mut rest = piece(place.start, self.text.len());
        let (after, cut_after) = first(rest);
        let (marked, unmarked) = after.split_at(after.len().min(place.end - place.start));
        shown.push(Shown { line: place.line, parts: [before, marked, unmarked], cut: [cut_before, cut_after] });
        for line in place.line + 1..place.line + 3 {
            // The end of a line that is too long to be shown is too far away to help.
            let (here, cut) = first(rest);
            rest = rest.get(here.len()..).unwrap_or_default();
            rest = match rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n')) {
                Some(next) if !cut && !next.is_empty() => next,
                _ => break,
            };
            shown.push(whole(line, rest));
        }
        shown
    }

    /// Every problem in a line of its own, with its place where that is known: "hund.json:12:5: /id: expected …, found …".
    pub fn lines(&self) -> Vec<String> {
        let said = |(problem, place): (&Problem, Option<Place>)| {
            let mut line = self.name.clone();
            if let Some(place) = place {
                line.push_str(&[":", &place.line.to_string(), ":", &place.column.to_string()].concat());
            }
            [&line, ": ", &problem.to_string()].concat()
        };
        self.problems.iter().zip(self.places()).map(said).collect()
    }

    /// A value of the file, where there is a file and a value, whatever is wrong elsewhere.
    pub fn value(&self, key: &str) -> Option<json::Value> {
        json::read(&self.text).ok()?.get(key).cloned()
    }
}

impl Place {
    /// Goes on to the character that begins at `at` (in bytes).
    fn go_to(&mut self, text: &str, at: usize) {
        for (ix, byte) in text.bytes().enumerate().take(at).skip(self.start) {
            if byte == b'\n' {
                self.line += 1;
                self.column = 1;
                self.begins = [ix + 1, self.begins[0], self.begins[1]];
            } else if byte & 0xc0 != 0x80 {
                self.column += 1;
            }
        }
        self.start = at;
    }
}

/// A line in which nothing is marked.
fn whole(line: usize, text: &str) -> Shown<'_> {
    let (text, cut) = first(text);
    Shown { line, parts: [text, "", ""], cut: [false, cut] }
}

/// The beginning of a text up to the end of its first line, and whether that line has more.
fn first(text: &str) -> (&str, bool) {
    let most = text.char_indices().nth(MOST_SHOWN).map_or(text.len(), |(at, _)| at);
    match text[..most].find('\n') {
        Some(end) => (text[..end].strip_suffix('\r').unwrap_or(&text[..end]), false),
        None => (&text[..most], most < text.len()),
    }
}

/// The end of a line, and whether it has more before.
fn last(line: &str) -> (&str, bool) {
    let from = line.char_indices().rev().nth(MOST_SHOWN - 1).map_or(0, |(at, _)| at);
    (&line[from..], from > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(pointer: &str) -> Problem {
        Problem { pointer: pointer.into(), expected: "a text".into(), found: "nothing".into() }
    }

    fn file(text: &str, pointers: &[&str]) -> BrokenFile {
        BrokenFile::new("hund.json".into(), text, pointers.iter().map(|pointer| problem(pointer)).collect())
    }

    fn shown(file: &BrokenFile) -> Vec<String> {
        let place = file.places().remove(0).unwrap();
        let written = |shown: Shown| {
            let [before, marked, after] = shown.parts;
            let [start, end] = shown.cut.map(|cut| if cut { "…" } else { "" });
            format!("{} {start}{before}<{marked}>{after}{end}", shown.line)
        };
        file.around(&place).into_iter().map(written).collect()
    }

    const TEXT: &str = "{\r\n  \"ä\": 1,\r\n  \"id\": 7, \"b\": 8,\r\n  \"c\": {}\r\n}\r\n";

    #[test]
    fn each_problem_has_its_line_and_column() {
        let lines = file(TEXT, &["/c/x", "/b", "/id", ""]).lines();
        let told = ": expected a text, found nothing";
        assert_eq!(
            lines,
            [
                format!("hund.json:4:3: /c/x{told}"),
                format!("hund.json:3:12: /b{told}"),
                format!("hund.json:3:3: /id{told}"),
                format!("hund.json:1:1: (whole file){told}"),
            ]
        );
        assert_eq!(file("", &["/b"]).lines(), [format!("hund.json: /b{told}")]);
        assert_eq!(file("\u{feff}{\"b\": 1}", &["/b"]).lines(), [format!("hund.json:1:2: /b{told}")]);
    }

    #[test]
    fn the_lines_around_are_shown_and_the_place_is_marked() {
        assert_eq!(
            shown(&file(TEXT, &["/id"])),
            ["1 {<>", "2   \"ä\": 1,<>", "3   <\"id\": 7>, \"b\": 8,", "4   \"c\": {}<>", "5 }<>"]
        );
        assert_eq!(shown(&file(TEXT, &["/d"])), ["1 <{>", "2   \"ä\": 1,<>", "3   \"id\": 7, \"b\": 8,<>"]);
        assert_eq!(shown(&file(TEXT, &["/c"])).last().unwrap(), "5 }<>", "nothing stands behind the last line");
    }

    #[test]
    fn of_a_long_line_only_what_is_near_is_shown() {
        let long = ["{\"long\": \"", &"ä".repeat(100), "\", \"id\": \"", &"ö".repeat(100), "\"}\nnext"].concat();
        let shown = shown(&file(&long.replace("\nnext", ""), &["/id"]));
        let marked = ["<\"id\": \"", &"ö".repeat(MOST_SHOWN - 7), ">…"].concat();
        assert_eq!(shown, [["1 …", &"ä".repeat(MOST_SHOWN - 3), "\", ", &marked].concat()]);
    }

    #[test]
    fn what_is_no_json_is_shown_where_it_breaks() {
        let broken = file("{\n  \"ü\": 1\n  \"b\": 2\n}", &[""]);
        assert_eq!(shown(&broken), ["1 {<>", "2   \"ü\": 1<>", "3   <\">b\": 2", "4 }<>"]);
        let unended = file("{\n", &[""]);
        assert_eq!(unended.places()[0].as_ref().map(|place| (place.line, place.column)), Some((2, 1)));
        assert_eq!(shown(&unended), ["1 {<>", "2 <>"]);
    }

    #[test]
    fn thousands_of_places_take_no_time() {
        let fields = ["{\"x\":\"", &"y".repeat(300), "\"},"].concat().repeat(8000);
        let text = ["[", fields.trim_end_matches(','), "]"].concat();
        let pointers: Vec<String> = (0..8000).map(|ix| format!("/{ix}/x")).collect();
        let pointers: Vec<&str> = pointers.iter().map(String::as_str).collect();
        let file = file(&text, &pointers);
        let started = std::time::Instant::now();
        let last = file.lines().pop().unwrap();
        assert!(last.starts_with(&format!("hund.json:1:{}: /7999/x", 309 * 7999 + 3)), "{last}");
        assert!(started.elapsed().as_secs() < 5, "{:?}", started.elapsed());
    }
}
