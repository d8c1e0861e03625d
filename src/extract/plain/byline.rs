//! Names of writers in bylines.
//!
//! A byline is told from a sentence by its form: names are a few capitalised words with particles between them.
//! What follows a name (a role, an agency, a date) is not part of it.

/// Words that introduce the writers, lower-case.
const INTRODUCTIONS: &[&str] = &[
    "by",
    "von",
    "par",
    "por",
    "di",
    "door",
    "da",
    "av",
    "af",
    "text",
    "autor",
    "autorin",
    "author",
    "authors",
    "written by",
    "story by",
    "words by",
    "reporting by",
    "a report by",
    "ein bericht von",
    "eine analyse von",
    "ein kommentar von",
    "from",
    "de",
];
/// Lower-case words inside names.
const PARTICLES: &[&str] = &[
    "de", "da", "do", "dos", "das", "del", "della", "di", "du", "van", "von", "der", "den", "ter", "ten", "la", "le",
    "el", "al", "bin", "ibn", "zu", "zur", "of", "und", "y", "e", "st.", "d'", "’t", "'t",
];
/// Words between two writers.
const CONJUNCTIONS: &[&str] =
    &["and", "und", "et", "y", "e", "en", "och", "og", "i", "&", "with", "mit", "avec", "con"];
/// Words that say what a writer is, not who.
const ROLES: &[&str] = &[
    "reporter",
    "editor",
    "correspondent",
    "writer",
    "staff",
    "columnist",
    "contributor",
    "journalist",
    "producer",
    "redakteur",
    "redakteurin",
    "korrespondent",
    "korrespondentin",
    "redaktion",
    "rédaction",
    "redacción",
    "redazione",
    "redactie",
    "photographer",
    "bureau",
    "desk",
    "chief",
    "director",
    "news",
];
/// Agencies and papers named behind a writer.
const AGENCIES: &[&str] = &[
    "reuters",
    "ap",
    "associated press",
    "the associated press",
    "afp",
    "agence france-presse",
    "dpa",
    "upi",
    "ansa",
    "efe",
    "press association",
    "pa",
    "pa media",
    "bloomberg",
    "apa",
    "sda",
    "ritzau",
    "tass",
    "xinhua",
    "kyodo",
    "anp",
    "belga",
];
/// Longest name in characters.
const LONGEST_NAME: usize = 70;
/// Most writers believed.
const MOST_NAMES: usize = 30;

/// The names in a value that is said to hold writers: without "By", roles, agencies beside a name, marks of a wiki link.
pub(crate) fn names(text: &str) -> Vec<String> {
    let text = text.trim().trim_matches(['[', ']', '"', '*', '_']);
    if text.is_empty() || text.eq_ignore_ascii_case("none") || text.eq_ignore_ascii_case("null") {
        return Vec::new();
    }
    let text = without_introduction(text).unwrap_or(text);
    let mut names: Vec<String> = Vec::new();
    for part in parts(text) {
        let name = without_introduction(part).unwrap_or(part).trim_matches(|letter: char| {
            letter.is_whitespace() || matches!(letter, ',' | ';' | '|' | '[' | ']' | '"' | '•' | '·')
        });
        let is_contact = name.contains('@') || name.contains("://");
        let is_known = names.iter().any(|known| known == name);
        if !name.is_empty() && !is_contact && !is_known && name.chars().count() <= LONGEST_NAME {
            names.push(name.to_owned());
        }
    }
    let is_role = |name: &str| {
        let lower = name.to_lowercase();
        lower.split(' ').any(|word| ROLES.contains(&word)) || AGENCIES.contains(&lower.as_str())
    };
    if names.iter().any(|name| !is_role(name)) {
        names.retain(|name| !is_role(name));
    }
    // `Jane Doe and John Roe, Berlin`: beside full names a single word is a place.
    let is_single = |name: &String| !name.contains([' ', '\u{b7}']) && name.is_ascii();
    if names.first().is_some_and(|name| !is_single(name)) {
        names.retain(|name| !is_single(name));
    }
    names.truncate(MOST_NAMES);
    names
}

/// A line that names the writers and nothing else, or a date beside them.
pub(super) struct Byline<'a> {
    pub(super) names: Vec<String>,
    /// What stands beside the names, parted from them by a bar, dot or dash.
    pub(super) rest: Vec<&'a str>,
}

/// Reads a line as byline. Without an introducing word it must be parted into a full name and something else.
pub(super) fn byline(line: &str) -> Option<Byline<'_>> {
    let mut columns = line.split(['|', '•', '·', '—', '–', '\t']).map(str::trim).filter(|column| !column.is_empty());
    let first = columns.next()?;
    let mut rest: Vec<&str> = columns.collect();
    let introduced = without_introduction(first);
    let (text, least_words) = match introduced {
        Some(text) => (text, 1),
        None if !rest.is_empty() => (first, 2),
        None => return None,
    };
    // `By Jane Doe, June 13, 2026`: a digit begins something that is no name.
    let text = match text.find(|letter: char| letter.is_ascii_digit()) {
        Some(digit) => {
            let comma = text.get(..digit)?.find(',')?;
            let (name, beside) = text.split_at_checked(comma)?;
            rest.insert(0, beside.trim_start_matches(',').trim());
            name
        }
        None => text,
    };
    let is_each_name = parts(text).into_iter().all(|part| is_name(part, least_words) || is_role(part));
    let names = if is_each_name { names(text) } else { Vec::new() };
    (!names.is_empty()).then_some(Byline { names, rest })
}

/// Whether a line is nothing but one full name, as a byline without "By" is.
pub(super) fn is_full_name(line: &str) -> bool {
    is_name(line, 2) && !line.contains(',')
}

