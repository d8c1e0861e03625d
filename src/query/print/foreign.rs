//! The dialects of the vendors: Nexis, Factiva, ProQuest.

use super::super::ast::{FieldName, Near, Node, NodeKind, Query, SameUnit, Span, Unit};
use super::super::dialect::Dialect;
use super::super::field::code;
use super::super::language;
use super::super::problem::Warning;

pub(super) fn write(query: &Query, dialect: Dialect) -> (String, Vec<Warning>) {
    let mut writer = Writer { dialect, warnings: Vec::new(), stemming_reported: false, field: None };
    let text = writer.text(&query.root).map(|text| text.text).unwrap_or_default();
    (text, writer.warnings)
}

/// Query text and whether it can stand beside an operator without parentheses.
pub(super) struct Text {
    pub(super) text: String,
    pub(super) simple: bool,
}

impl Text {
    pub(super) fn simple(text: impl Into<String>) -> Option<Text> {
        Some(Text { text: text.into(), simple: true })
    }

    fn compound(text: String) -> Option<Text> {
        Some(Text { text, simple: false })
    }

    fn grouped(self) -> String {
        if self.simple {
            return self.text;
        }
        format!("({})", self.text)
    }
}

pub(super) struct Writer {
    pub(super) dialect: Dialect,
    pub(super) warnings: Vec<Warning>,
    /// Whether it has been said that this dialect does not stem.
    pub(super) stemming_reported: bool,
    /// The field that what is written stands in.
    pub(super) field: Option<FieldName>,
}

impl Writer {
    pub(super) fn warn(&mut self, message: impl Into<String>, span: Span, hint: &str) {
        self.warnings.push(Warning { message: message.into(), span, hint: hint.to_owned() });
    }

    fn lacks(&mut self, what: &str, span: Span, hint: &str) {
        let message = format!("{} has no {what}", self.dialect);
        self.warn(message, span, hint);
    }

    /// The text of a node; `None` if nothing of it can be said.
    fn text(&mut self, node: &Node) -> Option<Text> {
        // Recursion is limited by `MAX_DEPTH`.
        let span = node.span;
        match &node.kind {
            NodeKind::Word(word) => self.word(word, span),
            NodeKind::Phrase(phrase) => self.phrase(phrase, span),
            NodeKind::Near(near) => self.near(near, span),
            NodeKind::SameUnit(same) => self.same_unit(same, span),
            NodeKind::AtLeast { count, node } => self.at_least(*count, node, span),
            NodeKind::First { words, node } => {
                let inner = self.text(node)?;
                if self.dialect == Dialect::Factiva {
                    return Text::simple(format!("{}/F{words}/", inner.grouped()));
                }
                self.lacks("search in the first words", span, "the whole text counts there");
                Some(inner)
            }
            NodeKind::Field(scope, node) => {
                let outer = std::mem::replace(&mut self.field, scope.fields.first().copied());
                let inner = self.text(node);
                self.field = outer;
                self.scoped(&scope.fields, inner?, span)
            }
            NodeKind::Bag(members) => self.bag(members, span),
            NodeKind::Must(node) => self.text(node),
            NodeKind::And(members) => {
                let (out, kept): (Vec<&Node>, Vec<&Node>) =
                    members.iter().partition(|member| matches!(member.kind, NodeKind::Not(_)));
                self.conjunction(&kept, &out, span)
            }
            NodeKind::Or(members) => self.joined(&members.iter().collect::<Vec<_>>(), "or"),
            NodeKind::Not(_) => self.conjunction(&[], &[node], span),
            NodeKind::Boost { node, .. } => {
                self.lacks("weights", span, "the weight is left out");
                self.text(node)
            }
            NodeKind::DateRange(range) => self.date(range, span),
            NodeKind::NumberRange(range) => self.number(range, span),
            NodeKind::OneOf(field, values) => {
                let values: Vec<String> = values
                    .iter()
                    .map(|value| self.value(*field, value).replace('"', " "))
                    .map(|value| format!("\"{value}\""))
                    .collect();
                let simple = values.len() == 1;
                let text = values.join(&self.operator("or"));
                self.scoped(&[*field], Text { text, simple }, span)
            }
            NodeKind::All => self.left_out("way to ask for every article", span),
            NodeKind::Regex(_) => self.left_out("regular expressions", span),
            NodeKind::Exists(_) => self.left_out("test for a field that is not empty", span),
            NodeKind::Like(_) => self.left_out("\"articles like this\"", span),
        }
    }

