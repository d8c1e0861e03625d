//! Metadata before a text: YAML between `---`, TOML between `+++`, a JSON object.
//!
//! Front matter that its own format rejects is read line by line as `key: value`, with a warning that names the
//! line; the text behind it is read in any case.

use super::label::{self, Field};
use super::metadata::Metadata;
use serde_json::Value;

/// Signal and trust of what front matter says.
const SIGNAL: &str = "front-matter";
const CONFIDENCE: f32 = 0.95;
/// Largest front matter in bytes, for parsers of YAML take time that grows with the square of nested lists.
const LARGEST: usize = 32 * 1024;

/// Keys with their values, in the order written.
type Pairs = Vec<(String, Vec<String>)>;

/// Reads front matter into `metadata` and returns the text behind it. Text must have `\n` only as line end.
pub(super) fn take<'a>(text: &'a str, metadata: &mut Metadata) -> &'a str {
    let text = text.trim_start_matches(['\u{feff}', '\n', ' ']);
    let (pairs, rest) = match text.as_bytes().first() {
        Some(b'-') => between(text, "---", &["---", "..."], yaml, metadata),
        Some(b'+') => between(text, "+++", &["+++"], toml, metadata),
        Some(b'{') => json(text, metadata),
        _ => return text,
    };
    for (key, values) in pairs {
        let Some(field) = label::field(&key) else {
            continue;
        };
        // The first author and the first tag are not all of them; everything else is one value.
        let is_list = matches!(field, Field::Authors | Field::Keywords);
        let values = if is_list { values.as_slice() } else { values.get(..1).unwrap_or(&[]) };
        let is_read = metadata.add(field, values, SIGNAL, CONFIDENCE);
        let is_address = matches!(field, Field::Url | Field::CanonicalUrl);
        if !is_read && is_address && !values.is_empty() {
            metadata.warnings.push(format!("front matter: {key} is no web address"));
        }
    }
    rest
}

/// An error of a parser: the line inside the front matter, counted from 0, and what is wrong.
struct Fault {
    line: usize,
    message: String,
}

/// Front matter between fences that stand alone on their lines.
fn between<'a>(
    text: &'a str,
    opening: &str,
    closings: &[&str],
    read: fn(&str) -> Result<Pairs, Fault>,
    metadata: &mut Metadata,
) -> (Pairs, &'a str) {
    let none = (Pairs::new(), text);
    let Some((first, inner)) = text.split_once('\n') else {
        return none;
    };
    if first.trim_end() != opening {
        return none;
    }
    let Some((matter, rest)) = split_at_fence(inner, closings) else {
        let is_matter = inner.lines().next().is_some_and(|line| label::labelled(line).is_some());
        if !is_matter {
            return none;
        }
        metadata.warnings.push("front matter is not closed, line 1".to_owned());
        return (Pairs::new(), inner);
    };
    match read(matter) {
        Ok(pairs) => (pairs, rest),
        Err(fault) => {
            let message = format!("front matter, line {}: {}", fault.line + 2, fault.message);
            metadata.warnings.push(message);
            (by_lines(matter), rest)
        }
    }
}

/// Splits at the first line that is a closing fence.
fn split_at_fence<'a>(text: &'a str, closings: &[&str]) -> Option<(&'a str, &'a str)> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if closings.contains(&line.trim_end()) {
            return Some((text.get(..at)?, text.get(at + line.len()..)?));
        }
        at += line.len();
        if at > LARGEST {
            return None;
        }
    }
    None
}

fn yaml(text: &str) -> Result<Pairs, Fault> {
    if text.trim().is_empty() {
        return Ok(Pairs::new());
    }
    match serde_yaml_ng::from_str::<Value>(text) {
        Ok(Value::Object(map)) => Ok(map.iter().map(|(key, value)| (key.clone(), texts(value))).collect()),
        Ok(_) => Err(Fault { line: 0, message: "no keys".to_owned() }),
        Err(error) => Err(Fault {
            line: error.location().map_or(0, |location| location.line().saturating_sub(1)),
            message: one_line(&error.to_string()),
        }),
    }
}

fn toml(text: &str) -> Result<Pairs, Fault> {
    match text.parse::<toml::Table>() {
        Ok(table) => Ok(table.iter().map(|(key, value)| (key.clone(), toml_texts(value))).collect()),
        Err(error) => {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or("");
            Err(Fault { line: before.matches('\n').count(), message: one_line(error.message()) })
        }
    }
}

/// A JSON object at the beginning of the text; it must name a known key, or it is the text itself.
fn json<'a>(text: &'a str, metadata: &mut Metadata) -> (Pairs, &'a str) {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    match values.next() {
        Some(Ok(Value::Object(map))) => {
            let rest = text.get(values.byte_offset()..).unwrap_or("");
            let pairs: Pairs = map.iter().map(|(key, value)| (key.clone(), texts(value))).collect();
            if pairs.iter().any(|(key, _)| label::field(key).is_some()) {
                return (pairs, rest);
            }
        }
        Some(Err(error)) if text.lines().next().is_some_and(|line| line.trim() == "{") => {
            let message = format!("front matter, line {}: {}", error.line(), one_line(&error.to_string()));
            metadata.warnings.push(message);
            if let Some((matter, rest)) = split_at_fence(text, &["}"]) {
                return (by_lines(matter), rest);
            }
        }
        _ => {}
    }
    (Pairs::new(), text)
}

