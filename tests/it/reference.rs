//! What a query means, said once more in the simplest way: the tree is tried on the text of one article.
//!
//! No index, no sets, no expansions, no sorted lists: every word of the query is compared with every word of the text and every
//! pair of occurrences is tried. Shared with the program are only the tree, the cutting of text into words, the folding of
//! letters and the stemmers.

use frostem::{Algorithm, Stemmer};
use morgue::article::{Article, ArticleDate, EntityKind};
use morgue::query::ast::{Case, FieldName, Form, Node, NodeKind, Pattern, Phrase, Unit, Word};
use morgue::text::segment::{Break, words};
use morgue::text::{address, term};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// First and last word of an occurrence.
pub type Run = (u32, u32);
/// Places of words within one field.
type Runs = BTreeSet<Run>;

/// A field, as the text is filed in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    Title,
    Subtitle,
    Body,
    Author,
    Publisher,
    Section,
    Keyword,
    Person,
    Org,
    Location,
    Other,
    Url,
}

const PLACES: [Place; 12] = [
    Place::Title,
    Place::Subtitle,
    Place::Body,
    Place::Author,
    Place::Publisher,
    Place::Section,
    Place::Keyword,
    Place::Person,
    Place::Org,
    Place::Location,
    Place::Other,
    Place::Url,
];

struct Token {
    folded: String,
    written: String,
    lower: String,
    position: u32,
    sentence: u32,
    paragraph: u32,
    bytes: (usize, usize),
}

/// An article, cut into words.
pub struct Document {
    pub article: Article,
    indexed_at: i64,
    fields: BTreeMap<Place, Vec<Token>>,
    lead_end: u32,
}

/// Tries queries on documents.
pub struct Reference {
    /// Stemmers of the languages of the archive.
    stemmers: BTreeMap<String, Stemmer>,
    /// Stems that were asked for before.
    stems: RefCell<HashMap<(String, String), String>>,
    /// Regular expressions that were asked for before.
    expressions: RefCell<HashMap<String, Option<regex::Regex>>>,
}

/// Where a part of the query looks.
#[derive(Clone)]
struct Scope {
    places: Vec<Place>,
    lead: bool,
    whole: Option<FieldName>,
}

impl Document {
    pub fn new(article: Article, indexed_at: i64) -> Self {
        let names = |kind: EntityKind| -> Vec<String> {
            let mut names = Vec::new();
            for entity in article.entities.iter().filter(|entity| entity.kind == kind) {
                names.push(entity.name.clone());
                names.extend(entity.aliases.iter().cloned());
            }
            names
        };
        let one = |value: &Option<String>| value.iter().cloned().collect::<Vec<String>>();
        let values: [(Place, Vec<String>); 12] = [
            (Place::Title, vec![article.title.clone()]),
            (Place::Subtitle, one(&article.subtitle)),
            (Place::Body, vec![article.body.clone()]),
            (Place::Author, article.authors.clone()),
            (Place::Publisher, one(&article.publisher)),
            (Place::Section, one(&article.section)),
            (Place::Keyword, article.keywords.clone()),
            (Place::Person, names(EntityKind::Person)),
            (Place::Org, names(EntityKind::Organisation)),
            (Place::Location, names(EntityKind::Place)),
            (Place::Other, names(EntityKind::Other)),
            (Place::Url, one(&article.url)),
        ];
        let fields: BTreeMap<Place, Vec<Token>> =
            values.into_iter().map(|(place, values)| (place, tokens(&values))).collect();
        // The lead is the first two paragraphs; of a text that has no third, the first 120 words.
        let third = fields[&Place::Body].iter().find(|token| token.paragraph == 2);
        let lead_end = third.map_or(120, |token| token.position);
        Document { article, indexed_at, fields, lead_end }
    }

    /// Bytes of occurrences in a field, those that overlap joined.
    pub fn spans(&self, place: Place, runs: &Runs) -> Vec<(usize, usize)> {
        let tokens = &self.fields[&place];
        let mut spans: Vec<(usize, usize)> = Vec::new();
        for (first, last) in runs {
            let (start, end) = (tokens[*first as usize].bytes.0, tokens[*last as usize].bytes.1);
            match spans.last_mut() {
                Some(before) if start < before.1 => before.1 = before.1.max(end),
                _ => spans.push((start, end)),
            }
        }
        spans
    }
}

