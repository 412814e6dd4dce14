//! Numbers, money, dates, plurals, names and their order as a language has them: the browser's `Intl`.
//!
//! Formatters are reached by name rather than through one binding each: two functions serve all of them. A language
//! tag that is none, or a browser without one of the formatters, gives a plain value, never an exception.

use js_sys::{Array, Date as JsDate, Function, Reflect};
use wasm_bindgen::prelude::*;

use crate::browser::{call, object, property};
use crate::expr::date::Date;
use crate::field::country;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = Intl)]
    static INTL: JsValue;
}

type Options<'a> = &'a [(&'a str, JsValue)];

/// A new `Intl[kind]`; in the browser's own language where `lang` is no language tag. English without a country is
/// Europe's: "3 May 2026" and "10:15", not "May 3, 2026" and "10:15 AM".
fn formatter(kind: &str, lang: &str, options: Options) -> Option<JsValue> {
    let lang = if lang == "en" { "en-GB" } else { lang };
    let kind: Function = INTL.with(|intl| property(intl, kind))?.dyn_into().ok()?;
    let options = object(options);
    let build = |lang: &JsValue| Reflect::construct(&kind, &Array::of2(lang, &options)).ok();
    build(&JsValue::from_str(lang)).or_else(|| build(&JsValue::UNDEFINED))
}

fn format(kind: &str, lang: &str, options: Options, value: &JsValue) -> Option<String> {
    call(&formatter(kind, lang, options)?, "format", value)?.as_string()
}

/// A number: "1.234,5" in German.
pub fn number(lang: &str, value: f64) -> String {
    format("NumberFormat", lang, &[], &value.into()).unwrap_or_else(|| plain(value))
}

/// `digits` of which so many stand after the point: 12345 with one is "1.234,5" in German. None is rounded away.
#[inline(never)]
pub fn decimal(lang: &str, digits: i64, places: u8) -> String {
    let value = digits as f64 / 10_i64.pow(places.into()) as f64;
    let options = [("maximumFractionDigits", places.into())];
    format("NumberFormat", lang, &options, &value.into()).unwrap_or_else(|| plain(value))
}

/// A number without any language: what is left where `Intl` fails.
fn plain(value: f64) -> String {
    js_sys::Number::from(value).to_string_with_radix(10).map(String::from).unwrap_or_default()
}

/// An amount in cents as euros: "30,70 €" in German.
pub fn money(lang: &str, cents: i64) -> String {
    let options = [("style", "currency".into()), ("currency", "EUR".into())];
    let euros = cents as f64 / 100.0;
    format("NumberFormat", lang, &options, &euros.into()).unwrap_or_else(|| [&plain(euros), " €"].concat())
}

/// A size in bytes, in the greatest fitting unit of 1024 of the one before: "10 MB".
pub fn bytes(lang: &str, bytes: f64) -> String {
    let (unit, sign, size) = match bytes {
        ..1024.0 => ("byte", " B", 1.0),
        ..1_048_576.0 => ("kilobyte", " kB", 1024.0),
        _ => ("megabyte", " MB", 1_048_576.0),
    };
    // Rounded to tenths here, so that the plain form is as short.
    let value = (bytes / size * 10.0).round() / 10.0;
    let options = [("style", "unit".into()), ("unit", unit.into())];
    format("NumberFormat", lang, &options, &value.into()).unwrap_or_else(|| [&plain(value), sign].concat())
}

/// Writes a point in time with `Intl.DateTimeFormat`. An empty style leaves its part out; an empty zone is the device's.
///
/// Offices count in the Gregorian calendar, also where a language has another.
fn moment(lang: &str, at: &JsDate, date: &str, time: &str, zone: &str) -> Option<String> {
    let given = |word: &str| if word.is_empty() { JsValue::UNDEFINED } else { word.into() };
    let options = [
        ("calendar", "gregory".into()),
        ("dateStyle", given(date)),
        ("timeStyle", given(time)),
        ("timeZone", given(zone)),
    ];
    format("DateTimeFormat", lang, &options, at)
}

/// A date: "3. Mai 2026" in German.
pub fn date(lang: &str, date: Date) -> String {
    let plain = date.to_string();
    moment(lang, &JsDate::new(&JsValue::from_str(&plain)), "long", "", "UTC").unwrap_or(plain)
}

/// A month of a year: "Mai 2026" in German.
pub fn month(lang: &str, date: Date) -> String {
    let plain = date.to_string();
    let options = [
        ("calendar", "gregory".into()),
        ("year", "numeric".into()),
        ("month", "long".into()),
        ("timeZone", "UTC".into()),
    ];
    format("DateTimeFormat", lang, &options, &JsDate::new(&JsValue::from_str(&plain)))
        .unwrap_or_else(|| plain[..plain.len() - 3].to_owned())
}

/// Date and time, where the device is, of milliseconds since 1970-01-01 UTC: "3. Mai 2026 um 10:15" in German.
pub fn date_time(lang: &str, milliseconds: f64) -> String {
    moment(lang, &JsDate::new(&milliseconds.into()), "long", "short", "").unwrap_or_default()
}

/// As [`date_time`], of an RFC 3339 timestamp; one that is none is given back as it is.
pub fn date_time_of(lang: &str, timestamp: &str) -> String {
    moment(lang, &JsDate::new(&timestamp.into()), "long", "short", "").unwrap_or_else(|| timestamp.to_owned())
}

/// A day with its name: "Sonntag, 3. Mai 2026" in German.
pub fn day(lang: &str, date: Date) -> String {
    let plain = date.to_string();
    moment(lang, &JsDate::new(&JsValue::from_str(&plain)), "full", "", "UTC").unwrap_or(plain)
}

/// What the clock shows, where the device is, at a time in milliseconds since 1970-01-01 UTC: "10:15".
pub fn time_at(lang: &str, milliseconds: f64) -> String {
    moment(lang, &JsDate::new(&milliseconds.into()), "", "short", "").unwrap_or_default()
}

/// What the clock shows now: "10:15".
pub fn time(lang: &str) -> String {
    moment(lang, &JsDate::new_0(), "", "short", "").unwrap_or_default()
}

/// The plural category of a count: "one", "other", in other languages also "zero", "two", "few", "many".
pub fn plural(lang: &str, count: f64) -> String {
    let category = || call(&formatter("PluralRules", lang, &[])?, "select", &count.into())?.as_string();
    category().unwrap_or_else(|| "other".to_owned())
}

/// A list in words: "PDF, JPEG und PNG".
pub fn list(lang: &str, items: &[&str]) -> String {
    let array: Array = items.iter().map(|item| JsValue::from_str(item)).collect();
    format("ListFormat", lang, &[], &array).unwrap_or_else(|| items.join(", "))
}

/// In capital letters. Rust's own table of them costs a citizen 6 kB; the browser has one.
pub fn upper_case(text: &str) -> String {
    js_sys::JsString::from(text).to_upper_case().into()
}

fn display_names(lang: &str, kind: &str) -> Option<JsValue> {
    formatter("DisplayNames", lang, &[("type", kind.into())])
}

fn named(names: Option<&JsValue>, code: &str) -> String {
    let name = || call(names?, "of", &code.into())?.as_string();
    name().unwrap_or_else(|| code.to_owned())
}

/// What a language calls itself: "Deutsch", "English".
pub fn language_name(lang: &str) -> String {
    named(display_names(lang, "language").as_ref(), lang)
}

/// The name of a country by its code of ISO 3166-1; the code itself where there is no name.
pub fn country(lang: &str, code: &str) -> String {
    named(display_names(lang, "region").as_ref(), code)
}

/// All countries as code and name, sorted by name as the language sorts.
pub fn countries(lang: &str) -> Vec<(String, String)> {
    let names = display_names(lang, "region");
    let unsorted: Vec<(&str, String)> = country::all().map(|code| (code, named(names.as_ref(), code))).collect();
    // The collator's own comparison goes straight into the array's own sort: nothing is called back here.
    let sorted: Array = unsorted.iter().map(|(_, name)| JsValue::from_str(name)).collect();
    if let Some(compare) = formatter("Collator", lang, &[]).and_then(|collator| property(&collator, "compare")) {
        let _ = call(&sorted, "sort", &compare);
    }
    let mut countries = Vec::with_capacity(unsorted.len());
    for name in sorted.iter().filter_map(|name| name.as_string()) {
        if let Some((code, _)) = unsorted.iter().find(|(_, other)| *other == name) {
            countries.push(((*code).to_owned(), name));
        }
    }
    countries
}
