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
mod rules;
mod saved_page;
mod select;
mod signals;
mod strip;
mod tag;
mod text;
mod title;
mod tree;

use scraper::Html;

use self::blocks::Block;
use self::body::{Body, Known};
use self::candidate::Witness;
use self::fields::Addresses;
use self::json_ld::LinkedData;
use self::meta::Head;
use self::rules::Rules;
use self::text::comparison_key;
use self::tree::{Tag, Tree};
use crate::article::{Article, ArticleDate, Entity, EntityOrigin, Incomplete};
use crate::extract::{Extraction, Options, Verdict};
use crate::source::charset;

/// Decoded pages longer than this are cut; the longest real ones have a tenth of it.
const SIZE_LIMIT: usize = 16 * 1024 * 1024;

/// Reads an article from the bytes of a page.
pub fn extract(bytes: &[u8], options: &Options<'_>) -> Extraction {
    let decoded = charset::decode(bytes, options.charset, declaration::charset(bytes));
    let mut extraction = extract_text(&decoded.text, options);
    if decoded.replaced {
        extraction.warnings.push(format!(
            "bytes that are no {} were replaced",
            decoded.encoding
        ));
    }
    extraction
}

/// Reads an article from a page that is decoded already.
pub fn extract_text(page: &str, options: &Options<'_>) -> Extraction {
    let mut warnings = Vec::new();
    let page = limited(page, &mut warnings);
    let stripped = strip::strip(page);
    if stripped.too_deep {
        warnings.push("elements nested too deep were left out".to_owned());
    }
    let html = Html::parse_document(&stripped.html);
    let mut rules = Rules::default();
    let tree = Tree::new(&html, &mut rules);
    let (values, broken) = json_ld::parse(&stripped.json_ld);
    if broken > 0 {
        warnings.push(format!("{broken} JSON-LD script(s) could not be read"));
    }
    let head = Head::new(&tree);
    let mut witness = Witness {
        wanted: options.explain,
        ..Witness::default()
    };
    let addresses = Addresses::new(&head, saved_page::read(&stripped.comments), options);
    let data = LinkedData::new(&values, addresses.known());
    let mut article = Article::default();
    let language_tag = fields::fill(&mut article, &tree, &head, &data, &addresses, &mut witness);

    let blocks = blocks::collect(&tree);
    let heading = heading(&tree, &article.title);
    let body = body::find(
        &tree,
        &blocks,
        &Known {
            titles: titles(&article, &head),
            language: language_tag.as_deref(),
            authors: &article.authors,
            heading,
            boilerplate: options.boilerplate,
        },
    );
    let dates = dates::find(&signals::Sources {
        tree: &tree,
        head: &head,
        data: &data,
        scripts: &stripped.scripts,
        blocks: &blocks,
        heading,
        body: tree.subtree(body.container),
        urls: [
            article.url.as_deref(),
            article.canonical_url.as_deref(),
            head.get(&["og:url"]),
        ]
        .into_iter()
        .flatten()
        .collect(),
        language: language_tag.as_deref(),
    });
    witness.note(
        "published",
        &dates.published_candidates,
        dates.published_chosen,
        ToString::to_string,
    );
    witness.note(
        "updated",
        &dates.updated_candidates,
        dates.updated_chosen,
        ToString::to_string,
    );
    article.published = dates.published;
    article.updated = dates.updated;
    article.captured = addresses.captured.map(|(value, source)| ArticleDate {
        value,
        source: source.to_owned(),
        confidence: 0.99,
    });
    article.entities = data
        .entities()
        .into_iter()
        .map(|(name, kind)| Entity {
            name,
            kind,
            origin: EntityOrigin::Source,
            aliases: Vec::new(),
            count: 0,
        })
        .collect();

    let dom_text = body.text();
    let (text, cut) = with_described_text(dom_text, &data);
    let page_view = page_kind::Page {
        tree: &tree,
        head: &head,
        data: &data,
        stripped: &stripped,
        body: &body,
        text: &text,
        title: &article.title,
        url: article.url.as_deref(),
        dated: article
            .published
            .as_ref()
            .is_some_and(|date| date.source != "text" && date.source != "url"),
    };
    let verdict = page_kind::verdict(&page_view);
    let after = text_after(&blocks, &body, &tree);
    article.incomplete = page_kind::incomplete(&page_view, &after).or(cut);
    article.word_count = u32::try_from(text.split_whitespace().count()).unwrap_or(u32::MAX);
    article.body = text;
    let verdict = if page.trim().is_empty() {
        Verdict::NotArticle("no text")
    } else {
        verdict
    };
    Extraction {
        article,
        verdict,
        warnings,
        evidence: witness.evidence,
    }
}

fn limited<'p>(page: &'p str, warnings: &mut Vec<String>) -> &'p str {
    if page.len() <= SIZE_LIMIT {
        return page;
    }
    warnings.push("page is too long and was cut".to_owned());
    let end = (0..=SIZE_LIMIT)
        .rev()
        .find(|at| page.is_char_boundary(*at))
        .unwrap_or(0);
    page.get(..end).unwrap_or_default()
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
    [Some(article.title.as_str()), head.get(&["og:title"])]
        .into_iter()
        .flatten()
        .collect()
}

/// The text of the page, or the one its JSON-LD gives where the page shows too little of it.
fn with_described_text(dom: String, data: &LinkedData<'_>) -> (String, Option<Incomplete>) {
    let Some(described) = data.raw("articleBody").filter(|text| text.len() > 300) else {
        return (dom, None);
    };
    let described = text::paragraphs(described);
    if dom.len() * 2 >= described.len() || page_kind::is_cut(&described) {
        return (dom, None);
    }
    (described, None)
}

/// The blocks right after the text, where walls stand.
fn text_after(blocks: &[Block], body: &Body, tree: &Tree<'_>) -> String {
    let end = tree.node(body.container).end;
    let mut text = String::new();
    for block in blocks.iter().filter(|block| block.first >= end).take(4) {
        text.push_str(&block.text);
        text.push('\n');
        if text.len() > 1000 {
            break;
        }
    }
    text
}