fn tokens(values: &[String]) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut base = 0;
    for value in values {
        let (mut sentence, mut paragraph) = (0, 0);
        let mut count = 0;
        for word in words(value) {
            paragraph += u32::from(word.break_before == Break::Paragraph);
            sentence += u32::from(word.break_before != Break::None);
            let text = &value[word.start..word.end];
            let written = undotted(text);
            tokens.push(Token {
                folded: term::folded(text),
                lower: written.to_lowercase(),
                written,
                position: base + count,
                sentence,
                paragraph,
                bytes: (word.start, word.end),
            });
            count += 1;
        }
        // Between two values of a field one position is left free.
        base += count + 1;
    }
    tokens
}

/// `U.S.` is filed as `US`.
fn undotted(word: &str) -> String {
    if word.starts_with(|c: char| c.is_ascii_alphabetic()) { word.replace('.', "") } else { word.to_owned() }
}

impl Reference {
    pub fn new(documents: &[Document]) -> Self {
        let tags: BTreeSet<String> =
            documents.iter().filter_map(|document| document.article.language.clone()).collect();
        let stemmers = tags
            .into_iter()
            .filter(|tag| tag.len() == 2)
            .filter_map(|tag| Some((tag.clone(), Stemmer::new(Algorithm::from_name(&tag).ok()?))))
            .collect();
        Reference { stemmers, stems: RefCell::default(), expressions: RefCell::default() }
    }

    pub fn matches(&self, root: &Node, document: &Document) -> bool {
        self.holds(root, &text_scope(), document)
    }

    /// Words that satisfy the query, of an article that matches.
    pub fn evidence(&self, root: &Node, place: Place, document: &Document) -> Runs {
        let mut runs = Runs::new();
        self.witness(root, &text_scope(), place, document, &mut runs);
        runs
    }

    fn witness(&self, node: &Node, scope: &Scope, place: Place, document: &Document, runs: &mut Runs) {
        if !self.holds(node, scope, document) {
            return;
        }
        match &node.kind {
            NodeKind::And(nodes) | NodeKind::Or(nodes) | NodeKind::Bag(nodes) => {
                nodes.iter().for_each(|node| self.witness(node, scope, place, document, runs));
            }
            NodeKind::Must(node) | NodeKind::Boost { node, .. } => self.witness(node, scope, place, document, runs),
            NodeKind::Field(fields, node) => self.witness(node, &field_scope(&fields.fields), place, document, runs),
            NodeKind::OneOf(..) | NodeKind::Not(_) | NodeKind::All | NodeKind::Exists(_) => {}
            NodeKind::DateRange(_) | NodeKind::NumberRange(_) => {}
            _ => runs.extend(self.runs(node, scope, place, document)),
        }
    }

    fn holds(&self, node: &Node, scope: &Scope, document: &Document) -> bool {
        let holds = |node: &Node| self.holds(node, scope, document);
        match &node.kind {
            NodeKind::All => true,
            NodeKind::Word(word) if scope.whole.is_some() => {
                whole(document, scope.whole.unwrap(), &word.text, word.pattern == Pattern::Wildcard)
            }
            NodeKind::Word(_) | NodeKind::Phrase(_) | NodeKind::Regex(_) => self.occurs(node, scope, document),
            NodeKind::Near(_) | NodeKind::SameUnit(_) | NodeKind::First { .. } => self.occurs(node, scope, document),
            NodeKind::AtLeast { count, node } => self.total(node, scope, document) >= *count as usize,
            NodeKind::Field(fields, node) => self.holds(node, &field_scope(&fields.fields), document),
            NodeKind::Must(node) | NodeKind::Boost { node, .. } => holds(node),
            NodeKind::Not(node) => !holds(node),
            NodeKind::And(nodes) => nodes.iter().all(holds),
            NodeKind::Or(nodes) => nodes.iter().any(holds),
            NodeKind::Bag(nodes) => self.bag(nodes, scope, document),
            NodeKind::DateRange(range) => {
                let day = |date: &Option<ArticleDate>| {
                    date.as_ref().map(|date| i64::from(date.value.days_since_epoch()) * 86_400)
                };
                let second = match range.field {
                    FieldName::Updated => day(&document.article.updated),
                    FieldName::Captured => day(&document.article.captured),
                    FieldName::Indexed => Some(document.indexed_at),
                    _ => day(&document.article.published),
                };
                // A day is in a period that it begins in; a period that begins within a day holds all of it.
                let from = range.from.map(|from| match range.field {
                    FieldName::Indexed => from,
                    _ => from - from.rem_euclid(86_400),
                });
                second.is_some_and(|second| {
                    from.is_none_or(|from| from <= second) && range.to.is_none_or(|to| second < to)
                })
            }
            NodeKind::NumberRange(range) => {
                let number = u64::from(document.article.word_count);
                range.from.is_none_or(|from| from <= number) && range.to.is_none_or(|to| number < to)
            }
            NodeKind::Exists(field) => exists(document, *field),
            NodeKind::OneOf(field, values) => values.iter().any(|value| self.is_one(*field, value, document)),
            NodeKind::Like(_) => unreachable!("not generated"),
        }
    }

