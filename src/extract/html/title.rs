//! The headline: the heading of the page that its metadata agree with, without kicker and without the site's name.

use super::candidate::Candidate;
use super::json_ld::LinkedData;
use super::meta::Head;
use super::rules::Marks;
use super::text::comparison_key;
use super::tree::{Tag, Tree};

/// Separators between a headline and the name of the site.
const SEPARATORS: [&str; 11] = [" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", " / ", " ▷ "];

/// Candidates for the title, with the weight raised where several agree.
pub(super) fn candidates(
    tree: &Tree<'_>,
    head: &Head<'_>,
    data: &LinkedData<'_>,
    site: Option<&str>,
) -> Vec<Candidate<String>> {
    let mut found: Vec<Candidate<String>> = Vec::new();
    let mut push = |value: Option<String>, source, weight| {
        if let Some(value) = value {
            let value = without_site(&value, site);
            if value.chars().any(char::is_alphanumeric) {
                found.push(Candidate::new(value, source, weight));
            }
        }
    };
    push(data.text("headline"), "json-ld headline", 0.7);
    push(head.text(&["og:title"]), "meta og:title", 0.66);
    push(
        head.text(&[
            "parsely-title",
            "sailthru.title",
            "dc.title",
            "dcterms.title",
            "citation_title",
            "hdl",
            "headline",
        ]),
        "meta title",
        0.6,
    );
    push(head.text(&["twitter:title"]), "meta twitter:title", 0.55);
    for (text, weight) in headings(tree) {
        push(Some(text), "h1", weight);
    }
    push(property(tree), "itemprop headline", 0.62);
    if !data.is_article() {
        push(data.text("name"), "json-ld name", 0.4);
    }
    push(head.title.clone(), "title", 0.5);
    agree(&mut found, head.title.as_deref());
    for candidate in &mut found {
        if site.is_some_and(|site| is_site(&candidate.value, site)) {
            candidate.weight *= 0.3;
        }
    }
    found
}

/// Raises candidates that others repeat, whole or as their beginning.
fn agree(found: &mut [Candidate<String>], page_title: Option<&str>) {
    let keys: Vec<String> = found.iter().map(|candidate| comparison_key(&candidate.value)).collect();
    let page_key = page_title.map(comparison_key).unwrap_or_default();
    for (index, candidate) in found.iter_mut().enumerate() {
        let Some(key) = keys.get(index).filter(|key| key.len() >= 4) else {
            candidate.weight *= 0.5;
            continue;
        };
        // A heading at the end of the page's title, after another candidate, names the site.
        let begun = keys.iter().enumerate().any(|(other, other_key)| {
            other != index && other_key.len() >= 8 && other_key != key && page_key.starts_with(other_key.as_str())
        });
        if candidate.source == "h1" && begun && page_key.ends_with(key.as_str()) && !page_key.starts_with(key.as_str())
        {
            candidate.weight *= 0.5;
        }
        let others = keys.iter().enumerate().filter(|(other, other_key)| *other != index && *other_key == key).count();
        candidate.weight += 0.12 * others.min(2) as f32;
        if candidate.source == "h1" && page_key.contains(key.as_str()) {
            candidate.weight += 0.2;
        }
        candidate.weight = candidate.weight.min(0.99);
    }
}

/// Main headings with their weight: one inside the article before one in the site's header, no logo.
fn headings(tree: &Tree<'_>) -> Vec<(String, f32)> {
    let mut found = Vec::new();
    for (index, node) in tree.nodes.iter().enumerate() {
        if node.tag != Tag::Heading(1) || node.marks.any(Marks::HIDDEN) {
            continue;
        }
        let text = heading_text(tree, index);
        if text.is_empty() || text.len() > 400 {
            continue;
        }
        let logo = node.attribute("class").is_some_and(|class| class.contains("logo") || class.contains("site-title"))
            || tree.ancestors(index).take(3).any(|above| {
                let above = tree.node(above);
                above.marks.any(Marks::NAVIGATION.with(Marks::COMMENTS).with(Marks::RELATED))
                    || above.attribute("class").is_some_and(|class| class.contains("logo"))
            });
        let weight = 0.64 - 0.04 * found.len().min(4) as f32 - if logo { 0.3 } else { 0.0 };
        found.push((text, weight));
        if found.len() >= 8 {
            break;
        }
    }
    found
}

