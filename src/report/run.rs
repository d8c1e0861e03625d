//! A report file that was understood -> what the archive says to it.

use crate::date::calendar::CalendarUnit;
use crate::error::Result;
use crate::output::figure::articles_and_stories;
use crate::report::analysis;
use crate::report::asked::Count;
use crate::report::block::{Block, Cell, Column, Table};
use crate::report::digest;
use crate::report::record::{Record, SectionEntry, Source};
use crate::report::script::{Kind, NamedQuery, Script, Section};
use crate::report::{Progress, step};
use crate::search::facet::FacetOptions;
use crate::search::timeline::{SeriesQuery, TimelineRequest};
use crate::search::trend::TrendsRequest;
use crate::search::{Engine, Filter, Match, PassageOptions, Request, Sort};

/// A report, whatever it will look like.
#[derive(Debug, Clone)]
pub struct Report {
    /// Title.
    pub title: String,
    /// What stands below it.
    pub subtitle: Option<String>,
    /// Who answers for it.
    pub author: Option<String>,
    /// Language of the report itself.
    pub language: String,
    /// Sections in order.
    pub sections: Vec<Told>,
    /// What was asked of what.
    pub record: Record,
}

/// A section, told.
#[derive(Debug, Clone)]
pub struct Told {
    /// Heading; may be empty.
    pub title: String,
    /// What it shows.
    pub kind: &'static str,
    /// Its content.
    pub blocks: Vec<Block>,
}

/// Runs a report.
pub fn run(engine: &Engine, script: &Script, source: Source<'_>, progress: &dyn Progress) -> Result<Report> {
    progress.stage("queries and sections", (script.queries.len() + script.sections.len()) as u64);
    let mut counts = Vec::with_capacity(script.queries.len());
    for query in &script.queries {
        counts.push(query.asked.count(engine)?);
        step(progress)?;
    }
    let pairs: Vec<_> = script.queries.iter().map(|query| &query.asked).zip(&counts).collect();
    let mut record = Record::new(engine, source, &pairs)?;
    let teller = Teller { engine, queries: &script.queries, counts: &counts, filter: &script.filter };
    let mut sections = Vec::with_capacity(script.sections.len());
    for section in &script.sections {
        let told = teller.tell(section)?;
        record.sections.push(SectionEntry {
            title: told.title.clone(),
            kind: told.kind.to_owned(),
            sha256: digest::content(&told.blocks),
            figures_sha256: Some(digest::figures(&told.blocks)),
        });
        sections.push(told);
        step(progress)?;
    }
    Ok(Report {
        title: script.title.clone(),
        subtitle: script.subtitle.clone(),
        author: script.author.clone(),
        language: script.language.clone(),
        sections,
        record,
    })
}

fn series_query(named: &NamedQuery) -> SeriesQuery {
    let Request { query, matching, .. } = &named.asked.request;
    SeriesQuery { name: named.title.clone(), query: query.clone(), matching: *matching }
}

struct Teller<'a> {
    engine: &'a Engine,
    queries: &'a [NamedQuery],
    counts: &'a [Count],
    /// The conditions of the file, for what asks no query.
    filter: &'a Filter,
}

