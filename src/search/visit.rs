//! Every hit, one after the other, with everything in it that matches: for what is too much for one page.

use crate::article::Article;
use crate::article::ArticleId;
use crate::error::Result;
use crate::search::plan::Plan;
use crate::search::{ByteSpan, Closeness, Engine, PassageOptions, Request, passage};

/// An article that matches, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Marked {
    /// Place in the whole result, from 1.
    pub rank: usize,
    /// The article.
    pub article: Article,
    /// Matches in the title, as bytes of it, in order and without overlap.
    pub title_spans: Vec<ByteSpan>,
    /// Matches in the body, likewise.
    pub body_spans: Vec<ByteSpan>,
}

/// What is known of a result besides its hits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Visited {
    /// Articles that match, beyond the limit too.
    pub total: u64,
    /// What was capped or could not be done as asked; lower-case phrases.
    pub warnings: Vec<String>,
}

impl Engine {
    /// Gives `each` the hits of a request in its order, copies of a story too; one article is held at a time.
    pub fn visit(&self, request: &Request, each: &mut dyn FnMut(Marked) -> Result<()>) -> Result<Visited> {
        let request = &Request { families: Closeness::Off, ..request.clone() };
        let compiled = self.compile(request);
        let evaluated = self.evaluate(request, &compiled)?;
        let wanted = request.offset.saturating_add(request.limit);
        let scored = self.scored(request, &compiled, &evaluated)?;
        let (stories, _) = self.best(request, &evaluated, scored.as_ref().map(|(_, scores)| scores), wanted)?;
        let options = PassageOptions { count: 0, ..request.passages };
        for (number, story) in stories.into_iter().enumerate().skip(request.offset) {
            let article = self.article(story.lead)?;
            let holds = |plan: &Plan| evaluated.holds(plan, story.lead);
            let evidence = passage::evidence(&article, &compiled, &self.languages, &holds, &options)?;
            each(Marked { rank: number + 1, article, title_spans: evidence.title, body_spans: evidence.body })?;
        }
        Ok(Visited { total: evaluated.total(), warnings: evaluated.warnings })
    }

    /// Ids of all articles that match, sorted.
    pub fn ids(&self, request: &Request) -> Result<Vec<ArticleId>> {
        let compiled = self.compile(request);
        let evaluated = self.evaluate(request, &compiled)?;
        let mut found = Vec::new();
        for (segment, set) in evaluated.segments.iter().zip(&evaluated.sets) {
            let ids = segment.reader().fast_fields().u64("id")?;
            found.extend(set.iter().map(|document| ArticleId(ids.first(document).unwrap_or(0))));
        }
        found.sort_unstable();
        Ok(found)
    }

    /// Number of articles in the archive.
    pub fn article_count(&self) -> u64 {
        self.searcher.num_docs()
    }
}
