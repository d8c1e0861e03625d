//! A file of queries -> queries. Either one query a line, where `#` begins a comment line, or a table with the columns `name`,
//! `query` and `match`, recognised by its first line: one of its cells is `query`. Cells are parted by commas, by semicolons
//! (as spreadsheets of many countries write them) or by tabs; the first line tells. Other columns are ignored, with a warning.

use crate::date::PartialDate;
use crate::error::{Error, Result};
use crate::query::Span;
use crate::report::asked::{Asked, Conditions};
use crate::report::diagnostic::{Diagnostics, not_utf8, proposal};
use crate::search::Match;

const COLUMNS: [&str; 3] = ["name", "query", "match"];

/// What may part the cells of a table.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// Most queries of a batch.
const MOST_QUERIES: usize = 100_000;

/// A query where it stands: its bytes in the file.
struct Line {
    name: String,
    text: String,
    /// First byte of the query.
    start: usize,
    /// Whether the query stands in the file as it is, so that places in it are places in the file.
    is_verbatim: bool,
    /// How many of the words side by side must match, if the file says so.
    matching: Option<Match>,
}

/// The queries of a file.
#[derive(Debug)]
pub struct Queries {
    /// In the order of the file.
    pub queries: Vec<Asked>,
    /// What of the file was ignored, in one line each.
    pub warnings: Vec<String>,
}

/// Reads all queries, or names all that cannot be read. `file` is the name that the person knows the file by.
pub fn read(file: &str, bytes: &[u8], conditions: &Conditions, today: PartialDate) -> Result<Queries> {
    let content = std::str::from_utf8(bytes).map_err(|error| not_utf8(file, bytes, error))?;
    let mut diagnostics = Diagnostics::new(file, content);
    let mut warnings = Vec::new();
    let lines = match separator(content) {
        Some(separator) => table_lines(content, separator, &mut warnings, &mut diagnostics),
        None => text_lines(content),
    };
    if lines.is_empty() && diagnostics.is_empty() {
        return Err(Error::Usage(format!("error: {file}: holds no query\nhint: write one query a line")));
    }
    if lines.len() > MOST_QUERIES {
        return Err(Error::Usage(format!("error: {file}: more than {MOST_QUERIES} queries")));
    }
    let mut queries = Vec::with_capacity(lines.len());
    for line in lines {
        let matching = line.matching.unwrap_or(conditions.matching);
        let conditions = Conditions { matching, ..conditions.clone() };
        match Asked::read(&line.name, &line.text, &conditions, today) {
            Ok(asked) => queries.push(asked),
            Err(problem) => {
                let whole = Span::new(line.start, line.start + line.text.len());
                let exact = Span::new(line.start + problem.span.start, line.start + problem.span.end);
                let span = if line.is_verbatim { exact } else { whole };
                diagnostics.push(span, &problem.message, &problem.hint);
            }
        }
    }
    diagnostics.into_result()?;
    Ok(Queries { queries, warnings })
}

fn start_of_text(content: &str) -> usize {
    if content.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}

/// What parts the cells, if the first line names columns: one of them is `query`, and alone it is enough.
fn separator(content: &str) -> Option<u8> {
    let first = content.get(start_of_text(content)..).unwrap_or("").lines().next().unwrap_or("");
    let is_query = |name: &str| name.trim().trim_matches('"').eq_ignore_ascii_case("query");
    SEPARATORS.into_iter().find(|separator| first.split(char::from(*separator)).any(is_query))
}

fn text_lines(content: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = start_of_text(content);
    for line in content.get(start..).unwrap_or("").split_inclusive('\n') {
        let text = line.trim();
        if !text.is_empty() && !text.starts_with('#') {
            let indent = line.len() - line.trim_start().len();
            let text = text.to_owned();
            lines.push(Line { name: text.clone(), text, start: start + indent, is_verbatim: true, matching: None });
        }
        start += line.len();
    }
    lines
}

fn table_lines(
    content: &str,
    separator: u8,
    warnings: &mut Vec<String>,
    diagnostics: &mut Diagnostics<'_>,
) -> Vec<Line> {
    let begin = start_of_text(content);
    let table = content.get(begin..).unwrap_or("");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).delimiter(separator).from_reader(table.as_bytes());
    let mut places: Option<Places> = None;
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let at = error.position().map_or(0, |position| position.byte() as usize);
                let message = match error.kind() {
                    csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                        format!("{len} cells, but {expected_len} columns")
                    }
                    other => format!("{other:?}"),
                };
                diagnostics.push(
                    line_at(content, begin + at),
                    &message,
                    &format!("put a cell that holds {} in double quotes", name_of(separator)),
                );
                break;
            }
        };
        let at = begin + record.position().map_or(0, |position| position.byte() as usize);
        match &places {
            None => places = Some(Places::of(&record, warnings)),
            Some(places) => lines.extend(places.line(&record, at, content, diagnostics)),
        }
    }
    lines
}

fn name_of(separator: u8) -> &'static str {
    match separator {
        b';' => "a semicolon",
        b'\t' => "a tab",
        _ => "a comma",
    }
}

