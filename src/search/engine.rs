//! An archive opened for questions.

use crate::article::{Article, ArticleId};
use crate::error::{Error, Result};
use crate::index::schema::Fields;
use crate::index::{Archive, document};
use crate::query::ast::Query;
use crate::search::document_set::DocumentSet;
use crate::search::plan::{Compiled, Plan, compile};
use crate::search::rank::{Ranking, Scores, Totals, Weights};
use crate::search::segment::SegmentSearch;
use crate::search::word::Languages;
use crate::search::{Hit, Page, Request, Sort, WordCount, filter, passage};
use crate::text::term;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};
use tantivy::{DocAddress, Searcher, SegmentReader, TantivyDocument, TantivyError};

/// See the module header. Stays at the commit that was the last when it was opened.
pub struct Engine {
    pub(super) searcher: Searcher,
    pub(super) fields: Fields,
    pub(super) languages: Languages,
    pub(super) totals: Totals,
    weights: Weights,
    fingerprint: String,
    pub(super) generation: u64,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Engine").field("fingerprint", &self.fingerprint).finish_non_exhaustive()
    }
}

/// A document that matches, before it is fetched.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Candidate {
    pub(super) score: f32,
    /// What the order is by, if not by score; larger is earlier.
    key: i64,
    pub(super) id: ArticleId,
    pub(super) address: DocAddress,
}

impl Eq for Candidate {}

impl Ord for Candidate {
    /// Greater is worse, so that a heap gives up its worst first.
    fn cmp(&self, other: &Self) -> Ordering {
        other.key.cmp(&self.key).then(other.score.total_cmp(&self.score)).then(self.id.cmp(&other.id))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A query evaluated on every segment.
pub(super) struct Evaluated<'a> {
    pub(super) segments: Vec<SegmentSearch<'a>>,
    pub(super) sets: Vec<DocumentSet>,
    pub(super) warnings: Vec<String>,
}

impl Evaluated<'_> {
    fn total(&self) -> u64 {
        self.sets.iter().map(DocumentSet::len).sum()
    }
}

impl Engine {
    /// Opens an archive for questions.
    pub fn open(archive: &Archive) -> Result<Self> {
        let searcher = archive.reader()?.searcher();
        let fields = *archive.fields();
        let readers = searcher.segment_readers();
        let totals = Totals::of(readers, &fields)?;
        let languages = Languages::new(languages(readers)?);
        let fingerprint = fingerprint(readers)?;
        let generation = archive.payload()?.generation;
        Ok(Engine { fields, languages, totals, weights: Weights::default(), fingerprint, generation, searcher })
    }

