//! Shows a query as a tree for people, as a compact expression and as JSON.
//!
//! All three are for reading, not for parsing back; [`super::translate`] writes query text.

use super::ast::{
    Case, DateRange, FieldName, FieldScope, Form, Node, NodeKind, NumberRange, Pattern, Query, Unit, Word,
};
use super::period::date_at;
use serde_json::{Value, json};

/// The tree, one node a line, two blanks of indentation a level.
pub fn tree(query: &Query) -> String {
    let mut out = String::new();
    let mut stack = vec![(&query.root, 0_usize)];
    while let Some((node, level)) = stack.pop() {
        out.push_str(&"  ".repeat(level));
        out.push_str(&sentence(node));
        out.push('\n');
        stack.extend(node.children().into_iter().rev().map(|child| (child, level + 1)));
    }
    out
}

/// The tree in one line: `(and (bag export controls) (date 2024-05))`.
pub fn expression(node: &Node) -> String {
    // Recursion is limited by `MAX_DEPTH`.
    let children = node.children();
    if children.is_empty() {
        return match &node.kind {
            NodeKind::Bag(_) => "(nothing)".to_owned(),
            _ => label(&node.kind),
        };
    }
    let members: Vec<String> = children.into_iter().map(expression).collect();
    format!("({} {})", label(&node.kind), members.join(" "))
}

/// The tree as JSON: `type`, `span` (bytes), and what the kind of node has.
pub fn to_json(query: &Query) -> Value {
    node_json(&query.root)
}

fn node_json(node: &Node) -> Value {
    let mut object = match properties(&node.kind) {
        Value::Object(object) => object,
        _ => serde_json::Map::new(),
    };
    object.insert("type".to_owned(), json!(name(&node.kind)));
    object.insert("span".to_owned(), json!([node.span.start, node.span.end]));
    let children: Vec<Value> = node.children().into_iter().map(node_json).collect();
    if !children.is_empty() {
        object.insert("members".to_owned(), Value::Array(children));
    }
    Value::Object(object)
}

fn properties(kind: &NodeKind) -> Value {
    match kind {
        NodeKind::Word(word) => word_json(word),
        NodeKind::Phrase(phrase) => {
            json!({ "words": phrase.words.iter().map(word_json).collect::<Vec<_>>() })
        }
        NodeKind::Regex(pattern) => json!({ "pattern": pattern }),
        NodeKind::Near(near) => {
            json!({ "distance": near.distance, "ordered": near.ordered, "negated": near.negated })
        }
        NodeKind::SameUnit(same) => json!({ "unit": unit(same.unit), "negated": same.negated }),
        NodeKind::AtLeast { count, .. } => json!({ "count": count }),
        NodeKind::First { words, .. } => json!({ "words": words }),
        NodeKind::Field(scope, _) => {
            json!({ "fields": scope.fields.iter().map(|field| field.as_str()).collect::<Vec<_>>() })
        }
        NodeKind::Boost { factor, .. } => json!({ "factor": factor }),
        NodeKind::DateRange(range) => {
            json!({ "field": range.field.as_str(), "from": range.from, "to": range.to, "text": range.text })
        }
        NodeKind::NumberRange(range) => {
            json!({ "field": range.field.as_str(), "from": range.from, "to": range.to })
        }
        NodeKind::Exists(field) => json!({ "field": field.as_str() }),
        NodeKind::OneOf(field, values) => json!({ "field": field.as_str(), "values": values }),
        NodeKind::Like(id) => json!({ "id": id }),
        NodeKind::All
        | NodeKind::Bag(_)
        | NodeKind::Must(_)
        | NodeKind::And(_)
        | NodeKind::Or(_)
        | NodeKind::Not(_) => json!({}),
    }
}

fn word_json(word: &Word) -> Value {
    let (pattern, letters) = match word.pattern {
        Pattern::Plain => ("plain", None),
        Pattern::Wildcard => ("wildcard", None),
        Pattern::Fuzzy(letters) => ("fuzzy", Some(letters)),
    };
    let mut value = json!({ "text": word.text, "pattern": pattern, "form": form(word.form), "case": case(word.case) });
    if let (Some(letters), Some(object)) = (letters, value.as_object_mut()) {
        object.insert("letters".to_owned(), json!(letters));
    }
    value
}

