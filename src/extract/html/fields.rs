//! The fields beside text and dates: addresses, language, publisher, title, writers, section, keywords.

use url::Url;

use super::candidate::{Candidate, Witness};
use super::json_ld::LinkedData;
use super::meta::{Head, primary_language, split_keywords};
use super::rules::Marks;
use super::saved_page::{self, SavedPage, is_web_address};
use super::text::{collapse, comparison_key, unescape};
use super::tree::Tree;
use super::{byline, title};
use crate::article::{Article, EntityKind};
use crate::date::PartialDate;
use crate::extract::Options;

/// Where a page was read and where it wants to be read.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    /// Candidates for the address, best evidence first.
    pub url: Vec<Candidate<String>>,
    pub canonical: Vec<Candidate<String>>,
    /// When the copy was saved, and by which signal.
    pub captured: Option<(PartialDate, &'static str)>,
}

impl Addresses {
    /// Collects the addresses a page gives of itself.
    pub(super) fn new(head: &Head<'_>, saved: Option<SavedPage>, options: &Options<'_>) -> Self {
        let mut found = Addresses::default();
        let mut push = |list: &mut Vec<Candidate<String>>, url: Option<&str>, source, weight| {
            if let Some(url) = url.map(str::trim).filter(|url| is_web_address(url)) {
                if let Some(archived) = saved_page::archived(url) {
                    found.captured = found.captured.or(archived.captured.map(|date| (date, archived.source)));
                    list.extend(archived.url.map(|url| Candidate::new(url, source, weight)));
                } else {
                    list.push(Candidate::new(unescape(url).into_owned(), source, weight));
                }
            }
        };
        let mut urls = Vec::new();
        push(&mut urls, options.url, "outside", 1.0);
        if let Some(saved) = &saved {
            push(&mut urls, saved.url.as_deref(), saved.source, 0.95);
        }
        let base = urls.first().map(|candidate| candidate.value.clone());
        let absolute = |href: &str| -> Option<String> {
            let href = href.trim();
            if is_web_address(href) {
                return Some(href.to_owned());
            }
            if let Some(rest) = href.strip_prefix("//") {
                return Some(format!("https://{rest}"));
            }
            Url::parse(base.as_deref()?).ok()?.join(href).ok().map(String::from)
        };
        let og = head.get(&["og:url"]).and_then(absolute);
        let canonical = head.canonical.filter(|href| !href.trim().is_empty()).and_then(absolute);
        push(&mut urls, og.as_deref(), "meta og:url", 0.8);
        push(&mut urls, canonical.as_deref(), "link canonical", 0.75);
        let mut canonicals = Vec::new();
        push(&mut canonicals, canonical.as_deref(), "link canonical", 0.95);
        push(&mut canonicals, og.as_deref(), "meta og:url", 0.8);
        found.url = urls;
        found.canonical = canonicals;
        if let Some(saved) = saved {
            found.captured = saved.captured.map(|date| (date, saved.source)).or(found.captured);
        }
        found
    }

    /// The best known address.
    pub(super) fn known(&self) -> Option<&str> {
        self.canonical.first().or(self.url.first()).map(|candidate| candidate.value.as_str())
    }
}

/// Fills the fields; gives back the language tag with its region, in lower case.
pub(super) fn fill(
    article: &mut Article,
    tree: &Tree<'_>,
    head: &Head<'_>,
    data: &LinkedData<'_>,
    addresses: &Addresses,
    witness: &mut Witness,
) -> Option<String> {
    let mut canonical = addresses.canonical.clone();
    if let Some(url) = data.address().filter(|url| is_web_address(url)) {
        canonical.push(Candidate::new(url.to_owned(), "json-ld url", 0.7));
    }
    article.canonical_url = witness.settle("canonical_url", &canonical, String::clone);
    let mut urls = addresses.url.clone();
    if urls.is_empty() {
        urls.extend(
            canonical
                .iter()
                .map(|candidate| Candidate::new(candidate.value.clone(), candidate.source, candidate.weight * 0.9)),
        );
    }
    article.url = witness.settle("url", &urls, String::clone);

    let languages = languages(head, data);
    let chosen = witness.settle("language", &languages, |tag| primary_language(tag).unwrap_or_default());
    article.language = chosen.as_deref().and_then(primary_language);

    let site = publisher(tree, head, data);
    article.publisher = witness.settle("publisher", &site, String::clone);
    let host = article.url.as_deref().and_then(host_name);
    let site_name = head.text(&["og:site_name"]).or_else(|| article.publisher.clone()).or(host);
    let titles = title::candidates(tree, head, data, site_name.as_deref());
    article.title = witness.settle("title", &titles, String::clone).unwrap_or_default();
    let subtitles = subtitles(tree, head, data, &article.title);
    article.subtitle = witness.settle("subtitle", &subtitles, String::clone);
    let bylines = byline::candidates(tree, head, data, article.publisher.as_deref());
    article.authors = witness.settle("authors", &bylines, |names| names.join(", ")).unwrap_or_default();
    let sections = sections(head, data);
    article.section = witness.settle("section", &sections, String::clone);
    let keywords = keywords(head, data);
    article.keywords = witness.settle("keywords", &keywords, |words| words.join(", ")).unwrap_or_default();
    chosen.map(|tag| tag.to_ascii_lowercase().replace('_', "-"))
}

