//! `GET /map`: a picture of the surroundings of a point.

use std::str::FromStr;

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, Uri};
use axum::response::Response;

use crate::app::query;
use crate::language::Language;
use crate::map::{Section, draw as drawn};
use crate::problem::{Kind, Problem};

pub async fn draw(uri: Uri, language: Language) -> Result<Response, Problem> {
    let section = section(&uri).ok_or_else(|| Problem::new(Kind::Malformed, language))?;
    let mut response = Response::new(Body::from(drawn(&section)));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("image/png"));
    // Where somebody asks for a map is nobody else's business.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, max-age=3600"));
    Ok(response)
}

fn section(uri: &Uri) -> Option<Section> {
    let query = query(uri);
    fn value<T: FromStr>(query: &[(String, String)], name: &str) -> Option<T> {
        query.iter().find(|(key, _)| key == name)?.1.parse().ok()
    }
    let section = Section {
        latitude: value(&query, "latitude")?,
        longitude: value(&query, "longitude")?,
        width: value(&query, "width")?,
        height: value(&query, "height")?,
        scale: value(&query, "scale")?,
    };
    let on_earth = section.latitude.abs() <= 90.0 && section.longitude.abs() <= 180.0;
    let sizes = (1..=1024).contains(&section.width) && (1..=1024).contains(&section.height);
    (on_earth && sizes && (1..=3).contains(&section.scale)).then_some(section)
}
