//! Which language is a text in, and which language does a tag name?
//!
//! Answers are lower-case primary subtags (`en`, `de`); Norwegian Bokmål is given as `no`, as most
//! publishers tag it. [`detect`] looks at a bounded sample: the script alone settles some languages, a vote of
//! function words settles the common ones, and only what remains undecided is given to a statistical model
//! (`whatlang`, trigrams). A text too short or too mixed to tell has no language, nor has a list of names.
//!
//! A tag that comes with a text is believed unless the text clearly is in another language ([`settle`]): publishers leave
//! the tag of a template in place, and words are stemmed and names recognised by the language.

mod function_words;
mod script;
mod tag;

pub use tag::normalise_tag;

use function_words::FUNCTION_WORDS;
use rustc_hash::FxHashMap;
use script::{Script, script};
use std::sync::LazyLock;

/// Bytes of a text that are looked at.
const SAMPLE_BYTES: usize = 2_000;
/// Bytes given to the statistical model, whose cost grows with the text.
const MODEL_BYTES: usize = 400;
/// Votes that are many; twice as many end the count early if the leader is clear.
const ENOUGH_VOTES: u32 = 14;
/// Votes below which function words decide nothing.
const LEAST_VOTES: u32 = 3;
/// Mask with which an unreliable answer of the model is taken whatever it is.
const EVERY_LANGUAGE: u32 = u32::MAX;

/// Languages of the function words, as masks over `FUNCTION_WORDS`.
static LANGUAGES_OF_WORD: LazyLock<FxHashMap<u64, u32>> = LazyLock::new(|| {
    let mut masks = FxHashMap::default();
    for (index, (_, words)) in FUNCTION_WORDS.iter().enumerate() {
        for word in words.split(' ') {
            if let Some(key) = packed(word.as_bytes()) {
                *masks.entry(key).or_insert(0) |= 1 << index;
            }
        }
    }
    masks
});

/// The language of a text as a lower-case primary subtag, or `None` where it cannot be told.
///
/// At most the first 2,000 bytes are read; a news article costs a few microseconds at most.
pub fn detect(text: &str) -> Option<&'static str> {
    let sample = prefix(text.trim_start(), SAMPLE_BYTES);
    match script(sample)? {
        Script::Settled(language) => Some(language),
        Script::Shared => match by_function_words(sample) {
            Vote::Clear(language) => Some(language),
            // Russian is what a Cyrillic text without letters of one language is most likely to be.
            Vote::Unclear(leaders) => by_model(sample, leaders | RUSSIAN),
        },
        Script::Other => by_model(sample, EVERY_LANGUAGE),
    }
}

/// The language of a text that comes with a tag: that of the tag (a primary subtag), unless the text clearly speaks another.
///
/// Clearly means by its script, or by many function words of one language and hardly any of the tag's; in a long text at
/// the beginning and further on, for an article may begin with a quotation. Tags of languages that are not told apart by
/// function words are believed.
pub fn settle(tag: Option<String>, text: &str) -> Option<String> {
    let Some(tag) = tag else {
        return detect(text).map(str::to_owned);
    };
    let Some(declared) = FUNCTION_WORDS.iter().position(|(language, _)| tag.split('-').next() == Some(*language))
    else {
        return Some(tag);
    };
    let text = text.trim_start();
    let Some(found) = contradiction(prefix(text, SAMPLE_BYTES), declared) else {
        return Some(tag);
    };
    if text.len() > SAMPLE_BYTES * 2 {
        let later = text.get(text.floor_char_boundary(text.len() / 2)..).unwrap_or("");
        if contradiction(prefix(later, SAMPLE_BYTES), declared) != Some(found) {
            return Some(tag);
        }
    }
    Some(found.to_owned())
}