    /// A value as the dialect writes it: Nexis and ProQuest name languages in English.
    pub(super) fn value(&self, field: FieldName, value: &str) -> String {
        if field == FieldName::Language
            && self.dialect != Dialect::Factiva
            && let Some(name) = language::name(value)
        {
            return name.to_owned();
        }
        value.to_owned()
    }

    fn left_out(&mut self, what: &str, span: Span) -> Option<Text> {
        self.lacks(what, span, "left out");
        None
    }

    /// The operator with blanks around it, in the dialect's usual case.
    fn operator(&self, name: &str) -> String {
        match self.dialect {
            Dialect::ProQuest => format!(" {} ", name.to_ascii_uppercase()),
            _ => format!(" {name} "),
        }
    }

    fn joined(&mut self, nodes: &[&Node], name: &str) -> Option<Text> {
        let texts: Vec<Text> = nodes.iter().filter_map(|node| self.text(node)).collect();
        let operator = self.operator(name);
        if texts.len() < 2 {
            return texts.into_iter().next();
        }
        let texts: Vec<String> = texts.into_iter().map(Text::grouped).collect();
        Text::compound(texts.join(&operator))
    }

    /// Everything of `kept` and nothing of `out`, whose members are `Not`.
    fn conjunction(&mut self, kept: &[&Node], out: &[&Node], span: Span) -> Option<Text> {
        let kept = self.joined(kept, "and");
        let mut text = match kept {
            Some(kept) if out.is_empty() => return Some(kept),
            Some(kept) if self.dialect == Dialect::Nexis && kept.simple => kept.text,
            Some(kept) => kept.grouped(),
            None => String::new(),
        };
        if text.is_empty() && !out.is_empty() {
            self.lacks("query that only excludes", span, "add a word that has to match");
        }
        let name = if self.dialect == Dialect::Nexis { "and not" } else { "not" };
        for member in out {
            let NodeKind::Not(inner) = &member.kind else {
                continue;
            };
            let Some(inner) = self.text(inner) else {
                continue;
            };
            if text.is_empty() {
                text = self.operator("not").trim_start().to_owned();
            } else {
                text.push_str(&self.operator(name));
            }
            text.push_str(&inner.grouped());
        }
        if text.is_empty() {
            return None;
        }
        Text::compound(text)
    }

    /// A bag as what has to match: its required members, or any of the others.
    fn bag(&mut self, members: &[Node], span: Span) -> Option<Text> {
        if members.is_empty() {
            return None;
        }
        self.lacks("ranked bag of words", span, "written with AND, OR and NOT");
        let out: Vec<&Node> = members.iter().filter(|node| matches!(node.kind, NodeKind::Not(_))).collect();
        let must: Vec<&Node> = members.iter().filter(|node| matches!(node.kind, NodeKind::Must(_))).collect();
        if !must.is_empty() {
            return self.conjunction(&must, &out, span);
        }
        let free: Vec<Node> = members.iter().filter(|node| !matches!(node.kind, NodeKind::Not(_))).cloned().collect();
        let either = Node::new(NodeKind::Or(free), span);
        self.conjunction(&[&either], &out, span)
    }

