//! Which news agency a text is credited to.
//!
//! Agencies are credited in four places, each with its own form: the byline ("By Associated Press"), the
//! dateline ("LONDON, Jan 5 (Reuters) -", "(ANSA) - ROMA, 12 GEN -"), a credit or copyright line at the end
//! ("Quelle: dpa", "© 2018 Reuters", "--dpa") and signatures ("(Reporting by ...; Editing by ...)"). A
//! mention in the text ("told Reuters") is no credit, nor is a photograph's ("AP Photo/John Doe").
//!
//! Invariants: looks at the beginning and end of a text only, so its cost does not grow with the text;
//! answers with one spelling for each agency.

use super::agencies::{AGENCIES, Agency};
use aho_corasick::{AhoCorasick, Match, MatchKind};
use std::sync::LazyLock;

/// Bytes of the beginning in which a dateline is looked for.
const BEGINNING: usize = 400;

/// Bytes of the end in which credits are looked for.
const END: usize = 1200;

/// Bytes of the end in which contributors are looked for.
const CONTRIBUTION: usize = 400;

/// Bytes up to which a line at the end may be a credit and nothing else.
const CREDIT_LINE: usize = 80;

/// Bytes up to which a line at the end may be a copyright notice.
const COPYRIGHT_LINE: usize = 300;

/// Words that begin a credit, in lower case, with what stands between them and the name.
const CREDIT_CUES: &[&str] = &[
    "source:",
    "sources:",
    "source :",
    "quelle:",
    "quellen:",
    "fuente:",
    "fuentes:",
    "fonte:",
    "fonti:",
    "bron:",
    "kilde:",
    "källa:",
    "lähde:",
    "źródło:",
    "zdroj:",
    "forrás:",
    "kaynak:",
    "источник:",
    "credit:",
    "mit material von",
    "mit material der",
    "mit informationen von",
    "con información de",
    "con informaciones de",
    "com informações da",
    "com informações de",
    "avec l'",
    "avec ",
    "from ",
    "by ",
    "par ",
    "por ",
    "von ",
    "via ",
];

/// What a signature begins with, and whose it is.
const SIGNATURES: &[(&str, &str)] = &[
    ("(Reporting by ", "Reuters"),
    ("(Additional reporting by ", "Reuters"),
    ("(Writing by ", "Reuters"),
    ("(Reporte de ", "Reuters"),
    ("(Reportaje de ", "Reuters"),
    ("(Reportage de ", "Reuters"),
    ("(Reportage ", "Reuters"),
    ("(Reportagem de ", "Reuters"),
    ("(Bericht von ", "Reuters"),
    ("(geschrieben von ", "Reuters"),
    ("Associated Press writer", "AP"),
    ("Associated Press journalist", "AP"),
    ("Associated Press reporter", "AP"),
    ("AP writer", "AP"),
    ("--With assistance from ", "Bloomberg"),
    ("-- With assistance from ", "Bloomberg"),
];

/// Finds the signatures. None of these can fail to be built, which the tests show.
static SIGNED: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(SIGNATURES.iter().map(|(signature, _)| signature)).ok());

/// Finds the forms of all agencies.
static FORMS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let forms = AGENCIES.iter().flat_map(|agency| agency.forms);
    let kind = MatchKind::LeftmostLongest;
    AhoCorasick::builder().match_kind(kind).build(forms).ok()
});

/// Finds what begins a copyright notice.
static COPYRIGHT: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(["©", "Copyright", "COPYRIGHT", "(c)", "(C)"]).ok());

/// The agency to which a text, or its byline, credits it; one spelling for each agency.
pub fn wire_credit(text: &str, byline: &str) -> Option<&'static str> {
    in_byline(byline).or_else(|| in_dateline(head(text, BEGINNING))).or_else(|| in_end(tail(text, END)))
}

/// The first `bytes` of a text, or a little less so as not to part a character.
fn head(text: &str, bytes: usize) -> &str {
    let ends = (0..=bytes.min(text.len())).rev();
    ends.into_iter().find_map(|end| text.get(..end)).unwrap_or("")
}

/// The last `bytes` of a text, or a little less so as not to part a character.
fn tail(text: &str, bytes: usize) -> &str {
    let starts = text.len().saturating_sub(bytes)..=text.len();
    starts.into_iter().find_map(|start| text.get(start..)).unwrap_or("")
}