/// Language tags; signals that agree strengthen each other.
fn languages(head: &Head<'_>, data: &LinkedData<'_>) -> Vec<Candidate<String>> {
    let mut found: Vec<Candidate<String>> = Vec::new();
    let mut push = |tag: Option<&str>, source, weight| {
        if let Some(tag) = tag.filter(|tag| primary_language(tag).is_some()) {
            found.push(Candidate::new(tag.trim().to_owned(), source, weight));
        }
    };
    push(data.text("inLanguage").as_deref(), "json-ld inLanguage", 0.6);
    push(head.language, "html lang", 0.62);
    push(head.get(&["og:locale"]), "meta og:locale", 0.5);
    push(
        head.get(&["content-language", "language", "dc.language", "dcterms.language", "inlanguage"]),
        "meta language",
        0.5,
    );
    let primaries: Vec<Option<String>> = found.iter().map(|candidate| primary_language(&candidate.value)).collect();
    for (index, candidate) in found.iter_mut().enumerate() {
        let same = primaries.iter().filter(|primary| primaries.get(index) == Some(*primary)).count();
        candidate.weight = (candidate.weight + 0.12 * (same.saturating_sub(1)) as f32).min(0.98);
    }
    found
}

fn publisher(tree: &Tree<'_>, head: &Head<'_>, data: &LinkedData<'_>) -> Vec<Candidate<String>> {
    let mut found = Vec::new();
    let mut push = |name: Option<String>, source, weight| {
        if let Some(name) =
            name.filter(|name| !is_web_address(name) && name.chars().count() <= 80 && !name.starts_with('@'))
        {
            found.push(Candidate::new(name, source, weight));
        }
    };
    push(
        data.names("publisher").into_iter().next().map(|(name, _)| name),
        "json-ld publisher",
        if data.is_article() { 0.9 } else { 0.6 },
    );
    push(head.text(&["og:site_name"]), "meta og:site_name", 0.85);
    push(
        head.text(&[
            "dc.publisher",
            "dcterms.publisher",
            "publisher",
            "citation_publisher",
            "application-name",
            "apple-mobile-web-app-title",
            "article:publisher_name",
            "cre",
        ]),
        "meta publisher",
        0.6,
    );
    push(itemprop_publisher(tree), "itemprop publisher", 0.7);
    push(data.name_of_type(&["WebSite", "NewsMediaOrganization"]), "json-ld WebSite", 0.65);
    push(data.name_of_type(&["Organization"]), "json-ld Organization", 0.5);
    found
}

fn itemprop_publisher(tree: &Tree<'_>) -> Option<String> {
    let (index, _) = tree
        .nodes
        .iter()
        .enumerate()
        .filter(|(_, node)| node.marks.any(Marks::DECLARES))
        .find(|(_, node)| node.attribute("itemprop") == Some("publisher"))?;
    let name = tree
        .subtree(index)
        .skip(1)
        .find(|inner| tree.node(*inner).attribute("itemprop") == Some("name"))
        .unwrap_or(index);
    let text = match tree.node(name).attribute("content") {
        Some(content) => collapse(content),
        None => tree.text(name, 100),
    };
    (!text.is_empty() && text.len() <= 100).then_some(text)
}

/// The name of a host as a last resort to recognise the site's name in titles: `paper` of `www.paper.co.uk`.
fn host_name(url: &str) -> Option<String> {
    let host = Url::parse(url).ok()?.host_str()?.to_owned();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    host.split('.').next().map(str::to_owned)
}

