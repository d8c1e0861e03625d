//! Says where the dialects read the same text differently.

use super::ast::{Form, Near, Node, NodeKind, Phrase, Query, SameUnit, Span, Word};
use super::dialect::Dialect;
use super::operator::{Keyword, keyword};
use super::problem::Warning;
use super::tree::expression;
use super::{Parsed, parse};
use crate::date::PartialDate;

/// A dialect that reads a text differently from ours, and the first place where it does.
#[derive(Debug, Clone, PartialEq)]
pub struct Disagreement {
    /// Which dialect.
    pub dialect: Dialect,
    /// The part of the text that is read differently.
    pub span: Span,
    /// How the morgue dialect reads that part, as an expression, or why it cannot.
    pub here: String,
    /// How the other dialect reads it, or why it cannot.
    pub there: String,
    /// The rule behind the difference.
    pub reason: String,
    /// The whole text as the other dialect reads it, as an expression; empty if it cannot.
    pub reading: String,
    /// What the other dialect ignores or reinterprets.
    pub warnings: Vec<Warning>,
}

/// Reads the text in every dialect and returns those whose tree differs from the morgue dialect's.
pub fn disagreements(text: &str, today: PartialDate) -> Vec<Disagreement> {
    let ours = parse(text, Dialect::Morgue, today);
    Dialect::ALL
        .into_iter()
        .filter(|dialect| *dialect != Dialect::Morgue)
        .filter_map(|dialect| {
            let theirs = parse(text, dialect, today).map(|parsed| {
                let query = Query { root: in_stems(parsed.query.root, dialect) };
                Parsed { query, ..parsed }
            });
            compare(dialect, &ours, theirs)
        })
        .collect()
}

/// The tree with the words that have the usual form of the dialect in ours: which forms of a word are found differs in every
/// query, and hides what differs in this one. Recursion ends with the depth of the tree.
pub(super) fn in_stems(node: Node, dialect: Dialect) -> Node {
    let word = |mut word: Word| {
        if word.form == dialect.usual_form() {
            word.form = Form::Stemmed;
        }
        word
    };
    let inner = |node: Box<Node>| Box::new(in_stems(*node, dialect));
    let each = |nodes: Vec<Node>| nodes.into_iter().map(|node| in_stems(node, dialect)).collect();
    let kind = match node.kind {
        NodeKind::Word(one) => NodeKind::Word(word(one)),
        NodeKind::Phrase(phrase) => NodeKind::Phrase(Phrase { words: phrase.words.into_iter().map(word).collect() }),
        NodeKind::Near(near) => NodeKind::Near(Near { left: inner(near.left), right: inner(near.right), ..near }),
        NodeKind::SameUnit(same) => {
            NodeKind::SameUnit(SameUnit { left: inner(same.left), right: inner(same.right), ..same })
        }
        NodeKind::AtLeast { count, node } => NodeKind::AtLeast { count, node: inner(node) },
        NodeKind::First { words, node } => NodeKind::First { words, node: inner(node) },
        NodeKind::Field(scope, node) => NodeKind::Field(scope, inner(node)),
        NodeKind::Boost { factor, node } => NodeKind::Boost { factor, node: inner(node) },
        NodeKind::Must(node) => NodeKind::Must(inner(node)),
        NodeKind::Not(node) => NodeKind::Not(inner(node)),
        NodeKind::Bag(nodes) => NodeKind::Bag(each(nodes)),
        NodeKind::And(nodes) => NodeKind::And(each(nodes)),
        NodeKind::Or(nodes) => NodeKind::Or(each(nodes)),
        other => other,
    };
    Node::new(kind, node.span)
}

type Reading = Result<Parsed, super::problem::Problem>;

fn compare(dialect: Dialect, ours: &Reading, theirs: Reading) -> Option<Disagreement> {
    match (ours, theirs) {
        (Err(_), Err(_)) => None,
        (Ok(ours), Err(problem)) => Some(Disagreement {
            dialect,
            span: problem.span,
            here: expression(&ours.query.root),
            there: problem.message,
            reason: format!("{dialect} cannot read it"),
            reading: String::new(),
            warnings: Vec::new(),
        }),
        (Err(problem), Ok(theirs)) => Some(Disagreement {
            dialect,
            span: problem.span,
            here: problem.message.clone(),
            there: expression(&theirs.query.root),
            reason: "the morgue dialect cannot read it".to_owned(),
            reading: expression(&theirs.query.root),
            warnings: theirs.warnings,
        }),
        (Ok(ours), Ok(theirs)) => {
            let (here, there) = first_difference(&ours.query.root, &theirs.query.root)?;
            Some(Disagreement {
                dialect,
                span: here.span.to(there.span),
                here: expression(here),
                there: expression(there),
                reason: reason(dialect, here, there),
                reading: expression(&theirs.query.root),
                warnings: theirs.warnings,
            })
        }
    }
}

