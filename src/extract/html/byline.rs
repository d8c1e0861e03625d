//! The writers: names without "By", roles and addresses.

use super::candidate::Candidate;
use super::json_ld::LinkedData;
use super::meta::Head;
use super::rules::Marks;
use super::text::{collapse, comparison_key, unescape};
use super::tree::{Tag, Tree};
use crate::article::EntityKind;

/// Words before the names of writers, in lower case.
const BY: &str = "by|written by|posted by|author:|authors:|von|par|por|di|door|af|av|autor:|autorin:|text:|\
    texto:|redaktion:|geschrieben von|ein artikel von|escrito por|publicado por|publié par|\
    écrit par|scritto da|da|author|autor|auteur :|автор:|words by";

/// Words of a byline that are no part of a name, in lower case.
const ROLES: &str = "staff reporter writer editor correspondent published updated posted minutes read redakteur \
    contributor journalist columnist bureau desk comments kommentare uhr author autor admin \
    email follow ago";

/// Phrases of the same kind.
const ROLE_PHRASES: [&str; 5] = ["special to", "for the", "view all", "more by", "mehr von"];

/// Words that part several writers.
const AND: [&str; 9] = [" and ", " und ", " et ", " y ", " e ", " en ", " & ", " og ", " i "];

/// Candidates: each is the whole list of writers as one signal gives it.
pub(super) fn candidates(
    tree: &Tree<'_>,
    head: &Head<'_>,
    data: &LinkedData<'_>,
    publisher: Option<&str>,
) -> Vec<Candidate<Vec<String>>> {
    let mut found = Vec::new();
    let mut push = |names: Vec<String>, source, weight| {
        let names = unique(names);
        if !names.is_empty() {
            let is_publisher = names
                .iter()
                .all(|name| publisher.is_some_and(|publisher| comparison_key(publisher) == comparison_key(name)));
            found.push(Candidate::new(names, source, if is_publisher { weight * 0.4 } else { weight }));
        }
    };
    let from_data = |key| -> Vec<String> {
        data.names(key)
            .iter()
            .flat_map(
                |(name, kind)| {
                    if *kind == Some(EntityKind::Organisation) { vec![name.clone()] } else { names(name) }
                },
            )
            .collect()
    };
    push(from_data("author"), "json-ld author", 0.9);
    push(from_data("creator"), "json-ld creator", 0.7);
    let metas = |keys: &[&str]| -> Vec<String> {
        keys.iter()
            .map(|key| head.all(key).flat_map(|value| names(&unescape(value))).collect::<Vec<_>>())
            .find(|names| !names.is_empty())
            .unwrap_or_default()
    };
    push(
        metas(&[
            "author",
            "parsely-author",
            "sailthru.author",
            "article:author_name",
            "byl",
            "byline",
            "dc.creator",
            "dcterms.creator",
            "citation_author",
            "article.author",
            "cxenseparse:author",
            "rbauthors",
        ]),
        "meta author",
        0.75,
    );
    push(metas(&["article:author", "og:author", "twitter:creator:name"]), "meta article:author", 0.7);
    push(marked(tree, |property, rel| property.contains("author") && !rel), "itemprop author", 0.8);
    push(marked(tree, |_, rel| rel), "rel author", 0.6);
    push(visible(tree), "class byline", 0.5);
    found
}

/// Names in elements marked as author.
fn marked(tree: &Tree<'_>, is_author: impl Fn(&str, bool) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    let mut index = 0;
    while index < tree.nodes.len() && found.len() < 8 {
        let node = tree.node(index);
        if !node.marks.any(Marks::DECLARES) {
            index += 1;
            continue;
        }
        let property = node.attribute("itemprop").unwrap_or_default();
        let rel = node.tag == Tag::A
            && node.attribute("rel").is_some_and(|rel| rel.split_ascii_whitespace().any(|word| word == "author"));
        if node.element.is_none() || node.tag == Tag::Meta || !is_author(property, rel) || node.aside {
            index += 1;
            continue;
        }
        // The name proper stands in an inner property where there is one.
        let name = tree
            .subtree(index)
            .skip(1)
            .find(|inner| tree.node(*inner).attribute("itemprop") == Some("name"))
            .unwrap_or(index);
        let text = match tree.node(name).tag {
            Tag::Meta => collapse(tree.node(name).attribute("content").unwrap_or_default()),
            _ => tree.text(name, 200),
        };
        found.extend(names(&text));
        index = node.end;
    }
    found
}

/// Names in the first element that looks like a byline.
fn visible(tree: &Tree<'_>) -> Vec<String> {
    let mut index = 0;
    while index < tree.nodes.len() {
        let node = tree.node(index);
        if node.marks.any(Marks::BYLINE) && node.tag != Tag::Body && !node.aside {
            let text = tree.text(index, 300);
            let names = names(&text);
            if !names.is_empty() && text.len() <= 200 {
                return names;
            }
        }
        index += 1;
    }
    Vec::new()
}

fn unique(names: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for name in names {
        let key = comparison_key(&name);
        if kept.len() < 20 && !kept.iter().any(|known| comparison_key(known) == key) {
            kept.push(name);
        }
    }
    kept
}

