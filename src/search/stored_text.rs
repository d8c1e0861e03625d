//! The stored text of an article, asked the same questions as the index.
//!
//! It is cut into the same words as at ingest and its words are tried with the same tests, so that evidence and result agree.
//! Every field is cut when it is first asked for. Values of a field that has several lie [`VALUE_GAP`] positions apart, as in the
//! index.

use crate::article::{Article, EntityKind};
use crate::error::Result;
use crate::query::ast::Unit;
use crate::search::ByteSpan;
use crate::search::locate::{Text, occurrences};
use crate::search::occurrence::{self, Occurrence};
use crate::search::plan::{Compiled, Plan, Slot};
use crate::search::word::{LanguageMask, Languages, UNKNOWN_LANGUAGE, WordTest};
use crate::text::segment::{Break, Word, words};
use crate::text::term;
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Positions left free between two values of a field.
const VALUE_GAP: u32 = 1;

/// One field, cut into words.
#[derive(Default)]
struct Cut {
    words: Vec<Word>,
    /// Number of the key of each word.
    spellings: Vec<usize>,
    /// The different keys.
    keys: Vec<String>,
}

/// An article whose text is asked.
pub struct StoredText<'a> {
    article: &'a Article,
    compiled: &'a Compiled,
    language: LanguageMask,
    fields: RefCell<BTreeMap<Slot, Rc<Cut>>>,
}

impl<'a> StoredText<'a> {
    /// Reads nothing yet.
    pub fn new(article: &'a Article, compiled: &'a Compiled, languages: &Languages) -> Self {
        let language = article.language.as_deref().map_or(UNKNOWN_LANGUAGE, |tag| languages.number(tag));
        StoredText { article, compiled, language: 1 << language, fields: RefCell::default() }
    }

    /// The query that is asked.
    pub fn compiled(&self) -> &'a Compiled {
        self.compiled
    }

    /// The values of a field.
    fn values(&self, slot: Slot) -> Vec<&'a str> {
        let article = self.article;
        let one = |value: &'a Option<String>| value.as_deref().into_iter().collect();
        let names = |kind: EntityKind| -> Vec<&'a str> {
            let of_kind = article.entities.iter().filter(|entity| entity.kind == kind);
            of_kind
                .flat_map(|entity| std::iter::once(&entity.name).chain(&entity.aliases))
                .map(String::as_str)
                .filter(|name| !name.is_empty())
                .collect()
        };
        match slot {
            Slot::Title => vec![article.title.as_str()],
            Slot::Subtitle => one(&article.subtitle),
            Slot::Body => vec![article.body.as_str()],
            Slot::Author => article.authors.iter().map(String::as_str).collect(),
            Slot::Publisher => one(&article.publisher),
            Slot::Section => one(&article.section),
            Slot::Keyword => article.keywords.iter().map(String::as_str).collect(),
            Slot::Person => names(EntityKind::Person),
            Slot::Org => names(EntityKind::Organisation),
            Slot::Place => names(EntityKind::Place),
            Slot::Other => names(EntityKind::Other),
            Slot::Url => one(&article.url),
        }
    }

    fn cut(&self, slot: Slot) -> Rc<Cut> {
        if let Some(cut) = self.fields.borrow().get(&slot) {
            return Rc::clone(cut);
        }
        let cut = Rc::new(cut(&self.values(slot)));
        self.fields.borrow_mut().insert(slot, Rc::clone(&cut));
        cut
    }

    /// The words of a field; places are bytes of the value that a word is in.
    pub fn words(&self, slot: Slot) -> Vec<Word> {
        self.cut(slot).words.clone()
    }

    /// Spans of the occurrences of some parts of the query in a field of one value; what overlaps is one span.
    pub fn spans(&self, parts: &[&Plan], slot: Slot) -> Result<Vec<ByteSpan>> {
        let mut found = Vec::new();
        for part in parts {
            found.extend(occurrences(part, slot, self.compiled, self)?);
        }
        occurrence::normalise(&mut found);
        let cut = self.cut(slot);
        let mut spans: Vec<ByteSpan> = Vec::new();
        for Occurrence { first, last } in found {
            let (Some(first), Some(last)) = (cut.words.get(first as usize), cut.words.get(last as usize)) else {
                continue;
            };
            match spans.last_mut() {
                Some(before) if first.start < before.end => before.end = before.end.max(last.end),
                _ => spans.push(ByteSpan { start: first.start, end: last.end }),
            }
        }
        Ok(spans)
    }
}

fn cut(values: &[&str]) -> Cut {
    let mut cut = Cut::default();
    // By the word as written: a key is made once for each spelling.
    let mut numbers: FxHashMap<&str, usize> = FxHashMap::default();
    let mut base = 0;
    for value in values {
        let mut end = base;
        for word in words(value) {
            let text = value.get(word.start..word.end).unwrap_or("");
            let number = *numbers.entry(text).or_insert_with(|| {
                cut.keys.push(term::key(text));
                cut.keys.len() - 1
            });
            cut.spellings.push(number);
            cut.words.push(Word { position: base + word.position, ..word });
            end = base + word.position + 1;
        }
        base = end + VALUE_GAP;
    }
    cut
}

impl Text for StoredText<'_> {
    fn leaf(&self, number: usize, slot: Slot) -> Result<Vec<Occurrence>> {
        let Some(leaf) = self.compiled.leaves.get(number).filter(|leaf| leaf.slots.contains(&slot)) else {
            return Ok(Vec::new());
        };
        let cut = self.cut(slot);
        let mut tokens = Vec::with_capacity(leaf.tokens.len());
        for test in &leaf.tokens {
            let positions = self.positions(&cut, test);
            if positions.is_empty() {
                return Ok(Vec::new());
            }
            tokens.push(positions);
        }
        let more = u32::try_from(tokens.len().saturating_sub(1)).unwrap_or(u32::MAX);
        let mut starts = Vec::new();
        occurrence::phrase(&tokens, &mut starts);
        Ok(starts.into_iter().map(|first| Occurrence { first, last: first.saturating_add(more) }).collect())
    }

    fn starts(&self, slot: Slot, unit: Unit) -> Result<Vec<u32>> {
        let least = match unit {
            Unit::Sentence => Break::Sentence,
            Unit::Paragraph => Break::Paragraph,
            Unit::Segment => return Ok(Vec::new()),
        };
        if !slot.has_marks() {
            return Ok(Vec::new());
        }
        Ok(self.cut(slot).words.iter().filter(|word| word.break_before >= least).map(|word| word.position).collect())
    }
}

impl StoredText<'_> {
    fn positions(&self, cut: &Cut, test: &WordTest) -> Vec<u32> {
        let answers: Vec<bool> = cut.keys.iter().map(|key| test.languages_of(key) & self.language != 0).collect();
        let words = cut.words.iter().zip(&cut.spellings);
        words
            .filter(|(_, spelling)| answers.get(**spelling).copied().unwrap_or(false))
            .map(|(word, _)| word.position)
            .collect()
    }
}
