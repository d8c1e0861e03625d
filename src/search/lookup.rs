//! One article by its name: id, the source's identifier or address; and what is typical of it.

use crate::article::{Article, ArticleId};
use crate::error::Result;
use crate::search::plan::{Compiled, Plan};
use crate::search::{Engine, Lookup, Request, wrap};
use crate::text::{address, segment, term};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Term};

/// Typical words that `like:ID` looks for.
const TYPICAL_WORDS: usize = 25;

impl Engine {
    /// Finds an article by id, a beginning of an id that only it has, the source's identifier, or address.
    pub fn lookup(&self, text: &str) -> Result<Lookup> {
        let by_id = Plan::Id(text.to_lowercase());
        let guid = Plan::Whole { field: "guid", values: vec![text.to_owned()], pattern: false };
        for plan in [by_id, guid] {
            match self.only(&plan)? {
                Lookup::Missing => {}
                found => return Ok(found),
            }
        }
        self.by_address(text)
    }

    /// The articles with these ids, by id; those that are missing are left out.
    pub fn articles(&self, ids: &[ArticleId]) -> Result<Vec<Article>> {
        let wanted: FxHashSet<u64> = ids.iter().map(|id| id.0).collect();
        let mut articles = Vec::with_capacity(wanted.len());
        for (segment_ord, reader) in (0..).zip(self.searcher.segment_readers()) {
            let column = reader.fast_fields().u64("id")?;
            for doc_id in reader.doc_ids_alive() {
                if column.first(doc_id).is_some_and(|id| wanted.contains(&id)) {
                    articles.push(self.article(DocAddress { segment_ord, doc_id })?);
                }
            }
        }
        articles.sort_by_key(|article| article.id);
        Ok(articles)
    }

    fn only(&self, plan: &Plan) -> Result<Lookup> {
        let compiled = Compiled { root: plan.clone(), leaves: Vec::new(), warnings: Vec::new() };
        let evaluated = self.evaluate(&Request::default(), &compiled)?;
        let mut found = Vec::new();
        for (segment_ord, (segment, set)) in (0..).zip(evaluated.segments.iter().zip(&evaluated.sets)) {
            let ids = segment.reader().fast_fields().u64("id")?;
            found.extend(
                set.iter()
                    .map(|doc_id| (ArticleId(ids.first(doc_id).unwrap_or(0)), DocAddress { segment_ord, doc_id })),
            );
        }
        found.sort_unstable();
        match found.as_slice() {
            [] => Ok(Lookup::Missing),
            [(_, address)] => Ok(Lookup::Found(Box::new(self.article(*address)?))),
            several => Ok(Lookup::Ambiguous(several.iter().map(|(id, _)| *id).collect())),
        }
    }

    /// Articles at an address: the words of it as a phrase find the candidates.
    fn by_address(&self, text: &str) -> Result<Lookup> {
        if !text.contains("://") {
            return Ok(Lookup::Missing);
        }
        let domain = address::host(text).unwrap_or_default();
        let compiled = Compiled {
            root: Plan::Whole { field: "domain", values: vec![domain], pattern: false },
            leaves: Vec::new(),
            warnings: Vec::new(),
        };
        let evaluated = self.evaluate(&Request::default(), &compiled)?;
        let mut found = Vec::new();
        for (segment_ord, set) in (0..).zip(&evaluated.sets) {
            for doc_id in set.iter() {
                let article = self.article(DocAddress { segment_ord, doc_id })?;
                if article.url.as_deref() == Some(text) || article.canonical_url.as_deref() == Some(text) {
                    found.push(article);
                }
            }
        }
        found.sort_by_key(|article| article.id);
        match found.len() {
            0 => Ok(Lookup::Missing),
            1 => Ok(found.pop().map_or(Lookup::Missing, |article| Lookup::Found(Box::new(article)))),
            _ => Ok(Lookup::Ambiguous(found.iter().map(|article| article.id).collect())),
        }
    }

    /// The words that tell an article from others: frequent in it, rare in the archive.
    pub(super) fn typical_words(&self, id: &str) -> Option<Vec<String>> {
        let Ok(Lookup::Found(article)) = self.lookup(id) else {
            return None;
        };
        let mut counts: BTreeMap<String, u32> = BTreeMap::new();
        for text in [&article.title, &article.body] {
            for word in segment::words(text) {
                let word = term::folded(text.get(word.start..word.end).unwrap_or(""));
                if word.chars().count() > 2 {
                    *counts.entry(word).or_default() += 1;
                }
            }
        }
        let articles = self.totals.articles.max(1) as f64;
        let mut typical = Vec::with_capacity(counts.len());
        for (word, count) in counts {
            let holders = self.holders(&word).ok()?;
            typical.push((f64::from(count) * (articles / (holders as f64 + 1.0)).ln().max(0.0), word));
        }
        typical.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        typical.truncate(TYPICAL_WORDS);
        Some(typical.into_iter().map(|(_, word)| word).collect())
    }

    /// Articles whose text holds a word in small letters, removed ones not counted.
    fn holders(&self, folded: &str) -> Result<u64> {
        let term = Term::from_field_text(self.fields.body, folded);
        let mut holders = 0;
        for reader in self.searcher.segment_readers() {
            let index = reader.inverted_index(self.fields.body)?;
            let Some(info) = index.get_term_info(&term).map_err(wrap)? else {
                continue;
            };
            let Some(alive) = reader.alive_bitset() else {
                holders += u64::from(info.doc_freq);
                continue;
            };
            let mut block = index.read_block_postings_from_terminfo(&info, IndexRecordOption::Basic).map_err(wrap)?;
            while !block.docs().is_empty() {
                holders += block.docs().iter().filter(|document| alive.is_alive(**document)).count() as u64;
                block.advance();
            }
        }
        Ok(holders)
    }
}
