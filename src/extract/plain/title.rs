//! Which of the first lines is the headline, and which is a kicker above it.
//!
//! A kicker ("Exclusive", "Analysis", "World Cup") is told by its words, or by its form: a label of a few words,
//! directly above a longer line that is no sentence. The words of the address decide where form alone is uncertain.

use super::block::{Line, ends_sentence};

/// Longest headline in characters.
pub(super) const LONGEST_TITLE: usize = 300;
/// Characters above which a sentence is a paragraph, not a headline.
const LONGEST_SENTENCE: usize = 140;

/// Kickers by their words, lower-case, without marks at the end. Section names stand here too.
const KICKERS: &[&str] = &[
    "source-led article",
    "article",
    "exclusive",
    "analysis",
    "breaking",
    "breaking news",
    "opinion",
    "editorial",
    "comment",
    "commentary",
    "interview",
    "feature",
    "features",
    "long read",
    "longread",
    "explainer",
    "explained",
    "review",
    "profile",
    "live",
    "live updates",
    "live blog",
    "update",
    "updated",
    "developing",
    "developing story",
    "investigation",
    "special report",
    "fact check",
    "factcheck",
    "obituary",
    "news",
    "news analysis",
    "latest news",
    "top story",
    "in depth",
    "perspective",
    "column",
    "letter",
    "letters",
    "sponsored",
    "press release",
    "watch",
    "video",
    "podcast",
    "newsletter",
    "exklusiv",
    "analyse",
    "eilmeldung",
    "meinung",
    "kommentar",
    "leitartikel",
    "gastbeitrag",
    "reportage",
    "porträt",
    "liveticker",
    "nachrichten",
    "faktencheck",
    "nachruf",
    "kolumne",
    "rezension",
    "hintergrund",
    "glosse",
    "exclusif",
    "urgent",
    "en direct",
    "éditorial",
    "edito",
    "tribune",
    "entretien",
    "enquête",
    "décryptage",
    "portrait",
    "récit",
    "chronique",
    "reportages",
    "info exclusive",
    "vérification",
    "exclusiva",
    "exclusivo",
    "análisis",
    "última hora",
    "opinión",
    "entrevista",
    "reportaje",
    "perfil",
    "en directo",
    "crónica",
    "tribuna",
    "columna",
    "verificación",
    "esclusiva",
    "analisi",
    "ultim'ora",
    "ultima ora",
    "opinioni",
    "intervista",
    "l'intervista",
    "il commento",
    "commento",
    "inchiesta",
    "ritratto",
    "in diretta",
    "l'analisi",
    "editoriale",
    "análise",
    "última hora",
    "opinião",
    "ao vivo",
    "em direto",
    "reportagem",
    "coluna",
    "exclusivo",
    "entrevista",
    "exclusief",
    "opinie",
    "interview",
    "achtergrond",
    "laatste nieuws",
    "commentaar",
    "recensie",
    "profiel",
    "nieuws",
];

/// Kickers that name the section, lower-case, in the form in which they are kept.
const SECTIONS: &[&str] = &[
    "politics",
    "business",
    "world",
    "world news",
    "sport",
    "sports",
    "technology",
    "tech",
    "science",
    "health",
    "culture",
    "economy",
    "entertainment",
    "environment",
    "climate",
    "education",
    "local",
    "local news",
    "national",
    "international",
    "lifestyle",
    "travel",
    "markets",
    "finance",
    "football",
    "media",
    "crime",
    "weather",
    "us news",
    "uk news",
    "politik",
    "wirtschaft",
    "ausland",
    "inland",
    "wissenschaft",
    "gesundheit",
    "kultur",
    "technik",
    "panorama",
    "gesellschaft",
    "finanzen",
    "fußball",
    "klima",
    "bildung",
    "regionales",
    "lokales",
    "medien",
    "wetter",
    "politique",
    "économie",
    "monde",
    "société",
    "santé",
    "sciences",
    "environnement",
    "sports",
    "política",
    "economía",
    "mundo",
    "deportes",
    "cultura",
    "tecnología",
    "ciencia",
    "salud",
    "sociedad",
    "internacional",
    "politica",
    "economia",
    "esteri",
    "cronaca",
    "scienza",
    "salute",
    "tecnologia",
    "mondo",
    "calcio",
    "economia",
    "desporto",
    "esportes",
    "saúde",
    "ciência",
    "sociedade",
    "politiek",
    "economie",
    "buitenland",
    "binnenland",
    "wetenschap",
    "gezondheid",
    "cultuur",
    "voetbal",
];

/// What a line above the headline is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kicker {
    /// A label of no further use.
    Label,
    /// The section's name.
    Section,
}

/// Whether `line` is a kicker above `next`; `same_block` if no blank line parts them, `slug` are the address's words.
pub(super) fn kicker(line: &Line, next: Option<&Line>, same_block: bool, slug: &[String]) -> Option<Kicker> {
    let next = next.filter(|next| is_title(&next.text))?;
    if let Some(known) = known_kicker(&line.text) {
        return Some(known);
    }
    let label = without_marks(&line.text);
    (is_label(&line.text, label) && is_above_title(label, next, same_block, slug)).then_some(Kicker::Label)
}

/// Whether a line is nothing but a word that is known as kicker or section.
pub(super) fn known_kicker(line: &str) -> Option<Kicker> {
    let lower = without_marks(line).to_lowercase();
    if SECTIONS.contains(&lower.as_str()) {
        return Some(Kicker::Section);
    }
    KICKERS.contains(&lower.as_str()).then_some(Kicker::Label)
}

