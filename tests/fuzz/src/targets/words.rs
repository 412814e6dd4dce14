//! Words, days and numbers: folding, search, lists to choose from, the calendar.

use amtsgang::expr::calendar;
use amtsgang::expr::date::Date;
use amtsgang::field::CodeList;
use amtsgang::field::code_list::Item;
use amtsgang::folding::words;
use amtsgang::recipe::search::score;
use amtsgang::text::Text;

use super::{Outcome, holds};
use crate::{Case, Corpus};

pub fn run(case: &mut Case, _: &Corpus) -> Outcome {
    let (text, other, third) = (case.text(), case.text(), case.text());
    case.tell("texts", &format!("{text:?} {other:?} {third:?}"));
    case.bytes = text.len() + other.len() + third.len();
    case.right = !words(&text).is_empty();
    score(&text, &[&other, &third]);
    let items = (0..case.below(30))
        .map(|ix| Item { value: ix.to_string(), label: Text::from_pairs(&[("de", &case.text()), ("en", &other)]) });
    let items: Vec<Item> = items.collect();
    let count = items.len();
    let list = CodeList::new(items).map_err(|ix| format!("finds {ix} twice"))?;
    holds("only entries are found", list.filter(&text, &other).iter().all(|place| (*place as usize) < count))?;
    list.meant(&text);
    days(case)
}

fn days(case: &mut Case) -> Outcome {
    let text = case.text();
    if let Some(day) = Date::parse(&text) {
        holds("a day is written as it was read", day.to_string() == text)?;
    }
    let (from, to) = (Date::from_days(case.number()), Date::from_days(case.number() % 3_000_000));
    let number = case.number();
    let between = calendar::days_between(from, to);
    holds("as many days later it is that day", calendar::add_days(from, between) == Some(to))?;
    let months = calendar::months_between(from, to);
    if let Some(day) = calendar::add_months(from, months).filter(|_| from <= to) {
        holds("whole months do not pass the day", day <= to)?;
    }
    for day in [calendar::add_days(from, number), calendar::add_months(from, number)].into_iter().flatten() {
        holds("a day is in the calendar", Date::new(day.year, day.month, day.day) == Some(day))?;
    }
    holds("the week has seven days", (1..=7).contains(&calendar::weekday(from)))?;
    calendar::age(from, to);
    from.plus_days(number);
    Ok(())
}
