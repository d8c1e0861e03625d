//! Which entries of a segment's dictionary answer a word of the query?

use crate::search::word::{LanguageMask, WordTest};
use crate::text::term::AFTER_MARKS;
use tantivy::InvertedIndexReader;
use tantivy::postings::TermInfo;

/// Most entries one word may stand for in one segment; further ones are left out with a warning.
pub const MOST_FORMS: usize = 100_000;

/// Greater than the marks of sentences and paragraphs, smaller than any word.
const AFTER_MARKS_OF_TEXT: &str = "\u{6}";

/// An entry that answers.
#[derive(Debug, Clone)]
pub struct FormOfWord {
    /// Its key; see [`crate::text::term`].
    pub key: Box<str>,
    /// Where its postings are.
    pub info: TermInfo,
    /// In articles of which languages it answers.
    pub languages: LanguageMask,
}

/// Entries that answer, in the order of the dictionary.
#[derive(Debug, Clone, Default)]
pub struct Expansion {
    /// The entries.
    pub forms: Vec<FormOfWord>,
    /// Whether some were left out.
    pub is_capped: bool,
}

/// Asks the dictionary. Reads only the ranges in which an answer can lie.
pub fn expand(test: &WordTest, index: &InvertedIndexReader) -> std::io::Result<Expansion> {
    let mut expansion = Expansion::default();
    for beginning in test.beginnings() {
        let range = index.terms().range();
        let range = if beginning.is_empty() {
            // The marks of sentences and paragraphs are no words.
            range.gt(AFTER_MARKS_OF_TEXT)
        } else {
            range.ge(beginning.as_bytes()).lt(end_of_range(&beginning, test.is_one_word()))
        };
        let mut stream = range.into_stream()?;
        while let Some((key, info)) = stream.next() {
            let Ok(key) = std::str::from_utf8(key) else {
                continue;
            };
            let languages = test.languages_of(key);
            if languages == 0 {
                continue;
            }
            if expansion.forms.len() == MOST_FORMS {
                expansion.is_capped = true;
                return Ok(expansion);
            }
            expansion.forms.push(FormOfWord { key: key.into(), info: info.clone(), languages });
        }
    }
    Ok(expansion)
}

/// First key after all that begin with `beginning`, or after the spellings of that one word.
fn end_of_range(beginning: &str, is_one_word: bool) -> Vec<u8> {
    let mut end = beginning.as_bytes().to_vec();
    if is_one_word {
        end.extend(AFTER_MARKS.to_string().bytes());
        return end;
    }
    // No byte of UTF-8 is 255.
    end.push(u8::MAX);
    end
}
