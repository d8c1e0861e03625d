//! Normal form of names, under which spellings of one name meet.

use super::fold;

/// Words before a person's name that are not part of it, folded.
const TITLES: &[&str] = &[
    "adm",
    "admiral",
    "ambassador",
    "baroness",
    "brig",
    "capt",
    "captain",
    "chancellor",
    "cmdr",
    "col",
    "colonel",
    "commissioner",
    "congressman",
    "congresswoman",
    "dame",
    "dr",
    "gen",
    "general",
    "gov",
    "governor",
    "hon",
    "judge",
    "justice",
    "king",
    "lady",
    "lieutenant",
    "lord",
    "lt",
    "maj",
    "major",
    "mayor",
    "minister",
    "miss",
    "mr",
    "mrs",
    "ms",
    "president",
    "prince",
    "princess",
    "prof",
    "professor",
    "queen",
    "rep",
    "rev",
    "reverend",
    "sen",
    "senator",
    "sgt",
    "sheikh",
    "sir",
    "sultan",
];

/// Words after a company's name that are not part of it, folded and without dots.
const SUFFIXES: &[&str] = &[
    "ab",
    "ag",
    "as",
    "asa",
    "bhd",
    "bv",
    "co",
    "company",
    "corp",
    "corporation",
    "gmbh",
    "inc",
    "incorporated",
    "kgaa",
    "kk",
    "limited",
    "llc",
    "llp",
    "lp",
    "ltd",
    "nv",
    "oyj",
    "plc",
    "pte",
    "pty",
    "sa",
    "sab",
    "sarl",
    "se",
    "spa",
    "srl",
];

/// Other names of countries and unions, and the name that stands for all.
const COUNTRIES: &[(&str, &str)] = &[
    ("america", "united states"),
    ("britain", "united kingdom"),
    ("burma", "myanmar"),
    ("czechia", "czech republic"),
    ("democratic peoples republic of korea", "north korea"),
    ("dprk", "north korea"),
    ("drc", "democratic republic of congo"),
    ("eu", "european union"),
    ("great britain", "united kingdom"),
    ("holland", "netherlands"),
    ("ivory coast", "cote divoire"),
    ("kingdom of saudi arabia", "saudi arabia"),
    ("peoples republic of china", "china"),
    ("prc", "china"),
    ("republic of korea", "south korea"),
    ("russian federation", "russia"),
    ("swaziland", "eswatini"),
    ("turkiye", "turkey"),
    ("uae", "united arab emirates"),
    ("uk", "united kingdom"),
    ("un", "united nations"),
    ("united states of america", "united states"),
    ("us", "united states"),
    ("usa", "united states"),
];

/// The normal form of a name: lower case, without accents, dots, apostrophes, "the", `'s`, titles,
/// company suffixes and the ".com" of an address, and with one name for each country. Empty only for a name without letters or digits.
pub fn canonical_key(name: &str) -> String {
    let folded = fold::folded(name);
    let mut plain = String::with_capacity(folded.len());
    let possessive = folded.trim_end().strip_suffix("'s").unwrap_or(&folded);
    // "Amazon.com Inc." is Amazon: the end of an address says no more than "Inc.".
    let address = possessive.split_once(".com").filter(|(name, rest)| {
        name.len() > 1
            && name.ends_with(|last: char| last.is_alphanumeric())
            && (rest.is_empty() || rest.starts_with([' ', ',']))
    });
    let joined = address.map(|(name, rest)| format!("{name}{rest}"));
    let possessive = joined.as_deref().unwrap_or(possessive);
    for character in possessive.chars() {
        match character {
            '.' | '\'' | '`' => {}
            '&' => plain.push_str(" and "),
            character if character.is_alphanumeric() => plain.push(character),
            _ => plain.push(' '),
        }
    }
    let mut words: Vec<&str> = plain.split_whitespace().collect();
    if words.len() > 1 && words.first() == Some(&"the") {
        words.remove(0);
    }
    let titled = words.join(" ");
    let all = words.len();
    while words.len() > 1 && words.first().is_some_and(|word| is_title(word)) {
        words.remove(0);
    }
    let has_title = words.len() < all;
    while words.len() > 1 && words.last().is_some_and(|word| SUFFIXES.binary_search(word).is_ok()) {
        words.pop();
        if words.len() > 1 && words.last() == Some(&"and") {
            words.pop();
        }
    }
    let key = words.join(" ");
    match COUNTRIES.binary_search_by(|entry| entry.0.cmp(&key)) {
        // No country has a title: Captain America.
        Ok(_) if has_title => titled,
        Ok(found) => COUNTRIES.get(found).map_or(key, |entry| entry.1.to_owned()),
        Err(_) => key,
    }
}