/// Whether a text says what a writer is.
pub(super) fn is_role(text: &str) -> bool {
    text.to_lowercase().split([' ', '-']).any(|word| ROLES.contains(&word))
}

/// Whether a text has the form of a name of at least so many words.
fn is_name(text: &str, least_words: usize) -> bool {
    const MOST_WORDS: usize = 5;
    let text = text.trim();
    if text.is_empty()
        || text.contains(|letter: char| letter.is_ascii_digit() || "!?:;/\"“”«»()[]{}=<>#@|".contains(letter))
    {
        return false;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() > MOST_WORDS || text.chars().count() > LONGEST_NAME {
        return false;
    }
    // A full stop after a longer word ends a sentence, after a letter or two it marks an initial.
    if text.ends_with('.') && words.last().is_some_and(|word| word.chars().count() > 3) {
        return false;
    }
    let is_capital =
        |word: &&&str| word.chars().find(|letter| letter.is_alphabetic()).is_some_and(|letter| !letter.is_lowercase());
    let capitals = words.iter().filter(is_capital).count();
    let particles = words.iter().filter(|word| PARTICLES.contains(word)).count();
    let is_agency = AGENCIES.contains(&text.to_lowercase().as_str());
    is_agency
        || (capitals >= least_words
            && words.iter().filter(|word| is_capital(word) || PARTICLES.contains(word)).count() == words.len()
            && capitals > particles / 2)
}

/// The text behind an introducing word; the longest introduction wins.
fn without_introduction(text: &str) -> Option<&str> {
    let text = text.trim();
    let mut found: Option<&str> = None;
    for introduction in INTRODUCTIONS {
        let Some((head, rest)) = text.split_at_checked(introduction.len()) else {
            continue;
        };
        let is_parted = rest.starts_with([' ', ':']);
        if is_parted && head.to_lowercase() == *introduction && found.is_none_or(|found| rest.len() < found.len()) {
            found = Some(rest);
        }
    }
    let rest = found?.trim_start_matches([' ', ':']).trim();
    (!rest.is_empty()).then_some(rest)
}

/// Splits at conjunctions, semicolons, slashes and those commas that part full names.
fn parts(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    for piece in text.split([';', '|', '/', '\n', '、']) {
        let mut start = 0;
        for (at, word) in words(piece) {
            // "e" and "y" are also initials' neighbours; a conjunction stands between two words.
            let is_conjunction = at > start && CONJUNCTIONS.contains(&word) && at + word.len() < piece.len();
            if is_conjunction {
                push_by_comma(piece.get(start..at).unwrap_or(""), &mut out);
                start = at + word.len();
            }
        }
        push_by_comma(piece.get(start..).unwrap_or(""), &mut out);
    }
    out
}

/// Words with the byte at which each begins.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(' ').map(move |word| {
        let start = at;
        at += word.len() + 1;
        (start, word)
    })
}

/// Splits at commas, unless that would tear "Doe, Jane" or "Doe, Jr." apart.
fn push_by_comma<'a>(text: &'a str, out: &mut Vec<&'a str>) {
    let pieces: Vec<&str> = text.split([',', '，']).map(str::trim).filter(|piece| !piece.is_empty()).collect();
    let is_turned = pieces.len() == 2
        && pieces.iter().all(|piece| !piece.contains(' ') && !AGENCIES.contains(&piece.to_lowercase().as_str()));
    let has_suffix = pieces.iter().any(|piece| matches!(*piece, "Jr." | "Jr" | "Sr." | "II" | "III" | "MD" | "PhD"));
    if (is_turned && !text.is_empty()) || has_suffix {
        out.push(text.trim().trim_matches(',').trim());
    } else {
        out.extend(pieces);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_parted_and_cleared_of_roles() {
        for (text, expected) in [
            ("By Jane Doe and John Roe", vec!["Jane Doe", "John Roe"]),
            ("Von Eva Muster, Max Muster und Ida Beispiel, dpa", vec!["Eva Muster", "Max Muster", "Ida Beispiel"]),
            ("Jane Doe, Political Editor", vec!["Jane Doe"]),
            ("Reuters", vec!["Reuters"]),
            ("Von Eva Muster und Max Muster, Berlin", vec!["Eva Muster", "Max Muster"]),
            ("[[Jane Doe]]", vec!["Jane Doe"]),
            ("Melissa Roe; Jeremy C.F. Lin", vec!["Melissa Roe", "Jeremy C.F. Lin"]),
            ("Doe, Jane", vec!["Doe, Jane"]),
            ("John Roe, Jr.", vec!["John Roe, Jr."]),
            ("None", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(names(text), expected, "{text}");
        }
    }

    #[test]
    fn a_byline_is_told_from_a_sentence() {
        assert_eq!(byline("By Jane Doe").unwrap().names, ["Jane Doe"]);
        assert_eq!(byline("Von Ursula von der Beispiel").unwrap().names, ["Ursula von der Beispiel"]);
        let dated = byline("By Jane Doe, June 13, 2026").unwrap();
        assert_eq!((dated.names, dated.rest), (vec!["Jane Doe".to_owned()], vec!["June 13, 2026"]));
        let columns = byline("Jane Doe | 13 June 2026").unwrap();
        assert_eq!((columns.names, columns.rest), (vec!["Jane Doe".to_owned()], vec!["13 June 2026"]));
        for sentence in [
            "By Friday the storm had passed",
            "Von der Leyen warnt vor neuen Zöllen",
            "Por fin llega la lluvia al sur",
            "Jane Doe",
            "",
            "By",
        ] {
            assert!(byline(sentence).is_none(), "{sentence}");
        }
    }
}
