//! An archive opened for questions.

use crate::article::{Article, ArticleId};
use crate::error::Result;
use crate::index::families::Families;
use crate::index::schema::Fields;
use crate::index::{Archive, document};
use crate::query::ast::Query;
use crate::search::best::InFamilies;
use crate::search::document_set::DocumentSet;
use crate::search::indexed_text::document_languages;
use crate::search::names::Names;
use crate::search::plan::{Compiled, Plan, compile};
use crate::search::rank::{Ranking, Scores, Totals, Weights};
use crate::search::recognition::Recognition;
use crate::search::segment::SegmentSearch;
use crate::search::word::Languages;
use crate::search::wrap;
use crate::search::{Closeness, CopyOf, Hit, Match, Page, Request, Sort, Threads, WordCount, filter, passage};
use crate::text::term;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};
use tantivy::{DocAddress, Searcher, SegmentReader, TantivyDocument, TantivyError};

/// See the module header. Stays at the commit that was the last when it was opened.
pub struct Engine {
    pub(super) searcher: Searcher,
    pub(super) fields: Fields,
    pub(super) languages: Languages,
    /// Number of the language of each document of each segment, once a query asked for them.
    document_languages: Vec<OnceLock<Arc<[u8]>>>,
    pub(super) totals: Totals,
    weights: Weights,
    threads: Threads,
    fingerprint: String,
    pub(super) generation: u64,
    pub(super) families: Families,
    /// Made when it is first asked for.
    pub(super) names: OnceLock<Names>,
    pub(super) in_families: InFamilies,
    pub(super) recognition: Recognition,
    /// Whether the families are those of this very state of the archive.
    pub(super) has_current_families: bool,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Engine").field("fingerprint", &self.fingerprint).finish_non_exhaustive()
    }
}

/// A query evaluated on every segment.
pub(super) struct Evaluated<'a> {
    pub(super) segments: Vec<SegmentSearch<'a>>,
    pub(super) sets: Vec<DocumentSet>,
    pub(super) warnings: Vec<String>,
}