/// An agency named anywhere in a byline.
fn in_byline(byline: &str) -> Option<&'static str> {
    first_named(head(byline, BEGINNING))
}

/// An agency in brackets or slashes near the beginning: `(AP) -`, `(dpa/lby) -`, `/PRNewswire/ --`.
fn in_dateline(head: &str) -> Option<&'static str> {
    let lines = head.lines().filter(|line| !line.trim().is_empty()).take(3);
    lines.filter_map(of_dateline).next()
}

fn of_dateline(line: &str) -> Option<&'static str> {
    // A dateline is short, and a dash or stop follows the name.
    const LONGEST: usize = 90;
    let mut from = 0;
    while let Some(open) = line.get(from..)?.find(['(', '/', '（']).map(|at| from + at) {
        if open > LONGEST {
            return None;
        }
        let (inside, after) = enclosed(line.get(open..)?)?;
        from = open + 1;
        let ends = after.trim_start().starts_with(['-', '–', '—', '.', ':', '―', '−']);
        // Italian agencies come first of all and then the place.
        if (ends || open == 0)
            && let Some(agency) = exactly(inside)
        {
            return Some(agency);
        }
    }
    None
}

/// What stands between the bracket or slash that `text` begins with and its partner, and what follows.
fn enclosed(text: &str) -> Option<(&str, &str)> {
    let mut letters = text.chars();
    let partner = match letters.next()? {
        '(' => ')',
        '（' => '）',
        other => other,
    };
    letters.as_str().split_once(partner)
}

/// The agency that `text` names first and alone; others may follow after a slash or comma.
fn exactly(text: &str) -> Option<&'static str> {
    let text = text.trim();
    let first = text.split(['/', ',', ';']).next().unwrap_or(text).trim();
    let named = |agency: &&Agency| agency.forms.iter().any(|form| *form == text || *form == first);
    AGENCIES.iter().find(named).map(|agency| agency.name)
}

/// Credits in the last lines of a text.
fn in_end(tail: &str) -> Option<&'static str> {
    let signature = SIGNED.as_ref().and_then(|signed| signed.find(tail));
    if let Some(found) = signature {
        return SIGNATURES.get(found.pattern().as_usize()).map(|(_, name)| *name);
    }
    if let Some(name) = in_contribution(tail) {
        return Some(name);
    }
    let lines = tail.lines().rev().map(str::trim).filter(|line| !line.is_empty()).take(6);
    lines.filter_map(of_last_line).next()
}

/// `The Associated Press contributed to this report.`
fn in_contribution(tail: &str) -> Option<&'static str> {
    let (before, _) = self::tail(tail, CONTRIBUTION).rsplit_once(" contributed to this ")?;
    let sentence = before.rsplit(['\n', '.', '!', '?']).next()?;
    first_named(sentence)
}

fn of_last_line(line: &str) -> Option<&'static str> {
    in_copyright(line).or_else(|| in_credit_line(line)).or_else(|| in_last_brackets(line))
}

/// `© 2018 Reuters`, `Copyright 2016 The Associated Press. All rights reserved.`, `(c) dpa-infocom`.
fn in_copyright(line: &str) -> Option<&'static str> {
    if line.len() > COPYRIGHT_LINE {
        return None;
    }
    // Bytes after the mark in which the holder stands.
    const HOLDER: usize = 60;
    let mark = COPYRIGHT.as_ref()?.find(line)?;
    let after = line.get(mark.end()..)?;
    first_named(head(after, HOLDER))
}

/// A short last line that is an agency's name or credits one: `dpa`, `--AFP`, `Quelle: dpa`, `(avec AFP)`.
fn in_credit_line(line: &str) -> Option<&'static str> {
    if line.len() > CREDIT_LINE {
        return None;
    }
    let line = line.trim_matches(|letter: char| "()[]-–—*_/|.:© ".contains(letter));
    if let Some(agency) = exactly(line) {
        return Some(agency);
    }
    let lower = line.to_lowercase();
    let cue = CREDIT_CUES.iter().find(|cue| lower.starts_with(**cue))?;
    // Lower case may be longer or shorter in bytes; the cue's own letters are not.
    let named = line.get(cue.len()..)?.trim();
    exactly(named).or_else(|| exactly(named.split(" and ").next()?)).or_else(|| {
        let articles = ["l'", "l’", "der ", "da ", "la "];
        articles.iter().find_map(|article| exactly(named.strip_prefix(article)?))
    })
}

