//! Days: the Gregorian calendar, its weeks, and how days are written.

use amtsgang::expr::date::Date;
use amtsgang::expr::value::Value;
use amtsgang::field::Answer;
use serde_json::json;

use super::check_answer;
use crate::shapes::eval;

/// Dershowitz and Reingold, "Calendrical Calculations", appendix C: the day's number, counted from the first of January of
/// the year 1, its weekday (1 is Monday), and the day. The two before the year 1 are left out.
const DAYS: [(i64, i64, &str); 31] = [
    (25_469, 3, "0070-09-24"),
    (49_217, 7, "0135-10-02"),
    (171_307, 3, "0470-01-08"),
    (210_155, 1, "0576-05-20"),
    (253_427, 6, "0694-11-10"),
    (369_740, 7, "1013-04-25"),
    (400_085, 7, "1096-05-24"),
    (434_355, 5, "1190-03-23"),
    (452_605, 6, "1240-03-10"),
    (470_160, 5, "1288-04-02"),
    (473_837, 7, "1298-04-27"),
    (507_850, 7, "1391-06-12"),
    (524_156, 3, "1436-02-03"),
    (544_676, 6, "1492-04-09"),
    (567_118, 6, "1553-09-19"),
    (569_477, 6, "1560-03-05"),
    (601_716, 3, "1648-06-10"),
    (613_424, 7, "1680-06-30"),
    (626_596, 5, "1716-07-24"),
    (645_554, 7, "1768-06-19"),
    (664_224, 1, "1819-08-02"),
    (671_401, 3, "1839-03-27"),
    (694_799, 7, "1903-04-19"),
    (704_424, 7, "1929-08-25"),
    (708_842, 1, "1941-09-29"),
    (709_409, 1, "1943-04-19"),
    (709_580, 4, "1943-10-07"),
    (727_274, 2, "1992-03-17"),
    (728_714, 7, "1996-02-25"),
    (744_313, 3, "2038-11-10"),
    (764_652, 7, "2094-07-18"),
];

/// The examples of ISO 8601 that Wikipedia's "ISO week date" lists: the week date and the day, around the turns of years.
const WEEKS: [(&str, &str); 19] = [
    ("2004-W53-6", "2005-01-01"),
    ("2004-W53-7", "2005-01-02"),
    ("2005-W52-6", "2005-12-31"),
    ("2005-W52-7", "2006-01-01"),
    ("2006-W01-1", "2006-01-02"),
    ("2006-W52-7", "2006-12-31"),
    ("2007-W01-1", "2007-01-01"),
    ("2007-W52-7", "2007-12-30"),
    ("2008-W01-1", "2007-12-31"),
    ("2008-W01-2", "2008-01-01"),
    ("2008-W52-7", "2008-12-28"),
    ("2009-W01-1", "2008-12-29"),
    ("2009-W01-2", "2008-12-30"),
    ("2009-W01-3", "2008-12-31"),
    ("2009-W01-4", "2009-01-01"),
    ("2009-W53-4", "2009-12-31"),
    ("2009-W53-5", "2010-01-01"),
    ("2009-W53-6", "2010-01-02"),
    ("2009-W53-7", "2010-01-03"),
];

fn day(text: &str) -> Date {
    Date::parse(text).unwrap_or_else(|| panic!("{text} is no day"))
}

/// What is sent for a day that was typed in three parts.
fn typed(day: &str, month: &str, year: &str) -> Option<Value> {
    let parts = [day, month, year].map(str::to_owned).to_vec();
    check_answer("date", &json!({}), &Answer::List(parts)).ok()
}

#[test]
fn every_published_day_has_its_number_and_weekday() {
    let first = Date::FIRST.days() - 1;
    for (number, weekday, text) in DAYS {
        assert_eq!(day(text).days() - first, number, "{text}");
        assert_eq!(Date::from_days(number + first), day(text));
        assert_eq!(eval(json!({"weekday": [text]})), weekday, "{text}");
        assert_eq!(eval(json!({"daysBetween": ["0001-01-01", text]})), number - 1, "{text}");
    }
}

/// A week begins on a Monday, and the first of a year is the one that the 4th of January lies in (ISO 8601-1, § 3.1.1.23).
#[test]
fn every_published_week_date_is_its_day() {
    for (week_date, text) in WEEKS {
        let [year, week, weekday] = [&week_date[..4], &week_date[6..8], &week_date[9..]];
        let fourth = format!("{year}-01-04");
        let back = json!({"-": [1, {"weekday": [fourth]}]});
        let ahead = (week.parse::<i64>().expect("a week") - 1) * 7 + weekday.parse::<i64>().expect("a day") - 1;
        assert_eq!(eval(json!({"addDays": [fourth, {"+": [back, ahead]}]})), text, "{week_date}");
        assert_eq!(eval(json!({"weekday": [text]})), weekday.parse::<i64>().expect("a day"), "{week_date}");
    }
}

/// RFC 3339, appendix C: divisible by 4, but by 100 only if by 400.
#[test]
fn leap_years_are_those_of_the_gregorian_calendar() {
    for (year, leap) in [
        (1600, true),
        (1700, false),
        (1800, false),
        (1900, false),
        (1996, true),
        (1999, false),
        (2000, true),
        (2004, true),
        (2100, false),
        (2400, true),
    ] {
        let sent = leap.then(|| Value::Text(format!("{year}-02-29")));
        assert_eq!(typed("29", "2", &year.to_string()), sent, "{year}");
        let days = if leap { 366 } else { 365 };
        assert_eq!(eval(json!({"daysBetween": [format!("{year}-01-01"), format!("{}-01-01", year + 1)]})), days);
    }
}

/// RFC 3339, § 5.7: the days of each month; § 5.8: the days of its examples.
#[test]
fn days_are_written_as_rfc_3339_writes_them() {
    for (month, days) in
        [(1, 31), (2, 28), (3, 31), (4, 30), (5, 31), (6, 30), (7, 31), (8, 31), (9, 30), (10, 31), (11, 30), (12, 31)]
    {
        let month_text = month.to_string();
        let last = typed(&days.to_string(), &month_text, "2023");
        assert_eq!(last, Some(Value::Text(format!("2023-{month:02}-{days}"))));
        assert_eq!(typed(&(days + 1).to_string(), &month_text, "2023"), None, "{days} is the last of {month}");
    }
    for (parts, text) in [
        (["12", "4", "1985"], "1985-04-12"),
        (["19", "12", "1996"], "1996-12-19"),
        (["31", "12", "1990"], "1990-12-31"),
        (["01", "01", "1937"], "1937-01-01"),
    ] {
        assert_eq!(typed(parts[0], parts[1], parts[2]), Some(Value::Text(text.into())));
        assert_eq!(day(text).to_string(), text);
    }
}
