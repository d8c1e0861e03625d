//! Joins parts of a query into larger ones and keeps the invariants of [`super::ast`].

use super::ast::{FieldScope, MAX_DEPTH, Near, Node, NodeKind, Phrase, SameUnit, Span, Word};
use super::bag::{bag, close, is_filter};
use super::dialect::{Adjacency, Dialect};
use super::field::FieldKind;
use super::operator::Operator;
use super::problem::{Diagnostics, Problem};
use super::token::Prefix;

/// Most occurrences that `atleast` can ask for, and most words of `first`; larger ones are capped.
pub const MAX_COUNT: u32 = 100_000;

/// A part of a query under construction.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) node: Node,
    /// Nodes from here down to the deepest leaf, or a little more.
    pub(super) depth: usize,
    /// Whether it has positions, so that something can be near to it.
    pub(super) positional: bool,
    /// Whether the next word side by side joins it instead of standing beside it.
    pub(super) open: bool,
    /// Whether it means nothing here, so that what would join it is left out too.
    pub(super) ignored: bool,
}

impl Part {
    /// A part without children, or a list of `Exists`.
    pub(super) fn leaf(kind: NodeKind, span: Span) -> Self {
        let positional = matches!(kind, NodeKind::Word(_) | NodeKind::Phrase(_) | NodeKind::Regex(_));
        let depth = if matches!(kind, NodeKind::Or(_)) { 2 } else { 1 };
        Part { node: Node::new(kind, span), depth, positional, open: false, ignored: false }
    }

    /// A part without meaning.
    pub(super) fn nothing(span: Span) -> Self {
        Part { ignored: true, ..Part::leaf(NodeKind::All, span) }
    }

    /// A word or phrase that the next word side by side may join.
    pub(super) fn joinable(mut self) -> Self {
        self.open = true;
        self
    }

    /// Whether it chooses articles rather than adding to their rank.
    pub(super) fn is_filter(&self) -> bool {
        is_filter(&self.node)
    }

    /// `node` one level above this part.
    fn under(self, kind: impl FnOnce(Box<Node>) -> NodeKind, span: Span, positional: bool) -> Part {
        let span = span.to(self.node.span);
        Part {
            node: Node::new(kind(Box::new(self.node)), span),
            depth: self.depth + 1,
            positional,
            open: false,
            ignored: false,
        }
    }

    /// Without the sign of a required member.
    pub(super) fn unsigned(mut self) -> Part {
        if let NodeKind::Must(inner) = self.node.kind {
            self.node = *inner;
        }
        self
    }

    fn excluded(self, at: Span) -> Part {
        self.unsigned().under(NodeKind::Not, at, false)
    }
}

/// Joins parts by the rules of one dialect.
#[derive(Debug)]
pub(super) struct Combiner<'a> {
    pub(super) dialect: Dialect,
    pub(super) diagnostics: &'a mut Diagnostics,
}

