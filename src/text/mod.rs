//! Words, sentences and their normal forms: what every part of the program means by "a word".
//!
//! [`segment`] cuts text into words and says where sentences and paragraphs begin; [`term`] turns a word into the
//! key under which the index files it. The index, the query side, snippets and the brute-force matcher of the tests
//! all use these two, so that they cannot disagree.

pub mod address;
pub mod language;
pub mod normalise;
pub mod plural;
pub mod segment;
pub mod term;
