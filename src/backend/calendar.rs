//! The opening hours of the made-up municipality: the slots of any calendar, for the demonstration and the reference backend.

use super::Slot;
use crate::expr::date::Date;

/// So many working days are open, the first of them tomorrow at the earliest.
const WORKING_DAYS: usize = 20;

/// Minutes of an appointment.
const LENGTH: i64 = 20;

/// Open on these minutes of the day: in the mornings, and on Thursdays in the afternoon, too.
const MORNING: [i64; 2] = [8 * 60, 12 * 60];
const THURSDAY: [i64; 2] = [14 * 60, 18 * 60];

/// Calendars of those who come to the citizen, once in a working day between these minutes.
const ROUNDS: &[&str] = &["sperrmuell"];
const ROUND: [i64; 2] = [6 * 60, 16 * 60];

/// Monday is 0.
fn weekday(day: Date) -> i64 {
    (day.days() + 3).rem_euclid(7)
}

/// The slots that are not taken by others from the start, on these days, both among them.
pub fn slots(calendar: &str, today: Date, [from, to]: [Date; 2]) -> Vec<Slot> {
    let working = (1..).map(|days| today.plus_days(days)).filter(|day| weekday(*day) < 5);
    let open = working.take(WORKING_DAYS).filter(|day| (from..=to).contains(day));
    let mut slots = Vec::new();
    let mut add = |slot: Slot| {
        // A third of them is taken, another third in each calendar.
        if !hash(&[calendar, &slot.id]).is_multiple_of(3) {
            slots.push(slot);
        }
    };
    for day in open {
        if ROUNDS.contains(&calendar) {
            add(slot(day, ROUND, None));
            continue;
        }
        for [opens, closes] in [MORNING, THURSDAY] {
            if [opens, closes] == THURSDAY && weekday(day) != 3 {
                continue;
            }
            let mut minute = opens;
            while minute < closes {
                add(slot(day, [minute, minute + LENGTH], Some("Bürgerbüro, Rathausplatz 1")));
                minute += LENGTH;
            }
        }
    }
    slots
}

fn slot(day: Date, [start, end]: [i64; 2], place: Option<&str>) -> Slot {
    let time = |minute: i64| [&two(minute / 60), ":", &two(minute % 60)].concat();
    let moment = |minute| [&day.to_string(), "T", &time(minute), ":00", offset(day)].concat();
    Slot {
        id: [&day.to_string(), "-", &two(start / 60), &two(start % 60)].concat(),
        start: moment(start),
        end: moment(end),
        place: place.map(str::to_owned),
    }
}

fn two(number: i64) -> String {
    let digit = |digit: i64| char::from(b'0' + (digit % 10) as u8);
    [digit(number / 10), digit(number)].iter().collect()
}

/// How far Germany's clocks are ahead of UTC on a day, after the small hours: summer time is from the last Sunday of March
/// to the last of October (Sommerzeitverordnung § 1).
fn offset(day: Date) -> &'static str {
    let last_sunday = |month| {
        let last = Date { year: day.year, month, day: 31 };
        last.plus_days(-(weekday(last) + 1).rem_euclid(7))
    };
    if (last_sunday(3)..last_sunday(10)).contains(&day) { "+02:00" } else { "+01:00" }
}

/// FNV-1a: no secret, only something that looks like chance and stays the same.
fn hash(parts: &[&str]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.bytes());
    let hash = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    // The lowest bits of such a hash know little of the last byte.
    bytes.fold(0xcbf2_9ce4_8422_2325, hash) >> 24
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    const ALL: [Date; 2] = [Date { year: 1, month: 1, day: 1 }, Date { year: 9999, month: 12, day: 31 }];

    #[test]
    fn twenty_working_days_are_open() {
        // A Friday.
        let slots = slots("buergerbuero", date("2026-11-27"), ALL);
        let days: BTreeSet<&str> = slots.iter().map(|slot| &slot.start[..10]).collect();
        assert_eq!((days.len(), days.first(), days.last()), (20, Some(&"2026-11-30"), Some(&"2026-12-25")));
        assert!(days.iter().all(|day| weekday(date(day)) < 5));
        let ids: BTreeSet<&str> = slots.iter().map(|slot| slot.id.as_str()).collect();
        assert_eq!(ids.len(), slots.len());
        // 20 mornings of 12 and 4 afternoons of 12 slots, of which about a third is taken.
        assert!((150..=230).contains(&slots.len()), "{}", slots.len());
    }

    #[test]
    fn only_the_days_asked_for_are_told() {
        let day = date("2026-12-03");
        let thursday = slots("buergerbuero", date("2026-11-27"), [day, day]);
        assert!(thursday.iter().all(|slot| slot.start.starts_with("2026-12-03T")));
        assert!(thursday.iter().any(|slot| slot.start.contains("T14:") || slot.start.contains("T15:")));
        assert_eq!(slots("buergerbuero", date("2026-11-27"), [day, day.plus_days(-1)]), []);
        assert_ne!(slots("kfz", date("2026-11-27"), [day, day]), thursday);
    }

    #[test]
    fn a_collection_comes_once_a_day_to_the_citizen() {
        let slots = slots("sperrmuell", date("2026-11-27"), ALL);
        let days: BTreeSet<&str> = slots.iter().map(|slot| &slot.start[..10]).collect();
        assert_eq!(days.len(), slots.len());
        assert!((8..20).contains(&days.len()), "{days:?}");
        assert!(slots.iter().all(|slot| slot.start.contains("T06:00") && slot.place.is_none()));
    }

    #[test]
    fn times_are_germanys() {
        for (day, ahead) in [
            ("2026-03-28", "+01:00"),
            ("2026-03-29", "+02:00"),
            ("2026-10-24", "+02:00"),
            ("2026-10-25", "+01:00"),
            ("2027-03-28", "+02:00"),
            ("2027-10-31", "+01:00"),
        ] {
            assert_eq!(offset(date(day)), ahead, "{day}");
        }
        let slot = slot(date("2026-12-03"), [9 * 60 + 40, 10 * 60], None);
        assert_eq!((slot.id.as_str(), slot.start.as_str()), ("2026-12-03-0940", "2026-12-03T09:40:00+01:00"));
        assert_eq!(slot.end, "2026-12-03T10:00:00+01:00");
    }
}