impl Combiner<'_> {
    /// Joins two parts; `at` is where the operator is written.
    pub(super) fn binary(&mut self, operator: Operator, at: Span, left: Part, right: Part) -> Result<Part, Problem> {
        if operator == Operator::Side || (operator == Operator::Or && self.dialect.adjacency() == Adjacency::Either) {
            let joined = self.side(at, left, right)?;
            return checked(joined, at);
        }
        let (left, right) = (close(left, self.dialect), close(right, self.dialect));
        let joined = match operator {
            Operator::AndNot => all(left.unsigned(), right.excluded(at)),
            Operator::Or => either(self.optional(left, at), self.optional(right, at)),
            Operator::Near { distance, ordered, negated } if self.have_positions(at, &left, &right)? => {
                together(left, right, |left, right| NodeKind::Near(Near { left, right, distance, ordered, negated }))
            }
            Operator::Same { unit, negated } if self.have_positions(at, &left, &right)? => {
                together(left, right, |left, right| NodeKind::SameUnit(SameUnit { unit, left, right, negated }))
            }
            // Operands without positions, in a lenient reading, have to be there at least.
            _ => all(left.unsigned(), right.unsigned()),
        };
        checked(joined, at)
    }

    /// Puts a prefix before a part.
    pub(super) fn prefix(&mut self, prefix: Prefix, at: Span, part: Part) -> Result<Part, Problem> {
        let part = close(part, self.dialect);
        let joined = match prefix {
            // Words have been given their form and case when they were read.
            Prefix::Form(_) | Prefix::Case(_) => part,
            Prefix::Exclude | Prefix::Not => part.excluded(at),
            Prefix::Must if matches!(part.node.kind, NodeKind::Must(_) | NodeKind::Not(_)) => part,
            Prefix::Must => part.under(NodeKind::Must, at, false),
            Prefix::Field(entry) => match entry.kind() {
                // The values inside name their field themselves.
                FieldKind::Date | FieldKind::Number => part,
                kind => {
                    let part = part.unsigned();
                    let positional = part.positional && kind == FieldKind::Text;
                    let scope = FieldScope { fields: entry.fields.to_vec() };
                    part.under(|node| NodeKind::Field(scope, node), at, positional)
                }
            },
            Prefix::AtLeast(count) => {
                self.counted(count, at, part, "atleast", |count, node| NodeKind::AtLeast { count, node })?
            }
            Prefix::First(words) => {
                self.counted(words, at, part, "first", |words, node| NodeKind::First { words, node })?
            }
        };
        checked(joined, at)
    }

    /// `atleast5(x)` and `first50(x)`.
    fn counted(
        &mut self,
        count: u32,
        at: Span,
        part: Part,
        name: &str,
        kind: impl FnOnce(u32, Box<Node>) -> NodeKind,
    ) -> Result<Part, Problem> {
        if count == 0 {
            let problem = Problem::new(format!("`{name}` needs a number above 0"), at);
            self.diagnostics.refuse(problem)?;
            return Ok(part);
        }
        if !part.positional {
            let problem =
                Problem::new(format!("`{name}{count}` can only hold words and what joins them"), part.node.span)
                    .expected("words, phrases, wildcards, OR, AND or w/n")
                    .hint("put NOT, dates and other filters outside");
            self.diagnostics.refuse(problem)?;
            return Ok(part);
        }
        if count > MAX_COUNT {
            self.diagnostics.warn(
                format!("`{name}` counts to {MAX_COUNT} at most; {count} is capped"),
                at,
                "use a smaller number",
            );
        }
        let count = count.min(MAX_COUNT);
        Ok(part.under(|node| kind(count, node), at, true))
    }

    /// Weighs a part.
    pub(super) fn boost(&mut self, factor: f32, at: Span, part: Part) -> Result<Part, Problem> {
        let positional = part.positional;
        let part = close(part, self.dialect);
        checked(part.under(|node| NodeKind::Boost { factor, node }, at, positional), at)
    }

    /// Parts with nothing but a blank between them.
    fn side(&mut self, at: Span, left: Part, right: Part) -> Result<Part, Problem> {
        match self.dialect.adjacency() {
            Adjacency::Bag | Adjacency::Either => Ok(bag(left, right)),
            Adjacency::All => Ok(all(left.unsigned(), right.unsigned())),
            Adjacency::Phrase => Ok(self.adjacent(at, left, right)),
        }
    }

    /// A phrase of two parts, or what comes nearest to it.
    fn adjacent(&mut self, at: Span, left: Part, right: Part) -> Part {
        if !left.positional || !right.positional {
            self.diagnostics.warn(format!("{} wants an operator here; read as AND", self.dialect), at, "write `and`");
            return all(left.unsigned(), right.unsigned());
        }
        let joinable = left.open && right.open && same_style(&left.node, &right.node);
        if !joinable {
            return together(left, right, |left, right| {
                NodeKind::Near(Near { left, right, distance: 1, ordered: true, negated: false })
            });
        }
        let span = left.node.span.to(right.node.span);
        let mut words = into_words(left.node);
        words.extend(into_words(right.node));
        Part::leaf(NodeKind::Phrase(Phrase { words }), span).joinable()
    }

    fn have_positions(&mut self, at: Span, left: &Part, right: &Part) -> Result<bool, Problem> {
        let Some(wrong) = [left, right].into_iter().find(|part| !part.positional) else {
            return Ok(true);
        };
        let problem = Problem::new("only words and what joins them can be near to something", wrong.node.span)
            .expected("words, phrases, wildcards or groups of them on both sides")
            .hint("write `not w/5` instead of `w/5 not`, and AND before dates and other filters");
        self.diagnostics.refuse(problem)?;
        let _ = at;
        Ok(false)
    }

    /// A member of an `or`, for which a sign of requirement means nothing.
    fn optional(&mut self, part: Part, at: Span) -> Part {
        if matches!(part.node.kind, NodeKind::Must(_)) {
            self.diagnostics.warn(
                "`+` means nothing beside OR and is ignored",
                part.node.span.to(at),
                "use AND for what has to match",
            );
        }
        part.unsigned()
    }
}

