//! What the benches measure on: generated recipes, and the pages in which they are filled in.

pub mod figures;
pub mod page;
pub mod recipe;
pub mod rounds;