    /// All of one or two words side by side, all but one of three or four, a third of more; the rest is as its sign says.
    fn bag(&self, nodes: &[Node], scope: &Scope, document: &Document) -> bool {
        let (mut optional, mut found, mut has_must) = (0usize, 0usize, false);
        for node in nodes {
            let holds = self.holds(node, scope, document);
            match &node.kind {
                NodeKind::Must(_) => {
                    has_must = true;
                    if !holds {
                        return false;
                    }
                }
                NodeKind::Field(..) | NodeKind::Not(_) if !holds => return false,
                NodeKind::Field(..) | NodeKind::Not(_) => {}
                _ => {
                    optional += 1;
                    found += usize::from(holds);
                }
            }
        }
        let least = match optional {
            0..=2 => optional,
            3..=4 => optional - 1,
            more => more.div_ceil(3),
        };
        has_must || found >= least
    }

    fn occurs(&self, node: &Node, scope: &Scope, document: &Document) -> bool {
        PLACES.iter().any(|place| !self.runs(node, scope, *place, document).is_empty())
    }

    fn total(&self, node: &Node, scope: &Scope, document: &Document) -> usize {
        PLACES.iter().map(|place| self.runs(node, scope, *place, document).len()).sum()
    }

    /// Occurrences in one field.
    fn runs(&self, node: &Node, scope: &Scope, place: Place, document: &Document) -> Runs {
        let all = |nodes: &[Node]| nodes.iter().map(|node| self.runs(node, scope, place, document)).collect::<Vec<_>>();
        match &node.kind {
            NodeKind::Word(word) => self.phrase(std::slice::from_ref(word), scope, place, document),
            NodeKind::Phrase(Phrase { words }) => self.phrase(words, scope, place, document),
            NodeKind::Regex(text) => {
                let mut expressions = self.expressions.borrow_mut();
                let expression = expressions
                    .entry(text.clone())
                    .or_insert_with(|| regex::Regex::new(&format!("^(?i:{text})$")).ok());
                let test = |token: &Token| expression.as_ref().is_some_and(|regex| regex.is_match(&token.folded));
                self.sequence(&[&test], scope, place, document)
            }
            NodeKind::Near(near) => {
                let is_near = |one: Run, two: Run| {
                    let follows = |one: Run, two: Run| two.0 > one.1 && two.0 - one.1 <= near.distance;
                    follows(one, two) || (!near.ordered && follows(two, one))
                };
                self.pairs(&near.left, &near.right, near.negated, scope, place, document, &is_near)
            }
            NodeKind::SameUnit(same) => {
                let unit = |position: u32| {
                    let tokens = &document.fields[&place];
                    let token = tokens.iter().find(|token| token.position == position);
                    token.map_or(0, |token| match same.unit {
                        Unit::Sentence => token.sentence,
                        Unit::Paragraph => token.paragraph,
                        Unit::Segment => 0,
                    })
                };
                let marked = matches!(place, Place::Title | Place::Subtitle | Place::Body);
                let shares =
                    |one: Run, two: Run| (one.1 < two.0 || two.1 < one.0) && (!marked || unit(one.0) == unit(two.0));
                self.pairs(&same.left, &same.right, same.negated, scope, place, document, &shares)
            }
            NodeKind::First { words, node } => {
                let mut scope = scope.clone();
                if scope.whole.is_none() && !scope.lead && scope.places == text_scope().places {
                    scope.places = vec![Place::Body];
                }
                self.runs(node, &scope, place, document).into_iter().filter(|run| run.1 < *words).collect()
            }
            NodeKind::AtLeast { count, node } => {
                if self.total(node, scope, document) < *count as usize {
                    return Runs::new();
                }
                self.runs(node, scope, place, document)
            }
            NodeKind::Field(fields, node) => self.runs(node, &field_scope(&fields.fields), place, document),
            NodeKind::Boost { node, .. } | NodeKind::Must(node) => self.runs(node, scope, place, document),
            NodeKind::And(nodes) => {
                let all = all(nodes);
                if all.iter().any(Runs::is_empty) { Runs::new() } else { all.into_iter().flatten().collect() }
            }
            NodeKind::Or(nodes) | NodeKind::Bag(nodes) => all(nodes).into_iter().flatten().collect(),
            other => unreachable!("has no positions: {other:?}"),
        }
    }