/// Text of a heading without kicker, byline or buttons inside it.
fn heading_text(tree: &Tree<'_>, index: usize) -> String {
    let aside = Marks::HEAD_MATTER.with(Marks::BYLINE).with(Marks::SHARE).with(Marks::HIDDEN).with(Marks::SUBTITLE);
    let mut text = String::new();
    let mut gap = false;
    let mut at = index + 1;
    while at < tree.node(index).end {
        let node = tree.node(at);
        if node.element.is_some() && (node.marks.any(aside) || node.tag == Tag::Time) {
            at = node.end;
            continue;
        }
        gap |= node.tag.is_block() || node.tag == Tag::Br;
        super::text::push_collapsed(&mut text, node.text, &mut gap);
        at += 1;
    }
    if text.is_empty() { tree.text(index, 500) } else { text }
}

fn property(tree: &Tree<'_>) -> Option<String> {
    let (index, _) = tree.nodes.iter().enumerate().find(|(_, node)| {
        node.marks.any(Marks::DECLARES)
            && node.tag != Tag::Meta
            && node.attribute("itemprop").is_some_and(|property| property == "headline")
    })?;
    Some(heading_text(tree, index)).filter(|text| !text.is_empty() && text.len() <= 400)
}

/// A title without the name of the site at its end or beginning.
pub(super) fn without_site(title: &str, site: Option<&str>) -> String {
    let mut title = title.trim();
    for _ in 0..2 {
        let Some((head, tail)) = last_split(title) else {
            break;
        };
        let is_site = site.is_some_and(|site| same_name(tail, site));
        let short = tail.split_whitespace().count() <= 4 && head.split_whitespace().count() >= 4 && site.is_none();
        if is_site || short {
            title = head.trim();
            continue;
        }
        break;
    }
    if let Some(site) = site {
        let first =
            SEPARATORS.iter().filter_map(|separator| title.split_once(separator)).min_by_key(|(head, _)| head.len());
        if let Some((head, tail)) = first
            && same_name(head, site)
        {
            title = tail.trim();
        }
    }
    title.to_owned()
}

fn last_split(title: &str) -> Option<(&str, &str)> {
    SEPARATORS.iter().filter_map(|separator| title.rsplit_once(separator)).max_by_key(|(head, _)| head.len())
}

/// Whether a title is nothing but the name of the site.
fn is_site(title: &str, site: &str) -> bool {
    let (title, site) = (comparison_key(title), comparison_key(site));
    title == site || title == format!("{site}com") || format!("the{title}") == site || format!("the{site}") == title
}

/// Whether two names of a site are the same but for endings such as ".com".
fn same_name(one: &str, other: &str) -> bool {
    let bare = |name: &str| {
        let key = comparison_key(name);
        let key = key.strip_prefix("www").unwrap_or(&key);
        let key = key.strip_prefix("the").unwrap_or(key);
        [".com", ".org", ".net", ".de"]
            .iter()
            .find_map(|ending| key.strip_suffix(ending.trim_start_matches('.')))
            .unwrap_or(key)
            .to_owned()
    };
    let (one, other) = (bare(one), bare(other));
    !one.is_empty()
        && (one == other
            || (one.len() >= 4 && other.starts_with(&one))
            || (other.len() >= 4 && one.starts_with(&other)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_site_is_no_part_of_the_title() {
        assert_eq!(without_site("Mayor resigns | The Daily Paper", Some("Daily Paper")), "Mayor resigns");
        assert_eq!(without_site("Mayor resigns - paper.com", Some("Paper")), "Mayor resigns");
        assert_eq!(without_site("Paper | Mayor resigns", Some("Paper")), "Mayor resigns");
        assert_eq!(without_site("Mayor resigns - what now?", Some("Paper")), "Mayor resigns - what now?");
    }
}
