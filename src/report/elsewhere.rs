//! What changed in the archive as a whole since a report was made, besides the articles that its queries find.
//!
//! Shares, facets and gaps are measured against all that the archive holds, so an article that no query finds changes figures
//! too. The record of a report keeps a sketch of the archive in place of a list of it ([`crate::search::contents`]).
//! What came is named in full; of what went, only id, day and outlet are known.

use crate::article::ArticleId;
use crate::error::Result;
use crate::report::record::{ArticleEntry, Record};
use crate::report::verify::Change;
use crate::search::Engine;
use crate::search::contents::{Contents, ContentsSketch, Trace};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Seconds.
const DAY: i64 = 86_400;

/// The sketch of all articles that an engine sees, as it stands in the record of a report.
pub fn sketch(engine: &Engine) -> Result<String> {
    Ok(engine.contents()?.sketch.to_text())
}

/// What changed, apart from what is told of the queries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Elsewhere {
    /// Articles that came, changed or went, in this order, by id.
    pub articles: Vec<OtherArticle>,
    /// Whether there are more changes than can be told apart.
    pub has_others: bool,
    /// Articles that ingests of later days filed: new, changed, or read again.
    pub filed_later: u64,
    /// Whether the report is too old to tell.
    pub is_unknown: bool,
}

/// An article that no query of the report finds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OtherArticle {
    /// What happened.
    pub change: Change,
    /// Its id.
    pub id: String,
    /// Headline, of one that is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Outlet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Date of publication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
}

/// Compares the archive with what a record says of it. `day` is the day of the record, in days since 1970; `told` are ids of
/// articles that are told of already.
pub fn changes(engine: &Engine, record: &Record, day: i64, told: &BTreeSet<&str>) -> Result<Elsewhere> {
    let Some(then) = record.sketch.as_deref().and_then(ContentsSketch::parse) else {
        return Ok(Elsewhere { is_unknown: true, ..Elsewhere::default() });
    };
    let now = engine.contents()?;
    let difference = now.sketch.since(&then);
    let came: BTreeMap<ArticleId, Trace> = difference.added.into_iter().map(|trace| (trace.id, trace)).collect();
    let went: BTreeMap<ArticleId, Trace> = difference.removed.into_iter().map(|trace| (trace.id, trace)).collect();
    let mut articles = Vec::new();
    let ids: Vec<ArticleId> = came.keys().copied().collect();
    for article in engine.articles(&ids)? {
        let change = if went.contains_key(&article.id) { Change::Changed } else { Change::Added };
        articles.push(present(change, ArticleEntry::from(&article)));
    }
    articles.extend(went.values().filter(|trace| !came.contains_key(&trace.id)).map(|trace| gone(trace, &now)));
    articles.retain(|article| !told.contains(article.id.as_str()));
    articles.sort_by(|one, other| (one.change, &one.id).cmp(&(other.change, &other.id)));
    let filed_later = now.filed.range((day + 1) * DAY..).map(|(_, articles)| articles).sum();
    Ok(Elsewhere { articles, has_others: difference.has_others, filed_later, is_unknown: false })
}

fn present(change: Change, entry: ArticleEntry) -> OtherArticle {
    let ArticleEntry { id, title, publisher, published, .. } = entry;
    OtherArticle { change, id, title: Some(title), publisher, published }
}

fn gone(trace: &Trace, now: &Contents) -> OtherArticle {
    OtherArticle {
        change: Change::Removed,
        id: trace.id.to_string(),
        title: None,
        publisher: now.outlets.get(&trace.outlet).cloned(),
        published: trace.published().map(|date| date.to_string()),
    }
}

impl Elsewhere {
    /// How many articles changed in this way.
    pub fn count(&self, change: Change) -> usize {
        self.articles.iter().filter(|article| article.change == change).count()
    }

    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty() && !self.has_others && !self.is_unknown
    }
}