fn checked(part: Part, at: Span) -> Result<Part, Problem> {
    if part.depth <= MAX_DEPTH {
        return Ok(part);
    }
    Err(Problem::new(format!("this query is nested deeper than {MAX_DEPTH} levels"), at)
        .hint("replace long chains of w/n by AND, or split the query"))
}

fn all(left: Part, right: Part) -> Part {
    several(left, right, NodeKind::And, |kind| match kind {
        NodeKind::And(members) => Ok(members),
        other => Err(other),
    })
}

fn either(left: Part, right: Part) -> Part {
    several(left, right, NodeKind::Or, |kind| match kind {
        NodeKind::Or(members) => Ok(members),
        other => Err(other),
    })
}

/// A node of many members; parts of the same kind give their members.
fn several(
    left: Part,
    right: Part,
    join: fn(Vec<Node>) -> NodeKind,
    open: fn(NodeKind) -> Result<Vec<Node>, NodeKind>,
) -> Part {
    let span = left.node.span.to(right.node.span);
    let positional = left.positional && right.positional;
    let members = |node: Node| match open(node.kind) {
        Ok(members) => (members, true),
        Err(kind) => (vec![Node::new(kind, node.span)], false),
    };
    // Taking the members of the left part over costs nothing, so a chain may be of any length; those of
    // the right part are moved, so they count as nested to keep the time linear.
    let (mut nodes, joined) = members(left.node);
    let left_depth = if joined { left.depth } else { left.depth + 1 };
    let (more, _) = members(right.node);
    let right_depth = right.depth + 1;
    nodes.extend(more);
    Part {
        node: Node::new(join(nodes), span),
        depth: left_depth.max(right_depth),
        positional,
        open: false,
        ignored: false,
    }
}

/// A node of two operands with positions.
fn together(left: Part, right: Part, kind: impl FnOnce(Box<Node>, Box<Node>) -> NodeKind) -> Part {
    let span = left.node.span.to(right.node.span);
    Part {
        depth: left.depth.max(right.depth) + 1,
        node: Node::new(kind(Box::new(left.node), Box::new(right.node)), span),
        positional: true,
        open: false,
        ignored: false,
    }
}

fn words_of(node: &Node) -> &[Word] {
    match &node.kind {
        NodeKind::Word(word) => std::slice::from_ref(word),
        NodeKind::Phrase(phrase) => &phrase.words,
        _ => &[],
    }
}

fn into_words(node: Node) -> Vec<Word> {
    match node.kind {
        NodeKind::Word(word) => vec![word],
        NodeKind::Phrase(phrase) => phrase.words,
        _ => Vec::new(),
    }
}

fn same_style(left: &Node, right: &Node) -> bool {
    match (words_of(left).first(), words_of(right).first()) {
        (Some(left), Some(right)) => left.form == right.form && left.case == right.case,
        _ => false,
    }
}