impl Evaluated<'_> {
    pub(super) fn total(&self) -> u64 {
        self.sets.iter().map(DocumentSet::len).sum()
    }

    pub(super) fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// Whether a document meets a condition that is not on words.
    pub(super) fn holds(&self, condition: &Plan, address: DocAddress) -> Result<bool> {
        let segment = self.segments.get(address.segment_ord as usize);
        segment.map_or(Ok(false), |segment| segment.holds(condition, address.doc_id))
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
        let payload = archive.payload()?;
        let document_languages = readers.iter().map(|_| OnceLock::new()).collect();
        Ok(Engine {
            fields,
            languages,
            document_languages,
            totals,
            weights: Weights::default(),
            threads: Threads::available(),
            fingerprint,
            generation: payload.generation,
            families: archive.families()?,
            in_families: InFamilies::of_segments(searcher.segment_readers().len()),
            names: OnceLock::new(),
            recognition: Recognition::new(archive.path(), payload.names_left_out),
            has_current_families: payload.has_current_families() || searcher.num_docs() == 0,
            searcher,
        })
    }

    /// Uses so many threads for a search; those of the machine otherwise. What is found is the same.
    pub fn set_threads(&mut self, threads: Threads) {
        self.threads = threads;
    }

    /// Which articles tell the same story.
    pub fn families(&self) -> &Families {
        &self.families
    }

    /// Whether the families speak of all articles: not while an ingest goes on, nor after one that was stopped.
    pub fn has_current_families(&self) -> bool {
        self.has_current_families
    }

    /// Looks up the words of a query in every segment.
    pub(super) fn segments<'a>(&'a self, compiled: &'a Compiled) -> Result<Vec<SegmentSearch<'a>>> {
        let readers = self.searcher.segment_readers().iter().zip(&self.document_languages);
        readers
            .map(|(reader, known)| {
                let languages = || {
                    if let Some(languages) = known.get() {
                        return Ok(Arc::clone(languages));
                    }
                    let languages: Arc<[u8]> = document_languages(reader, &self.languages)?.into();
                    Ok(Arc::clone(known.get_or_init(|| languages)))
                };
                SegmentSearch::new(reader, &self.fields, compiled, &languages, self.threads)
            })
            .collect()
    }

    /// Identity of the articles in the archive: equal for equal sets of articles, however they came in.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    pub(super) fn compile(&self, request: &Request) -> Compiled {
        match &request.query {
            Some(query) => self.compile_query(query, request.matching),
            None => Compiled { root: Plan::All, leaves: Vec::new(), warnings: Vec::new() },
        }
    }

    pub(super) fn compile_query(&self, query: &Query, matching: Match) -> Compiled {
        let like = |id: &str| self.typical_words(id);
        compile(query, &self.languages, &like, &|kind, form| self.forms_of(kind, form), matching)
    }

    pub(super) fn evaluate<'a>(&'a self, request: &Request, compiled: &'a Compiled) -> Result<Evaluated<'a>> {
        let mut evaluated = Evaluated { segments: Vec::new(), sets: Vec::new(), warnings: compiled.warnings.clone() };
        let names = self.name_filter(&request.filter, &mut evaluated.warnings)?;
        self.unknown_values(&request.filter, &mut evaluated.warnings)?;
        for (number, segment) in self.segments(compiled)?.into_iter().enumerate() {
            let mut set = segment.matching(&compiled.root)?;
            if let Some(filter) = filter::request(segment.reader(), &request.filter)? {
                set.and(&filter);
            }
            if let Some(names) = &names {
                set.and(&names.of(number, segment.reader())?);
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
        self.warn_of_unrecognised(request, &mut evaluated.warnings)?;
        if request.families != Closeness::Off && !self.has_current_families {
            evaluated.warnings.push(
                "the archive has articles that are not yet put together with their near-duplicates; \
                 `morgue ingest` does it at the end of a run"
                    .to_owned(),
            );
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
        let scores = scored.as_ref().map(|(_, scores)| scores);
        let (stories, story_count) = self.best(request, &evaluated, scores, wanted)?;
        let mut hits = Vec::new();
        for (number, story) in stories.into_iter().enumerate().skip(request.offset) {
            let article = self.article(story.lead)?;
            let holds = |plan: &Plan| evaluated.holds(plan, story.lead);
            let evidence = passage::evidence(&article, &compiled, &self.languages, &holds, &request.passages)?;
            let family = self.families.of(article.id);
            let copies = story.copies.iter().map(|copy| self.copy_of(copy.id, copy.address));
            hits.push(Hit {
                rank: number + 1,
                score: story.best.score,
                explanation: match &scored {
                    Some((ranking, scores)) if request.explain => Some(ranking.explain(scores, story.best.address)?),
                    _ => None,
                },
                family,
                family_size: self.families.members(family).count().max(1),
                copies: copies.collect::<Result<_>>()?,
                title_spans: evidence.title,
                passages: evidence.passages,
                matches: evidence.body.len(),
                article,
            });
        }
        Ok(Page {
            total: evaluated.total(),
            stories: story_count,
            offset: request.offset,
            hits,
            suggestions: self.suggested(&compiled, &evaluated.segments)?,
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

    fn copy_of(&self, id: ArticleId, address: DocAddress) -> Result<CopyOf> {
        let columns = self.searcher.segment_reader(address.segment_ord).fast_fields();
        let mut publisher = None;
        if let Some(column) = columns.str("publisher")?
            && let Some(ordinal) = column.ords().first(address.doc_id)
        {
            let mut name = String::new();
            column.ord_to_str(ordinal, &mut name).map_err(TantivyError::from)?;
            publisher = Some(name);
        }
        let day = columns.i64("published_day")?.first(address.doc_id);
        let precision = columns.i64("published_precision")?.first(address.doc_id);
        let published = day.zip(precision).and_then(|(day, precision)| document::read_day(day, precision));
        Ok(CopyOf { id, publisher, published })
    }

    /// All documents that match, in the order of the request.
    pub(super) fn addresses(
        &self,
        request: &Request,
        compiled: &Compiled,
        evaluated: &Evaluated<'_>,
    ) -> Result<Vec<DocAddress>> {
        let every = Request { families: Closeness::Off, ..request.clone() };
        let scored = self.scored(&every, compiled, evaluated)?;
        let (stories, _) = self.best(&every, evaluated, scored.as_ref().map(|(_, scores)| scores), usize::MAX)?;
        Ok(stories.into_iter().map(|story| story.lead).collect())
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
        let compiled = self.compile_query(query, Request::default().matching);
        let evaluated = self.evaluate(&Request::default(), &compiled)?;
        let mut counts = Vec::with_capacity(compiled.leaves.len());
        for (number, leaf) in compiled.leaves.iter().enumerate() {
            let mut forms: BTreeMap<&str, u64> = BTreeMap::new();
            let mut count = WordCount {
                text: leaf.text.clone(),
                span: leaf.span,
                fields: leaf.field_names(),
                form_of: leaf.form_of.clone(),
                articles: 0,
                forms: Vec::new(),
                is_capped: false,
                suggestions: self.suggested_for(number, &compiled, &evaluated.segments)?,
            };
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

/// Languages of the articles, removed ones not counted: what a segment still holds of them must not change what is found.
fn languages(readers: &[SegmentReader]) -> Result<Vec<String>> {
    let mut languages = BTreeSet::new();
    for reader in readers {
        let Some(column) = reader.fast_fields().str("language")? else {
            continue;
        };
        let mut is_used = vec![false; column.num_terms()];
        for document in reader.doc_ids_alive() {
            if let Some(used) = column.ords().first(document).and_then(|ordinal| is_used.get_mut(ordinal as usize)) {
                *used = true;
            }
        }
        for (ordinal, _) in (0..).zip(is_used).filter(|(_, is_used)| *is_used) {
            let mut tag = String::new();
            column.ord_to_str(ordinal, &mut tag).map_err(wrap)?;
            languages.insert(tag);
        }
    }
    Ok(languages.into_iter().collect())
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
pub(super) fn mixed(mut value: u64) -> u64 {
    value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}
