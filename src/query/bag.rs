//! Words side by side: a bag while it is open, and what it means once it is complete.

use super::ast::{FieldName, Node, NodeKind, Span};
use super::combine::Part;
use super::dialect::{Adjacency, Dialect};

/// Ends the joining of words side by side.
pub(super) fn close(part: Part, dialect: Dialect) -> Part {
    if !part.open {
        return part;
    }
    let (span, depth, positional) = (part.node.span, part.depth, part.positional);
    let kind = match part.node.kind {
        NodeKind::Bag(members) => match dialect.adjacency() {
            Adjacency::Either => settled(members, span, false),
            _ => settled(members, span, true),
        },
        other => other,
    };
    Part {
        node: Node::new(kind, span),
        // Filters taken out of a bag stand one level above it, and those left in it one level lower.
        depth: depth + 2,
        positional,
        open: false,
        ignored: false,
    }
}

/// Ends a group: `+` has nothing to stand out from any more.
pub(super) fn close_group(part: Part, dialect: Dialect) -> Part {
    close(part, dialect).unsigned()
}

/// What a run of words side by side means: see [`NodeKind::Bag`]. With `filtering`, filters among them
/// are required; without signs and without `filtering` the words are alternatives.
fn settled(members: Vec<Node>, span: Span, filtering: bool) -> NodeKind {
    let (filters, rest): (Vec<Node>, Vec<Node>) = members.into_iter().partition(|node| filtering && is_filter(node));
    let musts = rest.iter().filter(|node| matches!(node.kind, NodeKind::Must(_))).count();
    let nots = rest.iter().filter(|node| matches!(node.kind, NodeKind::Not(_))).count();
    let free = rest.len() - musts - nots;
    if !filtering && musts + nots == 0 {
        return NodeKind::Or(flattened(rest, members_of_or));
    }
    let mut conjuncts = if free == 0 || (musts == 0 && free == 1) {
        rest.into_iter().map(without_sign).collect()
    } else if !filtering && musts == 0 {
        let (out, free): (Vec<Node>, Vec<Node>) =
            rest.into_iter().partition(|node| matches!(node.kind, NodeKind::Not(_)));
        let mut members = vec![Node::new(NodeKind::Or(flattened(free, members_of_or)), span)];
        members.extend(out);
        members
    } else {
        vec![Node::new(NodeKind::Bag(rest.into_iter().map(ranked).collect()), span)]
    };
    conjuncts.extend(filters);
    let mut conjuncts = flattened(conjuncts, members_of_and);
    match conjuncts.len() {
        1 => conjuncts.remove(0).kind,
        _ => NodeKind::And(conjuncts),
    }
}

/// A filter as a member of a bag that it may or may not match.
fn ranked(node: Node) -> Node {
    if !is_filter(&node) {
        return node;
    }
    let span = node.span;
    Node::new(NodeKind::Boost { factor: 1.0, node: Box::new(node) }, span)
}

fn without_sign(node: Node) -> Node {
    match node.kind {
        NodeKind::Must(inner) => *inner,
        _ => node,
    }
}

fn members_of_and(kind: NodeKind) -> Result<Vec<Node>, NodeKind> {
    match kind {
        NodeKind::And(inner) => Ok(inner),
        other => Err(other),
    }
}

fn members_of_or(kind: NodeKind) -> Result<Vec<Node>, NodeKind> {
    match kind {
        NodeKind::Or(inner) => Ok(inner),
        other => Err(other),
    }
}

/// A query in which an operator is written asks exactly: words side by side must all match, unless `+` says which must. What
/// stands in an operand of nearness is a choice of places, and stays one. Recursion ends with the depth of the tree.
pub(super) fn exact(node: Node) -> Node {
    within(node, exact)
}

/// Exactly what `-(a b)` excludes must not depend on how many of the words are asked for.
pub(super) fn exclusions(node: Node) -> Node {
    match node.kind {
        NodeKind::Not(_) => exact(node),
        NodeKind::Bag(members) => Node::new(NodeKind::Bag(members.into_iter().map(exclusions).collect()), node.span),
        _ => within(node, exclusions),
    }
}

/// The node with everything in it settled; a bag without a required member becomes a conjunction.
fn within(node: Node, settle: fn(Node) -> Node) -> Node {
    let Node { kind, span } = node;
    let each = |members: Vec<Node>| -> Vec<Node> { members.into_iter().map(settle).collect() };
    let inner = |node: Box<Node>| Box::new(settle(*node));
    let kind = match kind {
        NodeKind::Bag(members) if members.len() > 1 && !members.iter().any(is_must) => {
            NodeKind::And(flattened(each(members), members_of_and))
        }
        NodeKind::Bag(members) => NodeKind::Bag(each(members)),
        NodeKind::And(members) => NodeKind::And(flattened(each(members), members_of_and)),
        NodeKind::Or(members) => NodeKind::Or(each(members)),
        NodeKind::Not(node) => NodeKind::Not(inner(node)),
        NodeKind::Must(node) => NodeKind::Must(inner(node)),
        NodeKind::Field(scope, node) => NodeKind::Field(scope, inner(node)),
        NodeKind::Boost { factor, node } => NodeKind::Boost { factor, node: inner(node) },
        other => other,
    };
    Node::new(kind, span)
}

fn is_must(node: &Node) -> bool {
    matches!(node.kind, NodeKind::Must(_))
}

/// Members, with those of the same kind as the whole replaced by their members.
fn flattened(members: Vec<Node>, open: impl Fn(NodeKind) -> Result<Vec<Node>, NodeKind>) -> Vec<Node> {
    let mut flat = Vec::with_capacity(members.len());
    for Node { kind, span } in members {
        match open(kind) {
            Ok(inner) => flat.extend(inner),
            Err(kind) => flat.push(Node::new(kind, span)),
        }
    }
    flat
}

/// Whether a part chooses articles rather than adding to their rank. Recursion ends with the depth
/// of the tree.
pub(super) fn is_filter(node: &Node) -> bool {
    match &node.kind {
        NodeKind::DateRange(_) | NodeKind::NumberRange(_) | NodeKind::Exists(_) | NodeKind::OneOf(..) => true,
        NodeKind::Field(scope, _) => !scope
            .fields
            .iter()
            .any(|field| matches!(field, FieldName::Title | FieldName::Subtitle | FieldName::Body | FieldName::Lead)),
        NodeKind::And(members) | NodeKind::Or(members) => members.iter().all(is_filter),
        _ => false,
    }
}

/// Adds the right part to a bag that is still open, or begins one.
pub(super) fn bag(left: Part, right: Part) -> Part {
    let span = left.node.span.to(right.node.span);
    let positional = left.positional && right.positional;
    let (mut members, depth) = match (left.open, left.node.kind) {
        (true, NodeKind::Bag(members)) => (members, left.depth),
        (_, kind) => (vec![Node::new(kind, left.node.span)], left.depth + 1),
    };
    members.push(right.node);
    Part {
        node: Node::new(NodeKind::Bag(members), span),
        depth: depth.max(right.depth + 1),
        positional,
        open: true,
        ignored: false,
    }
}
