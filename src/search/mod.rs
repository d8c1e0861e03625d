//! Query to hits: the only place where the query's tree and the index meet.
//!
//! A query is compiled once ([`plan`]), evaluated segment by segment to sets of documents ([`segment`]), ranked ([`rank`]), and
//! the hits of the asked page get their evidence from the stored text ([`passage`]). Sets of documents are bit sets, so
//! Boolean operators cost next to nothing, counts are exact, and facets can be taken of any result.
//!
//! Searching is a library call: it returns a [`Page`] of hits with spans, counts and warnings; how that looks is the business
//! of `output`. Results do not depend on how articles are spread over segments: ties are broken by article id.

mod best;
mod by_story;
pub mod comention;
pub mod concordance;
pub mod contents;
mod cursor;
pub mod document_set;
pub mod entities;
pub mod expansion;
pub mod facet;
pub mod filter;
mod filter_count;
mod filter_values;
mod indexed_text;
mod likeness;
pub mod locate;
mod matching;
pub mod name_filter;
mod name_forms;
pub mod names;
pub mod occurrence;
pub mod passage;
pub mod pattern;
pub mod plan;
pub mod rank;
pub mod recognition;
pub mod satisfied;
mod scope;
pub mod segment;
pub mod side_by_side;
pub mod stored_text;
mod story;
mod suggestion;
pub mod timeline;
pub mod trend;
mod value_suggestion;
pub mod word;

mod engine;
mod lookup;
mod ordinal;
mod phrase_count;
mod place;
mod presence;
mod run;
mod similar;
mod source;
mod spelling;
mod statistics;
mod surplus;
mod tally;
mod term_count;
mod threads;
mod visit;

pub use engine::Engine;
pub use matching::Match;
pub use rank::explanation::ScoreExplanation;
pub use rank::recency::Recency;
pub use run::{Guids, Ranked};
pub use suggestion::Suggestion;
pub use threads::Threads;
pub use visit::{Marked, Visited};

use crate::article::{Article, ArticleId, EntityKind};
use crate::date::PartialDate;
use crate::error::Error;
pub use crate::index::families::Closeness;
use crate::query::ast::Query;
use tantivy::TantivyError;

/// An input or output error of the engine.
fn wrap(error: std::io::Error) -> Error {
    Error::Index(TantivyError::from(error))
}

/// What to search and how to give it back.
#[derive(Debug, Clone)]
pub struct Request {
    /// The query; `None` finds everything.
    pub query: Option<Query>,
    /// Conditions besides the query.
    pub filter: Filter,
    /// Order of the hits.
    pub sort: Sort,
    /// How many words side by side must match.
    pub matching: Match,
    /// Whether relevance is less for older articles.
    pub recency: Option<Recency>,
    /// Whether to say how scores come about.
    pub explain: bool,
    /// Hits to pass over.
    pub offset: usize,
    /// Most hits on the page.
    pub limit: usize,
    /// What to show of each hit.
    pub passages: PassageOptions,
    /// Which articles share a place in the result.
    pub families: Closeness,
    /// Which of them is shown.
    pub lead: Lead,
}

/// Which article of a story is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Lead {
    /// The one that stands first in the order of the result.
    #[default]
    Best,
    /// The one that was published first; of a day without an hour the end counts, and those without a date come last.
    First,
    /// The one with the most words.
    Longest,
}

impl Default for Request {
    fn default() -> Self {
        Request {
            query: None,
            filter: Filter::default(),
            sort: Sort::Relevance,
            matching: Match::default(),
            recency: None,
            explain: false,
            offset: 0,
            limit: 10,
            passages: PassageOptions::default(),
            families: Closeness::Near,
            lead: Lead::Best,
        }
    }
}

/// Conditions that an article must meet, whatever the query says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// First day of publication, in days since 1970-01-01, as written in the article's own zone.
    pub from_day: Option<i64>,
    /// First day after the period.
    pub to_day: Option<i64>,
    /// Any of these outlets, compared without case.
    pub publishers: Vec<String>,
    /// Any of these languages (primary subtags).
    pub languages: Vec<String>,
    /// Any of these sections, compared without case.
    pub sections: Vec<String>,
    /// Any of these names, in any form ([`names`]); of several kinds of names, one of each kind.
    pub names: Vec<(EntityKind, String)>,
}

/// Order of hits. Ties are broken by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Best first.
    Relevance,
    /// Latest publication first; articles without a date last.
    Newest,
    /// Earliest publication first; articles without a date last.
    Oldest,
}

/// What to show of the text of a hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PassageOptions {
    /// Passages a hit; 0 = none.
    pub count: usize,
    /// Length of a passage in characters, about.
    pub length: usize,
}

