//! Which key of a record means what: the project's own names and those of other programs.
//!
//! Several keys may mean one field; the one with the lowest rank that has a value wins. Keys are compared in lower
//! case with `-` and `_` left out, so that `date_publish`, `datePublish` and `date-publish` are one key.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What a key means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Id,
    Guid,
    Url,
    CanonicalUrl,
    Title,
    Subtitle,
    Body,
    /// A body that is HTML.
    Markup,
    /// Place and agency before the first sentence, given apart from the body.
    Dateline,
    Authors,
    Publisher,
    /// The outlet or, where it looks like one, the address.
    Source,
    /// The host of the address: the outlet's name where no other is given.
    Host,
    Section,
    Keywords,
    Language,
    Published,
    Updated,
    Captured,
    Incomplete,
    People,
    Organisations,
    Places,
    /// Lists of events and of things such as products (ninjs).
    Events,
    Objects,
    Digest,
    Entities,
    PublishedEvidence,
    UpdatedEvidence,
    CapturedEvidence,
    /// The blocks of the Washington Post's collection.
    Contents,
    /// An object whose keys count as the record's own (Guardian, Elasticsearch).
    Nested,
}

impl Field {
    /// Fields, for tables indexed by them.
    pub(super) const COUNT: usize = Field::Nested as usize + 1;
}

/// Keys by field, in the order of preference: own names first, then news-please, newspaper4k, trafilatura, NewsAPI and
/// GNews, the Guardian's API, the Washington Post's collection, CC-News, JSON-LD, ninjs, dpa, Media Cloud, GDELT.
const KEYS: &[(Field, &[&str])] = &[
    (Field::Id, &["id", "_id", "docid", "documentid", "articleid", "uuid"]),
    (Field::Guid, &["guid", "uri", "urn"]),
    (
        Field::Url,
        &[
            "url",
            "weburl",
            "articleurl",
            "link",
            "sourceurl",
            "permalink",
            "documentidentifier",
            "href",
            "pageurl",
            "originalurl",
        ],
    ),
    (Field::CanonicalUrl, &["canonicalurl", "canonicallink", "mainentityofpage"]),
    (Field::Title, &["title", "headline", "webtitle", "titlepage", "titlerss", "heading"]),
    (
        Field::Subtitle,
        &[
            "subtitle",
            "subhead",
            "subheadline",
            "standfirst",
            "trailtext",
            "dek",
            "deck",
            "description",
            "metadescription",
            "descriptiontext",
            "teaser",
            "excerpt",
            "abstract",
            "summary",
        ],
    ),
    (
        Field::Body,
        &[
            "body",
            "maintext",
            "text",
            "bodytext",
            "articlebody",
            "content",
            "fulltext",
            "articletext",
            "rawtext",
            "textcleaned",
            "story",
            "articlecontent",
            "document",
            "plaintext",
            "paragraphs",
        ],
    ),
    (Field::Markup, &["bodyhtml", "articlehtml", "contenthtml", "bodyxhtml", "html"]),
    (Field::Dateline, &["dateline"]),
    (Field::Authors, &["authors", "author", "byline", "creator", "by", "writer", "contributors"]),
    (
        Field::Publisher,
        &[
            "publisher",
            "sitename",
            "metasitename",
            "sourcename",
            "outlet",
            "medianame",
            "publication",
            "newspaper",
            "provider",
            "sourcehostname",
            "creditline",
        ],
    ),
    (Field::Source, &["source", "site"]),
    (Field::Host, &["sourcedomain", "hostname", "domain", "mediaurl"]),
    (
        Field::Section,
        &["section", "sectionname", "articlesection", "kicker", "category", "categories", "desk", "rubric"],
    ),
    (Field::Keywords, &["keywords", "tags", "newskeywords", "metakeywords", "topics", "keywordnames", "subjects"]),
    (Field::Language, &["language", "lang", "inlanguage", "metalang", "languagecode"]),
    (
        Field::Published,
        &[
            "published",
            "datepublish",
            "datepublished",
            "publishdate",
            "publishedat",
            "publisheddate",
            "webpublicationdate",
            "publicationdate",
            "pubdate",
            "firstpublished",
            "date",
            "publishtime",
            "contentcreated",
            "firstcreated",
            "datetime",
            "versioncreated",
            "seendate",
            "timestamp",
        ],
    ),
    (
        Field::Updated,
        &[
            "updated",
            "datemodify",
            "datemodified",
            "modified",
            "updatedat",
            "lastmodified",
            "lastmod",
            "modifieddate",
            "contentmodified",
        ],
    ),
    (
        Field::Captured,
        &[
            "captured",
            "datedownload",
            "filedate",
            "crawldate",
            "scrapedat",
            "scrapedate",
            "fetchedat",
            "indexeddate",
            "retrieved",
        ],
    ),
    (Field::Incomplete, &["incomplete"]),
    (Field::People, &["people", "persons", "person"]),
    (Field::Organisations, &["organisations", "organizations", "organisation", "organization", "orgs"]),
    (Field::Places, &["places", "locations", "place", "location"]),
    (Field::Events, &["events", "event"]),
    (Field::Objects, &["objects", "object"]),
    (Field::Digest, &["digest"]),
    (Field::Entities, &["entities"]),
    (Field::PublishedEvidence, &["publishedevidence"]),
    (Field::UpdatedEvidence, &["updatedevidence"]),
    (Field::CapturedEvidence, &["capturedevidence"]),
    (Field::Contents, &["contents"]),
    (Field::Nested, &["fields", "_source"]),
];

/// A key's meaning and its rank among the keys of the same field, 0 the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Meaning {
    pub(super) field: Field,
    pub(super) rank: u8,
}

static MEANINGS: LazyLock<FxHashMap<&'static [u8], Meaning>> = LazyLock::new(|| {
    let mut meanings = FxHashMap::default();
    for (field, keys) in KEYS {
        for (rank, key) in keys.iter().enumerate() {
            let rank = u8::try_from(rank).unwrap_or(u8::MAX);
            meanings.insert(key.as_bytes(), Meaning { field: *field, rank });
        }
    }
    meanings
});

/// What a key means; `None` for keys that say nothing of the article.
pub(super) fn meaning(key: &str) -> Option<Meaning> {
    /// Longest known key in bytes, separators apart.
    const LONGEST: usize = 24;
    let mut plain = [0_u8; LONGEST];
    let mut length = 0;
    for (place, byte) in key.bytes().enumerate() {
        // A leading underscore marks the store's own keys (`_id`), which must not look like the article's.
        if place > 0 && matches!(byte, b'_' | b'-') {
            continue;
        }
        *plain.get_mut(length)? = byte.to_ascii_lowercase();
        length += 1;
    }
    MEANINGS.get(plain.get(..length)?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_known_in_any_spelling() {
        for key in ["date_publish", "datePublish", "DATE-PUBLISH"] {
            assert_eq!(meaning(key).map(|meaning| meaning.field), Some(Field::Published), "{key}");
        }
        assert_eq!(meaning("title").map(|meaning| meaning.rank), Some(0));
        assert_eq!(meaning("image_url"), None);
        assert_eq!(meaning("_title"), None);
        assert_eq!(meaning(""), None);
        assert_eq!(meaning(&"x".repeat(1000)), None);
    }

    #[test]
    fn no_key_stands_twice() {
        let keys = KEYS.iter().map(|(_, keys)| keys.len()).sum::<usize>();
        assert_eq!(MEANINGS.len(), keys);
    }
}
