//! The morgue dialect: everything can be said.

use super::super::ast::{Case, FieldName, Form, Near, Node, NodeKind, Pattern, Query, Unit, Word};
use super::super::bag::is_filter;
use super::super::dialect::Dialect;
use super::super::field::{FieldKind, code, find};
use super::super::operator::keyword;
use super::super::tree::numbers;
use super::{Place, escaped, is_simple, quoted};

/// What the text around decides.
#[derive(Debug, Clone, Copy)]
struct Mode {
    /// It stands in a verbatim field.
    verbatim: bool,
    /// Words side by side are ranked: no operator may stand beside them, only signs.
    ranked: bool,
}

pub(super) fn write(query: &Query) -> String {
    text(&query.root, Mode { verbatim: false, ranked: is_ranked(&query.root) })
}

/// The text of a node.
fn text(node: &Node, mode: Mode) -> String {
    // Recursion is limited by `MAX_DEPTH`.
    let within = |child: &Node| group(child, mode);
    match &node.kind {
        NodeKind::All => "*:*".to_owned(),
        NodeKind::Word(word) => word_text(word, mode.verbatim),
        NodeKind::Phrase(phrase) => {
            let words: Vec<String> = phrase.words.iter().map(|word| escaped(word, Place::Quoted)).collect();
            let quoted = format!("\"{}\"", words.join(" "));
            match phrase.words.first() {
                Some(first) => styled(quoted, first.form, first.case),
                None => quoted,
            }
        }
        NodeKind::Regex(pattern) => regex(pattern),
        NodeKind::Near(near) if mode.ranked && sloppy(near).is_some() => sloppy(near).unwrap_or_default(),
        NodeKind::Near(near) => {
            let negation = if near.negated { "not " } else { "" };
            let name = if near.ordered { "pre" } else { "w" };
            let (left, right) = (within(&near.left), within(&near.right));
            format!("{left} {negation}{name}/{} {right}", near.distance)
        }
        NodeKind::SameUnit(same) => {
            let negation = if same.negated { "not " } else { "" };
            let name = match same.unit {
                Unit::Sentence => "w/s",
                Unit::Paragraph => "w/p",
                Unit::Segment => "w/seg",
            };
            format!("{} {negation}{name} {}", within(&same.left), within(&same.right))
        }
        NodeKind::AtLeast { count, node } => format!("atleast{count}({})", text(node, mode)),
        NodeKind::First { words, node } => format!("first{words}({})", text(node, mode)),
        NodeKind::Field(scope, node) => {
            let fields = scope.fields.as_slice();
            let verbatim = fields.first().is_some_and(|field| field.kind() == FieldKind::Verbatim);
            let mode = Mode { verbatim, ..mode };
            match code(fields, Dialect::Morgue) {
                Some(name) => format!("{name}:{}", value(node, mode)),
                // Only a tree made by hand has a scope without a name.
                None => fields
                    .iter()
                    .map(|field| format!("{}:{}", field.as_str(), value(node, mode)))
                    .collect::<Vec<_>>()
                    .join(" OR "),
            }
        }
        NodeKind::Bag(members) => members.iter().map(|member| bag_member(member, mode)).collect::<Vec<_>>().join(" "),
        NodeKind::Must(node) => format!("+{}", within(node)),
        NodeKind::And(members) if mode.ranked => {
            members.iter().map(|member| required(member, mode)).collect::<Vec<_>>().join(" ")
        }
        NodeKind::And(members) => members.iter().map(|member| junct(member, mode)).collect::<Vec<_>>().join(" AND "),
        NodeKind::Or(members) if any_value_of(members).is_some() => {
            format!("{}:*", any_value_of(members).unwrap_or_default())
        }
        NodeKind::Or(members) => members.iter().map(|member| junct(member, mode)).collect::<Vec<_>>().join(" OR "),
        NodeKind::Not(node) if mode.ranked => format!("-{}", within(node)),
        NodeKind::Not(node) => format!("NOT {}", within(node)),
        NodeKind::Boost { factor, node } => format!("{}^{factor}", weighed(node, mode)),
        NodeKind::DateRange(range) => format!("{}:{}", range.field.as_str(), range.text),
        NodeKind::NumberRange(range) => format!("{}:{}", range.field.as_str(), numbers(range)),
        NodeKind::Exists(field) => format!("{}:*", field.as_str()),
        NodeKind::OneOf(field, values) => {
            let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
            format!("{}:IN [{}]", field.as_str(), values.join(" "))
        }
        NodeKind::Like(id) => {
            let word = Word::plain(id.as_str());
            format!("like:{}", escaped(&word, Place::Verbatim))
        }
    }
}

/// The text of a node as an operand, in parentheses unless it is simple.
fn group(node: &Node, mode: Mode) -> String {
    let alone = match &node.kind {
        NodeKind::Regex(pattern) => !is_gap(pattern),
        // What begins with a name and holds its operand in parentheses.
        NodeKind::AtLeast { .. } | NodeKind::First { .. } | NodeKind::Field(..) => true,
        kind => is_simple(kind),
    };
    if alone && !splits(node) {
        return text(node, mode);
    }
    format!("({})", text(node, mode))
}

