//! The pages and texts of a pack, for people.

use super::manifest::{Entry, Manifest};
use crate::article::Article;
use crate::output::figure::counted;
use crate::output::{citation, html};
use crate::search::Marked;

/// The text of an article, with what is known of it above.
pub fn plain(article: &Article) -> String {
    let mut text = format!("{}\n", article.title);
    let mut push = |line: Option<String>| {
        if let Some(line) = line.filter(|line| !line.is_empty()) {
            text.push_str(&line);
            text.push('\n');
        }
    };
    push(article.subtitle.clone());
    push((!article.authors.is_empty()).then(|| format!("By {}", article.authors.join(", "))));
    push(article.publisher.clone());
    push(article.published.as_ref().map(|date| date.value.to_string()));
    push(article.url.clone());
    text.push('\n');
    text.push_str(&article.body);
    text.push('\n');
    text
}

/// An article with its matches marked.
pub fn article(hit: &Marked) -> String {
    let article = &hit.article;
    let mut body = String::from("<nav><a href=\"../index.html\">All articles of this pack</a></nav>\n<article>\n");
    body.push_str(&format!("<h1 dir=\"auto\">{}</h1>\n", html::marked(&article.title, &hit.title_spans)));
    if let Some(subtitle) = &article.subtitle {
        body.push_str(&format!("<p dir=\"auto\"><em>{}</em></p>\n", html::text(subtitle)));
    }
    if !article.authors.is_empty() {
        body.push_str(&format!("<p>By {}</p>\n", html::isolated(&article.authors.join(", "))));
    }
    body.push_str(&format!("<p class=\"facts\">{}</p>\n", facts(article)));
    body.push_str(&html::paragraphs(&article.body, &hit.body_spans));
    body.push_str("</article>\n<footer>\n");
    let origin = &article.origin;
    let place = match origin.member.as_str() {
        "" => html::text(&origin.file),
        member => format!("{}, {} (byte {})", html::text(&origin.file), html::text(member), origin.offset),
    };
    body.push_str(&format!(
        "<p>Read from <code>{place}</code>. SHA-256 of the text: <code>{}</code>.</p>\n</footer>\n",
        citation::digest(article)
    ));
    html::document(&article.title, article.language.as_deref(), &body)
}

fn facts(article: &Article) -> String {
    let dated = article.published.as_ref().map_or("no date".to_owned(), |date| date.value.date_only().to_string());
    let parts = [
        article.publisher.as_deref().map(html::isolated),
        Some(dated),
        article.section.as_deref().map(html::isolated),
        article.incomplete.map(|why| why.as_str().to_owned()),
        article.url.as_deref().map(|url| html::linked(url, Some(url))),
        Some(format!("<code>{}</code>", article.id)),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The list of a pack.
pub fn index(manifest: &Manifest) -> String {
    let search = &manifest.search;
    let asked = match search.query.query.trim() {
        "" => "all articles".to_owned(),
        query => format!("<code>{}</code>", html::text(query)),
    };
    let mut body = format!("<h1>Evidence for {asked}</h1>\n");
    let packed = manifest.articles.len() as u64;
    let count = match search.total {
        1 => "One article matches".to_owned(),
        total => format!("{total} articles match"),
    };
    let here = if packed == search.total { String::new() } else { format!("; the first {packed} are here") };
    body.push_str(&format!(
        "<p>{count}{here}. Made on {} with morgue {}; <a href=\"manifest.json\">manifest.json</a> says what was asked of \
         which archive, <code>sha256sum -c SHA256SUMS</code> checks that nothing was changed since. Citations: \
         <a href=\"citations.ris\">RIS</a>, <a href=\"citations.bib\">BibTeX</a>, <a href=\"citations.json\">CSL-JSON</a>.</p>\n",
        html::text(&manifest.made),
        env!("CARGO_PKG_VERSION")
    ));
    for warning in &search.warnings {
        body.push_str(&format!("<p class=\"warning\">{}</p>\n", html::text(warning)));
    }
    body.push_str("<ol class=\"hits\">\n");
    manifest.articles.iter().for_each(|entry| body.push_str(&item(entry)));
    body.push_str("</ol>\n");
    html::document("Evidence", Some("en"), &body)
}

fn item(entry: &Entry) -> String {
    let original = match &entry.original.file {
        Some(file) => format!("<a href=\"{}\">original</a>", html::text(file)),
        None => format!("original {}", html::text(entry.original.status)),
    };
    let matches = counted(entry.matches as u64, "match", "matches");
    let parts = [
        entry.publisher.as_deref().map(html::isolated),
        Some(entry.published.as_deref().map_or("no date".to_owned(), html::text)),
        Some(matches),
        Some(format!("<a href=\"{}\">text</a>", html::text(&entry.text.file))),
        Some(original),
        entry
            .url
            .as_deref()
            .and_then(html::address)
            .map(|url| format!("<a href=\"{url}\" rel=\"noreferrer\">address</a>")),
    ];
    let title = if entry.title.is_empty() { "(no title)" } else { &entry.title };
    format!(
        "<li value=\"{}\"><h3><a href=\"{}\">{}</a></h3>\n<p class=\"facts\">{}</p></li>\n",
        entry.rank,
        html::text(&entry.page.file),
        html::isolated(title),
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    )
}
