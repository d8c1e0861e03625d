//! What names of classes, identifiers and roles say about an element, and phrases that are no part of a text.
//!
//! Names are matched as words: `share-bar`, `shareBar` and `share_bar` hold the word "share", `shareholder` does not.
//! The tables name habits of publishing systems, not single sites.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use scraper::node::Element;

use super::word_tree::WordTree;

/// A set of properties read from names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Marks(u32);

impl Marks {
    pub(super) const NONE: Marks = Marks(0);
    /// Made for the text of an article.
    pub(super) const BODY: Marks = Marks(1);
    /// Readers' comments.
    pub(super) const COMMENTS: Marks = Marks(1 << 2);
    /// Buttons to share, tools.
    pub(super) const SHARE: Marks = Marks(1 << 3);
    /// Links to other articles.
    pub(super) const RELATED: Marks = Marks(1 << 4);
    /// Newsletters, subscriptions, registration.
    pub(super) const FORM: Marks = Marks(1 << 5);
    /// Advertisement.
    pub(super) const AD: Marks = Marks(1 << 6);
    /// Navigation.
    pub(super) const NAVIGATION: Marks = Marks(1 << 7);
    /// End matter of the page.
    pub(super) const FOOTER: Marks = Marks(1 << 8);
    /// Writer, bio.
    pub(super) const BYLINE: Marks = Marks(1 << 9);
    /// Date, section, length of reading.
    pub(super) const HEAD_MATTER: Marks = Marks(1 << 10);
    /// Headline.
    pub(super) const HEADLINE: Marks = Marks(1 << 11);
    /// Standfirst.
    pub(super) const SUBTITLE: Marks = Marks(1 << 12);
    /// Captions, credits, galleries, players.
    pub(super) const CAPTION: Marks = Marks(1 << 13);
    /// Lists of tags and topics.
    pub(super) const TAGS: Marks = Marks(1 << 14);
    /// Cookie notices, dialogs.
    pub(super) const CONSENT: Marks = Marks(1 << 15);
    /// Not shown.
    pub(super) const HIDDEN: Marks = Marks(1 << 16);
    /// A date of publication or change.
    pub(super) const DATE: Marks = Marks(1 << 18);
    /// A quoted post of a social network.
    pub(super) const POST: Marks = Marks(1 << 19);
    /// Opens a story, this one or another: foreign only if it leads elsewhere.
    pub(super) const TEASER: Marks = Marks(1 << 20);
    /// Marked as the body by `itemprop="articleBody"`.
    pub(super) const MARKED: Marks = Marks(1 << 21);

    /// Not a name, but an attribute that declares a property or a relation (`itemprop`, `property`, `rel`).
    pub(super) const DECLARES: Marks = Marks(1 << 22);

    pub(super) const fn with(self, other: Marks) -> Marks {
        Marks(self.0 | other.0)
    }

    pub(super) const fn only(self, of: Marks) -> Marks {
        Marks(self.0 & of.0)
    }

    pub(super) const fn any(self, of: Marks) -> bool {
        self.0 & of.0 != 0
    }
}

/// Where a word must begin or end inside a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    /// The word stands alone.
    Both,
    /// It begins there: `comment` in `comments-list`.
    Left,
    /// It is a whole class or identifier.
    Whole,
}