/// The name of a kind of node, in JSON.
fn name(kind: &NodeKind) -> &'static str {
    match kind {
        NodeKind::All => "all",
        NodeKind::Word(_) => "word",
        NodeKind::Phrase(_) => "phrase",
        NodeKind::Regex(_) => "regex",
        NodeKind::Near(_) => "near",
        NodeKind::SameUnit(_) => "same_unit",
        NodeKind::AtLeast { .. } => "at_least",
        NodeKind::First { .. } => "first",
        NodeKind::Field(..) => "field",
        NodeKind::Bag(_) => "bag",
        NodeKind::Must(_) => "must",
        NodeKind::And(_) => "and",
        NodeKind::Or(_) => "or",
        NodeKind::Not(_) => "not",
        NodeKind::Boost { .. } => "boost",
        NodeKind::DateRange(_) => "date_range",
        NodeKind::NumberRange(_) => "number_range",
        NodeKind::Exists(_) => "exists",
        NodeKind::OneOf(..) => "one_of",
        NodeKind::Like(_) => "like",
    }
}

pub(super) fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Sentence => "sentence",
        Unit::Paragraph => "paragraph",
        Unit::Segment => "segment",
    }
}

fn form(form: Form) -> &'static str {
    match form {
        Form::Stemmed => "stemmed",
        Form::Exact => "exact",
        Form::Number => "number",
        Form::Singular => "singular",
        Form::Plural => "plural",
    }
}

fn case(case: Case) -> &'static str {
    match case {
        Case::Any => "any",
        Case::Caps => "caps",
        Case::AllCaps => "allcaps",
        Case::NoCaps => "nocaps",
    }
}

/// The short name of a node in an expression, with what it has besides members.
fn label(kind: &NodeKind) -> String {
    match kind {
        NodeKind::Word(word) => word_text(word),
        NodeKind::Phrase(phrase) => {
            let words: Vec<String> = phrase.words.iter().map(bare_text).collect();
            let style = phrase.words.first().map(style_text).unwrap_or_default();
            format!("{style}\"{}\"", words.join(" "))
        }
        NodeKind::Regex(pattern) => format!("/{pattern}/"),
        NodeKind::Near(near) => {
            let negation = if near.negated { "not-" } else { "" };
            let name = if near.ordered { "pre" } else { "near" };
            format!("{negation}{name}/{}", near.distance)
        }
        NodeKind::SameUnit(same) => {
            let negation = if same.negated { "not-" } else { "" };
            format!("{negation}{}", unit(same.unit))
        }
        NodeKind::AtLeast { count, .. } => format!("atleast{count}"),
        NodeKind::First { words, .. } => format!("first{words}"),
        NodeKind::Field(scope, _) => scope_text(scope),
        NodeKind::Boost { factor, .. } => format!("^{factor}"),
        NodeKind::DateRange(range) => format!("({} {})", range.field.as_str(), range.text),
        NodeKind::NumberRange(range) => format!("({} {})", range.field.as_str(), numbers(range)),
        NodeKind::Exists(field) => format!("(exists {})", field.as_str()),
        NodeKind::OneOf(field, values) => {
            format!("(one-of {} {})", field.as_str(), values.join(" "))
        }
        NodeKind::Like(id) => format!("(like {id})"),
        other => name(other).to_owned(),
    }
}

fn scope_text(scope: &FieldScope) -> String {
    let names: Vec<&str> = scope.fields.iter().map(|field| FieldName::as_str(*field)).collect();
    names.join("+")
}

/// `caps:exact:`, or nothing for a word that is meant as usual.
fn style_text(word: &Word) -> String {
    let mut style = String::new();
    if word.case != Case::Any {
        style.push_str(case(word.case));
        style.push(':');
    }
    if word.form != Form::Stemmed {
        style.push_str(form(word.form));
        style.push(':');
    }
    style
}

