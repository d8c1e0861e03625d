//! Saved articles as plain text or Markdown.
//!
//! What stands around the text (front matter, kicker, headline, byline, dates, a source line) is told from the text
//! itself and read; the rest becomes the body: paragraphs parted by a blank line, table rows and list items on lines
//! of their own. A text without any of these has no headline, and all of it is body.

pub(crate) mod address;
mod block;
pub(crate) mod byline;
pub(crate) mod clean;
mod frame;
mod front_matter;
pub(crate) mod label;
mod layout;
mod markdown;
pub(crate) mod metadata;
mod source_line;
mod title;

use super::{Extraction, Options, Verdict};
use crate::text::language;
use block::Document;
use label::Field;
use metadata::Metadata;

/// How a text is marked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlainKind {
    /// Not at all.
    Text,
    /// As Markdown.
    Markdown,
}

/// Reads a saved article from text.
pub fn extract(text: &str, kind: PlainKind, options: &Options<'_>) -> Extraction {
    let mut extraction = Extraction::default();
    if text.trim().is_empty() {
        extraction.verdict = Verdict::NotArticle("no text");
        return extraction;
    }
    if clean::is_binary(text) {
        extraction.verdict = Verdict::NotArticle("binary data");
        return extraction;
    }
    let unix = clean::unix_lines(text);
    let mut metadata = Metadata::default();
    let text = front_matter::take(unix.as_deref().unwrap_or(text), &mut metadata);
    let mut document = read(text, kind);
    let declared = metadata.language();
    let guess = declared.is_none().then(|| language::detect(text)).flatten();

    frame::take_below(&mut document, &mut metadata);
    let layout = layout::layout(&document);
    frame::take_above(&mut document, &mut metadata, layout, declared.as_deref().or(guess));
    // Front lines may have been the only block beside the text, or its only lines that were not wrapped.
    let layout = layout::layout(&document);
    if let Some(url) = options.url {
        metadata.add(Field::Url, &[url.to_owned()], "given address", 0.5);
    }
    metadata.read_address();
    metadata.fill(&mut extraction.article);
    extraction.article.body = layout::body(&document, layout, kind == PlainKind::Markdown);
    extraction.article.language = extraction.article.language.take().or_else(|| guess.map(str::to_owned));
    if options.explain {
        extraction.evidence = metadata.evidence();
    }
    extraction.warnings = std::mem::take(&mut metadata.warnings);
    extraction.verdict = verdict(&extraction);
    extraction
}

fn read(text: &str, kind: PlainKind) -> Document {
    match kind {
        PlainKind::Text => layout::blocks(text),
        PlainKind::Markdown => {
            // NUL would end up as a replacement character, for CommonMark demands it.
            let text = text.replace('\0', "");
            markdown::blocks(&text)
        }
    }
}

/// An article has a sentence or at least a headline of some words.
fn verdict(extraction: &Extraction) -> Verdict {
    let (title, body) = (&extraction.article.title, &extraction.article.body);
    if title.is_empty() && body.is_empty() {
        return Verdict::NotArticle("no text");
    }
    let has_sentence = body.split("\n").any(block::ends_sentence);
    // A headline of scripts without spaces is long in letters, not in words.
    let has_words = |text: &str| {
        text.split_whitespace().count() >= 3 || text.chars().filter(|letter| !letter.is_ascii()).count() >= 6
    };
    if !has_sentence && !has_words(title) && !has_words(body) {
        return Verdict::NotArticle("too short");
    }
    Verdict::Article
}

#[cfg(test)]
mod tests;