/// Words by what they say. A `-` stands for any of `-`, `_`, `__`, `--` and nothing.
const WORDS: &[(Marks, Edge, &str)] = &[
    (
        Marks::BODY,
        Edge::Both,
        "article-body article-content article-text article-copy story-body story-content \
         story-text entry-content entry-body entry-text post-content post-body post-text \
         post-entry body-copy body-text body-content content-body content-text news-body \
         news-text news-content node-body field-name-body field--name-body single-content \
         artikel-text article-main-text mw-parser-output text-article article-paragraphs \
         blog-content blog-post-content blog-body page-content-text article-page-content \
         rich-text-body article-inner-content cuerpo-noticia texto-noticia articulo-cuerpo \
         nota-cuerpo contenido-noticia corpo-texto materia-conteudo articolo-testo \
         testo-articolo corps-article texte-article article-fulltext release-body \
         press-release-content tresc-artykulu artykul-tresc art-content art-text \
         single-post-content main-text detail-text news-detail-text post-article \
         post-single-content",
    ),
    (
        Marks::COMMENTS,
        Edge::Left,
        "comment disqus livefyre kommentar commentaire comentario commenti- reacties talkback \
         respond replies viafoura coral-talk komentar comments",
    ),
    (
        Marks::SHARE,
        Edge::Left,
        "share sharing social addthis addtoany a2a- sociable bookmark partage compartir \
         compartilh condividi follow-us teilen tweet-button fb-like whatsapp printfriendly \
         article-tools tools toolbar rating ratings vote- reactions",
    ),
    (
        Marks::RELATED,
        Edge::Left,
        "related recirc recommend read-more read-also read-next more-stories more-from more-on \
         more-news see-also also-read you-may you-might popular trending most-read most-viewed \
         most-popular promo outbrain taboola zergnet revcontent nativo yarpp crp- \
         jp-relatedposts lire-aussi leggi-anche lees-ook lee-tambien leia-tambem up-next next-up \
         next-post prev-post previous-post post-nav nav-links suggest carousel onward \
         further-reading top-stories top-news latest-news latest-posts recent-posts ticker \
         article-list story-list post-list news-list similar inline-link interstitial-link \
         more-articles other-news other-articles relacionad verwandt mehr-zum weiterlesen \
         powiazane czytaj zobacz- inset-link sidebar side-bar",
    ),
    (Marks::TEASER, Edge::Left, "teaser card"),
    (
        Marks::FORM,
        Edge::Left,
        "newsletter subscribe subscription sign-up optin opt-in mailchimp mc-embed email-form \
         call-to-action donat registration mailing-list login wpcf7 contact-form piano- \
         inline-signup cta",
    ),
    (
        Marks::AD,
        Edge::Both,
        "ad ads adv advert adverts advertisement advertising adsense adsbygoogle dfp gpt-ad \
         ad-slot adslot ad-unit adunit ad-container ad-wrapper sponsor sponsored sponsors \
         promoted werbung anzeige publicidad publicite pubblicita advertorial adbox adblock \
         google-ad reklama affiliate commercial",
    ),
    (
        Marks::NAVIGATION,
        Edge::Left,
        "nav navigation navbar menu breadcrumb skip-link sitemap masthead site-header topbar \
         top-bar pagination pager page-numbers wp-pagenavi breadcrumbs widget language-switch",
    ),
    (
        Marks::FOOTER,
        Edge::Left,
        "footer copyright imprint site-info colophon page-bottom legal- rodape fusszeile stopka \
         pied-de-page pie-pagina",
    ),
    (
        Marks::BYLINE,
        Edge::Left,
        "byline by-line author authors bio contributor writer autor auteur autore about-author \
         vcard",
    ),
    (
        Marks::HEAD_MATTER,
        Edge::Both,
        "article-meta post-meta entry-meta story-meta meta metadata kicker eyebrow topline \
         top-line overline dachzeile spitzmarke antetitulo surtitre roofline occhiello pre-title \
         pretitle article-header entry-header post-header story-header article-head page-header \
         article-info post-info entry-info reading-time read-time posted-on posted article-date \
         post-date entry-date timestamp pubdate publish-date dateline section-label meta-info \
         article-details byline-wrapper info-bar article-top listen audio-player updated \
         last-updated published date-published post-details date datetime",
    ),
    (
        Marks::DATE,
        Edge::Both,
        "date datetime time timestamp published publish pubdate posted posted-on dateline datum \
         fecha data updated modified last-updated publish-date pub-date post-date entry-date \
         article-date postmetadata post-meta entry-meta article-meta byline meta postdate \
         dtreviewed dtpublished date-header submitted article-info post-info details info zeit \
         veroeffentlicht created createdate tstamp dato pubtime post-time",
    ),
    (
        Marks::HEADLINE,
        Edge::Both,
        "headline entry-title post-title article-title story-title page-title article-headline \
         articletitle",
    ),
    (
        Marks::SUBTITLE,
        Edge::Both,
        "dek deck standfirst subtitle sub-title article-dek subheadline sub-headline \
         article-subtitle entry-subtitle article-summary story-summary article-description \
         lead-text vorspann chapo sumario catenaccio bajada copete",
    ),
    (
        Marks::CAPTION,
        Edge::Left,
        "caption credit gallery slideshow slide-show photo-credit image-credit wp-caption-text \
         image-caption photo-caption media-caption video-player jwplayer video-js vjs mejs \
         audio-player media-player videoplayer jw-player lightbox figcaption image-info \
         photo-info fotocredit bildunterschrift legende didascalia slider infographic \
         image-source bildquelle",
    ),
    (
        Marks::TAGS,
        Edge::Both,
        "tags tag-list taglist tagcloud tag-cloud tag-links post-tags article-tags entry-tags \
         keywords topics topic-list categories cat-links article-topics filed-under \
         post-categories entry-categories article-keywords entry-footer post-footer \
         article-footer story-footer entry-utility",
    ),
    (
        Marks::CONSENT,
        Edge::Left,
        "cookie consent gdpr ccpa privacy modal popup pop-up overlay dialog onetrust didomi \
         qc-cmp adblocker",
    ),
    (
        Marks::HIDDEN,
        Edge::Whole,
        "hidden hide sr-only screen-reader-text screen-reader visually-hidden visuallyhidden \
         assistive-text print-only noprint no-print offscreen element-invisible is-hidden \
         u-hidden",
    ),
    (
        Marks::HIDDEN,
        Edge::Left,
        "print d-print-block visible-print rollover-block rollover-content tooltip popover \
         dropdown",
    ),
    (Marks::POST, Edge::Whole, "twitter-tweet instagram-media fb-post tiktok-embed"),
];

