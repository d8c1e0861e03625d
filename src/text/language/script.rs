//! What the letters of a text say of its language.

/// Letters below which a text has no language.
const LEAST_LETTERS: usize = 12;

/// What the letters of a sample say.
pub(super) enum Script {
    /// Written in practice by one language of the press only, or with letters of one only.
    Settled(&'static str),
    /// Latin or Cyrillic: many languages with known function words.
    Shared,
    /// Devanagari and others: left to the model.
    Other,
}

/// Letters counted by the script they belong to.
#[derive(Default)]
struct Letters {
    shared: usize,
    cyrillic: usize,
    greek: usize,
    hebrew: usize,
    arabic: usize,
    thai: usize,
    hangul: usize,
    kana: usize,
    han: usize,
    other: usize,
    /// Letters of one language among those that share a script.
    russian: usize,
    ukrainian: usize,
    bulgarian: usize,
    serbian: usize,
    persian: usize,
    urdu: usize,
}

impl Letters {
    fn count(&mut self, letter: char) {
        match letter {
            'ы' | 'э' | 'ё' | 'Э' => self.russian += 1,
            'і' | 'ї' | 'є' | 'ґ' | 'І' | 'Ї' | 'Є' => self.ukrainian += 1,
            'ъ' => self.bulgarian += 1,
            'ј' | 'љ' | 'њ' | 'ћ' | 'ђ' => self.serbian += 1,
            'پ' | 'چ' | 'ژ' | 'گ' | 'ک' | 'ی' => self.persian += 1,
            'ٹ' | 'ڈ' | 'ڑ' | 'ے' | 'ں' => self.urdu += 1,
            _ => {}
        }
        match u32::from(letter) {
            0xC0..=0x24F | 0x1E00..=0x1EFF => self.shared += 1,
            0x400..=0x52F => self.cyrillic += 1,
            0x370..=0x3FF | 0x1F00..=0x1FFF => self.greek += 1,
            0x590..=0x5FF => self.hebrew += 1,
            0x600..=0x6FF => self.arabic += 1,
            0xE00..=0xE7F => self.thai += 1,
            0xAC00..=0xD7AF | 0x1100..=0x11FF => self.hangul += 1,
            0x3040..=0x30FF => self.kana += 1,
            0x3400..=0x9FFF | 0xF900..=0xFAFF => self.han += 1,
            _ if letter.is_alphabetic() => self.other += 1,
            _ => {}
        }
    }

    /// The language of Cyrillic letters, where letters of one language are frequent.
    fn cyrillic_language(&self) -> Script {
        let frequent = self.cyrillic / 100 + 1;
        if self.serbian > frequent && self.russian == 0 {
            return Script::Settled("sr");
        }
        if self.ukrainian > frequent && self.russian <= self.ukrainian / 8 {
            return Script::Settled("uk");
        }
        if self.russian > frequent && self.ukrainian == 0 {
            return Script::Settled("ru");
        }
        if self.bulgarian > frequent && self.russian == 0 {
            return Script::Settled("bg");
        }
        Script::Shared
    }

    /// Arabic, or one of the languages that write it with letters of their own.
    fn arabic_language(&self) -> Script {
        let frequent = self.arabic / 50 + 1;
        Script::Settled(match (self.urdu > frequent, self.persian > frequent) {
            (true, _) => "ur",
            (false, true) => "fa",
            (false, false) => "ar",
        })
    }
}

/// The script that most letters of the sample belong to; `None` if there are too few.
pub(super) fn script(sample: &str) -> Option<Script> {
    let ascii = sample.bytes().filter(u8::is_ascii_alphabetic).count();
    // Texts in Latin letters are mostly ASCII; the others are seldom more than half of it.
    if ascii * 2 >= sample.len() {
        return (ascii >= LEAST_LETTERS).then_some(Script::Shared);
    }
    let mut letters = Letters { shared: ascii, ..Letters::default() };
    for letter in sample.chars().filter(|letter| !letter.is_ascii()) {
        letters.count(letter);
    }
    // One Han or Hangul character says as much as several letters of an alphabet.
    let (syllables, eastern) = (letters.hangul * 3, (letters.kana + letters.han) * 3);
    let counts = [
        letters.shared,
        letters.cyrillic,
        letters.greek,
        letters.hebrew,
        letters.arabic,
        letters.thai,
        syllables,
        eastern,
        letters.other,
    ];
    let most = counts.iter().copied().max().filter(|most| *most >= LEAST_LETTERS)?;
    Some(match counts.iter().position(|count| *count == most)? {
        0 => Script::Shared,
        1 => letters.cyrillic_language(),
        2 => Script::Settled("el"),
        3 => Script::Settled("he"),
        4 => letters.arabic_language(),
        5 => Script::Settled("th"),
        6 => Script::Settled("ko"),
        // Japanese cannot be written without kana; a Chinese text quotes them at most.
        7 if letters.kana * 10 >= letters.han => Script::Settled("ja"),
        7 => Script::Settled("zh"),
        _ => Script::Other,
    })
}
