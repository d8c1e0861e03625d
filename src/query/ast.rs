//! The meaning of a query, free of any vendor's spelling and of any engine.
//!
//! Every dialect is parsed into this tree and every engine is fed from it. Invariants, kept by the
//! parser and relied upon by readers:
//! - No tree is deeper than [`MAX_DEPTH`], so recursive readers and `Drop` are safe on any thread.
//! - `And` and `Or` have at least two members, none of which is again the same kind; `Bag` has at least
//!   two, except that an **empty `Bag` matches nothing** (only [`super::plain_words`] and the lenient
//!   parser make it, from a text without words).
//! - [`NodeKind::Must`] stands only directly inside a `Bag`.
//! - Filters (ranges, `Exists`, `OneOf`, fields other than title, subtitle, body and lead) are never
//!   optional members of a `Bag`: typed beside words they stand in an `And` around it. A weighed filter
//!   (`Boost`, factor 1 too) is a ranked member like any other.
//! - All words of a [`Phrase`] have the same form and case, and there is at least one word.
//! - Operands of `Near`, `SameUnit`, `AtLeast` and `First` hold positions: `Word`, `Phrase`, `Regex`, `Near`,
//!   `SameUnit`, `Field`, `Boost`, `First`, `AtLeast` and `And`/`Or`/`Bag` of these; never `Not`, `Must`,
//!   ranges, `Exists`, `OneOf`, `Like` or `All`.
//! - In a field of kind [`FieldKind::Verbatim`](super::FieldKind::Verbatim) words are stemmed, of any
//!   case, and plain or wildcards with `*` only; the text is the whole value and may hold blanks, and no
//!   `Phrase` stands there. Languages given by English name are already subtags.
//! - Texts of words are as the reader wrote them: neither folded, stemmed nor split (`COVID-19`,
//!   `l'Europe` and `AT&T` are one [`Word`]); an engine tokenises them and makes a phrase of several
//!   tokens.

pub use super::field::FieldName;

/// Deepest tree the parser makes, in nodes from the root to a leaf.
pub const MAX_DEPTH: usize = 200;

/// A place in the query text: bytes `start..end`, both on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// First byte after.
    pub end: usize,
}

impl Span {
    /// The bytes `start..end`.
    pub fn new(start: usize, end: usize) -> Self {
        Span { start, end }
    }

    /// The smallest span that covers both.
    pub fn to(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
}

/// A parsed query.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// The whole meaning.
    pub root: Node,
}

/// A part of a query and where it is written.
///
/// Two nodes are equal if they mean the same; where they are written does not count.
#[derive(Debug, Clone)]
pub struct Node {
    /// What is asked.
    pub kind: NodeKind,
    /// Where it is written.
    pub span: Span,
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

/// What a part of a query asks of an article.
#[derive(Debug, Clone, PartialEq)]
pub enum NodeKind {
    /// Every article (`*:*`).
    All,
    /// A word, or a wildcard or fuzzy pattern of words.
    Word(Word),
    /// Words side by side in this order.
    Phrase(Phrase),
    /// One whole token that this regular expression matches from its first to its last character.
    Regex(String),
    /// Two things close to each other.
    Near(Near),
    /// Two things in the same sentence, paragraph or field.
    SameUnit(SameUnit),
    /// At least `count` (1 or more) occurrences of `node`.
    AtLeast {
        /// How many.
        count: u32,
        /// Of what.
        node: Box<Node>,
    },
    /// `node` is satisfied by the first `words` words of the text alone.
    First {
        /// Words counted from the beginning of the text, 1 or more.
        words: u32,
        /// What must be there.
        node: Box<Node>,
    },
    /// `node` is looked for in these fields only. An inner scope replaces an outer one.
    Field(FieldScope, Box<Node>),
    /// Words typed side by side, ranked as a bag: [`Must`](NodeKind::Must) members have to match,
    /// [`Not`](NodeKind::Not) members must not, every other member adds to the rank. If there is no
    /// `Must` member, at least one of the others has to match (how many is the engine's choice); such a bag
    /// is never under `Or` or `Not`, nor beside anything but filters in an `And`.
    Bag(Vec<Node>),
    /// A required member of a `Bag` (`+x`).
    Must(Box<Node>),
    /// Every member matches.
    And(Vec<Node>),
    /// At least one member matches.
    Or(Vec<Node>),
    /// `node` does not match.
    Not(Box<Node>),
    /// `node`, weighing `factor` (finite, above 0) times as much in the rank.
    Boost {
        /// The weight.
        factor: f32,
        /// What is weighed.
        node: Box<Node>,
    },
    /// A date field within a period.
    DateRange(DateRange),
    /// A number field within a range.
    NumberRange(NumberRange),
    /// The field has any value.
    Exists(FieldName),
    /// The whole value of the field is one of these, capitals aside. Of title, subtitle, text, lead and address it may
    /// also be a part: these words side by side.
    OneOf(FieldName, Vec<String>),
    /// Articles like the one with this id (as written; usually 16 hexadecimal digits).
    Like(String),
}

/// A word as written, and how strictly it is meant.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Word {
    /// The word without quoting and escapes. If `pattern` is [`Pattern::Wildcard`], `*` stands for any
    /// letters (none too), `?` for exactly one, `[*5]` for up to five, and a backslash takes the next
    /// character literally (every literal `*`, `?`, `[` and backslash has one). Otherwise every character
    /// is literal. Never empty.
    pub text: String,
    /// Whether `text` is literal.
    pub pattern: Pattern,
    /// Which inflected forms count.
    pub form: Form,
    /// Which capitalisation counts.
    pub case: Case,
}

