//! Tags and names of languages.

/// Subtags with the ISO 639-2 and 639-3 codes of the language and its names in English, in itself and in a few others,
/// lower-case.
const NAMES: &[(&str, &str)] = &[
    ("no", "nb nor nob norwegian norsk"),
    ("en", "eng english englisch anglais inglés inglese"),
    ("de", "deu ger german deutsch allemand"),
    ("fr", "fra fre french français francais französisch"),
    ("es", "spa spanish español espanol castellano spanisch"),
    ("it", "ita italian italiano italienisch"),
    ("pt", "por portuguese português portugues"),
    ("nl", "nld dut dutch nederlands"),
    ("sv", "swe swedish svenska"),
    ("da", "dan danish dansk"),
    ("nn", "nno"),
    ("fi", "fin finnish suomi"),
    ("pl", "pol polish polski"),
    ("cs", "ces cze czech čeština"),
    ("sk", "slk slo slovak"),
    ("sl", "slv slovenian"),
    ("hr", "hrv croatian"),
    ("sr", "srp serbian"),
    ("hu", "hun hungarian magyar"),
    ("ro", "ron rum romanian română"),
    ("bg", "bul bulgarian"),
    ("el", "ell gre greek"),
    ("ru", "rus russian русский"),
    ("uk", "ukr ukrainian українська"),
    ("tr", "tur turkish türkçe"),
    ("ar", "ara arabic العربية"),
    ("fa", "fas per persian pes"),
    ("he", "heb hebrew"),
    ("hi", "hin hindi"),
    ("ur", "urd urdu"),
    ("bn", "ben bengali"),
    ("zh", "zho chi chinese 中文 cmn"),
    ("ja", "jpn japanese 日本語"),
    ("ko", "kor korean 한국어"),
    ("vi", "vie vietnamese"),
    ("id", "ind indonesian"),
    ("th", "tha thai"),
    ("ca", "cat catalan català"),
    ("la", "lat latin"),
    ("ak", "aka"),
    ("am", "amh"),
    ("az", "aze"),
    ("be", "bel"),
    ("eo", "epo"),
    ("et", "est"),
    ("gu", "guj"),
    ("hy", "hye"),
    ("jv", "jav"),
    ("kn", "kan"),
    ("ka", "kat"),
    ("km", "khm"),
    ("lv", "lav"),
    ("lt", "lit"),
    ("ml", "mal"),
    ("mr", "mar"),
    ("mk", "mkd"),
    ("my", "mya"),
    ("ne", "nep"),
    ("or", "ori"),
    ("pa", "pan"),
    ("si", "sin"),
    ("sn", "sna"),
    ("af", "afr"),
    ("ta", "tam"),
    ("te", "tel"),
    ("tl", "tgl"),
    ("tk", "tuk"),
    ("uz", "uzb"),
    ("yi", "yid"),
    ("zu", "zul"),
    ("cy", "cym"),
];

/// The primary subtag that a tag or name of a language stands for: `en-US`, `EN_us`, `eng`, `English` and
/// `Englisch` all give `en`. `None` if nothing like a language is named.
pub fn normalise_tag(tag: &str) -> Option<String> {
    let lower = tag.trim().to_lowercase();
    let primary = lower.split(['-', '_', ',', ';', ' ']).next()?;
    if let Some(subtag) = named(primary) {
        return Some(subtag.to_owned());
    }
    let is_subtag = primary.len() == 2 && primary.bytes().all(|byte| byte.is_ascii_lowercase());
    is_subtag.then(|| primary.to_owned())
}

/// The subtag for a code or name in lower case.
pub(super) fn named(name: &str) -> Option<&'static str> {
    let is_name = |names: &str| names.split(' ').any(|known| known == name);
    NAMES.iter().find(|(_, names)| is_name(names)).map(|(subtag, _)| *subtag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_names_of_languages_give_the_primary_subtag() {
        for (tag, expected) in [
            ("en-US", Some("en")),
            ("EN_us", Some("en")),
            ("zh-Hant-TW", Some("zh")),
            ("eng", Some("en")),
            ("ger", Some("de")),
            ("deu", Some("de")),
            ("English", Some("en")),
            ("English (US)", Some("en")),
            ("Deutsch", Some("de")),
            ("nb-NO", Some("no")),
            ("de, en", Some("de")),
            ("日本語", Some("ja")),
            ("", None),
            ("x", None),
            ("None", None),
            ("klingon", None),
            ("12", None),
        ] {
            assert_eq!(normalise_tag(tag).as_deref(), expected, "{tag}");
        }
    }
}
