//! Whether a page is an article at all, and whether its text is whole.
//!
//! A page is refused only for what it plainly is: an error page, a wall, a list of links, a page without text.
//! Doubt speaks for the article.

use super::body::Body;
use super::json_ld::LinkedData;
use super::meta::Head;
use super::strip::Stripped;
use super::tree::{Tag, Tree};
use crate::article::Incomplete;
use crate::extract::Verdict;

/// Mass of running text from which a page is an article unless it says otherwise.
const ENOUGH: usize = 600;

/// What the verdict rests on.
pub(super) struct Page<'p> {
    pub tree: &'p Tree<'p>,
    pub head: &'p Head<'p>,
    pub data: &'p LinkedData<'p>,
    pub stripped: &'p Stripped<'p>,
    pub body: &'p Body,
    pub text: &'p str,
    pub title: &'p str,
    pub url: Option<&'p str>,
    /// Whether a heading of the page shows the title.
    pub heading: bool,
    /// Whether a signal of publication other than the text was found.
    pub dated: bool,
}

/// Beginnings and wholes of titles of error pages, in lower case.
const ERRORS: &str = "404|page not found|not found|error 404|403 forbidden|forbidden|500 internal|502 bad gateway|\
    503 service|seite nicht gefunden|page introuvable|página no encontrada|pagina non trovata|\
    página não encontrada|pagina niet gevonden|410 gone|file not found|object moved|301 moved|\
    302 found|domain for sale|account suspended|site not found|bad request|internal server error|\
    service unavailable|strona nie została znaleziona|nie znaleziono|sorry, we can't find|oops|\
    error";
/// Titles and texts of walls before the page proper.
const WALLS: &str = "just a moment|attention required|access denied|are you a robot|captcha|verify you are human|\
    checking your browser|security check|before you continue|please enable cookies|\
    please enable javascript|enable javascript|unusual traffic|bot detection|\
    pardon our interruption|access to this page has been denied|robot check|ddos protection";
const CONSENT: &str = "cookies|consent|privacy policy|personal data|gdpr|datenschutz|einwilligung|\
    werbung und tracking|accepter|accept all|alle akzeptieren|zustimmen|personenbezogene|\
    vie privée|privacidad|partners store";

/// Judges a page.
pub(super) fn verdict(page: &Page<'_>) -> Verdict {
    let mass = page.body.mass;
    let title = page.title.to_lowercase();
    let short = mass < ENOUGH;
    // Walls are short; the beginning of a longer text need not be searched for their phrases.
    let lower = if mass < 1500 && !page.dated { beginning(page.text, 1500).to_lowercase() } else { String::new() };
    if short && is_error(&title) {
        return Verdict::NotArticle("error page");
    }
    if short
        && (starts_with_any(&title, WALLS)
            || mass < 400 && !page.dated && WALLS.split('|').any(|phrase| lower.contains(phrase)))
    {
        return Verdict::NotArticle("access wall");
    }
    let consent = || CONSENT.split('|').filter(|phrase| lower.contains(phrase)).count();
    if mass < 1500 && !page.dated && consent() >= 3 {
        return Verdict::NotArticle("consent wall");
    }
    if page.data.has_main_type(&["SearchResultsPage"]) || is_search(page, &title) {
        return Verdict::NotArticle("search page");
    }
    if is_front(page) {
        return Verdict::NotArticle("section front");
    }
    if page.text.chars().filter(|c| c.is_alphabetic()).take(40).count() < 40 {
        let gallery = page.stripped.images >= 8;
        return Verdict::NotArticle(if gallery { "gallery without text" } else { "no text" });
    }
    Verdict::Article
}

fn beginning(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.get(..end).unwrap_or_default()
}

fn starts_with_any(text: &str, phrases: &str) -> bool {
    phrases.split('|').any(|phrase| text.starts_with(phrase))
}

