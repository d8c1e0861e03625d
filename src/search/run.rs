//! The ranking as a plain list of names, for evaluating and scripting: no texts are fetched.

use crate::article::ArticleId;
use crate::error::Result;
use crate::search::wrap;
use crate::search::{Closeness, Engine, Request};
use tantivy::schema::IndexRecordOption;

/// An article in a ranking.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked<'a> {
    /// Its id.
    pub id: ArticleId,
    /// The source's identifier of it, if it has one.
    pub guid: Option<&'a str>,
    /// How well it matches; see [`super::Hit::score`].
    pub score: f32,
}

/// The sources' identifiers of all articles, by segment and document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Guids {
    segments: Vec<Vec<Option<Box<str>>>>,
}

impl Engine {
    /// Reads the sources' identifiers of all articles: once for many rankings.
    pub fn guids(&self) -> Result<Guids> {
        let mut guids = Guids::default();
        for reader in self.searcher.segment_readers() {
            let mut names: Vec<Option<Box<str>>> = vec![None; reader.max_doc() as usize];
            let index = reader.inverted_index(self.fields.guid)?;
            let mut stream = index.terms().stream().map_err(wrap)?;
            while let Some((key, info)) = stream.next() {
                let Ok(guid) = std::str::from_utf8(key) else {
                    continue;
                };
                let mut block =
                    index.read_block_postings_from_terminfo(info, IndexRecordOption::Basic).map_err(wrap)?;
                while !block.docs().is_empty() {
                    for document in block.docs() {
                        if let Some(name) = names.get_mut(*document as usize) {
                            *name = Some(guid.into());
                        }
                    }
                    block.advance();
                }
            }
            guids.segments.push(names);
        }
        Ok(guids)
    }

    /// The articles of a page of hits, without their texts, and the warnings. Every article has a place of its own.
    pub fn ranked<'a>(&self, request: &Request, guids: &'a Guids) -> Result<(Vec<Ranked<'a>>, Vec<String>)> {
        let request = &Request { families: Closeness::Off, ..request.clone() };
        let compiled = self.compile(request);
        let evaluated = self.evaluate(request, &compiled)?;
        let scored = self.scored(request, &compiled, &evaluated)?;
        let wanted = request.offset.saturating_add(request.limit);
        let (best, _) = self.best(request, &evaluated, scored.as_ref().map(|(_, scores)| scores), wanted)?;
        let ranked = best.into_iter().skip(request.offset).map(|story| {
            let candidate = story.best;
            let names = guids.segments.get(candidate.address.segment_ord as usize);
            let guid = names.and_then(|names| names.get(candidate.address.doc_id as usize)?.as_deref());
            Ranked { id: candidate.id, guid, score: candidate.score }
        });
        Ok((ranked.collect(), evaluated.warnings))
    }
}
