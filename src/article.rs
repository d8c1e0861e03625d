//! The one noun everybody shares: an article, as read from a document.
//!
//! An [`Article`] is what `extract` makes, `entity` adds to, `ingest` identifies and `index` keeps.
//! It knows nothing of files being walked, of engines or of output formats.
//!
//! Invariants: `body` is plain text whose paragraphs are parted by one blank line (`"\n\n"`); a single
//! `\n` parts lines inside a paragraph (table rows, verse). No field holds control characters other
//! than `\n` and `\t`. A field whose value is unknown is empty, never invented.

use crate::date::PartialDate;

/// An article and all that is known of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Article {
    /// Stable identity of the text and where it was published; see [`crate::ingest::identity`].
    pub id: ArticleId,
    /// The source's own identifier (`id` or `guid` of a record, NewsML guid), as written.
    pub guid: Option<String>,
    /// Where the text was read, as the source gives it.
    pub url: Option<String>,
    /// The publisher's preferred address of the article.
    pub canonical_url: Option<String>,
    /// Headline, without kicker and without the site's name.
    pub title: String,
    /// Standfirst, dek or description shown under the headline.
    pub subtitle: Option<String>,
    /// The text; see the module header for its form.
    pub body: String,
    /// Names of the writers, without "By", in the order given.
    pub authors: Vec<String>,
    /// Name of the outlet.
    pub publisher: Option<String>,
    /// Desk or section of the outlet.
    pub section: Option<String>,
    /// Keywords given by the source.
    pub keywords: Vec<String>,
    /// People, organisations, places and other names.
    pub entities: Vec<Entity>,
    /// Language as a lower-case primary subtag (`en`, `de`), declared or detected.
    pub language: Option<String>,
    /// When it was published.
    pub published: Option<ArticleDate>,
    /// When it was last changed by its publisher.
    pub updated: Option<ArticleDate>,
    /// When this copy was saved.
    pub captured: Option<ArticleDate>,
    /// Words in the body.
    pub word_count: u32,
    /// Why the body is known to be only a part of the article.
    pub incomplete: Option<Incomplete>,
    /// Where the bytes came from.
    pub origin: Origin,
    /// SHA-256 of title, subtitle and body; see [`crate::ingest::identity`].
    pub digest: [u8; 32],
}

/// 64 bits naming an article; printed as 16 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId(pub u64);

impl std::fmt::Display for ArticleId {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:016x}", self.0)
    }
}

impl std::str::FromStr for ArticleId {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        if text.len() != 16 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(());
        }
        u64::from_str_radix(text, 16).map(ArticleId).map_err(|_| ())
    }
}

/// Why a body is known to be a part only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Incomplete {
    /// The source says that the rest is for subscribers.
    Paywall,
    /// The source cut the text (`[+1234 chars]`, a teaser, a truncated record).
    Truncated,
}

impl Incomplete {
    /// The word used in records and in the index.
    pub fn as_str(self) -> &'static str {
        match self {
            Incomplete::Paywall => "paywall",
            Incomplete::Truncated => "truncated",
        }
    }

    /// The inverse of [`Incomplete::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "paywall" => Some(Incomplete::Paywall),
            "truncated" => Some(Incomplete::Truncated),
            _ => None,
        }
    }
}

/// A date with the evidence for it.
#[derive(Debug, Clone, PartialEq)]
pub struct ArticleDate {
    /// The date, as precise as the source gave it, in the source's own zone.
    pub value: PartialDate,
    /// The signal it was read from: `url`, `json-ld`, `meta`, `record`, `front-matter`, `time-element`, ...
    pub source: String,
    /// How far to trust it, 0 to 1.
    pub confidence: f32,
}

/// What kind of thing a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityKind {
    /// A human being.
    Person,
    /// A company, authority, party, team, ...
    Organisation,
    /// A country, town, region, building, ...
    Place,
    /// A law, product, event, work, nationality, ...
    Other,
}

impl EntityKind {
    /// All kinds, in the order used everywhere.
    pub const ALL: [EntityKind; 4] =
        [EntityKind::Person, EntityKind::Organisation, EntityKind::Place, EntityKind::Other];

    /// The word used in records, queries and the index.
    pub fn as_str(self) -> &'static str {
        match self {
            EntityKind::Person => "person",
            EntityKind::Organisation => "org",
            EntityKind::Place => "place",
            EntityKind::Other => "other",
        }
    }

    /// Reads the word, with the usual synonyms.
    pub fn parse(text: &str) -> Option<Self> {
        match text.to_ascii_lowercase().as_str() {
            "person" | "per" | "people" => Some(EntityKind::Person),
            "org" | "organisation" | "organization" | "company" => Some(EntityKind::Organisation),
            "place" | "loc" | "location" | "gpe" => Some(EntityKind::Place),
            "other" | "misc" | "event" | "product" | "law" => Some(EntityKind::Other),
            _ => None,
        }
    }
}

/// Who says that an entity is in the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityOrigin {
    /// The source's own metadata.
    Source,
    /// Recognised in title and body.
    Recognised,
}

impl EntityOrigin {
    /// The word used in records and in the index.
    pub fn as_str(self) -> &'static str {
        match self {
            EntityOrigin::Source => "source",
            EntityOrigin::Recognised => "recognised",
        }
    }
}

/// A person, organisation, place or other name in an article.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// Canonical name: the fullest form in the article.
    pub name: String,
    /// What it names.
    pub kind: EntityKind,
    /// Who says so.
    pub origin: EntityOrigin,
    /// Other forms under which the article mentions it ("Jassy"), without `name` itself.
    pub aliases: Vec<String>,
    /// Mentions in title and body; 0 if only the source's metadata names it.
    pub count: u32,
}

/// Where an article's bytes are: a file, a member inside it, and the first byte of the record.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// The file as the ledger names it.
    pub file: String,
    /// Path inside a container or line of a file of records (`line 12`); empty for a whole file.
    pub member: String,
    /// Offset of the record in the (decompressed) file, in bytes.
    pub offset: u64,
}