/// Titles that are kept before a single name, and those that belong to the name: nobody calls Prince Harry "Harry".
const KEPT_TITLES: &[&str] =
    &["baroness", "king", "lady", "lord", "prince", "princess", "queen", "sheikh", "sultan", "judge", "justice"];

/// The name of a person without titles before it, as written; the name itself if nothing would be left, or if the
/// title is part of it. Of a single name only the titles of everybody are taken: "Mr Jassy", not "Captain America".
pub fn without_title(name: &str) -> &str {
    let mut rest = name;
    while let Some((word, after)) = rest.split_once(' ') {
        let word = fold::folded(word).replace('.', "");
        let is_short = matches!(
            word.as_str(),
            "mr" | "mrs" | "ms" | "miss" | "dr" | "prof" | "professor" | "sen" | "senator" | "rep" | "gov"
        );
        let is_taken = is_title(&word) && !KEPT_TITLES.contains(&word.as_str()) && (is_short || after.contains(' '));
        if !is_taken || after.trim().is_empty() {
            break;
        }
        rest = after.trim_start();
    }
    rest
}

/// What is asked for without the titles before it that no name is filed with: "President Macron" is looked for as "Macron".
pub fn without_any_title(asked: &str) -> &str {
    let mut rest = asked.trim();
    while let Some((word, after)) = rest.split_once(char::is_whitespace) {
        let word = fold::folded(word).replace('.', "");
        if !is_title(&word) || KEPT_TITLES.contains(&word.as_str()) {
            break;
        }
        rest = after.trim_start();
    }
    rest
}

/// Whether `word` (folded, without dots) is a title before a person's name.
pub fn is_title(word: &str) -> bool {
    TITLES.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_keeps_the_titles_that_names_are_filed_with() {
        let asked = [("President Macron", "Macron"), ("Mr. Jassy", "Jassy"), ("Prince Harry", "Prince Harry")];
        for (asked, plain) in asked {
            assert_eq!(without_any_title(asked), plain);
        }
    }

    #[test]
    fn titles_are_taken_from_names_but_not_what_belongs_to_them() {
        for (name, plain) in [
            ("Dr. Owen John Dempsey", "Owen John Dempsey"),
            ("Mr Jassy", "Jassy"),
            ("Captain America", "Captain America"),
            ("Prince Harry", "Prince Harry"),
            ("Sir Keir Starmer", "Keir Starmer"),
            ("Mr", "Mr"),
        ] {
            assert_eq!(without_title(name), plain);
        }
        assert_eq!(without_any_title("President Macron"), "Macron");
        assert_eq!(without_any_title("President"), "President");
    }

    #[test]
    fn an_address_is_no_part_of_a_companys_name() {
        assert_eq!(canonical_key("Amazon.com Inc."), canonical_key("Amazon"));
        assert_eq!(canonical_key("Booking.com"), "booking");
        assert_eq!(canonical_key(".com"), "com");
    }

    #[test]
    fn the_lists_are_sorted() {
        assert!(TITLES.is_sorted() && SUFFIXES.is_sorted() && COUNTRIES.is_sorted());
    }

    #[test]
    fn spellings_of_one_name_meet() {
        let same = [
            ("The Wall Street Journal", "Wall Street Journal's"),
            ("Mr. Andy Jassy", "Andy Jassy"),
            ("Apple Inc.", "Apple"),
            ("Johnson & Johnson", "Johnson and Johnson"),
            ("U.S.", "the United States of America"),
            ("Côte d’Ivoire", "Ivory Coast"),
            ("O'Brien", "O’Brien"),
            ("Smith & Co.", "Smith"),
        ];
        for (left, right) in same {
            assert_eq!(canonical_key(left), canonical_key(right));
        }
        assert_eq!(canonical_key("Captain America"), "captain america");
        assert_eq!(canonical_key("President"), "president");
        assert_eq!(canonical_key("The Who"), "who");
        assert_eq!(canonical_key("..."), "");
    }
}
