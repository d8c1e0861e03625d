//! The query's tree in terms of the index: words become leaves with tests and fields, dialects and aliases are gone.
//!
//! Field scopes are pushed down to the leaves. Words that are no words of the index (`COVID-19`) become phrases. What cannot
//! be asked of this index is a warning.

use crate::query::ast::{self, Case, FieldName, Form, Node, NodeKind, Pattern, Query, Unit};
use crate::search::locate::warn_of_distant_fields;
use crate::search::matching::Match;
use crate::search::name_forms::FormsOf;
use crate::search::pattern::{self, Piece};
use crate::search::scope::{Scope, field_scope, normal_value, value_columns, whole_field};
use crate::search::word::{Languages, WordTest};
use crate::text::segment::words;

/// A searched field, or a part of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "schema/article.json says what each field means")]
pub enum Slot {
    Title,
    Subtitle,
    Body,
    Author,
    Publisher,
    Section,
    Keyword,
    Person,
    Org,
    Place,
    Other,
    Url,
}

impl Slot {
    /// Every slot.
    pub const ALL: [Slot; 12] = [
        Slot::Title,
        Slot::Subtitle,
        Slot::Body,
        Slot::Author,
        Slot::Publisher,
        Slot::Section,
        Slot::Keyword,
        Slot::Person,
        Slot::Org,
        Slot::Place,
        Slot::Other,
        Slot::Url,
    ];
    /// Where words are looked for when no field is named.
    pub const TEXT: [Slot; 3] = [Slot::Title, Slot::Subtitle, Slot::Body];
    /// Names of people, organisations, places and other things.
    pub const ENTITIES: [Slot; 4] = [Slot::Person, Slot::Org, Slot::Place, Slot::Other];

    /// The field's name in `schema/article.json`.
    pub fn field_name(self) -> &'static str {
        match self {
            Slot::Title => "title",
            Slot::Subtitle => "subtitle",
            Slot::Body => "body",
            Slot::Author => "author",
            Slot::Publisher => "publisher",
            Slot::Section => "section",
            Slot::Keyword => "keyword",
            Slot::Person => "person",
            Slot::Org => "org",
            Slot::Place => "place",
            Slot::Other => "other",
            Slot::Url => "url",
        }
    }

    /// Whether sentences and paragraphs are marked in it.
    pub fn has_marks(self) -> bool {
        Slot::TEXT.contains(&self)
    }
}

/// A word or phrase to find.
pub struct Leaf {
    /// Tests for words that must stand one after the other.
    pub tokens: Vec<WordTest>,
    /// Where to look.
    pub slots: Vec<Slot>,
    /// Only in the lead of the body: its first two paragraphs.
    pub lead_only: bool,
    /// For messages: the word as written.
    pub text: String,
    /// What was written, if this is another form of that name.
    pub form_of: Option<String>,
    /// Where it is written in the query.
    pub span: ast::Span,
}

impl Leaf {
    /// The fields it is looked for in, by their names in queries.
    pub fn field_names(&self) -> Vec<&'static str> {
        let name = |slot: &Slot| match slot {
            Slot::Author => "byline",
            Slot::Other => "entity",
            Slot::Body if self.lead_only => "lead",
            slot => slot.field_name(),
        };
        self.slots.iter().map(name).collect()
    }
}