fn is_error(title: &str) -> bool {
    ERRORS.split('|').any(|phrase| {
        title.strip_prefix(phrase).is_some_and(|rest| {
            !rest.starts_with(char::is_alphanumeric) && (phrase.len() > 5 || rest.chars().count() < 20)
        })
    }) || title.contains("page not found")
        || title.contains("error 404")
        || title.contains("404 not found")
        || title.contains("nicht gefunden")
}

fn is_search(page: &Page<'_>, title: &str) -> bool {
    let class = body_class(page.tree);
    let named = class
        .split_ascii_whitespace()
        .any(|word| matches!(word, "search-results" | "search-no-results" | "search-page"));
    let address = page.url.is_some_and(|url| {
        let (path, query) = url.split_once('?').unwrap_or((url, ""));
        let asks = query.split('&').any(|pair| matches!(pair.split('=').next(), Some("q" | "s" | "query" | "search")));
        path.ends_with("/search")
            || path.ends_with("/search/")
            || path.contains("/suche") && asks
            || asks && path.contains("search")
    });
    let titled = [
        "search results",
        "suchergebnis",
        "résultats de recherche",
        "resultados de búsqueda",
        "risultati della ricerca",
        "zoekresultaten",
        "you searched for",
    ]
    .iter()
    .any(|phrase| title.starts_with(phrase));
    named || titled || (address && !page.data.is_article())
}

fn body_class<'p>(tree: &Tree<'p>) -> &'p str {
    tree.nodes.iter().find(|node| node.tag == Tag::Body).and_then(|node| node.attribute("class")).unwrap_or_default()
}

/// Whether the page is a list of links to articles: a home page, a section, an archive. Signs of a list and signs of an
/// article are counted against each other.
fn is_front(page: &Page<'_>) -> bool {
    let kind = page.head.get(&["og:type"]).unwrap_or_default();
    if page.data.is_article() || (kind.eq_ignore_ascii_case("article") && page.dated) {
        return false;
    }
    let class = body_class(page.tree);
    let has = |names: &[&str]| class.split_ascii_whitespace().any(|word| names.contains(&word));
    let single = has(&["single", "single-post", "page"]) || class.contains("postid-");
    let archive = has(&["archive", "category", "home", "blog", "front-page", "frontpage", "front", "tag", "author"]);
    let link_share = page.body.link_weight as f32 / page.body.weight.max(1) as f32;
    let everywhere = linked_headings(page.tree, page.tree.subtree(0));
    let inside = linked_headings(page.tree, page.body.span.clone());
    let path = page.url.map(path_of);
    let declared = page.data.has_main_type(&["CollectionPage", "WebSite", "ProfilePage"]);
    // Running text under the page's own headline is an article, however many links stand around it.
    if page.heading && inside < 4 && page.body.mass >= ENOUGH / 2 && !path.is_some_and(is_root) {
        return false;
    }
    let mut signs = 0;
    signs += i32::from(archive && !single) * 2;
    signs += i32::from(declared) * 2;
    signs += i32::from(path.is_some_and(is_root)) * 3;
    signs += i32::from(path.is_some_and(is_listing)) * 2;
    signs += i32::from(kind.eq_ignore_ascii_case("website"));
    signs += i32::from(link_share > 0.6) + i32::from(link_share > 0.8);
    signs += i32::from(inside >= 4) * 3;
    signs += i32::from(everywhere >= 10 && page.body.mass < 2 * ENOUGH) * 2;
    signs += i32::from(page.body.mass < ENOUGH);
    signs -= i32::from(page.dated) * 2;
    signs -= i32::from(page.body.mass > 4 * ENOUGH && inside < 4) * 2;
    signs -= i32::from(single) * 2;
    signs -= i32::from(page.body.marked);
    signs >= 4
}

/// Headings in a range of nodes that are links, as teasers of articles are.
fn linked_headings(tree: &Tree<'_>, range: std::ops::Range<usize>) -> usize {
    // Anchors for the reader's bookmarks lead nowhere else.
    let leads = |index: usize| {
        let node = tree.node(index);
        node.tag == Tag::A && node.attribute("href").is_some_and(|href| !href.starts_with('#'))
    };
    range
        .filter(|index| {
            let node = tree.node(*index);
            let links = || tree.subtree(*index).any(leads) || tree.ancestors(*index).take(2).any(leads);
            matches!(node.tag, Tag::Heading(2..=5)) && !node.aside && links()
        })
        .count()
}

