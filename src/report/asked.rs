//! A query of a file, read and ready to be searched for, and what it finds in numbers.

use crate::date::PartialDate;
use crate::error::Result;
use crate::query::{self, Dialect, Problem};
use crate::report::search_record::QueryRecord;
use crate::search::{Engine, Filter, Match, Page, PassageOptions, Request, Sort};

/// What holds for queries until something nearer to one of them says otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conditions {
    /// Which articles.
    pub filter: Filter,
    /// The language of the query.
    pub dialect: Dialect,
    /// How many of the words side by side must match.
    pub matching: Match,
}

impl Conditions {
    /// A request for every article under these conditions.
    pub fn request(&self) -> Request {
        Request { filter: self.filter.clone(), matching: self.matching, ..Request::default() }
    }
}

/// A query that was understood.
#[derive(Debug, Clone)]
pub struct Asked {
    /// What it is called.
    pub name: String,
    /// The query as written; empty for every article.
    pub text: String,
    /// The language it is written in.
    pub dialect: Dialect,
    /// What to search.
    pub request: Request,
    /// What is doubtful about it, in one line each.
    pub warnings: Vec<String>,
}

impl Asked {
    /// Reads a query; an empty text asks for every article.
    pub fn read(
        name: &str,
        text: &str,
        conditions: &Conditions,
        today: PartialDate,
    ) -> std::result::Result<Self, Problem> {
        let mut asked = Asked {
            name: name.to_owned(),
            text: text.to_owned(),
            dialect: conditions.dialect,
            request: conditions.request(),
            warnings: Vec::new(),
        };
        if !text.trim().is_empty() {
            let parsed = query::parse(text, conditions.dialect, today)?;
            asked.warnings = parsed.warnings.iter().map(ToString::to_string).collect();
            asked.request.query = Some(parsed.query);
        }
        Ok(asked)
    }

    /// How it was understood.
    pub fn record(&self) -> QueryRecord {
        QueryRecord::new(&self.text, self.dialect.as_str(), &self.request)
    }

    /// Counts what it finds.
    pub fn count(&self, engine: &Engine) -> Result<Count> {
        let end = |sort| -> Result<(Page, Option<PartialDate>)> {
            let passages = PassageOptions { count: 0, ..PassageOptions::default() };
            let page = engine.search(&Request { sort, limit: 1, passages, ..self.request.clone() })?;
            let date =
                page.hits.first().and_then(|hit| hit.article.published.as_ref()).map(|date| date.value.date_only());
            Ok((page, date))
        };
        let (page, first) = end(Sort::Oldest)?;
        let (_, last) = end(Sort::Newest)?;
        let warnings = self.warnings.iter().chain(&page.warnings).cloned().collect();
        Ok(Count { articles: page.total, stories: page.stories, first, last, warnings })
    }
}

/// What a query finds, in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Count {
    /// Articles.
    pub articles: u64,
    /// Stories that they tell.
    pub stories: u64,
    /// Publication of the earliest.
    pub first: Option<PartialDate>,
    /// Publication of the latest.
    pub last: Option<PartialDate>,
    /// What was doubtful about the query or could not be done as asked.
    pub warnings: Vec<String>,
}