/// The language that a sample clearly is in, if it is not the one declared (an index of `FUNCTION_WORDS`).
fn contradiction(sample: &str, declared: usize) -> Option<&'static str> {
    match script(sample)? {
        Script::Settled(language) => {
            let letters = sample.chars().filter(|letter| letter.is_alphabetic()).count();
            let is_other = FUNCTION_WORDS.get(declared).is_some_and(|(name, _)| *name != language);
            (is_other && letters >= LEAST_LETTERS).then_some(language)
        }
        Script::Shared => {
            let votes = count_votes(sample, false);
            let own = votes.get(declared).copied().unwrap_or(0);
            let most = votes.iter().copied().max().unwrap_or(0);
            (most >= CONTRADICTING && most >= own * TIMES_AS_MANY)
                .then(|| clear_leader(&votes, CONTRADICTING))
                .flatten()
        }
        Script::Other => None,
    }
}

/// Letters of another script below which a tag is believed.
const LEAST_LETTERS: usize = 40;
/// Votes against a tag below which it is believed.
const CONTRADICTING: u32 = 12;
/// Votes against a tag for each vote for it.
const TIMES_AS_MANY: u32 = 4;

/// Russian in a mask over `FUNCTION_WORDS`.
const RUSSIAN: u32 = 1 << 16;

/// What function words say.
enum Vote {
    /// One language is clearly ahead.
    Clear(&'static str),
    /// Those with most votes, as a mask over `FUNCTION_WORDS`.
    Unclear(u32),
}

/// Counts the function words of the sample by language; `early`: until one is clearly ahead.
fn count_votes(sample: &str, early: bool) -> [u32; FUNCTION_WORDS.len()] {
    let mut votes = [0_u32; FUNCTION_WORDS.len()];
    let mut hits = 0_u32;
    let masks = &*LANGUAGES_OF_WORD;
    for word in sample.as_bytes().split(|byte| byte.is_ascii() && !byte.is_ascii_alphabetic()) {
        let Some(key) = packed(word) else { continue };
        let Some(mut mask) = masks.get(&key).copied() else {
            continue;
        };
        // A word of one language only says more than one that several share.
        let weight = if mask.is_power_of_two() { 2 } else { 1 };
        while mask != 0 {
            if let Some(vote) = votes.get_mut(mask.trailing_zeros() as usize) {
                *vote += weight;
            }
            mask &= mask - 1;
        }
        hits += 1;
        if early && hits.is_multiple_of(8) && clear_leader(&votes, ENOUGH_VOTES * 2).is_some() {
            break;
        }
    }
    votes
}

/// What the function words of the sample say.
fn by_function_words(sample: &str) -> Vote {
    let votes = count_votes(sample, true);
    if let Some(language) = clear_leader(&votes, LEAST_VOTES) {
        return Vote::Clear(language);
    }
    let most = votes.iter().copied().max().unwrap_or(0);
    let near = votes.iter().enumerate().filter(|(_, count)| **count > 0 && **count * 6 >= most * 5);
    Vote::Unclear(near.fold(0, |mask, (index, _)| mask | 1 << index))
}

/// The language with at least so many votes that is clearly ahead of the next.
fn clear_leader(votes: &[u32], least: u32) -> Option<&'static str> {
    let (mut best, mut best_votes, mut next_votes) = (0, 0, 0);
    for (index, count) in votes.iter().copied().enumerate() {
        if count > best_votes {
            next_votes = best_votes;
            (best, best_votes) = (index, count);
        } else {
            next_votes = next_votes.max(count);
        }
    }
    // Neighbours (Danish and Norwegian) share most function words, so two words of its own and a fifth more are enough.
    let is_far_ahead = best_votes * 2 > next_votes * 3;
    let is_ahead = best_votes >= next_votes + 4 && best_votes * 5 > next_votes * 6;
    let clear = best_votes >= least && (is_far_ahead || is_ahead);
    FUNCTION_WORDS.get(best).filter(|_| clear).map(|(language, _)| *language)
}