    /// Identity of the articles in the archive: equal for equal sets of articles, however they came in.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    pub(super) fn compile(&self, request: &Request) -> Compiled {
        match &request.query {
            Some(query) => compile(query, &self.languages, &|id| self.typical_words(id), request.matching),
            None => Compiled { root: Plan::All, leaves: Vec::new(), warnings: Vec::new() },
        }
    }

    pub(super) fn evaluate<'a>(&'a self, request: &Request, compiled: &'a Compiled) -> Result<Evaluated<'a>> {
        let mut evaluated = Evaluated { segments: Vec::new(), sets: Vec::new(), warnings: compiled.warnings.clone() };
        for reader in self.searcher.segment_readers() {
            let segment = SegmentSearch::new(reader, &self.fields, compiled, &self.languages)?;
            let mut set = segment.matching(&compiled.root)?;
            if let Some(filter) = filter::request(reader, &request.filter)? {
                set.and(&filter);
            }
            for leaf in segment.capped() {
                let most = super::expansion::MOST_FORMS;
                let warning =
                    format!("`{}` stands for more than {most} words; only the first {most} were searched", leaf.text);
                if !evaluated.warnings.contains(&warning) {
                    evaluated.warnings.push(warning);
                }
            }
            evaluated.segments.push(segment);
            evaluated.sets.push(set);
        }
        Ok(evaluated)
    }

    /// How many articles match, and what has to be said about it.
    pub fn count(&self, request: &Request) -> Result<(u64, Vec<String>)> {
        let compiled = self.compile(request);
        let evaluated = self.evaluate(request, &compiled)?;
        Ok((evaluated.total(), evaluated.warnings))
    }

    /// One page of hits.
    pub fn search(&self, request: &Request) -> Result<Page> {
        let compiled = self.compile(request);
        let evaluated = self.evaluate(request, &compiled)?;
        let wanted = request.offset.saturating_add(request.limit);
        let scored = self.scored(request, &compiled, &evaluated)?;
        let mut best = self.best(request, &evaluated, scored.as_ref().map(|(_, scores)| scores), wanted)?;
        let mut hits = Vec::new();
        for (number, candidate) in best.drain(..).enumerate().skip(request.offset) {
            let article = self.article(candidate.address)?;
            let evidence = passage::evidence(&article, &compiled, &self.languages, &request.passages)?;
            hits.push(Hit {
                rank: number + 1,
                score: candidate.score,
                explanation: match &scored {
                    Some((ranking, scores)) if request.explain => Some(ranking.explain(scores, candidate.address)?),
                    _ => None,
                },
                title_spans: evidence.title,
                passages: evidence.passages,
                matches: evidence.body.len(),
                article,
            });
        }
        Ok(Page {
            total: evaluated.total(),
            offset: request.offset,
            hits,
            warnings: evaluated.warnings,
            fingerprint: self.fingerprint.clone(),
        })
    }

    /// The ranking and the scores of what matches, if the order asks for them.
    pub(super) fn scored<'a>(
        &'a self,
        request: &Request,
        compiled: &'a Compiled,
        evaluated: &'a Evaluated<'a>,
    ) -> Result<Option<(Ranking<'a>, Scores)>> {
        if request.sort != Sort::Relevance {
            return Ok(None);
        }
        let ranking = Ranking::new(compiled, &evaluated.segments, &self.totals, &self.weights, &self.fields)?;
        let scores = ranking.scores(&evaluated.sets, request.recency)?;
        Ok(Some((ranking, scores)))
    }

    pub(super) fn best(
        &self,
        request: &Request,
        evaluated: &Evaluated<'_>,
        scores: Option<&Scores>,
        wanted: usize,
    ) -> Result<Vec<Candidate>> {
        let mut heap: BinaryHeap<Candidate> = BinaryHeap::new();
        if wanted == 0 {
            return Ok(Vec::new());
        }
        for (segment_ord, (segment, set)) in (0..).zip(evaluated.segments.iter().zip(&evaluated.sets)) {
            if set.is_empty() {
                continue;
            }
            let ids = segment.reader().fast_fields().u64("id")?;
            let dates = segment.reader().fast_fields().i64("published")?;
            for doc_id in set.iter() {
                let key = match request.sort {
                    Sort::Relevance => 0,
                    Sort::Newest => dates.first(doc_id).unwrap_or(i64::MIN),
                    Sort::Oldest => dates.first(doc_id).map_or(i64::MIN, |date| -date),
                };
                let address = DocAddress { segment_ord, doc_id };
                let candidate = Candidate {
                    score: scores.map_or(0.0, |scores| scores.get(address)),
                    key,
                    id: ArticleId(ids.first(doc_id).unwrap_or(0)),
                    address,
                };
                if heap.len() < wanted {
                    heap.push(candidate);
                } else if heap.peek().is_some_and(|worst| candidate < *worst) {
                    heap.pop();
                    heap.push(candidate);
                }
            }
        }
        Ok(heap.into_sorted_vec())
    }

    pub(super) fn article(&self, address: DocAddress) -> Result<Article> {
        let document: TantivyDocument = self.searcher.doc(address)?;
        let article = document::read(&document, &self.fields);
        let columns = self.searcher.segment_reader(address.segment_ord).fast_fields();
        let get = |name: &str| -> Result<i64> { Ok(columns.i64(name)?.first(address.doc_id).unwrap_or(0)) };
        Ok(document::with_columns(article, get("words")?, get("offset")?))
    }

    /// Gives `each` every article that matches, by date of publication (undated last), then id; returns how many.
    pub fn export(&self, request: &Request, each: &mut dyn FnMut(&Article) -> Result<()>) -> Result<u64> {
        let compiled = self.compile(request);
        let evaluated = self.evaluate(request, &compiled)?;
        let mut order = Vec::new();
        for (segment_ord, (segment, set)) in (0..).zip(evaluated.segments.iter().zip(&evaluated.sets)) {
            let ids = segment.reader().fast_fields().u64("id")?;
            let dates = segment.reader().fast_fields().i64("published")?;
            for doc_id in set.iter() {
                let date = dates.first(doc_id).unwrap_or(i64::MAX);
                order.push((date, ids.first(doc_id).unwrap_or(0), DocAddress { segment_ord, doc_id }));
            }
        }
        order.sort_unstable();
        for (_, _, address) in &order {
            each(&self.article(*address)?)?;
        }
        Ok(order.len() as u64)
    }

    /// What the words of a query stand for.
    pub fn words_of(&self, query: &Query) -> Result<Vec<WordCount>> {
        let compiled = self.compile(&Request { query: Some(query.clone()), ..Request::default() });
        let evaluated = self.evaluate(&Request::default(), &compiled)?;
        let mut counts = Vec::with_capacity(compiled.leaves.len());
        for (number, leaf) in compiled.leaves.iter().enumerate() {
            let mut forms: BTreeMap<&str, u64> = BTreeMap::new();
            let mut count = WordCount { text: leaf.text.clone(), articles: 0, forms: Vec::new(), is_capped: false };
            for segment in &evaluated.segments {
                count.articles += segment.matching(&Plan::Leaf(number))?.len();
                for token in segment.leaves().get(number).into_iter().flatten().flat_map(|slot| &slot.tokens) {
                    count.is_capped |= token.is_capped;
                    for form in &token.forms {
                        *forms.entry(term::folded_part(&form.key)).or_default() += u64::from(form.info.doc_freq);
                    }
                }
            }
            count.forms = forms.into_iter().map(|(form, articles)| (form.to_owned(), articles)).collect();
            count.forms.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(&other.0)));
            counts.push(count);
        }
        Ok(counts)
    }
}