static WORD_TREE: LazyLock<WordTree> = LazyLock::new(|| {
    let mut tree = WordTree::default();
    for (marks, edge, list) in WORDS {
        for word in list.split_ascii_whitespace() {
            // A trailing dash asks for a separator; inner ones are optional.
            let inner = word.trim_end_matches('-');
            let tail = if inner.len() < word.len() { "-" } else { "" };
            let mut forms: Vec<String> = vec![String::new()];
            for (nth, part) in inner.split('-').filter(|part| !part.is_empty()).enumerate() {
                let separators: &[&str] = if nth == 0 { &[""] } else { &["-", "_", "__", "--", ""] };
                forms = forms
                    .iter()
                    .flat_map(|form| separators.iter().map(move |separator| format!("{form}{separator}{part}")))
                    .collect();
            }
            for form in forms {
                let added = tree.add(&format!("{form}{tail}"), *marks, *edge);
                debug_assert!(added, "no room for {word}");
            }
        }
    }
    tree
});

/// What names say, remembered for the names of one page.
#[derive(Debug, Default)]
pub(super) struct Rules<'a> {
    seen: FxHashMap<&'a str, Marks>,
}

impl<'a> Rules<'a> {
    /// Everything the attributes of an element say.
    pub(super) fn marks(&mut self, element: &'a Element) -> Marks {
        let mut marks = Marks::NONE;
        for (name, value) in element.attrs() {
            match name {
                "class" | "id" | "data-testid" | "data-component" | "data-qa" => {
                    marks = marks.with(self.of_name(value));
                }
                "hidden" => marks = marks.with(Marks::HIDDEN),
                "role" => marks = marks.with(of_role(value)),
                "itemprop" | "property" => marks = marks.with(of_property(value)).with(Marks::DECLARES),
                "rel" => marks = marks.with(Marks::DECLARES),
                _ => {}
            }
        }
        marks
    }

    fn of_name(&mut self, name: &'a str) -> Marks {
        if let Some(marks) = self.seen.get(name) {
            return *marks;
        }
        let marks = of_name(name);
        self.seen.insert(name, marks);
        marks
    }
}

fn of_role(role: &str) -> Marks {
    match role {
        "navigation" | "menu" | "menubar" | "search" | "banner" => Marks::NAVIGATION,
        "dialog" | "alertdialog" => Marks::CONSENT,
        "contentinfo" => Marks::FOOTER,
        "complementary" => Marks::RELATED,
        _ => Marks::NONE,
    }
}

fn of_property(property: &str) -> Marks {
    let mut marks = Marks::NONE;
    for word in property.split_ascii_whitespace() {
        marks = marks.with(match word {
            "articleBody" | "content:encoded" | "schema:articleBody" | "reviewBody" => Marks::MARKED,
            "headline" => Marks::HEADLINE,
            "author" => Marks::BYLINE,
            "datePublished" | "dateModified" => Marks::DATE.with(Marks::HEAD_MATTER),
            "caption" => Marks::CAPTION,
            "comment" => Marks::COMMENTS,
            "publisher" | "keywords" => Marks::TAGS,
            _ => Marks::NONE,
        });
    }
    marks
}

fn of_name(name: &str) -> Marks {
    // Generated names can be very long and say nothing new after a while.
    let bytes = name.get(..512).unwrap_or(name).as_bytes();
    let mut marks = Marks::NONE;
    let mut before = b' ';
    for (start, first) in bytes.iter().enumerate() {
        let begins = !before.is_ascii_alphanumeric() || (before.is_ascii_lowercase() && first.is_ascii_uppercase());
        before = *first;
        if begins {
            marks = marks.with(WORD_TREE.at(bytes, start));
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_matched_as_words() {
        assert!(of_name("story__body js-x").any(Marks::BODY));
        assert!(of_name("articleBody").any(Marks::BODY));
        assert!(of_name("shareBar").any(Marks::SHARE));
        assert!(of_name("ad-slot-1").any(Marks::AD));
        assert!(!of_name("header read").any(Marks::AD));
        assert!(of_name("Site ArticleShare").any(Marks::SHARE));
    }
}