fn subtitles(tree: &Tree<'_>, head: &Head<'_>, data: &LinkedData<'_>, title: &str) -> Vec<Candidate<String>> {
    let mut found: Vec<Candidate<String>> = Vec::new();
    let title_key = comparison_key(title);
    let mut push = |text: Option<String>, source, weight| {
        if let Some(text) = text.filter(|text| text.chars().count() <= 600 && text.split_whitespace().count() >= 3)
            && comparison_key(&text) != title_key
        {
            found.push(Candidate::new(text, source, weight));
        }
    };
    push(data.text("alternativeHeadline"), "json-ld alternativeHeadline", 0.7);
    let visible = tree
        .nodes
        .iter()
        .enumerate()
        .find(|(_, node)| node.marks.any(Marks::SUBTITLE) && !node.aside && node.element.is_some())
        .map(|(index, _)| tree.text(index, 700));
    push(visible, "class subtitle", 0.8);
    push(data.text("description"), "json-ld description", 0.6);
    push(head.text(&["og:description"]), "meta og:description", 0.58);
    push(
        head.text(&["description", "twitter:description", "dc.description", "sailthru.description"]),
        "meta description",
        0.55,
    );
    found
}

fn sections(head: &Head<'_>, data: &LinkedData<'_>) -> Vec<Candidate<String>> {
    let mut found = Vec::new();
    let mut push = |text: Option<String>, source, weight| {
        if let Some(text) = text.filter(|text| text.chars().count() <= 80) {
            found.push(Candidate::new(text, source, weight));
        }
    };
    push(data.text("articleSection"), "json-ld articleSection", 0.9);
    push(head.text(&["article:section", "og:article:section"]), "meta article:section", 0.85);
    push(
        head.text(&[
            "section",
            "parsely-section",
            "cxenseparse:section",
            "dc.subject",
            "category",
            "subsection",
            "cms:section",
            "article.section",
        ]),
        "meta section",
        0.6,
    );
    found
}

fn keywords(head: &Head<'_>, data: &LinkedData<'_>) -> Vec<Candidate<Vec<String>>> {
    let mut found = Vec::new();
    let mut push = |words: Vec<String>, source, weight| {
        let mut unique: Vec<String> = Vec::new();
        for word in words {
            if unique.len() < 64 && !unique.iter().any(|known| known.eq_ignore_ascii_case(&word)) {
                unique.push(word);
            }
        }
        if !unique.is_empty() {
            found.push(Candidate::new(unique, source, weight));
        }
    };
    push(data.keywords(), "json-ld keywords", 0.9);
    let split = |name: &str| head.all(name).flat_map(|text| split_keywords(&unescape(text))).collect::<Vec<_>>();
    push(split("news_keywords"), "meta news_keywords", 0.85);
    push(split("article:tag"), "meta article:tag", 0.8);
    push(split("keywords"), "meta keywords", 0.6);
    push(split("parsely-tags"), "meta parsely-tags", 0.55);
    found
}

/// Keywords that name their kind ("Person: Jo Doe", `<meta name="org">`) are entities.
pub(super) fn typed_keywords(head: &Head<'_>, data: &LinkedData<'_>) -> Vec<(String, EntityKind)> {
    let mut found = Vec::new();
    for name in ["per", "org", "geo"] {
        let kind = EntityKind::parse(if name == "geo" { "gpe" } else { name });
        let words = head.all(name).flat_map(|text| text.split(';')).map(|text| collapse(&unescape(text)));
        found.extend(words.filter(|word| !word.is_empty()).filter_map(|word| kind.map(|kind| (word, kind))));
    }
    let listed = head.all("news_keywords").chain(head.all("keywords")).flat_map(|text| split_keywords(&unescape(text)));
    for word in data.keywords().into_iter().chain(listed) {
        if let Some((kind, name)) = word.split_once(':')
            && let Some(kind) = EntityKind::parse(kind.trim())
            && !name.trim().is_empty()
        {
            found.push((name.trim().to_owned(), kind));
        }
    }
    found.truncate(64);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_keywords_are_entities() {
        let html = scraper::Html::parse_document(
            "<meta name=news_keywords content='Person: Jo Doe, storm, Location: Oban'><meta name=org content='Harbour Office'>",
        );
        let tree = Tree::new(&html, &mut super::super::rules::Rules::default());
        let found = typed_keywords(&Head::new(&tree), &LinkedData::default());
        let names: Vec<_> = found.iter().map(|(name, kind)| (name.as_str(), *kind)).collect();
        assert_eq!(
            names,
            [("Harbour Office", EntityKind::Organisation), ("Jo Doe", EntityKind::Person), ("Oban", EntityKind::Place)]
        );
    }
}
