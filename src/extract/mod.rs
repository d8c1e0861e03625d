//! Document to article: what is this text called, who wrote it, when, and what does it say?
//!
//! One function per kind of document; each returns an [`Extraction`] and never fails, panics or does I/O:
//! bytes that are no article give a [`Verdict`] that says why. Every value is chosen among candidates, and
//! [`Evidence`] names each candidate, its signal and whether it won.

pub mod html;
pub mod plain;
pub mod record;

use crate::article::Article;
use crate::source::charset;
use crate::source::detect::Kind;

/// What an extractor made of a document.
#[derive(Debug, Clone, Default)]
pub struct Extraction {
    /// The article; filled as far as possible even where the verdict is against it.
    pub article: Article,
    /// Whether it is one.
    pub verdict: Verdict,
    /// What was odd but did not stop the reading; lower-case phrases without a full stop.
    pub warnings: Vec<String>,
    /// Candidates seen for each field; filled only when [`Options::explain`] is set.
    pub evidence: Vec<Evidence>,
}

/// Whether a document is an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Verdict {
    /// It is.
    #[default]
    Article,
    /// It is not; the reason is a lower-case phrase ("section front", "consent wall", "no text").
    NotArticle(&'static str),
}

/// One candidate for a field.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// Field name as in `schema/article.json`.
    pub field: &'static str,
    /// The value, as it would stand in the article.
    pub value: String,
    /// The signal it was read from ("json-ld datePublished", "meta og:title", "h1").
    pub source: String,
    /// Weight of the candidate, 0 to 1.
    pub confidence: f32,
    /// Whether this candidate was chosen.
    pub chosen: bool,
}

/// What the caller knows or wants.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// Address of the document where it is known from outside (a container's header, a record).
    pub url: Option<&'a str>,
    /// Character encoding declared from outside (an HTTP header).
    pub charset: Option<&'a str>,
    /// Collect [`Evidence`].
    pub explain: bool,
    /// Blocks that stand on several pages of the document's host and are left out of bodies.
    pub boilerplate: Option<&'a html::boilerplate::Boilerplate>,
}

/// Extracts from the bytes of a whole document that is no JSON; see [`record`] for that.
pub fn document(bytes: &[u8], kind: Kind, options: &Options<'_>) -> Extraction {
    let plain_kind = match kind {
        Kind::Html => return html::extract(bytes, options),
        Kind::Markdown => plain::PlainKind::Markdown,
        Kind::Text | Kind::Records | Kind::Json => plain::PlainKind::Text,
    };
    let decoded = charset::decode(bytes, options.charset, None);
    let mut extraction = plain::extract(&decoded.text, plain_kind, options);
    if decoded.replaced {
        extraction.warnings.push(format!("bytes that are not {} were replaced", decoded.encoding));
    }
    extraction
}