    #[expect(clippy::too_many_arguments, reason = "two operands, where, and what is tried")]
    fn pairs(
        &self,
        left: &Node,
        right: &Node,
        negated: bool,
        scope: &Scope,
        place: Place,
        document: &Document,
        is_pair: &dyn Fn(Run, Run) -> bool,
    ) -> Runs {
        if negated {
            let right = self.runs(right, scope, place, document);
            let left = self.runs(left, scope, place, document);
            return left.into_iter().filter(|one| !right.iter().any(|two| is_pair(*one, *two))).collect();
        }
        let mut found = Runs::new();
        for (left, left_scope) in members(left, scope) {
            for (right, right_scope) in members(right, scope) {
                let mut pairs = Runs::new();
                for one in &self.runs(left, &left_scope, place, document) {
                    for two in &self.runs(right, &right_scope, place, document) {
                        if is_pair(*one, *two) {
                            pairs.extend([*one, *two]);
                        }
                    }
                }
                if pairs.is_empty() {
                    return pairs;
                }
                found.extend(pairs);
            }
        }
        found
    }

    fn phrase(&self, phrase: &[Word], scope: &Scope, place: Place, document: &Document) -> Runs {
        if !is_asked(scope, place) {
            return Runs::new();
        }
        type Test<'a> = Box<dyn Fn(&Token) -> bool + 'a>;
        let mut tests: Vec<Test<'_>> = Vec::new();
        for word in phrase {
            if word.pattern == Pattern::Wildcard {
                let mut patterns = patterns(&word.text, word.form);
                // At an end of an address, and beside letters that are words, `*` asks for nothing.
                if word.text.contains(morgue::text::segment::is_unspaced) {
                    patterns.retain(|signs| signs.iter().any(|sign| !matches!(sign, Sign::Any | Sign::Optional)));
                } else if place == Place::Url {
                    let is_free = |pattern: Option<&Vec<Sign>>| pattern.is_some_and(|signs| *signs == [Sign::Any]);
                    if is_free(patterns.last()) {
                        patterns.pop();
                    }
                    if is_free(patterns.first()) {
                        patterns.remove(0);
                    }
                }
                for pattern in patterns {
                    tests.push(Box::new(move |token| {
                        let shown = if word.form == Form::Exact { &token.lower } else { &token.folded };
                        has_case(&token.written, word.case) && wildcard(&pattern, shown)
                    }));
                }
                continue;
            }
            for cut in words(&word.text) {
                let part = &word.text[cut.start..cut.end];
                let language = document.article.language.as_deref();
                let folded = term::folded(part);
                tests.push(Box::new(move |token| {
                    has_case(&token.written, word.case) && self.is_form((part, &folded), word, token, language)
                }));
            }
        }
        if tests.is_empty() {
            return Runs::new();
        }
        let tests: Vec<&dyn Fn(&Token) -> bool> = tests.iter().map(|test| test as &dyn Fn(&Token) -> bool).collect();
        self.sequence(&tests, scope, place, document)
    }

    /// Where words that pass the tests stand one after the other.
    fn sequence(&self, tests: &[&dyn Fn(&Token) -> bool], scope: &Scope, place: Place, document: &Document) -> Runs {
        if !is_asked(scope, place) {
            return Runs::new();
        }
        let is_lead = !scope.places.contains(&place);
        let tokens = &document.fields[&place];
        let mut runs = Runs::new();
        for window in tokens.windows(tests.len()) {
            let (first, last) = (window[0].position, window[tests.len() - 1].position);
            let is_unbroken = last - first == tests.len() as u32 - 1;
            if is_unbroken
                && (!is_lead || last < document.lead_end)
                && tests.iter().zip(window).all(|(test, token)| test(token))
            {
                runs.insert((first, last));
            }
        }
        runs
    }

