//! Every occurrence with the words around it: a concordance ("keyword in context").
//!
//! Occurrences are those of the evidence: of a query `a w/5 b` only the `a` and `b` that are that near, and no word of an
//! alternative that the article does not satisfy. Nothing is left out but by the limit, and then that is told.

use crate::article::{Article, ArticleId};
use crate::error::Result;
use crate::search::plan::Slot;
use crate::search::satisfied::satisfied_parts;
use crate::search::stored_text::StoredText;
use crate::search::{ByteSpan, Engine, Request, Suggestion};
use crate::text::segment::Word;

/// What to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConcordanceOptions {
    /// Words before and after an occurrence.
    pub context: usize,
    /// Most occurrences; `None`: all.
    pub limit: Option<usize>,
}

/// An occurrence with what stands around it. Texts are pieces of the field, side by side, as they are.
#[derive(Debug, Clone, PartialEq)]
pub struct ConcordanceLine<'a> {
    /// In which article.
    pub article: &'a Article,
    /// In which field of it: `title`, `subtitle` or `body`.
    pub field: &'static str,
    /// Where it is, in bytes of the field.
    pub place: ByteSpan,
    /// What stands before it.
    pub left: &'a str,
    /// The occurrence.
    pub matched: &'a str,
    /// What stands after it.
    pub right: &'a str,
}

/// What a concordance comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConcordanceTotals {
    /// Articles that match.
    pub articles: u64,
    /// Occurrences given.
    pub occurrences: u64,
    /// Articles in which they are. Others match by fields that are not shown, or lie beyond the limit.
    pub articles_shown: u64,
    /// Whether the limit left something out.
    pub is_cut: bool,
    /// What was capped or could not be done as asked.
    pub warnings: Vec<String>,
    /// Words of the query that no article holds, and what may be meant.
    pub suggestions: Vec<Suggestion>,
    /// See [`crate::search::Page::fingerprint`].
    pub fingerprint: String,
}

impl Engine {
    /// Gives `each` every occurrence: articles in the order of the request (its limit and passages do not count), title,
    /// subtitle and body of each from the beginning.
    pub fn concordance(
        &self,
        request: &Request,
        options: ConcordanceOptions,
        each: &mut dyn FnMut(&ConcordanceLine<'_>) -> Result<()>,
    ) -> Result<ConcordanceTotals> {
        let compiled = self.compile(request);
        let evaluated = self.evaluate(request, &compiled)?;
        let mut totals = ConcordanceTotals {
            articles: evaluated.total(),
            warnings: evaluated.warnings().to_vec(),
            suggestions: self.suggested(&compiled, &evaluated.segments)?,
            fingerprint: self.fingerprint().to_owned(),
            ..ConcordanceTotals::default()
        };
        let mut last: Option<ArticleId> = None;
        for address in self.addresses(request, &compiled, &evaluated)?.into_iter().skip(request.offset) {
            let article = self.article(address)?;
            let text = StoredText::new(&article, &compiled, &self.languages);
            let parts = satisfied_parts(&text, &|plan| evaluated.holds(plan, address))?;
            for (slot, value) in fields(&article) {
                let words = text.words(slot);
                for place in text.spans(&parts, slot)? {
                    if options.limit.is_some_and(|limit| totals.occurrences >= limit as u64) {
                        totals.is_cut = true;
                        return Ok(totals);
                    }
                    let (left, matched, right) = around(value, &words, place, options.context);
                    each(&ConcordanceLine {
                        article: &article,
                        field: slot.field_name(),
                        place,
                        left,
                        matched,
                        right,
                    })?;
                    totals.occurrences += 1;
                    totals.articles_shown += u64::from(last != Some(article.id));
                    last = Some(article.id);
                }
            }
        }
        Ok(totals)
    }
}

/// The fields of one value that are shown.
fn fields(article: &Article) -> [(Slot, &str); 3] {
    [
        (Slot::Title, article.title.as_str()),
        (Slot::Subtitle, article.subtitle.as_deref().unwrap_or("")),
        (Slot::Body, article.body.as_str()),
    ]
}

/// The text before a span, of it, and after it, with so many words on each side.
fn around<'a>(text: &'a str, words: &[Word], place: ByteSpan, context: usize) -> (&'a str, &'a str, &'a str) {
    let first = words.partition_point(|word| word.start < place.start);
    let after = words.partition_point(|word| word.start < place.end);
    let start = words.get(first.saturating_sub(context)).map_or(place.start, |word| word.start).min(place.start);
    let last = after.saturating_add(context).min(words.len());
    let end = last.checked_sub(1).and_then(|last| words.get(last)).map_or(place.end, |word| word.end).max(place.end);
    let piece = |start, end| text.get(start..end).unwrap_or("");
    (piece(start, place.start), piece(place.start, place.end), piece(place.end, end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::segment::words;

    #[test]
    fn context_is_counted_in_words_and_ends_with_the_text() {
        let text = "One, two (three) four; 五六。Seven.";
        let cut: Vec<Word> = words(text).collect();
        let of = |word: &str, context| {
            let start = text.find(word).unwrap();
            around(text, &cut, ByteSpan { start, end: start + word.len() }, context)
        };
        assert_eq!(of("three", 1), ("two (", "three", ") four"));
        assert_eq!(of("three", 0), ("", "three", ""));
        assert_eq!(of("One", 2), ("", "One", ", two (three"));
        assert_eq!(of("六", 9), ("One, two (three) four; 五", "六", "。Seven"));
        assert_eq!(of("two (three", 1), ("One, ", "two (three", ") four"));
    }
}