/// Which column is which.
struct Places {
    name: Option<usize>,
    query: Option<usize>,
    matching: Option<usize>,
}

impl Places {
    fn of(header: &csv::StringRecord, warnings: &mut Vec<String>) -> Self {
        let names: Vec<String> = header.iter().map(|name| name.trim().to_lowercase()).collect();
        for name in &names {
            if !COLUMNS.contains(&name.as_str()) {
                warnings.push(format!("the column `{name}` is ignored: only {} are read", COLUMNS.join(", ")));
            }
        }
        let find = |wanted: &str| names.iter().position(|name| name == wanted);
        Places { name: find("name"), query: find("query"), matching: find("match") }
    }

    fn line(
        &self,
        record: &csv::StringRecord,
        at: usize,
        content: &str,
        diagnostics: &mut Diagnostics<'_>,
    ) -> Option<Line> {
        let cell = |place: Option<usize>| place.and_then(|place| record.get(place)).unwrap_or("").trim();
        let text = cell(self.query).to_owned();
        if text.is_empty() {
            diagnostics.push(line_at(content, at), "no query in this row", "`*:*` asks for every article");
            return None;
        }
        let name = match cell(self.name) {
            "" => text.clone(),
            name => name.to_owned(),
        };
        let rule = cell(self.matching);
        let matching = Match::parse(rule);
        if matching.is_none() && !rule.is_empty() {
            let (span, _) = place_of(content, at, rule);
            let hint = proposal(rule, Match::NAMES);
            diagnostics.push(span, &format!("`{rule}` is no value of `match`"), &hint);
        }
        let (span, is_verbatim) = place_of(content, at, &text);
        Some(Line { name, text, start: span.start, is_verbatim, matching })
    }
}

/// The line that begins at a byte.
fn line_at(content: &str, at: usize) -> Span {
    let length = content.get(at..).unwrap_or("").lines().next().map_or(0, str::len);
    Span::new(at, at + length)
}

/// Where a cell stands in the row that begins at a byte, if it stands there as it is; a cell with quotes in it does not, and
/// then the row stands for it.
fn place_of(content: &str, at: usize, cell: &str) -> (Span, bool) {
    let row = content.get(at..).unwrap_or("");
    let last = row.get(..row.find('\n').unwrap_or(row.len())).unwrap_or("").rfind(cell);
    match last {
        Some(place) => (Span::new(at + place, at + place + cell.len()), true),
        None => (line_at(content, at), false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(content: &str) -> String {
        let today = PartialDate::new(2024, Some(5), Some(15)).unwrap();
        match read("q", content.as_bytes(), &Conditions::default(), today) {
            Ok(Queries { queries, .. }) => {
                let each = queries.iter().map(|asked| format!("{}: {}", asked.name, asked.text));
                each.collect::<Vec<_>>().join("\n")
            }
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn lines_are_queries_and_comments_are_not() {
        assert_eq!(told("\u{feff}# a\n\n cable \r\n\"x y\", z"), "cable: cable\n\"x y\", z: \"x y\", z");
        assert!(told("# only").starts_with("error: q: holds no query"));
    }

    #[test]
    fn tables_have_names() {
        assert_eq!(
            told("name,query\none,cable\n\"two, 2\",\"\"\"a b\"\" AND c\"\n"),
            "one: cable\ntwo, 2: \"a b\" AND c"
        );
        assert_eq!(told("query,name\ncable,\n"), "cable: cable");
    }

    #[test]
    fn problems_are_placed_in_the_file() {
        let text = told("cable\n  (open\n# x\ntite:x\n");
        assert!(text.starts_with("error: q:2:3: "), "{text}");
        assert!(text.contains("\nerror: q:4:1: "), "{text}");
        let table = told("name,query\na,cable\nb,(open\nc,\n\"d\",\"\"\"open\"\nx,y,z\n");
        for place in ["q:3:3: ", "q:4:1: no query", "q:5:7: ", "q:6:1: 3 cells, but 2 columns"] {
            assert!(table.contains(&format!("error: {place}")), "{place}: {table}");
        }
    }

    #[test]
    fn the_first_line_tells_what_parts_the_cells() {
        for separator in [",", ";", "\t"] {
            let table = "name|query\none|cable\ntwo|\"a; b, c\"\n".replace('|', separator);
            assert_eq!(told(&table), "one: cable\ntwo: a; b, c");
        }
        assert_eq!(told("Query\ncable\n\"\"\"two words\"\"\"\n"), "cable: cable\n\"two words\": \"two words\"");
        assert_eq!(told("\u{feff}\"query\"\ncable\n"), "cable: cable");
        assert!(told("name;query\na;b;c\n").contains("put a cell that holds a semicolon in double quotes"));
    }

    #[test]
    fn other_columns_are_ignored_and_named() {
        let today = PartialDate::new(2024, Some(5), Some(15)).unwrap();
        let read = read("q", b"name,query,mach,note\na,cable,all,x\n", &Conditions::default(), today).unwrap();
        assert_eq!(read.queries.len(), 1);
        assert_eq!(
            read.warnings,
            ["mach", "note"].map(|name| format!("the column `{name}` is ignored: only name, query, match are read"))
        );
    }
}