    fn near(&mut self, near: &Near, span: Span) -> Option<Text> {
        let nexis = self.dialect == Dialect::Nexis;
        if near.negated && (!nexis || near.ordered) {
            self.lacks("exclusion of this kind of nearness", span, "only the left side is asked for");
            return self.text(&near.left);
        }
        let limit = match self.dialect {
            Dialect::Nexis => 255,
            Dialect::Factiva => 500,
            _ => u32::MAX,
        };
        if near.distance > limit {
            self.warn(
                format!("{} counts to {limit} words at most", self.dialect),
                span,
                "fewer articles are found there",
            );
        }
        let distance = near.distance.min(limit);
        let name = match (self.dialect, near.ordered) {
            (Dialect::Factiva, true) => format!("w/{distance}"),
            (Dialect::Factiva, false) => format!("near{distance}"),
            (Dialect::Nexis, false) if near.negated => format!("not w/{distance}"),
            (Dialect::Nexis, false) => format!("w/{distance}"),
            (Dialect::ProQuest, false) => format!("NEAR/{distance}"),
            _ => format!("pre/{distance}"),
        };
        self.joined(&[&near.left, &near.right], &name)
    }

    fn same_unit(&mut self, same: &SameUnit, span: Span) -> Option<Text> {
        let operands = [same.left.as_ref(), same.right.as_ref()];
        let name = match (self.dialect, same.unit) {
            (Dialect::Nexis, Unit::Sentence) => "w/s",
            (Dialect::Nexis, Unit::Paragraph) => "w/p",
            (Dialect::Nexis, Unit::Segment) => "w/seg",
            (Dialect::Factiva, Unit::Paragraph) if !same.negated => "same",
            _ if same.negated => {
                self.lacks("exclusion within a unit of text", span, "only the left side is asked for");
                return self.text(&same.left);
            }
            (Dialect::Factiva, Unit::Sentence) => {
                self.lacks("operator for the same sentence", span, "written as the same paragraph");
                "same"
            }
            _ => {
                self.lacks("operator for this unit of text", span, "written as AND");
                "and"
            }
        };
        let negated = format!("not {name}");
        self.joined(&operands, if same.negated { &negated } else { name })
    }

    fn at_least(&mut self, count: u32, node: &Node, span: Span) -> Option<Text> {
        let inner = self.text(node)?;
        match self.dialect {
            Dialect::Nexis => Text::simple(format!("atleast{count}({})", inner.text)),
            Dialect::Factiva => {
                if count > 50 {
                    self.warn("Factiva counts to 50 at most", span, "more articles are found there");
                }
                if !inner.simple {
                    self.warn("Factiva counts single words only", span, "split the group");
                }
                // Its prefix reaches over proximity operators, so it is kept apart.
                Text::compound(format!("atleast{} {}", count.min(50), inner.grouped()))
            }
            _ => {
                self.lacks("count of occurrences", span, "once is enough there");
                Some(inner)
            }
        }
    }

    /// `headline(x)`, `hd=x`, `TI(x)`, or an OR of several of them.
    pub(super) fn scoped(&mut self, fields: &[FieldName], inner: Text, span: Span) -> Option<Text> {
        let mut names: Vec<&str> = code(fields, self.dialect).into_iter().collect();
        if names.is_empty() {
            let known: Vec<Option<&str>> = fields.iter().map(|field| field.code(self.dialect)).collect();
            if known.iter().any(Option::is_none) {
                let missing: Vec<&str> = fields
                    .iter()
                    .filter(|field| field.code(self.dialect).is_none())
                    .map(|field| field.as_str())
                    .collect();
                let hint = if missing.len() == fields.len() {
                    "searched for in the whole article there"
                } else {
                    "left out of the fields"
                };
                self.lacks(&format!("field for {}", missing.join(", ")), span, hint);
            }
            names = known.into_iter().flatten().collect();
        }
        let written = |name: &str| match self.dialect {
            Dialect::Factiva if inner.simple => format!("{name}={}", inner.text),
            Dialect::Factiva => format!("{name}=({})", inner.text),
            Dialect::ProQuest => format!("{}({})", name.to_ascii_uppercase(), inner.text),
            _ => format!("{name}({})", inner.text),
        };
        let texts: Vec<String> = names.into_iter().map(written).collect();
        match texts.len() {
            0 => Some(inner),
            // Factiva's prefix reaches over proximity operators, so it is kept apart.
            1 => Some(Text { text: texts.concat(), simple: self.dialect != Dialect::Factiva }),
            _ => Text::compound(texts.join(&self.operator("or"))),
        }
    }
}
