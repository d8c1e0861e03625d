//! What `<meta>`, `<link>` and `<html>` say, and microdata and RDFa properties.

use rustc_hash::FxHashMap;

use super::text::{collapse, unescape};
use super::tree::{Tag, Tree};

/// The head of a page.
#[derive(Debug, Default)]
pub(super) struct Head<'a> {
    /// `(name in lower case, content)` in order.
    metas: Vec<(String, &'a str)>,
    first: FxHashMap<String, usize>,
    /// `rel="canonical"`.
    pub canonical: Option<&'a str>,
    /// `lang` of the page.
    pub language: Option<&'a str>,
    /// Contents of `<title>`.
    pub title: Option<String>,
}

impl<'a> Head<'a> {
    /// Reads the head; meta elements misplaced in the body are read too.
    pub(super) fn new(tree: &Tree<'a>) -> Self {
        let mut head = Head::default();
        for (index, node) in tree.nodes.iter().enumerate() {
            match node.tag {
                Tag::Meta => head.add_meta(node),
                Tag::Link if node.attribute("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                    head.canonical = head.canonical.or_else(|| node.attribute("href"));
                }
                Tag::Html => head.language = node.attribute("lang").or_else(|| node.attribute("xml:lang")),
                Tag::Title if head.title.is_none() => {
                    let title = tree.text(index, 2000);
                    head.title = (!title.is_empty()).then_some(title);
                }
                _ => {}
            }
        }
        head
    }

    fn add_meta(&mut self, node: &super::tree::Node<'a>) {
        let Some(content) = node.attribute("content").map(str::trim).filter(|content| !content.is_empty()) else {
            return;
        };
        for key in ["property", "name", "itemprop", "http-equiv"] {
            let Some(name) = node.attribute(key) else {
                continue;
            };
            for name in name.split_ascii_whitespace() {
                let name = name.to_ascii_lowercase();
                self.first.entry(name.clone()).or_insert(self.metas.len());
                self.metas.push((name, content));
            }
        }
    }

    /// The first content under one of the names, in order of the names.
    pub(super) fn get(&self, names: &[&str]) -> Option<&'a str> {
        names
            .iter()
            .find_map(|name| self.first.get(*name).and_then(|index| self.metas.get(*index)))
            .map(|(_, content)| *content)
    }

    /// As [`Head::get`], collapsed and with character references resolved.
    pub(super) fn text(&self, names: &[&str]) -> Option<String> {
        self.get(names).map(|content| collapse(&unescape(content))).filter(|text| !text.is_empty())
    }

    /// All contents under a name.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &'a str> + use<'_, 'a> {
        let known = self.first.contains_key(name);
        let name = name.to_owned();
        self.metas.iter().filter(move |(key, _)| known && *key == name).map(|(_, content)| *content)
    }

    /// All pairs of name (in lower case) and content.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&str, &'a str)> + '_ {
        self.metas.iter().map(|(name, content)| (name.as_str(), *content))
    }
}

/// Keywords of one text: parted by commas, semicolons or bars.
pub(super) fn split_keywords(text: &str) -> Vec<String> {
    let separator = if text.contains(',') {
        ','
    } else if text.contains(';') {
        ';'
    } else {
        '|'
    };
    text.split(separator).map(collapse).filter(|word| !word.is_empty() && word.chars().count() <= 80).collect()
}

/// The language of a tag: `de` of `de-AT` and `de_AT`; `None` for what is no tag.
pub(super) fn primary_language(tag: &str) -> Option<String> {
    let primary = tag.trim().split(['-', '_', ',', ';', ' ']).next()?.to_ascii_lowercase();
    let known = matches!(primary.len(), 2 | 3) && primary.bytes().all(|byte| byte.is_ascii_lowercase());
    let name = match primary.as_str() {
        "english" => "en",
        "deutsch" | "german" => "de",
        "french" => "fr",
        "spanish" => "es",
        "und" | "mul" | "zxx" | "xx" => return None,
        _ if known => return Some(primary),
        _ => return None,
    };
    Some(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_its_primary_subtag() {
        assert_eq!(primary_language("de_AT").as_deref(), Some("de"));
        assert_eq!(primary_language("en-GB, en").as_deref(), Some("en"));
        assert_eq!(primary_language("English").as_deref(), Some("en"));
        assert_eq!(primary_language("x"), None);
    }

    #[test]
    fn keywords_are_parted_by_what_the_text_uses() {
        assert_eq!(split_keywords("a, b c,,d"), vec!["a", "b c", "d"]);
        assert_eq!(split_keywords("a;b"), vec!["a", "b"]);
    }
}