/// A value's texts: a scalar is one, a list has one for each scalar or named object in it.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().filter_map(scalar).collect(),
        other => scalar(other).into_iter().collect(),
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(clean(text)),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(map) => map.get("name").or_else(|| map.get("url")).and_then(Value::as_str).map(clean),
        Value::Null | Value::Bool(_) | Value::Array(_) => None,
    }
}

fn toml_texts(value: &toml::Value) -> Vec<String> {
    match value {
        toml::Value::Array(values) => values.iter().filter_map(toml_scalar).collect(),
        other => toml_scalar(other).into_iter().collect(),
    }
}

fn toml_scalar(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(clean(text)),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Datetime(date) => Some(date.to_string()),
        toml::Value::Table(table) => table.get("name").and_then(toml::Value::as_str).map(clean),
        toml::Value::Float(_) | toml::Value::Boolean(_) | toml::Value::Array(_) => None,
    }
}

/// Reads what is left readable of broken front matter: `key: value`, `key = value` and `- item` below a key.
fn by_lines(text: &str) -> Pairs {
    let mut pairs = Pairs::new();
    for line in text.lines() {
        let trimmed = line.trim().trim_end_matches(',');
        if let Some(item) = trimmed.strip_prefix("- ") {
            if let Some((_, values)) = pairs.last_mut() {
                values.push(unquoted(item));
            }
            continue;
        }
        let Some((key, value)) = trimmed.split_once([':', '=']) else {
            continue;
        };
        let inner = value.trim().strip_prefix('[').and_then(|value| value.strip_suffix(']'));
        let values = match inner {
            Some(items) => items.split(',').map(unquoted).collect(),
            None => vec![unquoted(value)],
        };
        let values = values.into_iter().filter(|value| !value.is_empty()).collect();
        pairs.push((unquoted(key), values));
    }
    pairs
}

/// A value without quotes around it.
fn unquoted(text: &str) -> String {
    clean(text.trim().trim_matches(['"', '\'']))
}

fn clean(text: &str) -> String {
    super::clean::line(text)
}

/// A parser's message as one line, short, lower-case at its beginning.
fn one_line(message: &str) -> String {
    let line = message.lines().next().unwrap_or("");
    let line = line.get(..line.floor_char_boundary(160)).unwrap_or(line);
    super::clean::line(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Metadata, String) {
        let mut metadata = Metadata::default();
        let rest = take(text, &mut metadata).trim().to_owned();
        (metadata, rest)
    }

    #[test]
    fn yaml_toml_and_json_say_the_same() {
        for text in [
            "---\ntitle: A title\nauthor: [Jane Doe, John Roe]\ndate: 2026-06-13\ntags:\n  - one\n  - two\nsource: https://paper.example/a\n---\nText.",
            "+++\ntitle = \"A title\"\nauthors = [\"Jane Doe\", \"John Roe\"]\ndate = 2026-06-13\ntags = [\"one\", \"two\"]\nurl = \"https://paper.example/a\"\n+++\nText.",
            "{\n\"title\": \"A title\", \"author\": [{\"name\": \"Jane Doe\"}, \"John Roe\"],\n\"date\": \"2026-06-13\", \"keywords\": \"one, two\", \"link\": \"https://paper.example/a\"\n}\n\nText.",
        ] {
            let (metadata, rest) = read(text);
            let mut article = crate::article::Article::default();
            metadata.fill(&mut article);
            assert_eq!(metadata.warnings, [""; 0], "{text}");
            assert_eq!(rest, "Text.");
            assert_eq!(article.title, "A title");
            assert_eq!(article.authors, ["Jane Doe", "John Roe"]);
            assert_eq!(article.keywords, ["one", "two"]);
            assert_eq!(article.url.as_deref(), Some("https://paper.example/a"));
            let published = article.published.unwrap();
            assert_eq!(
                (published.value.to_string().as_str(), published.source.as_str()),
                ("2026-06-13", "front-matter")
            );
        }
    }

    #[test]
    fn broken_front_matter_is_read_as_far_as_possible() {
        let (metadata, rest) = read("---\ntitle: Storm: what we know\nauthor: Jane Doe\nbad: [\n---\nText.");
        assert_eq!(rest, "Text.");
        assert_eq!(metadata.value(Field::Title), Some("Storm: what we know"));
        assert_eq!(metadata.value(Field::Authors), Some("Jane Doe"));
        assert!(metadata.warnings[0].starts_with("front matter, line 2: "), "{:?}", metadata.warnings);
    }

    #[test]
    fn unclosed_front_matter_leaves_the_text() {
        let (metadata, rest) = read("---\ntitle: A title\n\nText.");
        assert_eq!(rest, "title: A title\n\nText.");
        assert_eq!(metadata.warnings.len(), 1);
    }

    #[test]
    fn a_rule_or_a_brace_is_no_front_matter() {
        for text in ["---\nText.", "- item", "{not json}", "{\"a\": 1} text", "+1 for all", "---"] {
            let (metadata, rest) = read(text);
            assert_eq!(rest, text);
            assert!(metadata.warnings.is_empty());
        }
    }

    #[test]
    fn a_yaml_bomb_is_a_warning() {
        let mut text = "---\na0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..12 {
            let before = format!("*a{}, ", level - 1).repeat(9);
            text.push_str(&format!("a{level}: &a{level} [{before}]\n"));
        }
        text.push_str("title: A title\n---\nText.");
        let (metadata, rest) = read(&text);
        assert_eq!(rest, "Text.");
        assert_eq!(metadata.value(Field::Title), Some("A title"));
    }
}