    fn is_form(&self, part: (&str, &str), word: &Word, token: &Token, language: Option<&str>) -> bool {
        let (part, folded) = part;
        let is_same = token.folded == folded;
        match (word.pattern, word.form) {
            (Pattern::Fuzzy(letters), _) => {
                token.folded.chars().next() == folded.chars().next()
                    && edits(folded, &token.folded) <= usize::from(letters)
            }
            (_, Form::Exact) => token.lower == undotted(part).to_lowercase(),
            (_, Form::Number) => {
                is_same || is_regular_plural(&token.folded, folded) || is_regular_plural(folded, &token.folded)
            }
            (_, Form::Singular) => is_same,
            (_, Form::Plural) => token.folded.ends_with('s') && (is_same || self.shares_stem(part, token, language)),
            (_, Form::Stemmed) => is_same || self.shares_stem(part, token, language),
        }
    }

    /// A common stem in the language of the article; if that is unknown, in any of the archive.
    fn shares_stem(&self, part: &str, token: &Token, language: Option<&str>) -> bool {
        let lower = part.to_lowercase();
        if lower.chars().count() < 3 || !lower.chars().all(char::is_alphabetic) {
            return false;
        }
        // A stem keeps the first letter, so most words need not be stemmed.
        if term::folded(&lower).chars().next() != token.folded.chars().next() {
            return false;
        }
        let has = |tag: &str| {
            let stem = term::folded(&self.stem(tag, &lower));
            let letters = stem.chars().count().saturating_sub(2).max(2);
            let beginning: String = stem.chars().take(letters).collect();
            token.folded.starts_with(&beginning) && term::folded(&self.stem(tag, &token.lower)) == stem
        };
        match language {
            Some(tag) => self.stemmers.contains_key(tag) && has(tag),
            None => self.stemmers.keys().any(|tag| has(tag)),
        }
    }

    fn stem(&self, tag: &str, word: &str) -> String {
        let mut stems = self.stems.borrow_mut();
        let stem = stems.entry((tag.to_owned(), word.to_owned()));
        stem.or_insert_with(|| self.stemmers[tag].stem(word).into_owned()).clone()
    }

    fn is_one(&self, field: FieldName, value: &str, document: &Document) -> bool {
        let article = &document.article;
        let names = |kinds: &[EntityKind]| -> Vec<&str> {
            let of_kind = article.entities.iter().filter(|entity| kinds.contains(&entity.kind));
            of_kind.map(|entity| entity.name.as_str()).collect()
        };
        let values: Vec<&str> = match field {
            FieldName::Byline => article.authors.iter().map(String::as_str).collect(),
            FieldName::Publisher => article.publisher.iter().map(String::as_str).collect(),
            FieldName::Section => article.section.iter().map(String::as_str).collect(),
            FieldName::Keyword => article.keywords.iter().map(String::as_str).collect(),
            FieldName::Person => names(&[EntityKind::Person]),
            FieldName::Organisation => names(&[EntityKind::Organisation]),
            FieldName::Place => names(&[EntityKind::Place]),
            FieldName::Entity => names(&EntityKind::ALL),
            FieldName::Language | FieldName::Domain | FieldName::Guid | FieldName::File | FieldName::Id => {
                return whole(document, field, value, false);
            }
            other => unreachable!("not generated: {other:?}"),
        };
        values.iter().any(|other| other.to_lowercase() == value.to_lowercase())
    }
}

fn text_scope() -> Scope {
    Scope { places: vec![Place::Title, Place::Subtitle, Place::Body], lead: false, whole: None }
}

