//! How many articles does each filter of a query let through?

use crate::error::Result;
use crate::query::ast::{FieldName, Node, NodeKind};
use crate::query::{FieldKind, Query, expression};
use crate::search::matching::Match;
use crate::search::{Engine, FilterCount, Request};

impl Engine {
    /// The filters of a query (dates, numbers, lists, whole values, fields with any value), each counted alone, in the order of
    /// the query.
    pub fn filters_of(&self, query: &Query) -> Result<Vec<FilterCount>> {
        let mut counts = Vec::new();
        let mut open = vec![&query.root];
        while let Some(node) = open.pop() {
            if !is_filter(node) {
                open.extend(node.children().into_iter().rev());
                continue;
            }
            let alone = Query { root: node.clone() };
            let compiled = self.compile_query(&alone, Match::All);
            let evaluated = self.evaluate(&Request::default(), &compiled)?;
            let articles = evaluated.sets.iter().map(|set| set.len()).sum();
            counts.push(FilterCount { text: expression(node), span: node.span, articles });
        }
        Ok(counts)
    }
}

fn is_filter(node: &Node) -> bool {
    let is_whole = |field: &FieldName| field.kind() == FieldKind::Verbatim && *field != FieldName::Url;
    match &node.kind {
        NodeKind::DateRange(_) | NodeKind::NumberRange(_) | NodeKind::Exists(_) | NodeKind::OneOf(..) => true,
        NodeKind::Field(scope, _) => scope.fields.iter().all(is_whole),
        _ => false,
    }
}