impl Word {
    /// A literal word, stemmed, in any capitalisation.
    pub fn plain(text: impl Into<String>) -> Self {
        Word { text: text.into(), pattern: Pattern::Plain, form: Form::Stemmed, case: Case::Any }
    }
}

/// How the text of a [`Word`] is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pattern {
    /// Literally.
    Plain,
    /// With `*`, `?` and `[*5]`; at least one of them is there.
    Wildcard,
    /// Up to this many (1 or 2) letters added, dropped, changed or swapped.
    Fuzzy(u8),
}

/// Which inflected forms of a [`Word`] count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// All that share the stem.
    Stemmed,
    /// Only the word as written: no stemming and no folding of accents (case is [`Case`]'s business).
    Exact,
    /// The word, its plural and its singular (what Nexis finds of a word).
    Number,
    /// Only the singular (Nexis).
    Singular,
    /// Only the plural (Nexis).
    Plural,
}

/// Which capitalisation of a [`Word`] counts (Nexis `caps`, `allcaps`, `nocaps`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Case {
    /// Any.
    Any,
    /// At least one capital letter somewhere in the word.
    Caps,
    /// Every letter is a capital.
    AllCaps,
    /// No letter is a capital.
    NoCaps,
}

/// Words side by side in this order.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Phrase {
    /// The words, at least one, all of the same form and case.
    pub words: Vec<Word>,
}

/// `left` and `right` at most `distance` words apart: the positions of the nearest two of their words
/// differ by at most `distance` (1 is side by side). The two are always **different** positions, so
/// `marvin w/5 marvin` needs the word twice.
///
/// As operands, `Or` and `Bag` stand for any of their members, `And` for each of them in turn.
#[derive(Debug, Clone, PartialEq)]
pub struct Near {
    /// The first operand.
    pub left: Box<Node>,
    /// The second operand.
    pub right: Box<Node>,
    /// Largest difference of positions, 1 or more.
    pub distance: u32,
    /// Whether `left` has to come first.
    pub ordered: bool,
    /// `left` occurs at least once **without** `right` that near (`not w/n`).
    pub negated: bool,
}

/// `left` and `right` in the same unit of text; operands as in [`Near`].
#[derive(Debug, Clone, PartialEq)]
pub struct SameUnit {
    /// Which unit.
    pub unit: Unit,
    /// The first operand.
    pub left: Box<Node>,
    /// The second operand.
    pub right: Box<Node>,
    /// `left` occurs at least once in a unit **without** `right` (`not w/s`).
    pub negated: bool,
}

/// A unit of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// A sentence.
    Sentence,
    /// A paragraph.
    Paragraph,
    /// A field: title, subtitle, body, ... (Nexis calls it a segment).
    Segment,
}

/// Where to look.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FieldScope {
    /// Any of these fields, at least one; `hlead(x)` is title, subtitle and lead.
    pub fields: Vec<FieldName>,
}

/// A half-open period of seconds since 1970-01-01T00:00:00Z; an article whose date is a period itself
/// (a day, a month) matches if that begins in the one asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateRange {
    /// One of the date fields.
    pub field: FieldName,
    /// First second, `None` if open. At least one end is given, and `from < to` if both are.
    pub from: Option<i64>,
    /// First second after, `None` if open.
    pub to: Option<i64>,
    /// The period in the morgue dialect (`2024-05`, `2024-05-01..`, `-30d`), for people and for printing.
    pub text: String,
}

/// A half-open range of whole numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberRange {
    /// One of the number fields.
    pub field: FieldName,
    /// Smallest number, `None` if open. At least one end is given, and `from < to` if both are.
    pub from: Option<u64>,
    /// First number that is too large, `None` if open.
    pub to: Option<u64>,
}

impl Node {
    /// A part of a query that is written at `span`.
    pub fn new(kind: NodeKind, span: Span) -> Self {
        Node { kind, span }
    }

    /// The nodes directly under this one, in the order written.
    pub fn children(&self) -> Vec<&Node> {
        match &self.kind {
            NodeKind::Near(near) => vec![&near.left, &near.right],
            NodeKind::SameUnit(same) => vec![&same.left, &same.right],
            NodeKind::AtLeast { node, .. }
            | NodeKind::First { node, .. }
            | NodeKind::Boost { node, .. }
            | NodeKind::Field(_, node)
            | NodeKind::Must(node)
            | NodeKind::Not(node) => vec![node],
            NodeKind::Bag(nodes) | NodeKind::And(nodes) | NodeKind::Or(nodes) => nodes.iter().collect(),
            NodeKind::All
            | NodeKind::Word(_)
            | NodeKind::Phrase(_)
            | NodeKind::Regex(_)
            | NodeKind::DateRange(_)
            | NodeKind::NumberRange(_)
            | NodeKind::Exists(_)
            | NodeKind::OneOf(..)
            | NodeKind::Like(_) => Vec::new(),
        }
    }
}