fn field_scope(fields: &[FieldName]) -> Scope {
    let mut scope = Scope { places: Vec::new(), lead: false, whole: None };
    for field in fields {
        match field {
            FieldName::Title => scope.places.push(Place::Title),
            FieldName::Subtitle => scope.places.push(Place::Subtitle),
            FieldName::Body => scope.places.push(Place::Body),
            FieldName::Lead => scope.lead = true,
            FieldName::Byline => scope.places.push(Place::Author),
            FieldName::Publisher => scope.places.push(Place::Publisher),
            FieldName::Section => scope.places.push(Place::Section),
            FieldName::Keyword => scope.places.push(Place::Keyword),
            FieldName::Person => scope.places.push(Place::Person),
            FieldName::Organisation => scope.places.push(Place::Org),
            FieldName::Place => scope.places.push(Place::Location),
            FieldName::Entity => scope.places.extend([Place::Person, Place::Org, Place::Location, Place::Other]),
            FieldName::Url => scope.places.push(Place::Url),
            whole => scope.whole = Some(*whole),
        }
    }
    scope
}

/// Whether words are looked for in a field, or in its lead.
fn is_asked(scope: &Scope, place: Place) -> bool {
    scope.places.contains(&place) || (scope.lead && place == Place::Body)
}

/// Operands of a proximity: each member of an `AND` by itself.
fn members<'a>(node: &'a Node, scope: &Scope) -> Vec<(&'a Node, Scope)> {
    match &node.kind {
        NodeKind::And(nodes) => nodes.iter().flat_map(|node| members(node, scope)).collect(),
        NodeKind::Boost { node, .. } => members(node, scope),
        NodeKind::Field(fields, node) => members(node, &field_scope(&fields.fields)),
        _ => vec![(node, scope.clone())],
    }
}

fn has_case(written: &str, case: Case) -> bool {
    let upper = written.chars().any(char::is_uppercase);
    let lower = written.chars().any(char::is_lowercase);
    match case {
        Case::Any => true,
        Case::Caps => upper,
        Case::AllCaps => upper && !lower,
        Case::NoCaps => !upper,
    }
}

/// A part of a word with wildcards.
#[derive(Clone, Copy, PartialEq)]
enum Sign {
    Letter(char),
    One,
    Any,
    Optional,
}

/// The words that a word with wildcards asks for.
fn patterns(text: &str, form: Form) -> Vec<Vec<Sign>> {
    // Single letters with points are one word, and its points are no letters.
    let pairs =
        text.as_bytes().chunks(2).take_while(|pair| pair[0].is_ascii_alphabetic() && pair.get(1) == Some(&b'.'));
    let (point, rest) = text.split_at(2 * pairs.count());
    let letters = point.replace('.', "");
    if !letters.is_empty() && rest == "*" {
        return patterns(&format!("{letters}*"), form);
    }
    if letters.len() > 1 {
        return [patterns(&letters, form), patterns(rest, form)].concat();
    }
    let mut patterns = vec![Vec::new()];
    let mut rest = text;
    let mut before = ' ';
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        let joins_digits =
            c == '.' && before.is_ascii_digit() && rest.starts_with(|c: char| c == '*' || c.is_ascii_digit());
        before = c;
        let is_word = c.is_alphabetic() && morgue::text::segment::is_unspaced(c);
        if is_word {
            patterns.push(Vec::new());
        }
        let pattern: &mut Vec<Sign> = patterns.last_mut().unwrap();
        match c {
            '*' => pattern.push(Sign::Any),
            '?' => pattern.push(Sign::One),
            '[' => {
                let (number, tail) = rest[1..].split_once(']').unwrap();
                pattern.extend(vec![Sign::Optional; number.parse().unwrap()]);
                rest = tail;
            }
            '\\' => {
                patterns.push(Vec::new());
                rest = &rest[rest.chars().next().unwrap().len_utf8()..];
            }
            c if !c.is_alphanumeric() && !joins_digits => patterns.push(Vec::new()),
            c if form == Form::Exact => pattern.extend(c.to_lowercase().map(Sign::Letter)),
            c => pattern.extend(term::folded(&c.to_string()).chars().map(Sign::Letter)),
        }
        if is_word {
            patterns.push(Vec::new());
        }
    }
    patterns.retain(|pattern| !pattern.is_empty());
    patterns
}

fn wildcard(pattern: &[Sign], text: &str) -> bool {
    let mut characters = text.chars();
    let Some((sign, rest)) = pattern.split_first() else {
        return text.is_empty();
    };
    let next = characters.next();
    let without = matches!(sign, Sign::Any | Sign::Optional) && wildcard(rest, text);
    let after = if *sign == Sign::Any { pattern } else { rest };
    let fits = next.is_some_and(|c| !matches!(sign, Sign::Letter(wanted) if *wanted != c));
    without || (fits && wildcard(after, characters.as_str()))
}