/// An agency alone in brackets at the end of the last lines: `... wurde niemand. (dpa)`.
fn in_last_brackets(line: &str) -> Option<&'static str> {
    let open = line.strip_suffix(')')?.rfind('(')?;
    exactly(line.get(open + 1..line.len() - 1)?)
}

/// The agency whose form stands first in `text` as a word of its own, unless a photograph is credited.
fn first_named(text: &str) -> Option<&'static str> {
    let forms = FORMS.as_ref()?;
    let credited = |found: &Match| stands_alone(text, found.start(), found.len());
    let found = forms.find_iter(text).find(credited)?;
    exactly(text.get(found.range())?)
}

/// Whether the form at `at` is a word of its own and not the beginning of a photograph's credit.
fn stands_alone(text: &str, at: usize, length: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    let after = text.get(at + length..).unwrap_or("");
    let joins = |letter: char| letter.is_alphanumeric() || letter == '-' || letter == '&';
    let photograph = ["photo", "foto", "image", "bild", "video", "graphic"];
    let next = after.trim_start_matches([' ', '/', '-', '–']).get(..8).unwrap_or("").to_lowercase();
    !before.is_some_and(joins)
        && !after.chars().next().is_some_and(char::is_alphanumeric)
        && !photograph.iter().any(|word| next.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn datelines_credit_their_agency() {
        for (text, agency) in [
            ("LONDON, Jan 5 (Reuters) - Shares rose.", "Reuters"),
            ("WASHINGTON (AP) — The Senate voted.", "AP"),
            ("By Ann Doe, Capital Post\n\nPARIS (AFP) - A fire broke out.", "AFP"),
            ("Berlin (dpa/bb) - Der Senat hat beschlossen.", "dpa"),
            ("Madrid, 3 ene (EFE).- El Gobierno aprobó.", "EFE"),
            ("(ANSA) - ROMA, 12 GEN - Il governo ha deciso.", "ANSA"),
            ("MADRID, 5 Ene. (EUROPA PRESS) - El Congreso", "Europa Press"),
            ("NEW YORK, May 1, 2019 /PRNewswire/ -- Acme today", "PR Newswire"),
            ("東京（共同）― 政府は", "Kyodo"),
        ] {
            assert_eq!(wire_credit(text, ""), Some(agency), "{text}");
        }
    }

    #[test]
    fn credits_at_the_end_are_found() {
        for (end, agency) in [
            ("(Reporting by Ann Doe; Editing by Bob Roe)", "Reuters"),
            ("Copyright 2016 The Associated Press. All rights reserved.", "AP"),
            ("Associated Press writer Ann Doe in Paris contributed to this report.", "AP"),
            ("Fox's Ann Doe and The Associated Press contributed to this report.", "AP"),
            ("Quelle: dpa", "dpa"),
            ("© dpa-infocom, dpa:210305-99-701386/3", "dpa"),
            ("Verletzt wurde niemand. (dpa)", "dpa"),
            ("--AFP", "AFP"),
            ("(avec AFP)", "AFP"),
            ("Con información de EFE", "EFE"),
            ("©2018 Bloomberg L.P.", "Bloomberg"),
            ("ANSA", "ANSA"),
        ] {
            let text = format!("Something happened today in the capital.\n\nMore was said.\n\n{end}");
            assert_eq!(wire_credit(&text, ""), Some(agency), "{end}");
        }
    }

    #[test]
    fn bylines_credit_their_agency() {
        assert_eq!(wire_credit("Text.", "By ANN DOE, Associated Press"), Some("AP"));
        assert_eq!(wire_credit("Text.", "Von Ann Doe, dpa"), Some("dpa"));
        assert_eq!(wire_credit("Text.", "Ann Doe"), None);
    }

    #[test]
    fn mentions_and_photographs_are_no_credit() {
        for text in [
            "The minister told Reuters that talks would go on (AP was told the same) in May.",
            "A crowd in Paris.\n\n(AP Photo/John Doe)",
            "He works for Bloomberg.\n\nThe AAP said children should sleep more.",
            "Ann Doe contributed to this report from Cairo.",
            "Copyright 2018 Capital Post. All rights reserved.",
            "She left the party (PA) after ten years in the assembly.",
            "",
        ] {
            assert_eq!(wire_credit(text, ""), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_can_be_asked(text in any::<String>(), byline in any::<String>()) {
            wire_credit(&text, &byline);
        }
    }
}