fn bare_text(word: &Word) -> String {
    match word.pattern {
        Pattern::Fuzzy(letters) => format!("{}~{letters}", word.text),
        _ => word.text.clone(),
    }
}

/// A word, between backticks if its signs could be taken for those of the expression.
fn word_text(word: &Word) -> String {
    let literal = word.pattern != Pattern::Wildcard && word.text.contains(['*', '?']);
    let sign = |c: char| c.is_whitespace() || "()\":=^~/+`".contains(c);
    let text = bare_text(word);
    let text = if literal || word.text.contains(sign) { format!("`{text}`") } else { text };
    format!("{}{text}", style_text(word))
}

/// `1000..` or `500..1000`, both ends included.
pub(super) fn numbers(range: &NumberRange) -> String {
    let from = range.from.map(|from| from.to_string()).unwrap_or_default();
    let to = range.to.map(|to| to.saturating_sub(1).to_string()).unwrap_or_default();
    if !from.is_empty() && from == to {
        return from;
    }
    format!("{from}..{to}")
}

/// A node in words, for the indented tree.
fn sentence(node: &Node) -> String {
    match &node.kind {
        NodeKind::All => "every article".to_owned(),
        NodeKind::Word(word) => match word.pattern {
            Pattern::Plain => format!("word {}", word_text(word)),
            Pattern::Wildcard => format!("words like {}", word_text(word)),
            Pattern::Fuzzy(_) => format!("words nearly like {}", word_text(word)),
        },
        NodeKind::Phrase(_) => format!("phrase {}", label(&node.kind)),
        NodeKind::Regex(_) => format!("words matching {}", label(&node.kind)),
        NodeKind::Near(near) => {
            let apart = if near.distance == 1 { "word" } else { "words" };
            let order = if near.ordered { "in this order" } else { "in any order" };
            let negation = if near.negated { "NOT " } else { "" };
            format!("{negation}within {} {apart}, {order}", near.distance)
        }
        NodeKind::SameUnit(same) => {
            let negation = if same.negated { "NOT " } else { "" };
            format!("{negation}in the same {}", unit(same.unit))
        }
        NodeKind::AtLeast { count, .. } => format!("at least {count} times"),
        NodeKind::First { words, .. } => format!("in the first {words} words"),
        NodeKind::Field(scope, _) => format!("in {}", scope_text(scope)),
        NodeKind::Bag(members) if members.is_empty() => "nothing".to_owned(),
        NodeKind::Bag(_) => "bag of words, ranked".to_owned(),
        NodeKind::Must(_) => "required".to_owned(),
        NodeKind::And(_) => "AND".to_owned(),
        NodeKind::Or(_) => "OR".to_owned(),
        NodeKind::Not(_) => "NOT".to_owned(),
        NodeKind::Boost { factor, .. } => format!("weighing {factor} times as much"),
        NodeKind::DateRange(range) => date_sentence(range),
        NodeKind::NumberRange(range) => format!("{} {}", range.field.as_str(), numbers(range)),
        NodeKind::Exists(field) => format!("{} has a value", field.as_str()),
        NodeKind::OneOf(field, values) => {
            format!("{} is one of: {}", field.as_str(), values.join(", "))
        }
        NodeKind::Like(id) => format!("articles like {id}"),
    }
}

/// `date last-month: from 2024-02-01 to before 2024-03-01 (UTC)`.
fn date_sentence(range: &DateRange) -> String {
    let shown = |second: Option<i64>| {
        second.and_then(|second| date_at(second, second.rem_euclid(86_400) == 0)).map(|date| date.to_string())
    };
    let mut text = format!("{} {}:", range.field.as_str(), range.text);
    if let Some(from) = shown(range.from) {
        text.push_str(&format!(" from {from}"));
    }
    if let Some(to) = shown(range.to) {
        text.push_str(&format!(" to before {to}"));
    }
    text.push_str(" (UTC)");
    text
}