fn wrap(error: std::io::Error) -> Error {
    Error::Index(TantivyError::from(error))
}

fn languages(readers: &[SegmentReader]) -> Result<Vec<String>> {
    let mut languages: Vec<String> = Vec::new();
    for reader in readers {
        let index = reader.inverted_index(reader.schema().get_field("language")?)?;
        let mut stream = index.terms().stream().map_err(wrap)?;
        while let Some((key, _)) = stream.next() {
            languages.extend(std::str::from_utf8(key).map(str::to_owned));
        }
    }
    languages.sort();
    languages.dedup();
    Ok(languages)
}

/// Sum of well-mixed numbers of all articles, so that the order does not count.
fn fingerprint(readers: &[SegmentReader]) -> Result<String> {
    let (mut sum, mut count) = (0u64, 0u64);
    for reader in readers {
        let ids = reader.fast_fields().u64("id")?;
        let dates = reader.fast_fields().i64("published")?;
        for document in reader.doc_ids_alive() {
            let id = ids.first(document).unwrap_or(0);
            let date = dates.first(document).unwrap_or(i64::MIN);
            sum = sum.wrapping_add(mixed(id ^ mixed(date.cast_unsigned())));
            count += 1;
        }
    }
    Ok(format!("{count}-{sum:016x}"))
}

/// The finaliser of SplitMix64 (Steele, Lea and Flood 2014): every bit depends on every bit.
fn mixed(mut value: u64) -> u64 {
    value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}
