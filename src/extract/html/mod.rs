//! A web page to an article.
//!
//! The page is decoded, stripped of what can never be read, parsed once, and laid out as an array; every field is then
//! read from that one tree. Evidence is taken in this order: JSON-LD, OpenGraph and other meta elements, microdata,
//! links, markup, visible text; each field is chosen among candidates that know their signal.
//!
//! Invariants: no recursion over the page, no panic, time linear in its length but for the parser's own repairs,
//! which [`strip`] bounds. A page cut anywhere gives the text up to the cut.

mod blocks;
mod body;
pub mod boilerplate;
mod build;
mod byline;
mod candidate;
mod dates;
mod declaration;
mod fields;
mod json_ld;
mod meta;
mod page_kind;
mod phrases;
mod prune;
mod reference;
mod rules;
mod saved_page;
mod select;
mod shown_dates;
mod signals;
mod strip;
mod tag;
mod text;
mod title;
mod tree;
mod word_tree;

use std::borrow::Cow;

use self::blocks::Block;
use self::body::{Body, Known};
use self::candidate::Witness;
use self::fields::Addresses;
use self::json_ld::LinkedData;
use self::meta::Head;
use self::rules::Rules;
use self::strip::Stripped;
use self::text::comparison_key;
use self::tree::{Tag, Tree};
use crate::article::{Article, ArticleDate, Entity, EntityOrigin};
use crate::extract::{Extraction, Options, Verdict};
use crate::source::charset;

/// Decoded pages longer than this are cut; the longest real ones have a tenth of it.
const SIZE_LIMIT: usize = 16 * 1024 * 1024;

/// Reads an article from the bytes of a page.
pub fn extract(bytes: &[u8], options: &Options<'_>) -> Extraction {
    let decoded = charset::decode(bytes, options.charset, declaration::charset(bytes));
    let mut extraction = extract_text(&decoded.text, options);
    if decoded.replaced {
        extraction.warnings.push(format!("bytes that are no {} were replaced", decoded.encoding));
    }
    extraction
}

/// Reads an article from a page that is decoded already.
pub fn extract_text(page: &str, options: &Options<'_>) -> Extraction {
    let mut warnings = Vec::new();
    let page = readable(page, &mut warnings);
    if page.trim().is_empty() {
        return Extraction { verdict: Verdict::NotArticle("no text"), warnings, ..Extraction::default() };
    }
    let stripped = strip::strip(&page);
    if stripped.too_deep {
        warnings.push("elements nested too deep were left out".to_owned());
    }
    let tree = Tree::new(&stripped.html, &mut Rules::default());
    let (values, broken) = json_ld::parse(&stripped.json_ld);
    if broken > 0 {
        warnings.push(format!("{broken} JSON-LD script(s) could not be read"));
    }
    let head = Head::new(&tree);
    let addresses = Addresses::new(&head, saved_page::read(&stripped.comments), options);
    let data = LinkedData::new(&values, addresses.known());
    let reading = Reading {
        options,
        stripped: &stripped,
        tree: &tree,
        head: &head,
        addresses,
        data: &data,
        blocks: blocks::collect(&tree),
    };
    Extraction { warnings, ..reading.extraction() }
}

/// Everything a page was taken apart into.
struct Reading<'r> {
    options: &'r Options<'r>,
    stripped: &'r Stripped<'r>,
    tree: &'r Tree<'r>,
    head: &'r Head<'r>,
    addresses: Addresses,
    data: &'r LinkedData<'r>,
    blocks: Vec<Block>,
}