/// What stands right behind `name:`.
fn value(node: &Node, mode: Mode) -> String {
    match &node.kind {
        NodeKind::Word(word) if mode.verbatim => escaped(word, Place::Verbatim),
        NodeKind::Word(_) | NodeKind::Phrase(_) => text(node, mode),
        _ => format!("({})", text(node, mode)),
    }
}

/// Whether the text of the node holds operators outside parentheses though it begins with a name.
fn splits(node: &Node) -> bool {
    matches!(&node.kind, NodeKind::Field(scope, _) if code(&scope.fields, Dialect::Morgue).is_none())
}

/// A member of AND or OR.
fn junct(node: &Node, mode: Mode) -> String {
    match node.kind {
        NodeKind::Not(_) => text(node, mode),
        _ => group(node, mode),
    }
}

fn bag_member(node: &Node, mode: Mode) -> String {
    match &node.kind {
        NodeKind::Not(inner) => format!("-{}", group(inner, mode)),
        NodeKind::Must(_) => text(node, mode),
        _ => group(node, mode),
    }
}

/// A member of a conjunction without an operator: `+x`, `-x`, or a filter.
fn required(node: &Node, mode: Mode) -> String {
    match &node.kind {
        NodeKind::Not(_) => text(node, mode),
        _ if is_filter(node) => group(node, mode),
        _ => format!("+{}", group(node, mode)),
    }
}

/// `"a b"~5`, which is nearness without an operator.
fn sloppy(near: &Near) -> Option<String> {
    let mut words = Vec::new();
    let mut next = near;
    let style = loop {
        let NodeKind::Word(right) = &next.right.kind else {
            return None;
        };
        if next.ordered || next.negated || next.distance != near.distance {
            return None;
        }
        words.push(right);
        match &next.left.kind {
            NodeKind::Near(left) => next = left,
            NodeKind::Word(left) => {
                words.push(left);
                break (left.form, left.case);
            }
            _ => return None,
        }
    };
    if words.iter().any(|word| (word.form, word.case) != style) {
        return None;
    }
    let words: Vec<String> = words.into_iter().rev().map(|word| escaped(word, Place::Quoted)).collect();
    Some(styled(format!("\"{}\"~{}", words.join(" "), near.distance), style.0, style.1))
}

/// The name of the fields of which one has a value.
fn any_value_of(members: &[Node]) -> Option<&'static str> {
    let field = |member: &Node| match member.kind {
        NodeKind::Exists(field) => Some(field),
        _ => None,
    };
    let fields: Vec<FieldName> = members.iter().map(field).collect::<Option<_>>()?;
    code(&fields, Dialect::Morgue)
}

/// Whether words side by side are ranked in it, so that no operator can stand anywhere in its text.
fn is_ranked(node: &Node) -> bool {
    match &node.kind {
        NodeKind::Bag(members) if !members.iter().any(|node| matches!(node.kind, NodeKind::Must(_))) => true,
        NodeKind::Near(_) | NodeKind::SameUnit(_) | NodeKind::AtLeast { .. } | NodeKind::First { .. } => false,
        _ => node.children().into_iter().any(is_ranked),
    }
}

/// What stands before `^`: a sign or a name before it would take the weight inside.
fn weighed(node: &Node, mode: Mode) -> String {
    match &node.kind {
        NodeKind::Word(_) if !mode.verbatim => text(node, mode),
        NodeKind::Phrase(_) => text(node, mode),
        _ => format!("({})", text(node, mode)),
    }
}

fn word_text(word: &Word, verbatim: bool) -> String {
    if verbatim && word.pattern == Pattern::Plain {
        // Among operators a value that looks like one needs quotes.
        return quoted(&word.text);
    }
    if verbatim {
        return escaped(word, Place::VerbatimGroup);
    }
    let mut text = escaped(word, Place::Bare);
    let measured =
        find(&text, Dialect::Morgue).is_some_and(|entry| matches!(entry.kind(), FieldKind::Date | FieldKind::Number));
    if measured || keyword(&text, Dialect::Morgue).is_some() {
        // The escape of a letter makes the word no operator and stays the letter.
        text.insert(0, '\\');
    }
    styled(text, word.form, word.case)
}

fn styled(text: String, form: Form, case: Case) -> String {
    let text = match form {
        Form::Stemmed => text,
        Form::Exact => format!("={text}"),
        Form::Number => format!("number({text})"),
        Form::Singular => format!("singular({text})"),
        Form::Plural => format!("plural({text})"),
    };
    match case {
        Case::Any => text,
        Case::Caps => format!("caps({text})"),
        Case::AllCaps => format!("allcaps({text})"),
        Case::NoCaps => format!("nocaps({text})"),
    }
}

/// A regular expression with its slashes escaped.
pub(super) fn regex(pattern: &str) -> String {
    let mut out = String::from("/");
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                out.push('\\');
                out.extend(chars.next());
            }
            '/' => out.push_str("\\/"),
            _ => out.push(c),
        }
    }
    out.push('/');
    out
}

/// Whether the pattern between slashes would be `/F50/` or `/N5/` behind an operand.
fn is_gap(pattern: &str) -> bool {
    let mut chars = pattern.chars();
    let letter = chars.next().is_some_and(|c| matches!(c, 'f' | 'F' | 'n' | 'N'));
    letter && chars.as_str().bytes().all(|byte| byte.is_ascii_digit())
}