/// Letters added, dropped, changed, or swapped with a neighbour.
fn edits(one: &str, two: &str) -> usize {
    let (one, two): (Vec<char>, Vec<char>) = (one.chars().collect(), two.chars().collect());
    let mut table = vec![vec![0; two.len() + 1]; one.len() + 1];
    for row in 0..=one.len() {
        for column in 0..=two.len() {
            table[row][column] = if row == 0 || column == 0 {
                row + column
            } else {
                let same = usize::from(one[row - 1] != two[column - 1]);
                let mut best =
                    (table[row - 1][column - 1] + same).min(table[row - 1][column] + 1).min(table[row][column - 1] + 1);
                if row > 1 && column > 1 && one[row - 1] == two[column - 2] && one[row - 2] == two[column - 1] {
                    best = best.min(table[row - 2][column - 2] + 1);
                }
                best
            };
        }
    }
    table[one.len()][two.len()]
}

fn whole(document: &Document, field: FieldName, value: &str, is_pattern: bool) -> bool {
    let article = &document.article;
    let text = article.canonical_url.as_deref().or(article.url.as_deref());
    let host = text.and_then(address::host).unwrap_or_default();
    let lower = value.to_lowercase();
    let (value, values): (&str, Vec<String>) = match field {
        FieldName::Language => (&lower, article.language.iter().cloned().collect()),
        FieldName::Domain => {
            let cuts = host.match_indices('.').map(|(dot, _)| host[dot + 1..].to_owned());
            (&lower, std::iter::once(host.clone()).chain(cuts).filter(|host| !host.is_empty()).collect())
        }
        FieldName::Guid => (value, article.guid.iter().cloned().collect()),
        FieldName::File => (value, vec![article.origin.file.clone()]),
        FieldName::Id => return !value.is_empty() && article.id.to_string().starts_with(&lower),
        other => unreachable!("no whole values: {other:?}"),
    };
    if !is_pattern {
        return values.iter().any(|other| other == value);
    }
    let mut pieces = Vec::new();
    let mut characters = value.chars();
    while let Some(c) = characters.next() {
        pieces.push(match c {
            '*' => Sign::Any,
            '\\' => Sign::Letter(characters.next().unwrap()),
            c => Sign::Letter(c),
        });
    }
    values.iter().any(|other| wildcard(&pieces, other))
}

fn exists(document: &Document, field: FieldName) -> bool {
    let article = &document.article;
    let has = |place: Place| !document.fields[&place].is_empty();
    let names = |kind: EntityKind| article.entities.iter().any(|entity| entity.kind == kind);
    match field {
        FieldName::Title => has(Place::Title),
        FieldName::Subtitle => has(Place::Subtitle),
        FieldName::Body | FieldName::Lead => has(Place::Body),
        FieldName::Byline => !article.authors.is_empty(),
        FieldName::Publisher => article.publisher.is_some(),
        FieldName::Section => article.section.is_some(),
        FieldName::Keyword => !article.keywords.is_empty(),
        FieldName::Person => names(EntityKind::Person),
        FieldName::Organisation => names(EntityKind::Organisation),
        FieldName::Place => names(EntityKind::Place),
        FieldName::Entity => !article.entities.is_empty(),
        FieldName::Language => article.language.is_some(),
        FieldName::Url => article.url.is_some(),
        FieldName::Domain => article.canonical_url.is_some() || article.url.is_some(),
        FieldName::Guid => article.guid.is_some(),
        FieldName::Date => article.published.is_some(),
        FieldName::Updated => article.updated.is_some(),
        FieldName::Captured => article.captured.is_some(),
        FieldName::Id | FieldName::File | FieldName::Length | FieldName::Indexed => true,
    }
}

fn is_regular_plural(many: &str, one: &str) -> bool {
    let letters: Vec<char> = one.chars().collect();
    let ending = match letters.as_slice() {
        [] | [_] => return false,
        [.., before, 'y'] if !"aeiou".contains(*before) => return many == one[..one.len() - 1].to_owned() + "ies",
        [.., 's' | 'x' | 'z'] | [.., 'c' | 's', 'h'] => "es",
        [.., 'o'] if many.ends_with("es") => "es",
        _ => "s",
    };
    many == one.to_owned() + ending
}