impl Reading<'_> {
    /// What was learned of the page's host.
    fn learned(&self, article: &Article) -> Option<&boilerplate::HostBlocks> {
        let learned = self.options.boilerplate.filter(|learned| !learned.is_empty())?;
        learned.of_host(&boilerplate::host_of(article)?)
    }

    fn extraction(&self) -> Extraction {
        let mut witness = Witness { wanted: self.options.explain, ..Witness::default() };
        let mut article = Article::default();
        let language = fields::fill(&mut article, self.tree, self.head, self.data, &self.addresses, &mut witness);
        let heading = heading(self.tree, &article.title);
        let body = body::find(
            self.tree,
            &self.blocks,
            &Known {
                titles: titles(&article, self.head),
                language: language.as_deref(),
                authors: &article.authors,
                heading,
                boilerplate: self.learned(&article),
            },
        );
        self.date(&mut article, language.as_deref(), heading, &body, &mut witness);
        article.entities = self.entities();
        let text = with_described_text(body.text(), self.data);
        let page = page_kind::Page {
            tree: self.tree,
            head: self.head,
            data: self.data,
            stripped: self.stripped,
            body: &body,
            text: &text,
            title: &article.title,
            url: article.url.as_deref(),
            heading: heading != 0 && comparison_key(&self.tree.text(heading, 500)) == comparison_key(&article.title),
            dated: article.published.as_ref().is_some_and(is_declared),
        };
        let verdict = page_kind::verdict(&page);
        article.incomplete = page_kind::incomplete(&page, &self.text_after(&body));
        article.word_count = u32::try_from(text.split_whitespace().count()).unwrap_or(u32::MAX);
        article.body = text;
        Extraction { article, verdict, warnings: Vec::new(), evidence: witness.evidence }
    }

    /// Finds the dates of publication, change and capture.
    fn date(&self, article: &mut Article, language: Option<&str>, heading: usize, body: &Body, witness: &mut Witness) {
        let urls = [article.url.as_deref(), article.canonical_url.as_deref(), self.head.get(&["og:url"])];
        let dates = dates::find(&signals::Sources {
            tree: self.tree,
            head: self.head,
            data: self.data,
            scripts: &self.stripped.scripts,
            blocks: &self.blocks,
            heading,
            body: self.tree.subtree(body.container),
            urls: urls.into_iter().flatten().collect(),
            language,
        });
        witness.note("published", &dates.published_candidates, dates.published_chosen, ToString::to_string);
        witness.note("updated", &dates.updated_candidates, dates.updated_chosen, ToString::to_string);
        article.published = dates.published;
        article.updated = dates.updated;
        article.captured = self.addresses.captured.map(|(value, source)| ArticleDate {
            value,
            source: source.to_owned(),
            confidence: 0.99,
        });
    }

    /// People, organisations and places the source names itself.
    fn entities(&self) -> Vec<Entity> {
        let mut named = self.data.entities();
        for (name, kind) in fields::typed_keywords(self.head, self.data) {
            if !named.iter().any(|(known, _)| *known == name) {
                named.push((name, kind));
            }
        }
        named
            .into_iter()
            .map(|(name, kind)| Entity { name, kind, origin: EntityOrigin::Source, aliases: Vec::new(), count: 0 })
            .collect()
    }

    /// The blocks right after the text, where walls stand.
    fn text_after(&self, body: &Body) -> String {
        let mut text = String::new();
        for block in self.blocks.iter().filter(|block| block.first > body.span.end).take(4) {
            text.push_str(&block.text);
            text.push('\n');
            if text.len() > 1000 {
                break;
            }
        }
        text
    }
}

/// Whether a date was read from what the page says of itself, not from what it shows.
fn is_declared(date: &ArticleDate) -> bool {
    ["json-ld", "meta", "itemprop", "url"].iter().any(|source| date.source.starts_with(source))
}

/// The page without what would trouble the parser: NUL, which it drops, gluing the words beside it, and excess length.
/// Line ends are made line feeds, as a parser does first.
fn readable<'p>(page: &'p str, warnings: &mut Vec<String>) -> Cow<'p, str> {
    let mut page = page;
    if page.len() > SIZE_LIMIT {
        warnings.push("page is too long and was cut".to_owned());
        let end = (0..=SIZE_LIMIT).rev().find(|at| page.is_char_boundary(*at)).unwrap_or(0);
        page = page.get(..end).unwrap_or_default();
    }
    match memchr::memchr2(0, b'\r', page.as_bytes()) {
        Some(_) => Cow::Owned(without_controls(page)),
        None => Cow::Borrowed(page),
    }
}

fn without_controls(page: &str) -> String {
    let mut out = String::with_capacity(page.len());
    let mut rest = page;
    while let Some(at) = memchr::memchr2(0, b'\r', rest.as_bytes()) {
        out.push_str(rest.get(..at).unwrap_or_default());
        let (control, after) = rest.get(at..).unwrap_or_default().split_at_checked(1).unwrap_or_default();
        out.push(if control == "\r" { '\n' } else { ' ' });
        rest = if control == "\r" { after.strip_prefix('\n').unwrap_or(after) } else { after };
    }
    out.push_str(rest);
    out
}

/// Index of the heading that shows the title; the first main heading if none does.
fn heading(tree: &Tree<'_>, title: &str) -> usize {
    let key = comparison_key(title);
    let mut first = 0;
    for (index, node) in tree.nodes.iter().enumerate() {
        let Tag::Heading(level) = node.tag else {
            continue;
        };
        if !key.is_empty() && level <= 3 && comparison_key(&tree.text(index, 500)) == key {
            return index;
        }
        if first == 0 && level == 1 {
            first = index;
        }
    }
    first
}

/// Forms of the title that may be repeated at the beginning of the text.
fn titles<'t>(article: &'t Article, head: &Head<'t>) -> Vec<&'t str> {
    [Some(article.title.as_str()), head.get(&["og:title"])].into_iter().flatten().collect()
}

/// The text of the page, or the one its JSON-LD gives where the page shows too little of it.
fn with_described_text(shown: String, data: &LinkedData<'_>) -> String {
    let Some(described) = data.raw("articleBody").map(text::paragraphs) else {
        return shown;
    };
    let is_more = described.len() > shown.len() * 2 && !page_kind::is_cut(&described);
    if is_more && (shown.len() < 40 || described.len() > 300) { described } else { shown }
}

#[cfg(test)]
mod tests;
