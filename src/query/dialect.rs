//! The query languages we read and write, and where they disagree.
//!
//! The vendors' rules are those of their public help pages: LexisNexis "terms and connectors",
//! Factiva FDK operator, range and field pages, ProQuest search tips, Lucene `QueryParser`.

use super::ast::Form;
use super::operator::Operator;
use std::fmt;

/// A query language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Dialect {
    /// Our own: words side by side are a ranked bag, every operator of the others is known.
    #[default]
    Morgue,
    /// Lucene's classic query parser, as Elasticsearch's `query_string` and tantivy use it.
    Lucene,
    /// Nexis terms and connectors.
    Nexis,
    /// Factiva free text search.
    Factiva,
    /// ProQuest command line search.
    ProQuest,
}

/// What words mean that stand side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Adjacency {
    /// A ranked bag.
    Bag,
    /// Either; with `+` and `-` a bag.
    Either,
    /// A phrase.
    Phrase,
    /// All of them.
    All,
}

impl Dialect {
    /// All of them, ours first.
    pub const ALL: [Dialect; 5] =
        [Dialect::Morgue, Dialect::Lucene, Dialect::Nexis, Dialect::Factiva, Dialect::ProQuest];

    /// The word used on the command line and in records.
    pub fn as_str(self) -> &'static str {
        match self {
            Dialect::Morgue => "morgue",
            Dialect::Lucene => "lucene",
            Dialect::Nexis => "nexis",
            Dialect::Factiva => "factiva",
            Dialect::ProQuest => "proquest",
        }
    }

    /// Reads the word, in any case.
    pub fn parse(text: &str) -> Option<Self> {
        Dialect::ALL.into_iter().find(|dialect| dialect.as_str().eq_ignore_ascii_case(text))
    }

    /// What words side by side mean.
    pub(super) fn adjacency(self) -> Adjacency {
        match self {
            Dialect::Morgue => Adjacency::Bag,
            Dialect::Lucene => Adjacency::Either,
            Dialect::Nexis | Dialect::Factiva => Adjacency::Phrase,
            Dialect::ProQuest => Adjacency::All,
        }
    }

    /// Which forms of a word are found: of Nexis, singular and plural; of Factiva, what is written.
    pub(super) fn usual_form(self) -> Form {
        match self {
            Dialect::Morgue | Dialect::Lucene | Dialect::ProQuest => Form::Stemmed,
            Dialect::Nexis => Form::Number,
            Dialect::Factiva => Form::Exact,
        }
    }

    /// Whether `and`, `or` and `not` are operators in small letters too.
    pub(super) fn small_operators(self) -> bool {
        self != Dialect::Lucene
    }

    /// Whether `+ - ! && || ^ ~ \ /regex/` and `name:` are syntax.
    pub(super) fn has_signs(self) -> bool {
        matches!(self, Dialect::Morgue | Dialect::Lucene)
    }

    /// Whether `name=` names a field.
    pub(super) fn has_equals_fields(self) -> bool {
        matches!(self, Dialect::Morgue | Dialect::Factiva)
    }

    /// Whether `name(` names a field.
    pub(super) fn has_function_fields(self) -> bool {
        matches!(self, Dialect::Morgue | Dialect::Nexis | Dialect::ProQuest)
    }

    /// What to do about a sign without its partner; only some dialects can take a sign literally.
    pub(super) fn unbalanced_hint(self, sign: char) -> String {
        if self.has_signs() {
            return format!("add its partner, or write `\\{sign}` if the sign itself is meant");
        }
        "add its partner, or remove it".to_owned()
    }

    /// How tightly an operator binds; a smaller pair binds tighter, equal pairs go left to right.
    /// The second number orders proximity operators of one chain by their distance.
    pub(super) fn binding(self, operator: &Operator) -> (u8, u32) {
        let distance = match operator {
            Operator::Near { distance, .. } => *distance,
            _ => 0,
        };
        let rank = |order: &[Class]| {
            let class = Class::of(operator);
            order.iter().position(|member| *member == class).map_or(u8::MAX, |at| u8::try_from(at).unwrap_or(u8::MAX))
        };
        use Class::{And, AndNot, Near, Or, Ordered, Paragraph, Segment, Sentence, Side};
        match self {
            Dialect::Morgue => match operator {
                // Exclusion is a conjunction, so it takes its turn among them.
                Operator::AndNot => self.binding(&Operator::And),
                Operator::Near { .. } => (1, distance),
                _ => (2 + rank(&[Sentence, Paragraph, Segment, Class::Not, Side, And, Or]), 0),
            },
            Dialect::Lucene => match operator {
                Operator::AndNot => self.binding(&Operator::And),
                // An `OR` says what the blank says already.
                Operator::Side => self.binding(&Operator::Or),
                _ => (1 + rank(&[Class::Not, And, Or]), 0),
            },
            Dialect::Nexis => match operator {
                Operator::Near { .. } => (3, distance),
                Operator::Not => self.binding(&Operator::AndNot),
                _ => (1 + rank(&[Side, Or, Near, Sentence, Paragraph, Segment, And, AndNot]), 0),
            },
            Dialect::Factiva => match operator {
                Operator::Near { .. } | Operator::Same { .. } => (2, 0),
                Operator::Not => self.binding(&Operator::AndNot),
                _ => (1 + rank(&[Side, Near, Class::Prefix, AndNot, And, Or]), 0),
            },
            Dialect::ProQuest => match operator {
                Operator::Side => self.binding(&Operator::And),
                Operator::Not => self.binding(&Operator::AndNot),
                Operator::Same { .. } => (2, 0),
                _ => (1 + rank(&[Ordered, Near, And, Or, AndNot]), 0),
            },
        }
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Dialect::Morgue => "morgue",
            Dialect::Lucene => "Lucene",
            Dialect::Nexis => "Nexis",
            Dialect::Factiva => "Factiva",
            Dialect::ProQuest => "ProQuest",
        })
    }
}

/// Operators that share a place in the tables of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Side,
    And,
    AndNot,
    Or,
    Not,
    Near,
    Ordered,
    Sentence,
    Paragraph,
    Segment,
    Prefix,
}

impl Class {
    fn of(operator: &Operator) -> Class {
        use super::ast::Unit;
        match operator {
            Operator::Side => Class::Side,
            Operator::And => Class::And,
            Operator::AndNot => Class::AndNot,
            Operator::Or => Class::Or,
            Operator::Not => Class::Not,
            Operator::Near { ordered: true, .. } => Class::Ordered,
            Operator::Near { .. } => Class::Near,
            Operator::Same { unit, .. } => match unit {
                Unit::Sentence => Class::Sentence,
                Unit::Paragraph => Class::Paragraph,
                Unit::Segment => Class::Segment,
            },
            Operator::LoosePrefix => Class::Prefix,
        }
    }
}