/// A line without the marks that set a label off.
fn without_marks(line: &str) -> &str {
    line.trim_matches(|letter: char| letter.is_whitespace() || "|:：-–—•·[](){}/*#".contains(letter))
}

/// Whether a line begins with a place and an agency, as the first sentence of a wire story does: `OBAN (AP) - ...`.
fn has_dateline(text: &str) -> bool {
    /// Longest place and longest agency in bytes.
    const LONGEST: usize = 40;
    let Some((place, rest)) = text.split_once(" (") else {
        return false;
    };
    let Some((agency, rest)) = rest.split_once(')') else {
        return false;
    };
    place.len() <= LONGEST && agency.len() <= LONGEST && rest.trim_start().starts_with(['-', '–', '—', '―'])
}

/// A few words without the marks of a sentence.
fn is_label(line: &str, label: &str) -> bool {
    let words = label.split_whitespace().count();
    let has_digits = label.bytes().any(|byte| byte.is_ascii_digit());
    (1..=3).contains(&words)
        && label.chars().count() <= 30
        && !ends_sentence(line)
        && !has_digits
        && !label.contains(',')
}

/// Evidence that the line below a label is the headline.
fn is_above_title(label: &str, next: &Line, same_block: bool, slug: &[String]) -> bool {
    let words = |text: &str| text.split_whitespace().count();
    let is_longer = words(&next.text) >= 5 && words(&next.text) >= 2 * words(label);
    if !is_longer || ends_sentence(&next.text) {
        return false;
    }
    if !slug.is_empty() {
        return share_in_slug(&next.text, slug) > share_in_slug(label, slug);
    }
    let is_shouted = label.chars().any(char::is_uppercase) && !label.chars().any(char::is_lowercase);
    same_block || is_shouted
}

/// The share of a text's words that stand in the address.
fn share_in_slug(text: &str, slug: &[String]) -> f32 {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.len() > 1);
    let (mut all, mut found) = (0.0_f32, 0.0_f32);
    for word in words {
        all += 1.0;
        if slug.contains(&word.to_lowercase()) {
            found += 1.0;
        }
    }
    if all == 0.0 { 0.0 } else { found / all }
}

/// Whether a line may be a headline: not too long, and no paragraph.
pub(super) fn is_title(text: &str) -> bool {
    let length = text.chars().count();
    let is_paragraph = length > LONGEST_SENTENCE && ends_sentence(text);
    let sentences = text.matches(". ").count();
    let is_row = text.starts_with('|') && text.ends_with('|');
    length <= LONGEST_TITLE
        && !is_paragraph
        && sentences < 3
        && !is_row
        && !has_dateline(text)
        && text.chars().any(char::is_alphanumeric)
}

/// Whether the headline goes on in the next line: it was broken inside a phrase.
pub(super) fn goes_on(title: &str, next: &str) -> bool {
    const OPEN: &[&str] = &[
        "the", "a", "an", "of", "in", "on", "at", "to", "for", "and", "or", "with", "by", "from", "as", "der", "die",
        "das", "den", "dem", "und", "oder", "in", "im", "am", "auf", "für", "mit", "von", "vom", "zu", "le", "la",
        "les", "de", "du", "des", "et", "en", "à", "el", "los", "y", "del", "il", "e", "di", "da", "do", "em", "het",
        "een", "van", "voor",
    ];
    let last = title.split(' ').next_back().unwrap_or("").to_lowercase();
    let is_broken = OPEN.contains(&last.as_str()) || title.ends_with(',');
    let starts_lower = next.chars().next().is_some_and(char::is_lowercase);
    (is_broken || starts_lower) && !ends_sentence(title) && title.chars().count() + next.chars().count() < LONGEST_TITLE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_kicker(line: &str, next: &str, same_block: bool, slug: &str) -> bool {
        let line_of = |text: &str| Line { text: text.to_owned(), ..Line::default() };
        let slug: Vec<String> = slug.split('-').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        kicker(&line_of(line), Some(&line_of(next)), same_block, &slug).is_some()
    }

    #[test]
    fn known_words_are_kickers_wherever_they_stand() {
        let title = "Ferry company reports record numbers of passengers";
        for word in
            ["Source-led article", "EXCLUSIVE", "Opinion:", "| Analyse |", "Última hora", "Politik", "Achtergrond"]
        {
            assert!(is_kicker(word, title, false, ""), "{word}");
        }
    }

    #[test]
    fn a_short_label_directly_above_a_longer_line_is_a_kicker() {
        let title = "Late goal sends the hosts into the final";
        assert!(is_kicker("World Cup", title, true, ""));
        assert!(is_kicker("WORLD CUP", title, false, ""));
        assert!(!is_kicker("World Cup", title, false, ""));
        assert!(!is_kicker("World Cup", "The hosts reached the final in extra time.", true, ""));
    }

    #[test]
    fn the_address_tells_a_short_headline_from_a_kicker() {
        let below = "President steps down after budget defeat in parliament";
        assert!(!is_kicker("Minister resigns", below, true, "minister-resigns"));
        assert!(is_kicker("Budget crisis", below, true, "president-steps-down-after-budget-defeat"));
    }

    #[test]
    fn a_paragraph_is_no_headline() {
        assert!(is_title("Mayor: the bridge will open in May."));
        assert!(!is_title(&format!("{}.", "The bridge will open in May ".repeat(8))));
        assert!(!is_title("| a | b |"));
        assert!(!is_title("-----"));
        assert!(!is_title("OBAN (AP) -- The ferry sailed late on Tuesday, sending"));
    }
}
