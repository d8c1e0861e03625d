//! The character encoding a page declares in its first bytes.

use memchr::memmem;

/// How far into the page a declaration is looked for; real pages have it after long comments and scripts.
const WINDOW: usize = 8 * 1024;

/// The label in `<meta charset>`, `<meta http-equiv … charset=…>` or the XML declaration.
pub(super) fn charset(bytes: &[u8]) -> Option<&str> {
    let window = bytes.get(..bytes.len().min(WINDOW))?;
    let mut at = 0;
    while let Some(offset) = window.get(at..).and_then(|rest| memmem::find(rest, b"<")) {
        at += offset + 1;
        let rest = window.get(at..)?;
        let xml = rest.starts_with(b"?xml");
        if !xml && !rest.get(..4).is_some_and(|word| word.eq_ignore_ascii_case(b"meta")) {
            continue;
        }
        let end = memchr::memchr(b'>', rest).unwrap_or(rest.len());
        let tag = rest.get(..end)?;
        let name: &[u8] = if xml { b"encoding" } else { b"charset" };
        if let Some(label) = value_after(tag, name) {
            return Some(label);
        }
    }
    None
}

fn value_after<'t>(tag: &'t [u8], name: &[u8]) -> Option<&'t str> {
    let start = tag.windows(name.len()).position(|window| window.eq_ignore_ascii_case(name))?;
    let rest = tag.get(start + name.len()..)?.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
    let end = rest
        .iter()
        .position(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':' | b'.')))
        .unwrap_or(rest.len());
    std::str::from_utf8(rest.get(..end)?).ok().filter(|label| !label.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_of_all_kinds_are_found() {
        assert_eq!(charset(b"<html><META charset='windows-1251'>"), Some("windows-1251"));
        assert_eq!(
            charset(b"<meta http-equiv=Content-Type content=\"text/html; charset=Shift_JIS\">"),
            Some("Shift_JIS")
        );
        assert_eq!(charset(b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>"), Some("ISO-8859-1"));
        assert_eq!(charset(b"<meta name=charset><p>"), None);
    }
}
