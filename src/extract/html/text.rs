//! White space, letters and the ends of sentences.

/// Appends text with white space collapsed; `gap` says whether a space is due before the next letter, and is kept up to date.
/// Control characters and zero-width spaces are left out.
pub(super) fn push_collapsed(out: &mut String, text: &str, gap: &mut bool) {
    let mut rest = text;
    while !rest.is_empty() {
        let plain = plain_run(rest.as_bytes());
        if plain > 0 {
            if *gap && !out.is_empty() && !out.ends_with('\n') {
                out.push(' ');
            }
            *gap = false;
            let (head, tail) = rest.split_at(plain);
            out.push_str(head);
            rest = tail;
            continue;
        }
        let Some(character) = rest.chars().next() else {
            return;
        };
        rest = rest.get(character.len_utf8()..).unwrap_or_default();
        if character.is_whitespace() {
            *gap = true;
        } else if !is_invisible(character) {
            if *gap && !out.is_empty() && !out.ends_with('\n') {
                out.push(' ');
            }
            *gap = false;
            out.push(character);
        }
    }
}

/// Length of the text at the beginning that is written as it is: letters and punctuation, single spaces between them.
fn plain_run(bytes: &[u8]) -> usize {
    let begun = plain_chunks(bytes);
    let mut spaced = begun.checked_sub(1).is_none_or(|last| bytes.get(last) == Some(&b' '));
    let stop = bytes.iter().skip(begun).position(|byte| {
        let space = *byte == b' ';
        let ends = if space { spaced } else { !PLAIN.get(usize::from(*byte)).is_some_and(|plain| *plain) };
        spaced = space;
        ends
    });
    let end = stop.map_or(bytes.len(), |stop| begun + stop);
    // A space before what ended the run is dealt with there.
    match bytes.get(end.wrapping_sub(1)) {
        Some(b' ') => end - 1,
        _ => end,
    }
}

/// Length of the whole chunks of printable ASCII without two spaces side by side, no space first.
fn plain_chunks(bytes: &[u8]) -> usize {
    let mut at = 0;
    if bytes.first() == Some(&b' ') {
        return at;
    }
    while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<32>())
        && let Some(next) = bytes.get(at + 1..).and_then(|rest| rest.first_chunk::<32>())
    {
        let odd = chunk.iter().fold(false, |odd, byte| odd | !(0x20..0x7f).contains(byte));
        let gap = chunk.iter().zip(next).fold(false, |gap, (one, other)| gap | (*one == b' ') & (*other == b' '));
        if odd || gap {
            break;
        }
        at += 32;
    }
    at
}

/// Bytes of characters that are neither white space nor invisible. The first bytes of blocks of characters that hold
/// such (Latin-1 punctuation, general punctuation, ideographic space, byte order mark) are not among them.
const PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = 0x21;
    while byte < 0x100 {
        if let Some(slot) = plain.split_at_mut(byte).1.first_mut() {
            *slot = !matches!(byte, 0x7f | 0xc2 | 0xe1 | 0xe2 | 0xe3 | 0xef);
        }
        byte += 1;
    }
    plain
};

/// Characters that are no text: controls, zero-width space, soft hyphen, byte order mark, direction marks at no use.
fn is_invisible(character: char) -> bool {
    character.is_control() || matches!(character, '\u{200b}' | '\u{ad}' | '\u{feff}' | '\u{2060}' | '\u{fffc}')
}

/// Text with white space collapsed and trimmed, without control characters.
pub(super) fn collapse(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    push_collapsed(&mut out, text, &mut gap);
    out
}

/// A text of other origin in the form of a body: paragraphs parted by blank lines, white space collapsed.
pub(super) fn paragraphs(text: &str) -> String {
    let text = unescape(text);
    let single = !text.contains("\n\n");
    let mut out: Vec<String> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        let line = collapse(line);
        match out.last_mut() {
            _ if line.is_empty() => open = false,
            Some(last) if open && !single => {
                last.push(' ');
                last.push_str(&line);
            }
            _ => {
                out.push(line);
                open = true;
            }
        }
    }
    out.join("\n\n")
}

/// Whether a text ends as sentences end, in any script; closing quotes and brackets may follow.
pub(super) fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | '”' | '’' | '»' | '“' | '‘' | ')' | ']' | '」' | '』')
    })
    .ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '।', '።', '۔', ':', '：', ';'])
}

/// Letters and digits compared without case, punctuation and white space: two texts with equal keys read the same.
pub(super) fn comparison_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_ascii() {
            if character.is_ascii_alphanumeric() {
                key.push(character.to_ascii_lowercase());
            }
        } else if character.is_alphanumeric() {
            key.extend(character.to_lowercase());
        }
    }
    key
}

/// Length that weighs an ideograph or kana as two letters of an alphabet.
pub(super) fn weight(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.chars()
        .map(|c| match c {
            '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' => 2,
            _ => 1,
        })
        .sum()
}

/// Share of capitals among the letters that have case.
pub(super) fn capital_share(text: &str) -> f32 {
    let (mut upper, mut cased) = (0_u32, 0_u32);
    for character in text.chars() {
        if character.is_uppercase() {
            upper += 1;
            cased += 1;
        } else if character.is_lowercase() {
            cased += 1;
        }
    }
    if cased == 0 { 0.0 } else { upper as f32 / cased as f32 }
}

/// Resolves the character references that are found in attributes and JSON strings by mistake or by double escaping.
pub(super) fn unescape(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.contains('&') {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let reference =
            from.get(1..).and_then(|name| name.find(';').filter(|end| *end <= 10).and_then(|end| name.get(..end)));
        match reference.and_then(|name| resolve(name).map(|character| (name, character))) {
            Some((name, character)) => {
                out.push(character);
                rest = from.get(name.len() + 2..).unwrap_or_default();
            }
            None => {
                out.push('&');
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out.into()
}

fn resolve(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    match name {
        "nbsp" => Some(' '),
        name => super::reference::named(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_and_control_characters_collapse() {
        assert_eq!(collapse(" a\u{a0}\n b\u{0}c\u{ad}d\u{200b} "), "a bcd");
    }

    #[test]
    fn long_texts_collapse_as_short_ones_do() {
        let odd = ["", " ", "  ", "\n", "\u{a0}", "\u{ad}", "\u{3000}", "é", "\u{7f}", "\u{200b} ", "字"];
        for before in 0..70 {
            for odd in odd {
                let words = |n: usize| "ab c".chars().cycle().take(n).collect::<String>();
                let text = format!("{}{odd}{}", words(before), words(40));
                let mut plain: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
                plain.iter_mut().for_each(|word| word.retain(|c| !is_invisible(c)));
                plain.retain(|word| !word.is_empty());
                assert_eq!(collapse(&text), plain.join(" "), "{text:?}");
            }
        }
    }

    #[test]
    fn sentences_end_in_many_scripts() {
        for text in ["End.", "“End.”", "終わり。", "(End!)", "Ende: "] {
            assert!(ends_sentence(text), "{text}");
        }
        assert!(!ends_sentence("By Jo Doe"));
    }

    #[test]
    fn a_key_ignores_case_and_punctuation() {
        assert_eq!(comparison_key("“Ça va?” — Oui"), comparison_key("ça va oui"));
    }
}