/// Names in a byline.
pub(super) fn names(text: &str) -> Vec<String> {
    let text = collapse(text);
    if super::saved_page::is_web_address(&text) {
        return Vec::new();
    }
    let text = without_by(&text);
    let mut parts: Vec<&str> = text.split([',', ';', '|', '/', '•', '·', '\n']).collect();
    for word in AND {
        parts = parts.into_iter().flat_map(|part| split_word(part, word)).collect();
    }
    let mut found: Vec<String> = Vec::new();
    for (nth, part) in parts.into_iter().enumerate() {
        let part = without_by(part.trim().trim_matches(['-', '–', '—', ':', '.', '*', '(', ')', '"']).trim());
        let part = without_tail(part.split(['(', '@']).next().unwrap_or(part).trim());
        // A first part that is no name (a role, a date) ends the byline; later ones are left out.
        let place = !part.contains(' ') && found.iter().any(|name| name.contains(' '));
        if is_name(part, nth) && !place {
            found.push(part.to_owned());
        }
    }
    found
}

/// Splits at a word whatever its case.
fn split_word<'t>(text: &'t str, word: &str) -> Vec<&'t str> {
    let mut parts = Vec::new();
    let mut rest = text;
    let mut from = 0;
    while let Some(window) = rest.get(from..) {
        // The words begin with a space.
        let Some(at) = window
            .match_indices(' ')
            .map(|(at, _)| from + at)
            .find(|at| rest.get(*at..at + word.len()).is_some_and(|found| found.eq_ignore_ascii_case(word)))
        else {
            break;
        };
        parts.push(rest.get(..at).unwrap_or_default());
        rest = rest.get(at + word.len()..).unwrap_or_default();
        from = 0;
    }
    parts.push(rest);
    parts
}

/// A name without what follows it without a comma: a weekday, an outlet ("for The Paper").
fn without_tail(text: &str) -> &str {
    let mut end = text.len();
    let mut at = 0;
    for (nth, word) in text.split(' ').enumerate() {
        let lower = word.to_lowercase();
        let stops = matches!(
            lower.as_str(),
            "for"
                | "für"
                | "monday"
                | "tuesday"
                | "wednesday"
                | "thursday"
                | "friday"
                | "saturday"
                | "sunday"
                | "montag"
                | "dienstag"
                | "mittwoch"
                | "donnerstag"
                | "freitag"
                | "samstag"
                | "sonntag"
        );
        if nth > 0 && stops {
            end = at;
            break;
        }
        at += word.len() + 1;
    }
    text.get(..end).unwrap_or(text).trim()
}

fn without_by(text: &str) -> &str {
    let mut text = text.trim();
    for _ in 0..2 {
        let stripped = BY.split('|').filter_map(|word| {
            let head = text.get(..word.len())?;
            let rest = text.get(word.len()..)?;
            let ends = rest.starts_with([' ', ':']) || word.ends_with(':');
            (head.eq_ignore_ascii_case(word) && ends).then(|| rest.trim_start_matches([' ', ':']))
        });
        match stripped.min_by_key(|rest| rest.len()) {
            Some(rest) => text = rest,
            None => break,
        }
    }
    text
}

/// Whether a line begins as bylines do ("By Jo Doe").
pub(super) fn begins_with_by(text: &str) -> bool {
    let rest = without_by(text);
    rest.len() < text.trim().len()
        && rest.chars().next().is_some_and(char::is_uppercase)
        && rest.split_whitespace().count() <= 8
}

/// Whether a text can be somebody's name.
fn is_name(text: &str, nth: usize) -> bool {
    let words = text.split_whitespace().count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 2 || words > 6 || text.chars().count() > 50 || text.contains("://") || text.contains(['<', '=', '{']) {
        return false;
    }
    let is_date = text.bytes().any(|byte| byte.is_ascii_digit())
        && text.split([' ', '.']).any(|word| crate::date::parse::month_name(word).is_some());
    if is_date || text.chars().filter(char::is_ascii_digit).count() > 2 {
        return false;
    }
    let is_domain = !text.contains(' ')
        && text
            .rsplit_once('.')
            .is_some_and(|(_, end)| (2..=4).contains(&end.len()) && end.chars().all(char::is_lowercase));
    if is_domain || text.eq_ignore_ascii_case("publisher") {
        return false;
    }
    if nth > 0
        && ["associated press", "reuters", "afp", "dpa", "ap", "epa", "upi", "ansa", "efe"]
            .iter()
            .any(|agency| text.eq_ignore_ascii_case(agency))
    {
        return false;
    }
    let lower = text.to_lowercase();

    let has_role = lower.split(|c: char| !c.is_alphanumeric()).any(|word| ROLES.split(' ').any(|role| role == word))
        || ROLE_PHRASES.iter().any(|phrase| lower.contains(phrase));
    if has_role
        && (nth > 0
            || words <= 1
            || lower.starts_with("published")
            || lower.starts_with("posted")
            || lower.starts_with("updated"))
    {
        return false;
    }
    text.chars().next().is_some_and(|first| first.is_uppercase() || !first.is_lowercase()) || nth == 0 && words <= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_by_and_roles() {
        assert_eq!(names("By Jo Doe and Ann Roe, Staff Writers"), vec!["Jo Doe", "Ann Roe"]);
        assert_eq!(names("Von Max Müller"), vec!["Max Müller"]);
        assert_eq!(names("Written by: Jo Doe | Editor"), vec!["Jo Doe"]);
        assert_eq!(names("https://example.org/jo"), Vec::<String>::new());
        assert_eq!(names("By Jo Doe And Ann Roe For The Paper"), vec!["Jo Doe", "Ann Roe"]);
        assert_eq!(names("By JO DOE, AP Sports Writer"), vec!["JO DOE"]);
        assert_eq!(names("Jo Doe, London, Monday, November 18, 2019"), vec!["Jo Doe"]);
    }
}
