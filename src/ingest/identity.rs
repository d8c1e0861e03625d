//! What makes two articles the same article?
//!
//! The digest is over the text alone: SHA-256 of title, subtitle and body, each followed by a zero byte. The id is the first
//! 64 bits of a SHA-256 over the address (without fragment and tracking parameters; where there is none: publisher and day)
//! and the digest. So an article keeps its id in whatever file or container it comes, a changed text at one
//! address is another version with another id, and the same text in two outlets is two articles.
//!
//! Two different articles among ten million share an id with probability 3 in a million.

use crate::article::{Article, ArticleId};
use crate::text::{language, normalise, segment};
use sha2::{Digest, Sha256};
use std::borrow::Cow;

/// Cleans an extracted article and fills what follows from its text: language, word count, digest and id.
pub fn complete(article: &mut Article) {
    clean(article);
    article.language = language::settle(article.language.take(), &article.body);
    article.word_count = u32::try_from(segment::count(&article.body)).unwrap_or(u32::MAX);
    article.digest = digest(article);
    article.id = id(article);
}

fn clean(article: &mut Article) {
    let texts = [Some(&mut article.title), Some(&mut article.body)].into_iter().flatten();
    let optional = [
        &mut article.guid,
        &mut article.url,
        &mut article.canonical_url,
        &mut article.subtitle,
        &mut article.publisher,
        &mut article.section,
        &mut article.language,
    ];
    let lists = article.authors.iter_mut().chain(&mut article.keywords);
    for text in texts.chain(optional.into_iter().flatten()).chain(lists) {
        if let Cow::Owned(cleaned) = normalise::clean(text) {
            *text = cleaned;
        }
    }
}

fn digest(article: &Article) -> [u8; 32] {
    let mut digest = Sha256::new();
    for text in [article.title.as_str(), article.subtitle.as_deref().unwrap_or(""), &article.body] {
        digest.update(text);
        digest.update([0]);
    }
    digest.finalize().into()
}

fn id(article: &Article) -> ArticleId {
    let mut digest = Sha256::new();
    match article.canonical_url.as_deref().or(article.url.as_deref()) {
        Some(address) => digest.update(normal_address(address).as_bytes()),
        None => {
            digest.update(article.publisher.as_deref().unwrap_or(""));
            digest.update([0]);
            if let Some(date) = &article.published {
                digest.update(date.value.date_only().to_string());
            }
        }
    }
    digest.update([0]);
    digest.update(article.digest);
    let bytes: [u8; 32] = digest.finalize().into();
    let (first, _) = bytes.split_first_chunk::<8>().unwrap_or((&[0; 8], &[]));
    ArticleId(u64::from_be_bytes(*first))
}

/// Parameters that say where a reader came from, not what is read.
fn is_tracking(name: &str) -> bool {
    name.starts_with("utm_") || ["fbclid", "gclid", "dclid", "mc_cid", "mc_eid", "igshid"].contains(&name)
}

/// An address as far as it names the article.
fn normal_address(address: &str) -> Cow<'_, str> {
    if !address.contains(['#', '?']) && !address.starts_with("http:") {
        return Cow::Borrowed(address);
    }
    let Ok(mut url) = url::Url::parse(address) else {
        return Cow::Borrowed(address);
    };
    url.set_fragment(None);
    if url.scheme() == "http" && url.set_scheme("https").is_err() {
        return Cow::Borrowed(address);
    }
    if url.query_pairs().any(|(name, _)| is_tracking(&name)) {
        let kept: Vec<(String, String)> = url
            .query_pairs()
            .filter(|(name, _)| !is_tracking(name))
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        url.set_query(None);
        if !kept.is_empty() {
            url.query_pairs_mut().extend_pairs(kept);
        }
    }
    Cow::Owned(url.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Origin;

    fn article(url: &str, body: &str) -> Article {
        let mut article = Article {
            url: Some(url.to_owned()),
            title: "Title".to_owned(),
            body: body.to_owned(),
            ..Article::default()
        };
        complete(&mut article);
        article
    }

    #[test]
    fn the_id_depends_on_address_and_text_and_on_nothing_else() {
        let one = article("https://a.example/x", "Body text.");
        let mut elsewhere = article("http://a.example/x?utm_source=mail#top", "Body text.");
        elsewhere.origin = Origin { file: "other".to_owned(), ..Origin::default() };
        assert_eq!(one.id, elsewhere.id);
        assert_ne!(one.id, article("https://a.example/x", "Body text, changed.").id);
        assert_ne!(one.id, article("https://b.example/x", "Body text.").id);
        assert_eq!(one.digest, article("https://b.example/x", "Body text.").digest);
        assert_ne!(one.id, article("https://a.example/x?page=2", "Body text.").id);
    }

    #[test]
    fn ids_do_not_change_between_versions_of_morgue() {
        assert_eq!(article("https://a.example/x", "Body text.").id.to_string(), "92620785bf8a09f7");
    }

    #[test]
    fn control_characters_never_reach_the_index() {
        let mut article = Article {
            title: "A\u{1b}[31m red\u{0}".to_owned(),
            authors: vec!["\u{feff}Name".to_owned()],
            body: "two words".to_owned(),
            ..Article::default()
        };
        complete(&mut article);
        assert_eq!((article.title.as_str(), article.authors[0].as_str(), article.word_count), ("A[31m red", "Name", 2));
    }
}