impl Teller<'_> {
    fn tell(&self, section: &Section) -> Result<Told> {
        let mut blocks = Vec::new();
        if !section.text.trim().is_empty() {
            blocks.push(Block::Prose(section.text.clone()));
        }
        for number in asked_in(&section.kind) {
            let warnings = self.counts.get(number).map_or(&[][..], |count| &count.warnings);
            for warning in warnings {
                let name = self.queries.get(number).map_or("", |query| query.title.as_str());
                blocks.push(Block::Warning(format!("{name}: {warning}")));
            }
        }
        match &section.kind {
            Kind::Text => {}
            Kind::Search { query, sort, limit, passages } => {
                self.search(*query, *sort, *limit, *passages, &mut blocks)?
            }
            Kind::Counts { queries } => blocks.push(self.table_of_counts(queries)),
            Kind::Facets { query, options, chart } => blocks.extend(self.facets(*query, options, *chart)?),
            Kind::Entities { query, options } => blocks.extend(self.facets(*query, options, false)?),
            Kind::Timeline { queries, by, measure, outlets, chart, table } => {
                let request = self.timeline(queries, *by, *outlets);
                let chart = chart.then_some(*measure);
                blocks.extend(analysis::timeline(self.engine, &request, chart, *table)?);
            }
            Kind::Trends { query, period, against, of, limit, least_stories, least_likelihood } => {
                let request = query.and_then(|number| self.queries.get(number)).map(|query| &query.asked.request);
                let request = TrendsRequest {
                    query: request.and_then(|request| request.query.clone()),
                    matching: request.map_or_else(Match::default, |request| request.matching),
                    filter: request.map_or_else(|| self.filter.clone(), |request| request.filter.clone()),
                    period: *period,
                    against: *against,
                    kinds: of.clone(),
                    limit: *limit,
                    least_stories: *least_stories,
                    least_likelihood: *least_likelihood,
                };
                blocks.extend(analysis::trends(self.engine, &request)?);
            }
        }
        Ok(Told { title: section.title.clone(), kind: section.kind.as_str(), blocks })
    }

    fn search(&self, query: usize, sort: Sort, limit: usize, passages: usize, blocks: &mut Vec<Block>) -> Result<()> {
        let Some(named) = self.queries.get(query) else {
            return Ok(());
        };
        let passages = PassageOptions { count: passages, ..PassageOptions::default() };
        let page = self.engine.search(&Request { sort, limit, passages, ..named.asked.request.clone() })?;
        blocks.push(Block::Note(found(&named.title, page.total, page.stories, page.hits.len() as u64)));
        if !page.hits.is_empty() {
            blocks.push(Block::Hits(page.hits));
        }
        Ok(())
    }

    fn facets(&self, query: usize, options: &FacetOptions, chart: bool) -> Result<Vec<Block>> {
        match self.queries.get(query) {
            Some(named) => analysis::facets(self.engine, &named.asked.request, options, chart),
            None => Ok(Vec::new()),
        }
    }

    fn timeline(&self, queries: &[usize], by: CalendarUnit, outlets: bool) -> TimelineRequest {
        let named: Vec<&NamedQuery> = queries.iter().filter_map(|number| self.queries.get(*number)).collect();
        TimelineRequest {
            queries: named.iter().map(|query| series_query(query)).collect(),
            filter: named.first().map(|query| query.asked.request.filter.clone()).unwrap_or_default(),
            by,
            outlets,
        }
    }

    fn table_of_counts(&self, queries: &[usize]) -> Block {
        let rows = queries.iter().filter_map(|number| {
            let (query, count) = (self.queries.get(*number)?, self.counts.get(*number)?);
            Some(vec![
                Cell::Text(query.title.clone()),
                Cell::Count(count.articles),
                Cell::Count(count.stories),
                Cell::day(count.first),
                Cell::day(count.last),
            ])
        });
        Block::Table(Table {
            caption: "Articles and stories found".to_owned(),
            columns: vec![
                Column::text("query"),
                Column::number("articles"),
                Column::number("stories"),
                Column::text("first"),
                Column::text("last"),
            ],
            rows: rows.collect(),
        })
    }
}

/// Numbers of the queries that a section asks.
fn asked_in(kind: &Kind) -> Vec<usize> {
    match kind {
        Kind::Text => Vec::new(),
        Kind::Search { query, .. } | Kind::Facets { query, .. } | Kind::Entities { query, .. } => vec![*query],
        Kind::Counts { queries } | Kind::Timeline { queries, .. } => queries.clone(),
        Kind::Trends { query, .. } => query.iter().copied().collect(),
    }
}

/// "Controls: 50 articles, 31 stories; the first 10 stories follow."
fn found(title: &str, articles: u64, stories: u64, shown: u64) -> String {
    let mut text = format!("{title}: {}", articles_and_stories(articles, stories));
    if shown < stories {
        text.push_str(&format!("; the first {shown} follow"));
    }
    text.push('.');
    text
}
