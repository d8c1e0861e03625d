//! JSON-LD: the article a page describes in `<script type="application/ld+json">`, wherever it stands in it
//! (top level, list, `@graph`, `mainEntity`), with references by `@id` followed.
//!
//! Invariants: no recursion over the data; text is given with character references resolved and white space collapsed.

use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

use super::text::{collapse, unescape};
use crate::article::EntityKind;

type Object = Map<String, Value>;

/// Bytes of JSON-LD read from one page at most.
const SIZE_LIMIT: usize = 4 * 1024 * 1024;
/// Objects looked at in one page at most.
const OBJECT_LIMIT: usize = 4096;

/// Parses the scripts of a page; the second value counts those that are no JSON.
pub(super) fn parse(scripts: &[&str]) -> (Vec<Value>, usize) {
    let mut values = Vec::new();
    let mut broken = 0;
    let mut size = 0;
    for script in scripts {
        size += script.len();
        if size > SIZE_LIMIT {
            break;
        }
        let text = unwrapped(script);
        if text.is_empty() {
            continue;
        }
        match serde_json::from_str::<Value>(text) {
            Ok(value) => values.push(value),
            Err(_) => match serde_json::from_str::<Value>(&repaired(text)) {
                Ok(value) => values.push(value),
                Err(_) => broken += 1,
            },
        }
    }
    (values, broken)
}

/// The script without comment and CDATA marks and without a final semicolon.
fn unwrapped(script: &str) -> &str {
    let mut text = script.trim();
    for mark in ["<!--", "//<![CDATA[", "/*<![CDATA[*/", "<![CDATA["] {
        text = text.strip_prefix(mark).unwrap_or(text).trim_start();
    }
    for mark in ["-->", "//]]>", "/*]]>*/", "]]>", ";"] {
        text = text.strip_suffix(mark).unwrap_or(text).trim_end();
    }
    text
}

/// Control characters inside strings made spaces, commas before a closing bracket left out.
fn repaired(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut inside, mut escaped) = (false, false);
    for character in text.chars() {
        if inside && character.is_control() {
            out.push(' ');
            escaped = false;
            continue;
        }
        if !inside && matches!(character, '}' | ']') {
            let length = out.trim_end().trim_end_matches(',').len();
            out.truncate(length);
        }
        if character == '"' && !escaped {
            inside = !inside;
        }
        escaped = inside && character == '\\' && !escaped;
        out.push(character);
    }
    out
}

/// The article of a page and what it refers to.
#[derive(Debug, Default)]
pub(super) struct LinkedData<'v> {
    article: Option<&'v Object>,
    /// Every object with an `@id` and more than that.
    named: FxHashMap<&'v str, &'v Object>,
    /// All objects, outer ones first.
    objects: Vec<&'v Object>,
}

impl<'v> LinkedData<'v> {
    /// Finds the article among the values of a page; `url` helps where there are several.
    pub(super) fn new(values: &'v [Value], url: Option<&str>) -> Self {
        let mut data = LinkedData::default();
        let mut queue: std::collections::VecDeque<&'v Value> = values.iter().collect();
        while let Some(value) = queue.pop_front() {
            if data.objects.len() >= OBJECT_LIMIT {
                break;
            }
            match value {
                Value::Array(items) => queue.extend(items.iter()),
                Value::Object(object) => {
                    data.objects.push(object);
                    if let Some(id) = object.get("@id").and_then(Value::as_str)
                        && object.len() > 1
                    {
                        data.named.entry(id).or_insert(object);
                    }
                    // Lists of other articles are left alone; the parts of this one are followed.
                    for (key, value) in object {
                        if !matches!(key.as_str(), "itemListElement" | "hasPart" | "relatedLink" | "comment" | "review")
                            && !value.is_string()
                        {
                            queue.push_back(value);
                        }
                    }
                }
                _ => {}
            }
        }
        data.article = data.main(url);
        data
    }

