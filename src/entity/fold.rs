//! Foldings of characters: what two spellings of one name have in common.

/// `character` with typographic quotes, dashes and spaces made plain; `None` if it should be left out.
#[inline]
pub fn typography(character: char) -> Option<char> {
    if character.is_ascii() {
        return Some(character);
    }
    match character {
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' | '\u{2032}' | '\u{02bc}' => Some('\''),
        '\u{201c}'..='\u{201f}' | '\u{00ab}' | '\u{00bb}' | '\u{2033}' => Some('"'),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some('-'),
        '\u{00a0}' | '\u{2007}' | '\u{202f}' | '\u{2009}' => Some(' '),
        '\u{00ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => None,
        _ => Some(character),
    }
}

/// `character` without its accent, for the Latin letters of European languages; combining marks fall.
#[inline]
pub fn accent(character: char) -> Option<char> {
    if character.is_ascii() {
        return Some(character);
    }
    let plain = match character {
        'À'..='Å' | 'Ā' | 'Ă' | 'Ą' => 'A',
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ạ' | 'ả' | 'ấ' | 'ầ' | 'ậ' | 'ắ' | 'ằ' => 'a',
        'Ç' | 'Ć' | 'Ĉ' | 'Ċ' | 'Č' => 'C',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'Ď' | 'Đ' | 'Ð' => 'D',
        'ď' | 'đ' | 'ð' => 'd',
        'È'..='Ë' | 'Ē' | 'Ė' | 'Ę' | 'Ě' => 'E',
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' | 'ế' | 'ề' | 'ể' | 'ệ' => 'e',
        'Ğ' | 'Ģ' | 'Ġ' => 'G',
        'ğ' | 'ģ' | 'ġ' => 'g',
        'Ì'..='Ï' | 'Ī' | 'Į' | 'İ' => 'I',
        'ì'..='ï' | 'ī' | 'į' | 'ı' => 'i',
        'Ķ' => 'K',
        'ķ' => 'k',
        'Ł' | 'Ľ' | 'Ļ' | 'Ĺ' => 'L',
        'ł' | 'ľ' | 'ļ' | 'ĺ' => 'l',
        'Ñ' | 'Ń' | 'Ň' | 'Ņ' => 'N',
        'ñ' | 'ń' | 'ň' | 'ņ' => 'n',
        'Ò'..='Ö' | 'Ø' | 'Ō' | 'Ő' => 'O',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' | 'ơ' | 'ố' | 'ồ' | 'ộ' | 'ớ' | 'ờ' => 'o',
        'Ř' | 'Ŕ' => 'R',
        'ř' | 'ŕ' => 'r',
        'Ś' | 'Ş' | 'Š' | 'Ș' => 'S',
        'ś' | 'ş' | 'š' | 'ș' => 's',
        'Ţ' | 'Ť' | 'Ț' => 'T',
        'ţ' | 'ť' | 'ț' => 't',
        'Ù'..='Ü' | 'Ū' | 'Ů' | 'Ű' | 'Ų' => 'U',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' | 'ų' | 'ư' | 'ứ' | 'ừ' => 'u',
        'Ý' | 'Ÿ' => 'Y',
        'ý' | 'ÿ' => 'y',
        'Ź' | 'Ż' | 'Ž' => 'Z',
        'ź' | 'ż' | 'ž' => 'z',
        '\u{0300}'..='\u{036f}' => return None,
        _ => character,
    };
    Some(plain)
}

/// The first lower-case character of `character` (all of Latin, Greek and Cyrillic map to one).
#[inline]
pub fn lower(character: char) -> char {
    if character.is_ascii() {
        return character.to_ascii_lowercase();
    }
    character.to_lowercase().next().unwrap_or(character)
}

/// `text` with typography and accents folded and in lower case.
pub fn folded(text: &str) -> String {
    text.chars().filter_map(typography).filter_map(accent).map(lower).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_dashes_and_accents_fold() {
        assert_eq!(folded("Côte d’Ivoire\u{ad}–José"), "cote d'ivoire-jose");
    }
}
