//! Names that the user adds: lines of name, kind and other names of the same thing.
//!
//! A line is TSV if it holds a tab and CSV otherwise; other names are further columns, or parted by `|`
//! or `;` inside one. `#` begins a comment line; a first line that says `name` and `kind` is a heading.
//! A name is found however its letters are cased if it holds a capital there too, and accents and
//! typography do not count.
//!
//! Invariant: a form stands for the first name that has it. What of the lines is not looked for, or stands for
//! another name, is told by line ([`Gazetteer::read`]).

use std::collections::hash_map::Entry as Slot;
use std::collections::{HashMap, HashSet};
use std::fmt;

use super::hash;
use super::knowledge::lower_hash;
use super::token::tokenize;
use crate::article::EntityKind;

/// Longest name, in tokens; longer ones are not looked for.
const LONGEST: usize = 16;

/// A name that the user added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The name that stands for all.
    pub name: String,
    /// What it names.
    pub kind: EntityKind,
}

/// What became of a form of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Added {
    /// It is looked for.
    Yes,
    /// It stands for this entry already.
    Known(u32),
    /// It has more words than are looked for.
    TooLong,
    /// It has nothing to look for.
    Empty,
}

/// The user's names.
#[derive(Debug, Clone, Default)]
pub struct Gazetteer {
    entries: Vec<Entry>,
    /// Hash of a name's words to its entry and whether it is written small.
    phrases: HashMap<u64, (u32, bool)>,
    /// Hash of a first word to the most words of a name that begins so.
    starts: HashMap<u64, usize>,
}

/// Why a gazetteer was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GazetteerError {
    /// The line at fault, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: &'static str,
}

impl fmt::Display for GazetteerError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}: {}", self.line, self.problem)
    }
}

impl std::error::Error for GazetteerError {}

impl Gazetteer {
    /// Reads a gazetteer; of two lines for one name the first counts.
    pub fn parse(text: &str) -> Result<Self, GazetteerError> {
        Gazetteer::read(text, &mut |_| {})
    }

    /// The same, and tells `warn` of every form that is not looked for as its line says.
    pub fn read(text: &str, warn: &mut dyn FnMut(String)) -> Result<Self, GazetteerError> {
        let mut gazetteer = Gazetteer::default();
        let mut lines: Vec<usize> = Vec::new();
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        for (index, line) in text.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let error = |problem| GazetteerError { line: index + 1, problem };
            let columns = columns(line).ok_or(error("a quoted column is never closed; expected \" at its end"))?;
            let column = |index: usize| columns.get(index).map_or("", |column| column.trim());
            if index == 0 && column(0).eq_ignore_ascii_case("name") && column(1).eq_ignore_ascii_case("kind") {
                continue;
            }
            let kind =
                EntityKind::parse(column(1)).ok_or(error("the second column must be person, org, place or other"))?;
            if column(0).is_empty() {
                return Err(error("the first column, the name, is empty"));
            }
            let aliases = columns.iter().skip(2).flat_map(|column| column.split(['|', ';'])).map(str::trim);
            let forms = std::iter::once(column(0)).chain(aliases.filter(|alias| !alias.is_empty()));
            let number = gazetteer.add_entry(column(0), kind);
            lines.push(index + 1);
            for form in forms {
                let added = gazetteer.add_form(form, number);
                if let Some(problem) = gazetteer.problem(added, number, &lines) {
                    warn(format!("line {}: `{form}` {problem}", index + 1));
                }
            }
        }
        Ok(gazetteer)
    }

    /// Adds a name with its other names.
    pub fn add<'a>(&mut self, name: &'a str, kind: EntityKind, aliases: impl Iterator<Item = &'a str>) {
        let entry = self.add_entry(name, kind);
        for form in std::iter::once(name).chain(aliases) {
            self.add_form(form, entry);
        }
    }

    fn add_entry(&mut self, name: &str, kind: EntityKind) -> u32 {
        self.entries.push(Entry { name: name.to_owned(), kind });
        (self.entries.len() - 1) as u32
    }

    /// What is wrong with a form of the entry `number`; `lines` are those of the entries.
    fn problem(&self, added: Added, number: u32, lines: &[usize]) -> Option<String> {
        match added {
            Added::Yes => None,
            Added::TooLong => Some(format!("has more than {LONGEST} words and is not looked for")),
            Added::Empty => Some("holds no letter or digit and is not looked for".to_owned()),
            Added::Known(other) => {
                let (first, own) = (self.entry(other)?, self.entry(number)?);
                let line = lines.get(other as usize)?;
                let is_same = first.kind == own.kind && first.name == own.name;
                let (name, kind) = (&first.name, first.kind.as_str());
                (!is_same).then(|| format!("stands for `{name}` ({kind}) by line {line}, which counts"))
            }
        }
    }

    fn add_form(&mut self, form: &str, entry: u32) -> Added {
        let mut tokens = Vec::new();
        tokenize(form, &mut tokens);
        let parts = tokens.iter().filter_map(|token| form.get(token.start as usize..token.end as usize));
        let hashes: Vec<u64> = parts.map(lower_hash).collect();
        let Some(&first) = hashes.first().filter(|_| form.chars().any(char::is_alphanumeric)) else {
            return Added::Empty;
        };
        if hashes.len() > LONGEST {
            return Added::TooLong;
        }
        let small = !form.chars().any(char::is_uppercase);
        let phrase = hashes.iter().copied().reduce(hash::pair).unwrap_or(first);
        match self.phrases.entry(phrase) {
            Slot::Occupied(known) if known.get().0 == entry => return Added::Yes,
            Slot::Occupied(known) => return Added::Known(known.get().0),
            Slot::Vacant(place) => place.insert((entry, small)),
        };
        let longest = self.starts.entry(first).or_default();
        *longest = hashes.len().max(*longest);
        Added::Yes
    }

    /// How many names are looked for, other forms not counted.
    pub fn names(&self) -> usize {
        let entries: HashSet<u32> = self.phrases.values().map(|(entry, _)| *entry).collect();
        entries.len()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entry `index`.
    pub fn entry(&self, index: u32) -> Option<&Entry> {
        self.entries.get(index as usize)
    }

    /// The longest name that begins at the first of the words, given by the hash of their folded forms:
    /// its length in words and its entry. `capital` tells whether the first words are capitalised, which
    /// names must be that do not stand in the gazetteer in small letters.
    pub fn longest(&self, words: impl Iterator<Item = u64>, capital: bool) -> Option<(usize, u32)> {
        let mut words = words;
        let mut hashed = words.next()?;
        let longest = *self.starts.get(&hashed)?;
        let mut found = None;
        for length in 1..=longest {
            if let Some(&(entry, small)) = self.phrases.get(&hashed)
                && (capital || small)
            {
                found = Some((length, entry));
            }
            let Some(next) = words.next() else {
                break;
            };
            hashed = hash::pair(hashed, next);
        }
        found
    }
}