/// The language that the trigram model finds, if it calls itself reliable or function words agree with it.
fn by_model(sample: &str, agreeing: u32) -> Option<&'static str> {
    if agreeing != EVERY_LANGUAGE && is_list_of_names(sample) {
        return None;
    }
    let found = whatlang::detect(prefix(sample, MODEL_BYTES))?;
    let language = tag::named(found.lang().code())?;
    if found.is_reliable() || agreeing == EVERY_LANGUAGE {
        return Some(language);
    }
    let index = FUNCTION_WORDS.iter().position(|(name, _)| *name == language)?;
    (agreeing & 1 << index != 0).then_some(language)
}

/// Whether nearly all words have capitals and all letters are those of English: names are spelt alike in all languages.
/// German, which writes nouns so, has letters or small words of its own.
fn is_list_of_names(sample: &str) -> bool {
    let (mut words, mut capitals) = (0, 0);
    for word in sample.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.len() > 1) {
        words += 1;
        capitals += usize::from(word.starts_with(char::is_uppercase));
    }
    sample.is_ascii() && capitals * 4 >= words * 3
}

/// A word of at most eight bytes as a number, ASCII letters in lower case; `None` for longer or empty words.
fn packed(word: &[u8]) -> Option<u64> {
    if word.is_empty() || word.len() > 8 {
        return None;
    }
    Some(word.iter().fold(0, |key, byte| key << 8 | u64::from(byte.to_ascii_lowercase())))
}