/// The smallest pair of nodes that differ while everything above them is alike.
fn first_difference<'n>(here: &'n Node, there: &'n Node) -> Option<(&'n Node, &'n Node)> {
    if here == there {
        return None;
    }
    let (mut here, mut there) = (here, there);
    // Each step goes one level down, so the loop ends with the tree.
    loop {
        let (inside, other) = (here.children(), there.children());
        if inside.len() != other.len() || !same_node(&here.kind, &there.kind) {
            return Some((here, there));
        }
        let Some(pair) = inside.into_iter().zip(other).find(|(one, two)| one != two) else {
            return Some((here, there));
        };
        (here, there) = pair;
    }
}

/// Whether two nodes are alike but for their members.
fn same_node(here: &NodeKind, there: &NodeKind) -> bool {
    match (here, there) {
        (NodeKind::Near(one), NodeKind::Near(two)) => {
            one.distance == two.distance && one.ordered == two.ordered && one.negated == two.negated
        }
        (NodeKind::SameUnit(one), NodeKind::SameUnit(two)) => one.unit == two.unit && one.negated == two.negated,
        (NodeKind::AtLeast { count: one, .. }, NodeKind::AtLeast { count: two, .. })
        | (NodeKind::First { words: one, .. }, NodeKind::First { words: two, .. }) => one == two,
        (NodeKind::Field(one, _), NodeKind::Field(two, _)) => one == two,
        (NodeKind::Boost { factor: one, .. }, NodeKind::Boost { factor: two, .. }) => one == two,
        _ => std::mem::discriminant(here) == std::mem::discriminant(there),
    }
}

/// A proximity operator of ours that the other dialect takes as a word.
fn operator_as_word(node: &Node) -> Option<&str> {
    match &node.kind {
        NodeKind::Word(word) => is_operator(&word.text).then_some(word.text.as_str()),
        NodeKind::Phrase(phrase) => phrase.words.iter().map(|word| word.text.as_str()).find(|text| is_operator(text)),
        _ => node.children().into_iter().find_map(operator_as_word),
    }
}

fn is_operator(text: &str) -> bool {
    matches!(keyword(text, Dialect::Morgue), Some(Keyword::Proximity(..)))
}

fn reason(dialect: Dialect, here: &Node, there: &Node) -> String {
    if let Some(word) = operator_as_word(there).filter(|_| operator_as_word(here).is_none()) {
        return format!("`{word}` is no operator in {dialect}");
    }
    match (&here.kind, &there.kind) {
        (NodeKind::Near(one), NodeKind::Near(two)) => near_reason(dialect, one, two),
        (NodeKind::Bag(_), NodeKind::Phrase(_)) => {
            format!("in {dialect} words side by side are a phrase")
        }
        (NodeKind::Bag(_), NodeKind::Near(near)) if near.distance == 1 => {
            format!("in {dialect} words side by side are a phrase")
        }
        (NodeKind::Bag(_), NodeKind::And(_)) => {
            format!("in {dialect} a blank between words means AND")
        }
        (NodeKind::Bag(_), NodeKind::Or(_)) => {
            format!("in {dialect} a blank between words means OR")
        }
        (NodeKind::And(_), NodeKind::Or(_)) | (NodeKind::Or(_), NodeKind::And(_)) => {
            format!("{dialect} has another precedence of AND and OR")
        }
        (NodeKind::Word(_), NodeKind::Word(_)) => {
            format!("{dialect} has other signs of truncation")
        }
        (NodeKind::Phrase(_), NodeKind::Phrase(_)) => {
            format!("{dialect} reads the words of a phrase otherwise (word forms or truncation)")
        }
        _ => format!("{dialect} joins the parts in another way or does not know an operator here"),
    }
}

fn near_reason(dialect: Dialect, one: &Near, two: &Near) -> String {
    if one.ordered != two.ordered && two.ordered {
        return format!("in {dialect} `w/n` is ordered");
    }
    if one.ordered != two.ordered {
        return format!("in {dialect} this operator is not ordered");
    }
    format!("{dialect} joins several proximity operators in another order")
}
