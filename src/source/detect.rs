//! What kind of document is this? First the name, then the bytes.

use std::path::Path;

/// Kinds of documents that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
    /// A web page.
    Html,
    /// One JSON object a line.
    Records,
    /// JSON: one object, or an array of objects.
    Json,
}

/// What a file's name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// A kind that can be read.
    Kind(Kind),
    /// Something else: pictures, style sheets, office files.
    Other,
    /// Nothing: the bytes must tell.
    Unknown,
}

/// Kind by the ending of the name, after taking off `.gz` or `.zst`.
pub fn by_name(path: &Path) -> Named {
    let Some(name) = path.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase()) else {
        return Named::Unknown;
    };
    let name = [".gz", ".zst", ".zstd"].iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(&name);
    let Some((_, ending)) = name.rsplit_once('.') else {
        return Named::Unknown;
    };
    match ending {
        "txt" | "text" => Named::Kind(Kind::Text),
        "md" | "markdown" | "mdown" | "mkd" => Named::Kind(Kind::Markdown),
        "html" | "htm" | "xhtml" | "shtml" => Named::Kind(Kind::Html),
        "jsonl" | "ndjson" | "jl" | "jsonlines" => Named::Kind(Kind::Records),
        "json" => Named::Kind(Kind::Json),
        ending if ending.len() <= 5 && ending.bytes().all(|byte| byte.is_ascii_alphanumeric()) => Named::Other,
        _ => Named::Unknown,
    }
}

/// Kind by the first bytes of the (decompressed) document.
pub fn by_content(bytes: &[u8]) -> Kind {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start = start.trim_ascii_start();
    let head = start.get(..1024).unwrap_or(start).to_ascii_lowercase();
    if head.starts_with(b"{") {
        return Kind::Records;
    }
    if head.starts_with(b"[") {
        return Kind::Json;
    }
    let contains = |needle: &[u8]| memchr::memmem::find(&head, needle).is_some();
    if head.starts_with(b"<")
        && [b"<!doctype html".as_slice(), b"<html", b"<head", b"<body"].iter().any(|tag| contains(tag))
    {
        return Kind::Html;
    }
    Kind::Text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_the_kind_through_compression() {
        for (name, expected) in [
            ("a.txt", Named::Kind(Kind::Text)),
            ("a.MD.zst", Named::Kind(Kind::Markdown)),
            ("a.html.gz", Named::Kind(Kind::Html)),
            ("dump.jsonl.gz", Named::Kind(Kind::Records)),
            ("a.png", Named::Other),
            ("README", Named::Unknown),
            ("Interview. What he said", Named::Unknown),
        ] {
            assert_eq!(by_name(Path::new(name)), expected, "{name}");
        }
    }

    #[test]
    fn bytes_tell_the_kind_where_the_name_does_not() {
        assert_eq!(by_content(b"\xef\xbb\xbf {\"a\":1}"), Kind::Records);
        assert_eq!(by_content(b"\n<!DOCTYPE html><html>"), Kind::Html);
        assert_eq!(by_content(b"<3 is a heart"), Kind::Text);
        assert_eq!(by_content(b""), Kind::Text);
    }
}
