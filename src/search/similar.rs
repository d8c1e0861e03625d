//! Which articles are like this one?
//!
//! The words that are typical of the article (frequent in it, rare in the archive) become a query, as for `like:ID`; words of
//! its title that stand in other titles raise their rank. The article itself is left out, and with it the articles that share
//! its place in a result: who reads it wants other stories.

use crate::article::{Article, ArticleId};
use crate::error::Result;
use crate::query::ast::{FieldName, FieldScope, Node, NodeKind, Query, Span, Word};
use crate::search::{Closeness, Engine, Page, Request};
use crate::text::segment;

impl Engine {
    /// A page of articles like this one, as `request` wants it: its query is a further condition. What the request
    /// puts together with the article is not among them.
    pub fn similar(&self, article: &Article, request: &Request) -> Result<Page> {
        let mut parts = vec![like(article), not(self.sharers(article.id, request.families))];
        parts.extend(request.query.as_ref().map(|query| query.root.clone()));
        let query = Query { root: node(NodeKind::And(parts)) };
        self.search(&Request { query: Some(query), ..request.clone() })
    }

    /// Other articles that [`Engine::similar`] leaves out because they share a place with the article.
    pub fn copies_left_out(&self, article: ArticleId, closeness: Closeness) -> usize {
        self.sharers(article, closeness).iter().filter(|member| **member != article).count()
    }

    /// The articles that share a place with an article, itself among them.
    fn sharers(&self, article: ArticleId, closeness: Closeness) -> Vec<ArticleId> {
        let group = self.families.group(article, closeness);
        let mut members = self.family_members(article);
        members.retain(|member| self.families.group(*member, closeness) == group);
        members
    }
}

fn node(kind: NodeKind) -> Node {
    Node::new(kind, Span::default())
}

/// The typical words of the article, which must be there, and those of its title, which may.
fn like(article: &Article) -> Node {
    let typical = node(NodeKind::Must(Box::new(node(NodeKind::Like(article.id.to_string())))));
    let words = segment::words(&article.title)
        .filter_map(|word| article.title.get(word.start..word.end))
        .map(|word| node(NodeKind::Word(Word::plain(word))));
    let mut members = vec![typical];
    members.extend(words.map(|word| in_field(FieldName::Title, word)).map(weighed));
    node(NodeKind::Bag(members))
}

/// A condition on a field counts as a member that may be missing only with a weight.
fn weighed(member: Node) -> Node {
    node(NodeKind::Boost { factor: 1.0, node: Box::new(member) })
}

fn in_field(field: FieldName, inner: Node) -> Node {
    node(NodeKind::Field(FieldScope { fields: vec![field] }, Box::new(inner)))
}

/// None of these articles.
fn not(articles: Vec<ArticleId>) -> Node {
    let mut ids: Vec<Node> =
        articles.iter().map(|id| in_field(FieldName::Id, node(NodeKind::Word(Word::plain(id.to_string()))))).collect();
    let any = match (ids.pop(), ids.is_empty()) {
        (Some(only), true) => only,
        (Some(last), false) => {
            ids.push(last);
            node(NodeKind::Or(ids))
        }
        (None, _) => node(NodeKind::Or(Vec::new())),
    };
    node(NodeKind::Not(Box::new(any)))
}