impl Default for PassageOptions {
    fn default() -> Self {
        PassageOptions { count: 2, length: 200 }
    }
}

/// A page of hits.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Articles that match, on this page and off it.
    pub total: u64,
    /// Stories that these articles tell: places in the whole result.
    pub stories: u64,
    /// Hits passed over before the first.
    pub offset: usize,
    /// The hits.
    pub hits: Vec<Hit>,
    /// What was capped or could not be done as asked; lower-case phrases.
    pub warnings: Vec<String>,
    /// Words of the query that no article holds, and what may be meant.
    pub suggestions: Vec<Suggestion>,
    /// Identity of the state of the archive that was asked: equal fingerprints give equal pages.
    pub fingerprint: String,
}

/// An article that matches.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Place in the whole result, from 1.
    pub rank: usize,
    /// How well the best article of the place matches; comparable within one query only. 0 if the order is by date.
    pub score: f32,
    /// How that came about, if it was asked and the order is by relevance.
    pub explanation: Option<ScoreExplanation>,
    /// The article.
    pub article: Article,
    /// The family of near-duplicates it is in; named by itself if it is alone.
    pub family: ArticleId,
    /// Articles of the archive in that family, itself included.
    pub family_size: usize,
    /// The other articles that match and share its place, best first.
    pub copies: Vec<CopyOf>,
    /// Matches in the title, as bytes of it.
    pub title_spans: Vec<ByteSpan>,
    /// The best passages of the body, in the order of the text.
    pub passages: Vec<Passage>,
    /// Matches in the whole body.
    pub matches: usize,
}

/// An article that is told of, not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyOf {
    /// The article.
    pub id: ArticleId,
    /// Its outlet.
    pub publisher: Option<String>,
    /// When it was published, to the day at most.
    pub published: Option<PartialDate>,
}

/// A stretch of a text: bytes `start..end` on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ByteSpan {
    /// First byte.
    pub start: usize,
    /// First byte after it.
    pub end: usize,
}

/// A piece of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Where it stands in the body.
    pub place: ByteSpan,
    /// Its text.
    pub text: String,
    /// Matches in it, as bytes of `text`.
    pub spans: Vec<ByteSpan>,
    /// Whether it begins with a sentence, so that nothing is left out before it within the sentence.
    pub begins_sentence: bool,
    /// Whether it ends with a sentence.
    pub ends_sentence: bool,
}

/// What a word of a query stands for in the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordCount {
    /// The word as written.
    pub text: String,
    /// Where it is written in the query.
    pub span: crate::query::Span,
    /// The fields it is looked for in, by their names in queries.
    pub fields: Vec<&'static str>,
    /// What was written, if this is another form of that name ([`names`]).
    pub form_of: Option<String>,
    /// Articles that hold it.
    pub articles: u64,
    /// The words of the archive that answer it, spellings folded, with the articles that hold each (in the text fields
    /// asked, added up), most first.
    pub forms: Vec<(String, u64)>,
    /// Whether some were left out.
    pub is_capped: bool,
    /// Words that no article holds, and what may be meant.
    pub suggestions: Vec<Suggestion>,
}

/// What a filter of a query chooses in the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterCount {
    /// The filter, as an expression.
    pub text: String,
    /// Where it is written in the query.
    pub span: crate::query::Span,
    /// Articles that it lets through.
    pub articles: u64,
}

/// Numbers about the whole archive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Articles.
    pub articles: u64,
    /// Stories: families of near-duplicates and articles that are alone.
    pub stories: u64,
    /// Words in all bodies.
    pub words: u64,
    /// Articles without a date of publication.
    pub undated: u64,
    /// First and last day of publication, in days since 1970-01-01.
    pub days: Option<(i64, i64)>,
    /// Outlets with their articles, most first.
    pub publishers: Vec<(String, u64)>,
    /// Languages with their articles, most first.
    pub languages: Vec<(String, u64)>,
    /// Articles by year of publication.
    pub years: Vec<(i32, u64)>,
    /// Segments of the index.
    pub segments: usize,
    /// Bytes of the index on disk.
    pub bytes: u64,
    /// Bytes by part of the index, largest first.
    pub parts: Vec<(String, u64)>,
    /// Number of the last commit.
    pub generation: u64,
}

/// An article asked for by id.
#[derive(Debug, Clone, PartialEq)]
pub enum Lookup {
    /// It is here.
    Found(Box<Article>),
    /// The beginning of an id that several articles have.
    Ambiguous(Vec<ArticleId>),
    /// It is not.
    Missing,
}