/// The longest prefix of at most `bytes` bytes that ends at a character.
fn prefix(text: &str, bytes: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One or two own sentences for each language, as a newspaper would print them.
    const SAMPLES: &[(&str, &str)] = &[
        (
            "en",
            "Council leaders approved a plan for a new library on Thursday, after a long debate about its cost and the loss of parking spaces near the market square. Building work should start in spring.",
        ),
        (
            "en",
            "Ferry company reports record passenger numbers; chief executive warns summer strikes could hit holiday traffic across northern islands.",
        ),
        (
            "de",
            "Der Stadtrat hat am Donnerstag nach langer Debatte den Bau einer neuen Bücherei beschlossen. Die Kosten sollen bei rund zwölf Millionen Euro liegen, teilte die Verwaltung mit.",
        ),
        (
            "de",
            "Bahn meldet Rekordverspätungen: Fahrgäste fordern Entschädigung, Verkehrsminister kündigt Gespräche mit Gewerkschaften an.",
        ),
        (
            "fr",
            "Le conseil municipal a approuvé jeudi la construction d'une nouvelle bibliothèque, après un long débat sur son coût et la disparition de places de stationnement près du marché.",
        ),
        (
            "fr",
            "Grève des transports : trafic perturbé mardi, syndicats et direction reprennent les négociations salariales à Lyon.",
        ),
        (
            "es",
            "El ayuntamiento aprobó el jueves la construcción de una nueva biblioteca, tras un largo debate sobre su coste y la pérdida de plazas de aparcamiento cerca del mercado.",
        ),
        (
            "es",
            "Récord de visitantes: museos madrileños superan cifras anteriores gracias a exposiciones gratuitas y horarios ampliados.",
        ),
        (
            "it",
            "Il consiglio comunale ha approvato giovedì la costruzione di una nuova biblioteca, dopo un lungo dibattito sui costi e sulla perdita di parcheggi vicino alla piazza del mercato.",
        ),
        (
            "it",
            "Sciopero dei treni: disagi previsti venerdì, i sindacati chiedono aumenti salariali e più sicurezza per i lavoratori.",
        ),
        (
            "pt",
            "A câmara municipal aprovou na quinta-feira a construção de uma nova biblioteca, depois de um longo debate sobre o custo e a perda de lugares de estacionamento junto ao mercado.",
        ),
        (
            "pt",
            "Chuvas fortes provocam inundações em Lisboa; bombeiros registam centenas de ocorrências durante a madrugada.",
        ),
        (
            "nl",
            "De gemeenteraad heeft donderdag ingestemd met de bouw van een nieuwe bibliotheek, na een lang debat over de kosten en het verlies van parkeerplaatsen bij het marktplein.",
        ),
        (
            "nl",
            "Treinverkeer rond Utrecht urenlang plat door stroomstoring; reizigers moeten rekening houden met vertraging.",
        ),
        (
            "sv",
            "Kommunfullmäktige beslutade i torsdags att bygga ett nytt bibliotek, efter en lång debatt om kostnaderna och om parkeringsplatserna vid torget. Bygget ska börja till våren.",
        ),
        ("sv", "Rekordmånga resenärer väntas i sommar när färjetrafiken till Gotland utökas med fler avgångar."),
        (
            "da",
            "Byrådet vedtog torsdag at bygge et nyt bibliotek efter en lang debat om prisen og om parkeringspladserne ved torvet. Byggeriet skal begynde til foråret, siger borgmesteren.",
        ),
        (
            "no",
            "Kommunestyret vedtok torsdag å bygge et nytt bibliotek etter en lang debatt om kostnadene og parkeringsplassene ved torget. Byggingen skal begynne til våren, sier ordføreren.",
        ),
        (
            "pl",
            "Rada miasta zatwierdziła w czwartek budowę nowej biblioteki po długiej debacie o kosztach oraz utracie miejsc parkingowych przy rynku. Prace mają się rozpocząć wiosną.",
        ),
        ("pl", "Strajk kolejarzy sparaliżował ruch pociągów, pasażerowie czekali wiele godzin bez informacji."),
        (
            "cs",
            "Zastupitelstvo města ve čtvrtek schválilo stavbu nové knihovny po dlouhé debatě o ceně a ztrátě parkovacích míst u tržiště. Práce by měly začít na jaře.",
        ),
        (
            "fi",
            "Kaupunginvaltuusto hyväksyi torstaina uuden kirjaston rakentamisen pitkän keskustelun jälkeen. Työt alkavat keväällä, ja hinta on noin kaksitoista miljoonaa euroa.",
        ),
        (
            "tr",
            "Belediye meclisi perşembe günü uzun bir tartışmanın ardından yeni bir kütüphane yapılmasını onayladı. İnşaat ilkbaharda başlayacak ve yaklaşık iki yıl sürecek.",
        ),
        (
            "hu",
            "A városi közgyűlés csütörtökön hosszú vita után jóváhagyta az új könyvtár építését. A munka tavasszal kezdődik, és várhatóan két évig tart.",
        ),
        (
            "ro",
            "Consiliul local a aprobat joi construirea unei noi biblioteci, după o lungă dezbatere despre cost și despre pierderea locurilor de parcare de lângă piață.",
        ),
        (
            "ru",
            "Городской совет в четверг одобрил строительство новой библиотеки после долгих споров о стоимости и о парковке возле рынка. Работы начнутся весной.",
        ),
        ("ru", "Забастовка машинистов парализовала движение поездов, пассажиры часами ждали отправления."),
        (
            "uk",
            "Міська рада у четвер схвалила будівництво нової бібліотеки після довгої дискусії про вартість і втрату паркувальних місць біля ринку. Роботи почнуться навесні.",
        ),
        (
            "bg",
            "Общинският съвет одобри в четвъртък строежа на нова библиотека след дълъг дебат за цената и за местата за паркиране до пазара. Работата ще започне през пролетта.",
        ),
        (
            "zh",
            "市议会周四经过长时间辩论后批准了新图书馆的建设计划，预计费用约为一千二百万欧元，工程将于明年春天开始。",
        ),
        ("ja", "市議会は木曜日、長い議論の末に新しい図書館の建設を承認した。工事は来年の春に始まる予定だという。"),
        ("ko", "시의회는 목요일 긴 토론 끝에 새 도서관 건설을 승인했다. 공사는 내년 봄에 시작될 예정이다."),
        (
            "ar",
            "وافق مجلس المدينة يوم الخميس على بناء مكتبة جديدة بعد نقاش طويل حول التكلفة وفقدان أماكن وقوف السيارات قرب السوق. وستبدأ الأعمال في الربيع.",
        ),
        (
            "fa",
            "شورای شهر روز پنجشنبه پس از بحثی طولانی درباره هزینه‌ها ساخت کتابخانه جدید را تصویب کرد. کار ساخت در بهار آغاز می‌شود و دو سال طول می‌کشد.",
        ),
        (
            "el",
            "Το δημοτικό συμβούλιο ενέκρινε την Πέμπτη την κατασκευή νέας βιβλιοθήκης μετά από μακρά συζήτηση για το κόστος.",
        ),
        (
            "he",
            "מועצת העיר אישרה ביום חמישי את בנייתה של ספרייה חדשה לאחר דיון ארוך על העלות ועל אובדן מקומות חניה ליד השוק.",
        ),
        ("hi", "नगर परिषद ने गुरुवार को लंबी बहस के बाद नए पुस्तकालय के निर्माण को मंजूरी दी। काम अगले वसंत में शुरू होगा।"),
    ];

    #[test]
    fn a_sentence_or_two_tell_the_language() {
        for (language, text) in SAMPLES {
            assert_eq!(detect(text), Some(*language), "{text}");
        }
    }

    #[test]
    fn longer_texts_are_judged_by_their_beginning() {
        for (language, text) in SAMPLES {
            let long = format!("{text} ").repeat(200);
            assert_eq!(detect(&long), Some(*language), "{text}");
        }
    }

    #[test]
    fn a_clear_text_overrules_its_tag() {
        for (language, text) in SAMPLES.iter().filter(|(_, text)| text.len() > 130) {
            assert_eq!(settle(Some((*language).to_owned()), text).as_deref(), Some(*language), "{text}");
        }
        let german = "Der Stadtrat hat am Montag nach langer Debatte den Bau einer neuen Halle beschlossen. Die Kosten sollen \
            bei rund zwei Millionen Euro liegen, teilte die Verwaltung mit.";
        let said = |tag: &str, text: &str| settle(Some(tag.to_owned()), text);
        assert_eq!(said("en", german).as_deref(), Some("de"));
        assert_eq!(said("en", &german.repeat(60)).as_deref(), Some("de"));
        assert_eq!(said("en", "Bundeskanzler Scholz sprach am Montag.").as_deref(), Some("en"), "too short to tell");
        assert_eq!(said("lb", german).as_deref(), Some("lb"), "a language that is not known here");
        let english =
            "The council has approved the plan for a new hall after a long debate, and work on it will start soon. ";
        let quoting = format!("{german} {}", english.repeat(80));
        assert_eq!(said("en", &quoting).as_deref(), Some("en"), "a quotation at the beginning");
        assert_eq!(settle(None, german).as_deref(), Some("de"));
    }

    #[test]
    fn a_list_of_names_has_no_language() {
        for text in [
            "Kamala Harris, Tim Walz, Donald Trump, JD Vance",
            "Kamala Harris, Tim Walz, Bernie Sanders, Elizabeth Warren, Gavin Newsom, Gretchen Whitmer",
            "Orvane Chief Quits After Regulator Dispute",
        ] {
            assert_eq!(detect(text), None, "{text}");
        }
    }

    #[test]
    fn the_mask_of_russian_is_its_place_in_the_table() {
        let place = FUNCTION_WORDS.iter().position(|(language, _)| *language == "ru");
        assert_eq!(place.map(|place| 1 << place), Some(RUSSIAN));
    }

    #[test]
    fn too_little_text_has_no_language() {
        for text in ["", " ", "\n\n", "OK", "2026-06-13", "12 / 34 = 56,78 %", "!!! ??? ---", "\u{0}\u{1}"] {
            assert_eq!(detect(text), None, "{text:?}");
        }
    }
}
