//! `GET /addresses`: a search in a list of a dozen addresses. A municipality has a register of them.

use amtsgang::backend::wire::{Addresses, FoundAddress};
use amtsgang::recipe::search::score;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::Response;

use super::private;
use crate::app::{App, query};
use crate::language::Language;
use crate::problem::{Kind, Problem};

/// The addresses of the made-up municipality, which the demonstration searches as well.
const ALL: &str = include_str!("../../../../public/demo/addresses.json");

/// So many are told at most, however many are asked for.
const MOST: usize = 50;

pub async fn search(State(_): State<App>, uri: Uri, language: Language) -> Result<Response, Problem> {
    let query = query(&uri);
    let value = |name: &str| query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let limit = match value("limit") {
        Some(limit) => limit.parse().map_err(|_| Problem::new(Kind::Malformed, language))?,
        None => MOST,
    };
    let words = value("q").filter(|words| !words.is_empty()).ok_or_else(|| Problem::new(Kind::Malformed, language))?;
    let all: Addresses = serde_json::from_str(ALL).map_err(|error| Problem::internal(&error, language))?;
    let items = found(all.items, words, limit.min(MOST));
    Ok(private(StatusCode::OK, &Addresses { items }, language))
}

/// Those that fit the words, the best first.
fn found(all: Vec<FoundAddress>, words: &str, limit: usize) -> Vec<FoundAddress> {
    let scored = all.into_iter().filter_map(|address| Some((score(words, &[&address.text])?, address)));
    let mut found: Vec<(u32, FoundAddress)> = scored.filter(|(score, _)| *score > 0).collect();
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    found.into_iter().take(limit).map(|(_, address)| address).collect()
}
