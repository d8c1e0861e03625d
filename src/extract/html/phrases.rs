//! Phrases of short blocks that are no part of a text: links to other stories, pictures, notes on the writer.
//!
//! Blocks are recognised by how they begin or by a telling phrase, and only where they are short; the caller says what
//! short is.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use rustc_hash::FxHashMap;

/// Beginnings of short blocks that lead to other articles, to forms or to pictures; lower case.
const PROMOTIONS: &str = "read more|read also|also read|read:|read next|more:|see also|related:|related articles|\
    related stories|related news|related topics|related links|related content|top stories|\
    recommended|don't miss|don’t miss|click here|sign up|subscribe|follow us|follow @|share this|\
    share on|advertisement|advert|advertorial|story continues below|article continues below|\
    continue reading|watch:|watch more|watch now|listen:|photo:|photos:|image:|video:|get our|\
    more from|more on this|you may also|you might also|trending|most read|join our|download our|\
    lesen sie auch|lesen sie hier|mehr zum thema|mehr dazu|auch interessant|weiterlesen|\
    das könnte sie|anzeige|werbung|lire aussi|à lire aussi|lisez aussi|voir aussi|lee también|\
    lea también|te puede interesar|leia também|leia mais|veja também|saiba mais|leggi anche|\
    leggi tutto|lees ook|lees verder|czytaj także|czytaj też|czytaj również|zobacz także|\
    zobacz też|zobacz również|přečtěte si|читайте также|смотрите также|also on|featured video|\
    scroll down|bild:|foto:|fotos:|quelle: |loading...|publicidad|publicité|pubblicità|reklama|\
    your browser|enable javascript|view this post on instagram|view gallery|view comments|\
    schon gelesen|ähnliche beiträge|ähnliche artikel|verwandte themen|verwandte artikel|\
    weitere artikel|mehr themen|beitrag teilen|artikel teilen|never miss|siehe auch|\
    articles similaires|artículos relacionados|articoli correlati|notícias relacionadas|\
    gerelateerde artikelen|powiązane|leave a comment|post a comment|posted in|filed under|tags:|\
    tagged";

/// Whether a short block only leads elsewhere.
pub(super) fn is_promotion(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let mut head = String::with_capacity(40);
    head.extend(text.chars().take(32).flat_map(char::to_lowercase));
    let Some(phrases) = head.chars().next().and_then(|first| BY_FIRST_LETTER.get(&first)) else {
        return false;
    };
    phrases.iter().any(|phrase| head.strip_prefix(phrase).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)))
}

/// The promotions by their first letter.
static BY_FIRST_LETTER: LazyLock<FxHashMap<char, Vec<&'static str>>> = LazyLock::new(|| {
    let mut phrases: FxHashMap<char, Vec<&'static str>> = FxHashMap::default();
    for phrase in PROMOTIONS.split('|') {
        phrases.entry(phrase.chars().next().unwrap_or(' ')).or_default().push(phrase);
    }
    phrases
});

/// What a short block at the end of a text says when it speaks of the writer or the outlet; lower case.
const END_MATTER: &str = "follow us|follow him|follow her|follow me|follow them|follow the author|on twitter|\
    can be reached at|may be reached at|reach him at|reach her at|email him at|email her at|\
    e-mail him|sign up for|newsletter|your inbox|subscribe to|like us on facebook|\
    download the app|download our|have a tip|contact the author|all rights reserved|\
    alle rechte vorbehalten|folgen sie uns|abonnieren sie|suivez-nous|abonnez-vous|síguenos|\
    suscríbete|seguici su|iscriviti|siga-nos|assine|volg ons";

/// Whether a short block at the end of a text is about the writer or the outlet.
pub(super) fn is_end_matter(text: &str) -> bool {
    let lower = text.to_lowercase();
    if lower.starts_with("updated ") && lower.chars().count() < 60 {
        return true;
    }
    if lower.starts_with(['©']) || lower.starts_with("copyright") || lower.starts_with("(c) ") {
        return true;
    }
    let policy = ["comment", "coment", "kommentar"].iter().any(|word| lower.contains(word)) && lower.contains("moder");
    policy || END_MATTER_PHRASES.as_ref().is_some_and(|phrases| phrases.is_match(&lower))
}

static END_MATTER_PHRASES: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(END_MATTER.split('|')).ok());

/// Phrases of the source of a picture, in lower case.
const CREDITS: &str = "(credit:|(image credit|image credit:|photo credit:|(photo by|(photo:|(foto:|getty images|(bild:|(image:|\
    (ap photo|(afp photo|/reuters)|/afp)|photograph:|foto di |crédit photo|crédits photo";

static CREDIT_PHRASES: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(CREDITS.split('|')).ok());

/// Words with which captions begin, in lower case; a number or a colon follows.
const CAPTION_WORDS: &str = "abbildung|abb.|beitragsbild|titelbild|figure |fig. |bild:|foto:|fotos:|\
    photo:|photos:|image:|symbolbild|archivbild";

/// Whether a short block names the source of a picture, or counts pictures ("Image 1 of 5").
pub(super) fn is_caption(text: &str) -> bool {
    let lower = text.to_lowercase();
    let counts = ["image ", "photo ", "slide ", "bild ", "foto "].iter().any(|word| {
        let Some(rest) = lower.strip_prefix(word) else {
            return false;
        };
        let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        [" of ", " von ", " de ", "/"]
            .iter()
            .any(|of| rest.strip_prefix(of).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())))
    });
    let numbered = CAPTION_WORDS.split('|').any(|word| {
        lower
            .strip_prefix(word)
            .map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' '))
            .is_some_and(|rest| word.ends_with(':') || rest.is_empty() || rest.starts_with([':', '.', '(', '|']))
    });
    // A sentence may speak of the agency; a caption ends in its name.
    let credited =
        !super::text::ends_sentence(text) && CREDIT_PHRASES.as_ref().is_some_and(|phrases| phrases.is_match(&lower));
    counts || numbered || credited
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promotion_is_known_by_its_beginning() {
        assert!(is_promotion("» READ MORE: the other story"));
        assert!(is_promotion("Lesen Sie auch: Das andere"));
        assert!(!is_promotion("Watching the river"));
    }

    #[test]
    fn captions_and_end_matter_are_known_by_phrases() {
        for text in ["Image 1 of 5", "Abbildung 4: Schnee", "Foto: dpa", "The bridge. (Photo by Jo Doe/Getty Images)"] {
            assert!(is_caption(text), "{text}");
        }
        assert!(!is_caption("Figures released on Monday show growth."));
        assert!(is_end_matter("Follow her on Twitter @anna"));
        assert!(is_end_matter("© 2020 The Paper"));
        assert!(!is_end_matter("The mayor followed."));
    }
}