/// The columns of a line: by tabs, or by commas with double quotes around columns that hold commas; `None` if a quote is
/// never closed.
fn columns(line: &str) -> Option<Vec<String>> {
    if line.contains('\t') {
        return Some(line.split('\t').map(str::to_owned).collect());
    }
    let mut columns = vec![String::new()];
    let mut quoted = false;
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                push(&mut columns, '"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => columns.push(String::new()),
            _ => push(&mut columns, character),
        }
    }
    (!quoted).then_some(columns)
}

fn push(columns: &mut [String], character: char) {
    if let Some(column) = columns.last_mut() {
        column.push(character);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(gazetteer: &Gazetteer, words: &[&str], capital: bool) -> Option<(usize, String)> {
        let found = gazetteer.longest(words.iter().map(|word| lower_hash(word)), capital)?;
        Some((found.0, gazetteer.entry(found.1)?.name.clone()))
    }

    #[test]
    fn tsv_and_csv_lines_are_read() {
        let text = "name\tkind\taliases\nThe Information\torg\n# note\n\"Jassy, Andy\",person,Andy Jassy|Jassy\n";
        let gazetteer = Gazetteer::parse(text).unwrap();
        assert_eq!(find(&gazetteer, &["the", "information", "says"], true), Some((2, "The Information".into())));
        assert_eq!(find(&gazetteer, &["Andy", "Jassy"], true), Some((2, "Jassy, Andy".into())));
        assert_eq!(find(&gazetteer, &["jassy"], false), None);
    }

    #[test]
    fn a_line_without_a_kind_is_refused() {
        assert_eq!(Gazetteer::parse("a,org\nb,thing\n").unwrap_err().line, 2);
        assert_eq!(Gazetteer::parse(",org\n").unwrap_err().line, 1);
    }

    fn warnings(text: &str) -> Vec<String> {
        let mut warnings = Vec::new();
        Gazetteer::read(text, &mut |warning| warnings.push(warning)).unwrap();
        warnings
    }

    #[test]
    fn what_is_not_looked_for_as_written_is_told_by_line() {
        let long = "A ".repeat(17);
        assert_eq!(
            warnings(&format!("{long},org\n---,org\n")),
            [
                format!("line 1: `{}` has more than 16 words and is not looked for", long.trim()),
                "line 2: `---` holds no letter or digit and is not looked for".to_owned()
            ]
        );
        let told = warnings("Mercury,place\nAnn Lee,person,Lee\nMercury,org\nBob Lee,person,Lee|Bob\nAnn Lee,person\n");
        assert_eq!(
            told,
            [
                "line 3: `Mercury` stands for `Mercury` (place) by line 1, which counts",
                "line 4: `Lee` stands for `Ann Lee` (person) by line 2, which counts"
            ]
        );
        assert!(warnings("Ann Lee,person,Lee;Lee\n").is_empty());
        assert_eq!(Gazetteer::parse("\"Ann Lee,person\n").unwrap_err().line, 1);
    }

    #[test]
    fn the_longest_name_wins() {
        let gazetteer = Gazetteer::parse("York,place\nYork City,org\n").unwrap();
        assert_eq!(find(&gazetteer, &["York", "City", "won"], true), Some((2, "York City".into())));
        assert_eq!(find(&gazetteer, &["York", "won"], true), Some((1, "York".into())));
    }
}