/// The path of an address, without query.
fn path_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = rest.split_once('/').map_or("", |(_, path)| path);
    path.split(['?', '#']).next().unwrap_or(path)
}

fn is_root(path: &str) -> bool {
    path.is_empty() || matches!(path.trim_end_matches('/'), "index.html" | "index.php" | "home")
}

/// Whether a path leads to a list by its name: `/category/…`, `/tag/…`, `/author/…`.
fn is_listing(path: &str) -> bool {
    // Deeper down the word is only the section an article stands in.
    let parts = path.split('/').filter(|part| !part.is_empty());
    parts.rev().take(2).any(|part| {
        matches!(
            part,
            "category"
                | "categories"
                | "tag"
                | "tags"
                | "topic"
                | "topics"
                | "author"
                | "authors"
                | "section"
                | "sections"
        )
    })
}

/// Phrases with which a text stops before a wall for payment, in lower case.
const PAID: &str = "subscribe to continue|subscribe to read|to continue reading|to read the full story|\
    to view the full story|already a subscriber|this article is for subscribers|\
    exclusive to subscribers|for subscribers only|subscribers only|premium content|\
    sign in to continue|log in to continue|register to read|diesen artikel weiterlesen|\
    nur für abonnenten|jetzt weiterlesen|mit einem abo|weiterlesen mit|exklusiv für abonnenten|\
    réservé aux abonnés|il vous reste|pour lire la suite|contenido exclusivo para suscriptores|\
    para seguir leyendo|contenuto riservato agli abbonati|per continuare a leggere|\
    conteúdo exclusivo para assinantes|exclusief voor abonnees|verder lezen|dostęp do treści";

/// Why the text is known to be a part only. `end_text` is what stands right after the text on the page.
pub(super) fn incomplete(page: &Page<'_>, end_text: &str) -> Option<Incomplete> {
    if page.data.is_paid()
        || page.head.get(&["article:content_tier"]).is_some_and(|tier| tier.eq_ignore_ascii_case("locked"))
    {
        return Some(Incomplete::Paywall);
    }
    let last = page.text.rsplit("\n\n").next().unwrap_or_default();
    let paid = || {
        let end = format!("{last}\n{end_text}").to_lowercase();
        PAID.split('|').any(|phrase| end.contains(phrase))
    };
    if page.body.mass < 3000 && paid() {
        return Some(Incomplete::Paywall);
    }
    is_cut(page.text).then_some(Incomplete::Truncated)
}

/// Whether a text is cut: it ends in `[…]`, `[+123 chars]`, or is short and ends in dots.
pub(super) fn is_cut(text: &str) -> bool {
    let end = text.trim_end();
    let end = end.strip_suffix(['.', '»', '>', '→']).map_or(end, str::trim_end);
    let counted = end
        .strip_suffix("chars]")
        .is_some_and(|rest| rest.trim_end().trim_end_matches(|c: char| c.is_ascii_digit()).ends_with("[+"));
    // At the end of a long text the mark belongs to a teaser of another one.
    let bracketed = text.len() < 1500 && ["[…]", "[...]", "[…", "(…)", "(...)"].iter().any(|mark| end.ends_with(mark));
    let dotted = text.len() < 900 && (text.trim_end().ends_with('…') || text.trim_end().ends_with("..."));
    counted || bracketed || dotted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_error_pages_are_known() {
        assert!(is_error("404 - page not found | paper"));
        assert!(is_error("seite nicht gefunden"));
        assert!(!is_error("404 people were rescued from the flood"));
    }

    #[test]
    fn a_cut_text_is_known_by_its_end() {
        assert!(is_cut("The mayor said [+1234 chars]"));
        assert!(is_cut("The mayor said [...]"));
        assert!(is_cut("The mayor said…"));
        assert!(!is_cut("The mayor said no."));
    }
}
