//! Signs and brackets around dates and numbers: `>=`, `geq`, `[a TO b}`.

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Equal,
    Above,
    AtLeast,
    Below,
    AtMost,
}

/// Splits a leading sign of comparison off, also in words as vendors write it (`geq`, `aft`, `is`).
pub(super) fn comparison(text: &str) -> Option<(Sign, &str)> {
    const SIGNS: [(&str, Sign); 7] = [
        (">=", Sign::AtLeast),
        ("<=", Sign::AtMost),
        ("=>", Sign::AtLeast),
        ("=<", Sign::AtMost),
        (">", Sign::Above),
        ("<", Sign::Below),
        ("=", Sign::Equal),
    ];
    const WORDS: [(&str, Sign); 13] = [
        ("geq", Sign::AtLeast),
        ("leq", Sign::AtMost),
        ("gtr", Sign::Above),
        ("lss", Sign::Below),
        ("after", Sign::Above),
        ("aft", Sign::Above),
        ("before", Sign::Below),
        ("bef", Sign::Below),
        ("from", Sign::AtLeast),
        ("since", Sign::AtLeast),
        ("until", Sign::AtMost),
        ("is", Sign::Equal),
        ("on", Sign::Equal),
    ];
    let text = text.trim_start();
    for (sign, meaning) in SIGNS {
        if let Some(rest) = text.strip_prefix(sign) {
            return Some((meaning, rest));
        }
    }
    WORDS.into_iter().find_map(|(word, meaning)| {
        let head = text.get(..word.len())?;
        let rest = text.get(word.len()..)?;
        (head.eq_ignore_ascii_case(word) && rest.starts_with(char::is_whitespace)).then_some((meaning, rest))
    })
}

/// The inside of `[a TO b}`: whether each end belongs to the range, and the ends.
pub(super) fn brackets(text: &str) -> Option<(bool, bool, &str, &str)> {
    let from_included = text.starts_with('[');
    let to_included = text.ends_with(']');
    if !from_included && !text.starts_with('{') || !to_included && !text.ends_with('}') {
        return None;
    }
    let inside = text.get(1..text.len().checked_sub(1)?)?.trim();
    // Case-insensitive search; the ASCII bytes keep their places.
    let at = inside.to_ascii_lowercase().find(" to ")?;
    let (from, to) = (inside.get(..at)?.trim(), inside.get(at + 4..)?.trim());
    let unquoted = |end: &'_ str| -> Option<usize> { end.strip_prefix('"')?.strip_suffix('"').map(str::len) };
    let bare = |end| match unquoted(end) {
        Some(length) => str::get(end, 1..=length),
        None => Some(end),
    };
    Some((from_included, to_included, bare(from)?, bare(to)?))
}
