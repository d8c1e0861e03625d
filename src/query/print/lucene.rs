//! The Lucene dialect: no proximity between groups, no counts, no word forms.

use super::super::ast::{Case, DateRange, Form, Near, Node, NodeKind, NumberRange, Pattern, Query, Span, Word};
use super::super::dialect::Dialect;
use super::super::field::{FieldKind, code};
use super::super::operator::keyword;
use super::super::period::date_at;
use super::super::problem::Warning;
use super::morgue::regex;
use super::{Place, escaped, is_simple, quoted};

/// Most phrases that one proximity between groups is written out as.
const MAX_PHRASES: usize = 64;

const DAY: i64 = 86_400;

pub(super) fn write(query: &Query) -> (String, Vec<Warning>) {
    let mut writer = Writer { warnings: Vec::new(), verbatim: false };
    let text = writer.text(&query.root).unwrap_or_default();
    (text, writer.warnings)
}

struct Writer {
    warnings: Vec<Warning>,
    /// Whether what is written stands in a verbatim field.
    verbatim: bool,
}

impl Writer {
    fn warn(&mut self, message: impl Into<String>, span: Span, hint: &str) {
        self.warnings.push(Warning { message: message.into(), span, hint: hint.to_owned() });
    }

    /// The text of a node; `None` if nothing of it can be said.
    fn text(&mut self, node: &Node) -> Option<String> {
        // Recursion is limited by `MAX_DEPTH`.
        let span = node.span;
        match &node.kind {
            NodeKind::All => Some("*:*".to_owned()),
            NodeKind::Word(word) => Some(self.word(word, span)),
            NodeKind::Phrase(phrase) => {
                for word in &phrase.words {
                    self.warn_of_style(word, span);
                    if word.pattern != Pattern::Plain {
                        self.warn("Lucene has no wildcards in phrases", span, "the sign is written as text");
                    }
                }
                Some(phrase_text(&phrase.words))
            }
            NodeKind::Regex(pattern) => Some(regex(pattern)),
            NodeKind::Near(near) => self.near(near, span),
            NodeKind::SameUnit(same) => {
                let message = "Lucene knows neither sentences nor paragraphs";
                if same.negated {
                    self.warn(message, span, "only the left side is asked for");
                    return self.text(&same.left);
                }
                self.warn(message, span, "written as AND");
                self.joined(&[&same.left, &same.right], " AND ")
            }
            NodeKind::AtLeast { node, .. } => {
                self.warn("Lucene cannot count occurrences", span, "once is enough there");
                self.text(node)
            }
            NodeKind::First { node, .. } => {
                self.warn("Lucene cannot look at the first words only", span, "the whole text counts there");
                self.text(node)
            }
            NodeKind::Field(scope, inner) => {
                let outer = self.verbatim;
                self.verbatim = scope.fields.iter().any(|field| field.kind() == FieldKind::Verbatim);
                let value = match &inner.kind {
                    NodeKind::Word(word) if self.verbatim => Some(escaped(word, Place::Verbatim)),
                    NodeKind::Word(_) | NodeKind::Phrase(_) => self.text(inner),
                    _ => self.text(inner).map(|text| format!("({text})")),
                };
                self.verbatim = outer;
                let value = value?;
                let fields: Vec<String> = scope
                    .fields
                    .iter()
                    .filter_map(|field| code(&[*field], Dialect::Lucene))
                    .map(|name| format!("{name}:{value}"))
                    .collect();
                match fields.as_slice() {
                    [one] => Some(one.clone()),
                    several => Some(format!("({})", several.join(" OR "))),
                }
            }
            NodeKind::Bag(members) => {
                let texts: Vec<String> = members.iter().filter_map(|member| self.bag_member(member)).collect();
                (!texts.is_empty()).then(|| texts.join(" "))
            }
            NodeKind::Must(node) => self.group(node),
            NodeKind::And(members) => {
                let texts: Vec<String> = members
                    .iter()
                    .filter_map(|member| match &member.kind {
                        NodeKind::Not(inner) => self.group(inner).map(|text| format!("NOT {text}")),
                        _ => self.group(member),
                    })
                    .collect();
                let only_excludes = texts.iter().all(|text| text.starts_with("NOT "));
                let all = if only_excludes && !texts.is_empty() { "*:* AND " } else { "" };
                (!texts.is_empty()).then(|| format!("{all}{}", texts.join(" AND ")))
            }
            NodeKind::Or(members) => self.joined(&members.iter().collect::<Vec<_>>(), " OR "),
            NodeKind::Not(node) => self.group(node).map(|text| format!("*:* AND NOT {text}")),
            NodeKind::Boost { factor, node } => {
                let plain = matches!(node.kind, NodeKind::Word(_) | NodeKind::Phrase(_)) && !self.verbatim;
                let text = self.text(node)?;
                Some(if plain { format!("{text}^{factor}") } else { format!("({text})^{factor}") })
            }
            NodeKind::DateRange(range) => date(range),
            NodeKind::NumberRange(range) => number(range),
            NodeKind::Exists(field) => Some(format!("{}:*", field.code(Dialect::Lucene)?)),
            NodeKind::OneOf(field, values) => {
                let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
                Some(format!("{}:({})", field.code(Dialect::Lucene)?, values.join(" OR ")))
            }
            NodeKind::Like(_) => {
                self.warn("Lucene's query language has no \"articles like this\"", span, "left out");
                None
            }
        }
    }

    fn group(&mut self, node: &Node) -> Option<String> {
        let text = self.text(node)?;
        let alone = is_simple(&node.kind) || matches!(node.kind, NodeKind::Field(..) | NodeKind::Regex(_));
        Some(if alone { text } else { format!("({text})") })
    }