    /// The object that describes the article: an article before a page; among several the one with the page's address.
    fn main(&self, url: Option<&str>) -> Option<&'v Object> {
        let mut best: Option<(u32, &'v Object)> = None;
        for object in &self.objects {
            let rank = types(object).map(rank).max().unwrap_or(0);
            if rank == 0 {
                continue;
            }
            let named = object.contains_key("headline") || object.contains_key("name");
            let same = url.is_some_and(|url| {
                ["url", "mainEntityOfPage", "@id"]
                    .iter()
                    .any(|key| object.get(*key).and_then(address).is_some_and(|found| same_page(found, url)))
            });
            let score = rank * 4 + u32::from(same) * 2 + u32::from(named);
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, object));
            }
        }
        best.map(|(_, object)| object)
    }

    /// Whether an object of an article type was found.
    pub(super) fn is_article(&self) -> bool {
        self.article.is_some_and(|object| types(object).any(|name| rank(name) >= 4))
    }

    /// Whether the object that describes the page has one of the types.
    pub(super) fn has_main_type(&self, names: &[&str]) -> bool {
        self.article.is_some_and(|object| types(object).any(|name| names.contains(&name)))
    }

    /// Text of a property of the article.
    pub(super) fn text(&self, key: &str) -> Option<String> {
        let value = self.article?.get(key)?;
        let value = match value {
            Value::Array(items) => items.first()?,
            value => value,
        };
        let text = match value {
            Value::String(text) => collapse(&unescape(text)),
            Value::Number(number) => number.to_string(),
            Value::Object(object) => {
                collapse(&unescape(self.resolved(object).get("name").or_else(|| object.get("@value"))?.as_str()?))
            }
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }

    /// A property of the article as it stands in the data.
    pub(super) fn raw(&self, key: &str) -> Option<&'v str> {
        self.article?.get(key)?.as_str()
    }

    /// A property of any object: the first found, outer objects first.
    pub(super) fn anywhere(&self, key: &str) -> Option<&'v str> {
        self.objects.iter().find_map(|object| object.get(key).and_then(Value::as_str))
    }

    /// Names given by a property of the article (`author`, `publisher`), with whether each is a person.
    pub(super) fn names(&self, key: &str) -> Vec<(String, Option<EntityKind>)> {
        let Some(value) = self.article.and_then(|object| object.get(key)) else {
            return Vec::new();
        };
        self.names_in(value)
    }

    /// Names of all objects of a type.
    pub(super) fn name_of_type(&self, names: &[&str]) -> Option<String> {
        self.objects
            .iter()
            .filter(|object| types(object).any(|name| names.contains(&name)))
            .find_map(|object| object.get("name").and_then(Value::as_str))
            .map(|name| collapse(&unescape(name)))
            .filter(|name| !name.is_empty())
    }

    fn names_in(&self, value: &'v Value) -> Vec<(String, Option<EntityKind>)> {
        let mut names = Vec::new();
        let mut push = |text: &str, kind| {
            let text = collapse(&unescape(text));
            if !text.is_empty() {
                names.push((text, kind));
            }
        };
        let items = match value {
            Value::Array(items) => items.as_slice(),
            value => std::slice::from_ref(value),
        };
        for item in items.iter().take(64) {
            match item {
                Value::String(text) => push(text, None),
                Value::Object(object) => {
                    let object = self.resolved(object);
                    let kind = types(object).find_map(entity_kind);
                    match object.get("name") {
                        Some(Value::String(name)) => push(name, kind),
                        Some(Value::Array(list)) => {
                            list.iter().filter_map(Value::as_str).for_each(|name| push(name, kind))
                        }
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        names
    }

    /// The object a mere reference stands for.
    fn resolved(&self, object: &'v Object) -> &'v Object {
        if object.contains_key("name") {
            return object;
        }
        object.get("@id").and_then(Value::as_str).and_then(|id| self.named.get(id).copied()).unwrap_or(object)
    }

    /// Keywords: a list, or a text parted by commas; terms may be objects.
    pub(super) fn keywords(&self) -> Vec<String> {
        let Some(value) = self.article.and_then(|object| object.get("keywords")) else {
            return Vec::new();
        };
        self.names_in(value)
            .into_iter()
            .flat_map(|(text, _)| if value.is_string() { super::meta::split_keywords(&text) } else { vec![text] })
            .collect()
    }

    /// People, organisations and places the article says it is about, with their type.
    pub(super) fn entities(&self) -> Vec<(String, EntityKind)> {
        let mut entities: Vec<(String, EntityKind)> = Vec::new();
        for key in ["about", "mentions", "contentLocation"] {
            for (name, kind) in self.names(key) {
                let Some(kind) = kind else {
                    continue;
                };
                if name.chars().count() <= 80 && !entities.iter().any(|(known, _)| *known == name) {
                    entities.push((name, kind));
                }
            }
        }
        entities
    }

    /// Address of the page by its own word.
    pub(super) fn address(&self) -> Option<&'v str> {
        let object = self.article?;
        ["url", "mainEntityOfPage"].iter().find_map(|key| object.get(*key).and_then(address))
    }

    /// Whether the article says that it, or a part of it, is not free to read.
    pub(super) fn is_paid(&self) -> bool {
        let paid = |object: &Object| match object.get("isAccessibleForFree") {
            Some(Value::Bool(free)) => !free,
            Some(Value::String(word)) => word.trim().to_ascii_lowercase().ends_with("false"),
            _ => false,
        };
        self.article.is_some_and(paid)
    }
}

/// Types of an object, without the vocabulary's address.
fn types(object: &Object) -> impl Iterator<Item = &str> {
    let value = object.get("@type");
    let one = value.and_then(Value::as_str);
    let many = value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    one.into_iter()
        .chain(many.iter().filter_map(Value::as_str))
        .map(|name| name.rsplit(['/', ':', '#']).next().unwrap_or(name))
}

/// How well a type describes an article; 0 for what does not.
fn rank(name: &str) -> u32 {
    match name {
        "NewsArticle"
        | "ReportageNewsArticle"
        | "AnalysisNewsArticle"
        | "OpinionNewsArticle"
        | "ReviewNewsArticle"
        | "BackgroundNewsArticle"
        | "AskPublicNewsArticle"
        | "LiveBlogPosting"
        | "AdvertiserContentArticle"
        | "SatiricalArticle" => 5,
        "Article"
        | "BlogPosting"
        | "Report"
        | "TechArticle"
        | "ScholarlyArticle"
        | "SocialMediaPosting"
        | "DiscussionForumPosting"
        | "MedicalScholarlyArticle"
        | "APIReference"
        | "CreativeWork" => 4,
        "Review" | "Recipe" | "HowTo" | "PodcastEpisode" | "VideoObject" | "ClaimReview" | "Event" => 3,
        "WebPage" | "ItemPage" | "FAQPage" | "AboutPage" | "Product" => 2,
        "CollectionPage" | "SearchResultsPage" | "ProfilePage" | "WebSite" => 1,
        _ => 0,
    }
}

fn entity_kind(name: &str) -> Option<EntityKind> {
    Some(match name {
        "Person" => EntityKind::Person,
        "Organization"
        | "Corporation"
        | "NewsMediaOrganization"
        | "SportsTeam"
        | "SportsOrganization"
        | "GovernmentOrganization"
        | "EducationalOrganization"
        | "CollegeOrUniversity"
        | "NGO"
        | "MusicGroup"
        | "PoliticalParty"
        | "Airline"
        | "LocalBusiness" => EntityKind::Organisation,
        "Place"
        | "City"
        | "Country"
        | "State"
        | "AdministrativeArea"
        | "Continent"
        | "LandmarksOrHistoricalBuildings" => EntityKind::Place,
        "Event" | "SportsEvent" | "Product" | "Legislation" | "CreativeWork" | "Movie" | "Book" | "TVSeries"
        | "VideoGame" => EntityKind::Other,
        _ => return None,
    })
}

/// The address a value holds, as text or as `@id` or `url` of an object.
fn address(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text.as_str()),
        Value::Object(object) => object.get("@id").or_else(|| object.get("url")).and_then(Value::as_str),
        Value::Array(items) => items.first().and_then(Value::as_str),
        _ => None,
    }
    .map(str::trim)
    .filter(|text| !text.is_empty())
}

/// Whether two addresses name the same page, whatever their scheme, query and fragment.
fn same_page(one: &str, other: &str) -> bool {
    let bare = |url: &str| -> String {
        let url = url.split(['?', '#']).next().unwrap_or(url);
        let url = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or(url);
        url.strip_prefix("www.").unwrap_or(url).trim_end_matches('/').to_lowercase()
    };
    bare(one) == bare(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_article_is_found_in_a_graph_and_references_are_followed() {
        let script = r##"{"@context":"https://schema.org","@graph":[
            {"@type":"WebSite","@id":"#site","name":"The Paper"},
            {"@type":"Person","@id":"#jo","name":"Jo Doe"},
            {"@type":["NewsArticle","Thing"],"headline":"Mayor &amp; council","author":{"@id":"#jo"},"publisher":{"@id":"#site"}}]}"##;
        let (values, broken) = parse(&[script]);
        let data = LinkedData::new(&values, None);
        assert_eq!(broken, 0);
        assert_eq!(data.text("headline").as_deref(), Some("Mayor & council"));
        assert_eq!(data.names("author").first().map(|(name, _)| name.as_str()), Some("Jo Doe"));
        assert_eq!(data.text("publisher").as_deref(), Some("The Paper"));
    }

    #[test]
    fn line_breaks_in_strings_and_trailing_commas_are_repaired() {
        let (values, broken) = parse(&["<!-- {\"@type\":\"NewsArticle\",\"headline\":\"a\nb\",} -->", "{nonsense"]);
        assert_eq!((values.len(), broken), (1, 1));
        assert_eq!(LinkedData::new(&values, None).text("headline").as_deref(), Some("a b"));
    }

    #[test]
    fn among_several_articles_the_one_with_the_pages_address_is_meant() {
        let script = r##"[{"@type":"NewsArticle","headline":"Other","url":"https://a.example/other"},
            {"@type":"NewsArticle","headline":"This","mainEntityOfPage":{"@id":"http://www.a.example/this/?x=1"}}]"##;
        let (values, _) = parse(&[script]);
        let data = LinkedData::new(&values, Some("https://a.example/this"));
        assert_eq!(data.text("headline").as_deref(), Some("This"));
    }

    #[test]
    fn typed_entities_and_payment_are_read() {
        let script = r##"{"@type":"NewsArticle","isAccessibleForFree":"False","about":[{"@type":"Person","name":"Jo"},{"@type":"Thing","name":"x"}],"mentions":{"@type":"City","name":"Köln"},"keywords":"a, b"}"##;
        let (values, _) = parse(&[script]);
        let data = LinkedData::new(&values, None);
        assert!(data.is_paid());
        assert_eq!(
            data.entities(),
            vec![("Jo".to_owned(), EntityKind::Person), ("Köln".to_owned(), EntityKind::Place)]
        );
        assert_eq!(data.keywords(), vec!["a", "b"]);
    }
}