/// What to compute.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of the query's tree, and named there")]
pub enum Plan {
    /// All documents.
    All,
    /// No document.
    Nothing,
    /// Number of a leaf.
    Leaf(usize),
    /// Near each other.
    Near { left: Box<Plan>, right: Box<Plan>, distance: u32, ordered: bool, negated: bool },
    /// In the same unit.
    SameUnit { unit: Unit, left: Box<Plan>, right: Box<Plan>, negated: bool },
    /// So many occurrences.
    AtLeast { count: u32, plan: Box<Plan> },
    /// Among the first words.
    First { words: u32, plan: Box<Plan> },
    /// All of these.
    And(Vec<Plan>),
    /// Any of these.
    Or(Vec<Plan>),
    /// Not this.
    Not(Box<Plan>),
    /// Words typed side by side.
    Bag {
        /// These must match.
        must: Vec<Plan>,
        /// At least `least` of these must match.
        should: Vec<Plan>,
        /// See `should`.
        least: usize,
        /// These must not match.
        not: Vec<Plan>,
    },
    /// A weight.
    Boost { factor: f32, plan: Box<Plan> },
    /// Number in a column, half-open.
    Range { column: &'static str, from: Option<i64>, to: Option<i64> },
    /// A value in one of the keyword fields, compared as a whole; wildcards allowed.
    Whole { field: &'static str, values: Vec<String>, pattern: bool },
    /// One of these is a whole value of one of these columns; capitals do not count.
    OneOf { columns: Vec<&'static str>, values: Vec<String> },
    /// The field has a value.
    Exists(FieldName),
    /// The id of an article, or a beginning of it.
    Id(String),
}

/// A compiled query.
pub struct Compiled {
    /// What to compute.
    pub root: Plan,
    /// Its leaves.
    pub leaves: Vec<Leaf>,
    /// What could not be done as asked.
    pub warnings: Vec<String>,
}

/// Compiles a query for an archive that holds these languages. `like` gives the typical words of an article, `forms` the
/// other forms of a name, `matching` says how many words side by side must match.
pub fn compile(
    query: &Query,
    languages: &Languages,
    like: &Like<'_>,
    forms: &FormsOf<'_>,
    matching: Match,
) -> Compiled {
    let mut compiler =
        Compiler { languages, like, forms, matching, leaves: Vec::new(), warnings: Vec::new(), span: query.root.span };
    let scope = Scope { slots: Slot::TEXT.to_vec(), lead: false, whole: None };
    let root = compiler.node(&query.root, &scope);
    let mut compiled = Compiled { root, leaves: compiler.leaves, warnings: compiler.warnings };
    let mut warnings = Vec::new();
    warn_of_distant_fields(&compiled.root, &compiled, &mut warnings);
    compiled.warnings.extend(warnings);
    compiled
}

/// Gives the typical words of an article.
pub(super) type Like<'a> = dyn Fn(&str) -> Option<Vec<String>> + 'a;

pub(super) struct Compiler<'a> {
    pub(super) languages: &'a Languages,
    like: &'a Like<'a>,
    pub(super) forms: &'a FormsOf<'a>,
    matching: Match,
    leaves: Vec<Leaf>,
    pub(super) warnings: Vec<String>,
    /// Where the node that is compiled is written.
    pub(super) span: ast::Span,
}

impl Compiler<'_> {
    // Recursion is bounded: no tree is deeper than `ast::MAX_DEPTH`.
    fn node(&mut self, node: &Node, scope: &Scope) -> Plan {
        self.span = node.span;
        match &node.kind {
            NodeKind::All => Plan::All,
            NodeKind::Word(word) => self.word(word, scope),
            NodeKind::Phrase(phrase) => self.phrase(phrase, scope),
            NodeKind::Regex(text) => self.regex(text, scope),
            NodeKind::Near(near) => Plan::Near {
                left: Box::new(self.node(&near.left, scope)),
                right: Box::new(self.node(&near.right, scope)),
                distance: near.distance,
                ordered: near.ordered,
                negated: near.negated,
            },
            NodeKind::SameUnit(same) => Plan::SameUnit {
                unit: same.unit,
                left: Box::new(self.node(&same.left, scope)),
                right: Box::new(self.node(&same.right, scope)),
                negated: same.negated,
            },
            NodeKind::AtLeast { count, node } => {
                Plan::AtLeast { count: *count, plan: Box::new(self.node(node, scope)) }
            }
            NodeKind::First { words, node } => {
                let body = Scope { slots: vec![Slot::Body], ..scope.clone() };
                let scope = if scope.slots == Slot::TEXT { &body } else { scope };
                Plan::First { words: *words, plan: Box::new(self.node(node, scope)) }
            }
            NodeKind::Field(fields, node) => self.field(fields, node),
            NodeKind::Bag(nodes) => self.bag(nodes, scope),
            NodeKind::Must(node) => self.node(node, scope),
            NodeKind::And(nodes) => Plan::And(self.nodes(nodes, scope)),
            NodeKind::Or(nodes) => Plan::Or(self.nodes(nodes, scope)),
            NodeKind::Not(node) => Plan::Not(Box::new(self.node(node, scope))),
            NodeKind::Boost { factor, node } => Plan::Boost { factor: *factor, plan: Box::new(self.node(node, scope)) },
            NodeKind::DateRange(range) => date_range(range),
            NodeKind::NumberRange(range) => Plan::Range {
                column: "words",
                from: range.from.map(|from| i64::try_from(from).unwrap_or(i64::MAX)),
                to: range.to.map(|to| i64::try_from(to).unwrap_or(i64::MAX)),
            },
            NodeKind::Exists(field) => Plan::Exists(*field),
            NodeKind::OneOf(field, values) => self.one_of(*field, values),
            NodeKind::Like(id) => self.like(id, scope),
        }
    }

    fn nodes(&mut self, nodes: &[Node], scope: &Scope) -> Vec<Plan> {
        nodes.iter().map(|node| self.node(node, scope)).collect()
    }

    fn bag(&mut self, nodes: &[Node], scope: &Scope) -> Plan {
        let (mut must, mut should, mut not) = (Vec::new(), Vec::new(), Vec::new());
        let is_explicit = nodes.iter().any(|node| matches!(node.kind, NodeKind::Must(_)));
        for node in nodes {
            match &node.kind {
                NodeKind::Must(inner) => must.push(self.node(inner, scope)),
                NodeKind::Not(inner) => not.push(self.node(inner, scope)),
                // A condition on a date or a field is meant as one, not as a word among others.
                NodeKind::DateRange(_)
                | NodeKind::NumberRange(_)
                | NodeKind::Exists(_)
                | NodeKind::OneOf(..)
                | NodeKind::Field(..) => {
                    must.push(self.node(node, scope));
                }
                _ => should.push(self.node(node, scope)),
            }
        }
        if must.is_empty() && should.is_empty() {
            return if not.is_empty() {
                Plan::Nothing
            } else {
                Plan::And(not.into_iter().map(|plan| Plan::Not(Box::new(plan))).collect())
            };
        }
        let least = if is_explicit { 0 } else { self.matching.least(should.len()) };
        Plan::Bag { must, should, least, not }
    }

    fn field(&mut self, fields: &ast::FieldScope, node: &Node) -> Plan {
        let scope = field_scope(&fields.fields);
        self.node(node, &scope)
    }

    fn one_of(&mut self, field: FieldName, values: &[String]) -> Plan {
        if let Some(field) = whole_field(field) {
            let values = values.iter().map(|value| normal_value(field, value)).collect();
            return Plan::Whole { field, values, pattern: false };
        }
        let columns = value_columns(field);
        if !columns.is_empty() {
            let values = values.iter().map(|value| value.to_lowercase()).collect();
            return Plan::OneOf { columns: columns.to_vec(), values };
        }
        if field == FieldName::Id {
            return Plan::Or(values.iter().map(|value| Plan::Id(value.to_lowercase())).collect());
        }
        // Of texts and addresses, words side by side.
        let scope = field_scope(&[field]);
        Plan::Or(
            values.iter().map(|value| self.tokens(value, Form::Exact, Case::Any, Pattern::Plain, &scope)).collect(),
        )
    }

    fn word(&mut self, word: &ast::Word, scope: &Scope) -> Plan {
        if let Some(field) = scope.whole {
            let is_pattern = word.pattern == Pattern::Wildcard;
            return match whole_field(field) {
                Some(field) => {
                    Plan::Whole { field, values: vec![normal_value(field, &word.text)], pattern: is_pattern }
                }
                None => Plan::Id(word.text.to_lowercase()),
            };
        }
        if word.pattern == Pattern::Wildcard {
            return self.pattern(word, scope);
        }
        self.tokens(&word.text, word.form, word.case, word.pattern, scope)
    }

    /// A text as one leaf: a word, or a phrase if the index cuts it into several words.
    fn tokens(&mut self, text: &str, form: Form, case: Case, pattern: Pattern, scope: &Scope) -> Plan {
        let tests: Vec<WordTest> = words(text)
            .filter_map(|word| text.get(word.start..word.end))
            .map(|token| WordTest::token(token, form, case, pattern, self.languages))
            .collect();
        if tests.is_empty() {
            self.warnings.push(format!("`{text}` holds no letter or digit and is not searched"));
            return Plan::Nothing;
        }
        let plan = self.leaf(tests, text, scope);
        if is_name(form, case, pattern) { self.with_forms(plan, text, scope) } else { plan }
    }

    /// The words that a word with wildcards asks for.
    fn parts(&mut self, word: &ast::Word) -> Vec<Vec<Piece>> {
        let split = pattern::split(&word.text);
        if split.is_narrowed {
            let message = "each character is a word here, and a wildcard between two finds only those side by side";
            self.warnings.push(format!("`{}`: {message}", word.text));
        }
        split.parts
    }

    /// A word with wildcards, or the words side by side that it asks for.
    fn pattern(&mut self, word: &ast::Word, scope: &Scope) -> Plan {
        let mut parts = self.parts(word);
        if scope.slots == [Slot::Url] {
            // The beginning or end of an address is asked for by its words.
            let from = parts.iter().position(|part| !pattern::is_free(part)).unwrap_or(0);
            let to = parts.iter().rposition(|part| !pattern::is_free(part)).map_or(parts.len(), |last| last + 1);
            parts = parts.get(from..to).unwrap_or(&[]).to_vec();
        }
        let tests: Vec<WordTest> = parts.iter().map(|part| WordTest::wildcard(part, word.form, word.case)).collect();
        if tests.is_empty() {
            self.warnings.push(format!("`{}` holds no letter or digit and is not searched", word.text));
            return Plan::Nothing;
        }
        self.leaf(tests, &word.text, scope)
    }

    fn phrase(&mut self, phrase: &ast::Phrase, scope: &Scope) -> Plan {
        let text = phrase.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        if let Some(field) = scope.whole {
            return match whole_field(field) {
                Some(field) => Plan::Whole { field, values: vec![normal_value(field, &text)], pattern: false },
                None => Plan::Id(text.to_lowercase()),
            };
        }
        let mut tests = Vec::new();
        for word in &phrase.words {
            if word.pattern == Pattern::Wildcard {
                let parts = self.parts(word);
                tests.extend(parts.iter().map(|part| WordTest::wildcard(part, word.form, word.case)));
                continue;
            }
            for token in words(&word.text) {
                let token = word.text.get(token.start..token.end).unwrap_or("");
                tests.push(WordTest::token(token, word.form, word.case, word.pattern, self.languages));
            }
        }
        if tests.is_empty() {
            self.warnings.push(format!("\"{text}\" holds no letter or digit and is not searched"));
            return Plan::Nothing;
        }
        let plan = self.leaf(tests, &text, scope);
        let is_name = phrase.words.iter().all(|word| is_name(word.form, word.case, word.pattern));
        if is_name { self.with_forms(plan, &text, scope) } else { plan }
    }

    fn regex(&mut self, text: &str, scope: &Scope) -> Plan {
        match WordTest::regex(text) {
            Ok(test) => self.leaf(vec![test], text, scope),
            Err(error) => {
                let line = error.lines().last().unwrap_or("").trim().to_owned();
                self.warnings.push(format!("/{text}/ is no regular expression: {line}"));
                Plan::Nothing
            }
        }
    }

    fn leaf(&mut self, tokens: Vec<WordTest>, text: &str, scope: &Scope) -> Plan {
        let mut slots = scope.slots.clone();
        slots.sort();
        slots.dedup();
        let whole = Leaf { tokens, slots, lead_only: false, text: text.to_owned(), form_of: None, span: self.span };
        if !scope.lead || whole.slots.contains(&Slot::Body) {
            return self.push(whole);
        }
        if whole.slots.is_empty() {
            return self.push(Leaf { slots: vec![Slot::Body], lead_only: true, ..whole });
        }
        // Title and lead: one leaf, in which the body counts as far as its lead goes.
        let mut slots = whole.slots;
        slots.push(Slot::Body);
        slots.sort();
        self.push(Leaf { slots, lead_only: true, ..whole })
    }

    pub(super) fn push(&mut self, leaf: Leaf) -> Plan {
        self.leaves.push(leaf);
        Plan::Leaf(self.leaves.len() - 1)
    }

    fn like(&mut self, id: &str, scope: &Scope) -> Plan {
        let Some(typical) = (self.like)(id) else {
            self.warnings.push(format!("like:{id}: there is no such article"));
            return Plan::Nothing;
        };
        let should: Vec<Plan> =
            typical.iter().map(|word| self.tokens(word, Form::Stemmed, Case::Any, Pattern::Plain, scope)).collect();
        let least = (should.len() / 4).max(1);
        Plan::Bag { must: Vec::new(), should, least, not: Vec::new() }
    }
}

/// Whether a word is asked for as it is, so that in a field of names it can stand for a name.
fn is_name(form: Form, case: Case, pattern: Pattern) -> bool {
    matches!(form, Form::Stemmed | Form::Exact | Form::Number) && case == Case::Any && pattern == Pattern::Plain
}

/// Seconds of the query to days as written in the articles: a day belongs to a period if it begins in it.
fn date_range(range: &ast::DateRange) -> Plan {
    let column = match range.field {
        FieldName::Updated => "updated_day",
        FieldName::Captured => "captured_day",
        FieldName::Indexed => {
            return Plan::Range { column: "indexed_at", from: range.from, to: range.to };
        }
        _ => "published_day",
    };
    let day = |seconds: i64| seconds.div_euclid(86_400);
    let to = range.to.map(|to| if to.rem_euclid(86_400) == 0 { day(to) } else { day(to) + 1 });
    Plan::Range { column, from: range.from.map(day), to }
}