    fn joined(&mut self, nodes: &[&Node], operator: &str) -> Option<String> {
        let texts: Vec<String> = nodes.iter().filter_map(|node| self.group(node)).collect();
        (!texts.is_empty()).then(|| texts.join(operator))
    }

    fn bag_member(&mut self, member: &Node) -> Option<String> {
        match &member.kind {
            NodeKind::Must(inner) => self.group(inner).map(|text| format!("+{text}")),
            NodeKind::Not(inner) => self.group(inner).map(|text| format!("-{text}")),
            _ => self.group(member),
        }
    }

    fn word(&mut self, word: &Word, span: Span) -> String {
        self.warn_of_style(word, span);
        if self.verbatim && word.pattern == Pattern::Plain {
            return quoted(&word.text);
        }
        if self.verbatim {
            return escaped(word, Place::VerbatimGroup);
        }
        if word.pattern == Pattern::Wildcard
            && let Some(pattern) = expression(&word.text)
        {
            return regex(&pattern);
        }
        let text = escaped(word, Place::Bare);
        if keyword(&text, Dialect::Lucene).is_some() {
            return format!("\\{text}");
        }
        text
    }

    fn warn_of_style(&mut self, word: &Word, span: Span) {
        if word.form != Form::Stemmed {
            self.warn("Lucene leaves word forms to the field", span, "search in a field without stemming");
        }
        if word.case != Case::Any {
            self.warn("Lucene leaves capitals to the field", span, "search in a field that keeps capitals");
        }
    }

    /// Proximity as phrases with slop: exact for two single words in any order.
    fn near(&mut self, near: &Near, span: Span) -> Option<String> {
        if near.negated {
            self.warn("Lucene cannot exclude nearness", span, "only the left side is asked for");
            return self.text(&near.left);
        }
        let pairs = alternatives(&near.left).zip(alternatives(&near.right));
        let Some((left, right)) = pairs.filter(|(left, right)| left.len() * right.len() <= MAX_PHRASES) else {
            self.warn("Lucene has proximity between plain words only", span, "written as AND");
            return self.joined(&[&near.left, &near.right], " AND ");
        };
        let single = left.iter().chain(&right).all(|words| words.len() == 1);
        if !single {
            self.warn("Lucene counts the words of a phrase as moves", span, "some matches may differ");
        }
        if near.ordered && near.distance > 1 {
            self.warn("Lucene's `~` allows the reverse order too", span, "more articles are found there");
        }
        let slop = near.distance.saturating_sub(1);
        let phrase = |one: &[Word], two: &[Word]| {
            let text = phrase_text(&[one, two].concat());
            if slop == 0 { text } else { format!("{text}~{slop}") }
        };
        let mut phrases = Vec::new();
        for one in &left {
            for two in &right {
                phrases.push(phrase(one, two));
                if !near.ordered {
                    phrases.push(phrase(two, one));
                }
            }
        }
        Some(phrases.join(" OR "))
    }
}

/// The sequences of plain words that a node stands for; `None` if it is more than that.
fn alternatives(node: &Node) -> Option<Vec<Vec<Word>>> {
    let plain = |word: &Word| word.pattern == Pattern::Plain && word.form == Form::Stemmed && word.case == Case::Any;
    match &node.kind {
        NodeKind::Word(word) if plain(word) => Some(vec![vec![word.clone()]]),
        NodeKind::Phrase(phrase) if phrase.words.iter().all(plain) => Some(vec![phrase.words.clone()]),
        NodeKind::Or(members) => {
            let lists: Option<Vec<_>> = members.iter().map(alternatives).collect();
            Some(lists?.concat())
        }
        _ => None,
    }
}

fn phrase_text(words: &[Word]) -> String {
    let words: Vec<String> = words.iter().map(|word| escaped(word, Place::Quoted)).collect();
    format!("\"{}\"", words.join(" "))
}

/// `date:[2024-01-01 TO 2024-03-01]`.
fn date(range: &DateRange) -> Option<String> {
    let name = range.field.code(Dialect::Lucene)?;
    let end = |second: Option<i64>, shift: i64| match second {
        None => Some("*".to_owned()),
        Some(second) if second.rem_euclid(DAY) == 0 => Some(date_at(second - shift * DAY, true)?.to_string()),
        Some(second) => Some(format!("\"{}\"", date_at(second - shift, false)?)),
    };
    Some(format!("{name}:[{} TO {}]", end(range.from, 0)?, end(range.to, 1)?))
}

/// `words:[1000 TO *]`.
fn number(range: &NumberRange) -> Option<String> {
    let name = range.field.code(Dialect::Lucene)?;
    let end = |number: Option<u64>| number.map_or("*".to_owned(), |number| number.to_string());
    let last = range.to.map(|to| to.saturating_sub(1));
    Some(format!("{name}:[{} TO {}]", end(range.from), end(last)))
}

/// The regular expression of a word with bounded wildcards; `None` if it has no such.
fn expression(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut is_bounded = false;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '*' => out.push_str(".*"),
            '?' => out.push('.'),
            '[' => {
                is_bounded = true;
                out.push_str(&format!(".{{0,{}}}", super::bound(&mut chars)));
            }
            c => {
                let literal = if c == '\\' { chars.next().unwrap_or(c) } else { c };
                if literal.is_ascii_punctuation() {
                    out.push('\\');
                }
                out.push(literal);
            }
        }
    }
    is_bounded.then_some(out)
}
