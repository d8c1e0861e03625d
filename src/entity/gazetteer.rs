//! Names that the user adds: lines of name, kind and other names of the same thing.
//!
//! A line is TSV if it holds a tab and CSV otherwise; other names are further columns, or parted by `|`
//! or `;` inside one. `#` begins a comment line; a first line that says `name` and `kind` is a heading.
//! A name is found however its letters are cased if it holds a capital there too, and accents and
//! typography do not count.

use std::collections::HashMap;
use std::fmt;

use super::hash;
use super::knowledge::lower_hash;
use super::token::tokenize;
use crate::article::EntityKind;

/// Longest name, in tokens; longer ones are refused.
const LONGEST: usize = 16;

/// A name that the user added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The name that stands for all.
    pub name: String,
    /// What it names.
    pub kind: EntityKind,
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
        let mut gazetteer = Gazetteer::default();
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        for (index, line) in text.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let columns = columns(line);
            let column = |index: usize| columns.get(index).map_or("", |column| column.trim());
            if index == 0 && column(0).eq_ignore_ascii_case("name") && column(1).eq_ignore_ascii_case("kind") {
                continue;
            }
            let error = |problem| GazetteerError { line: index + 1, problem };
            let kind =
                EntityKind::parse(column(1)).ok_or(error("the second column must be person, org, place or other"))?;
            if column(0).is_empty() {
                return Err(error("the first column, the name, is empty"));
            }
            let aliases = columns.iter().skip(2).flat_map(|column| column.split(['|', ';'])).map(str::trim);
            gazetteer.add(column(0), kind, aliases.filter(|alias| !alias.is_empty()));
        }
        Ok(gazetteer)
    }

    /// Adds a name with its other names.
    pub fn add<'a>(&mut self, name: &'a str, kind: EntityKind, aliases: impl Iterator<Item = &'a str>) {
        let entry = self.entries.len() as u32;
        self.entries.push(Entry { name: name.to_owned(), kind });
        for form in std::iter::once(name).chain(aliases) {
            self.add_form(form, entry);
        }
    }

    fn add_form(&mut self, form: &str, entry: u32) {
        let mut tokens = Vec::new();
        tokenize(form, &mut tokens);
        let parts = tokens.iter().filter_map(|token| form.get(token.start as usize..token.end as usize));
        let hashes: Vec<u64> = parts.map(lower_hash).collect();
        let Some(&first) = hashes.first().filter(|_| hashes.len() <= LONGEST) else {
            return;
        };
        let small = !form.chars().any(char::is_uppercase);
        let phrase = hashes.iter().copied().reduce(hash::pair).unwrap_or(first);
        self.phrases.entry(phrase).or_insert((entry, small));
        let longest = self.starts.entry(first).or_default();
        *longest = hashes.len().max(*longest);
    }

    /// How many names it has, other forms not counted.
    pub fn len(&self) -> usize {
        self.entries.len()
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

/// The columns of a line: by tabs, or by commas with double quotes around columns that hold commas.
fn columns(line: &str) -> Vec<String> {
    if line.contains('\t') {
        return line.split('\t').map(str::to_owned).collect();
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
    columns
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

    #[test]
    fn the_longest_name_wins() {
        let gazetteer = Gazetteer::parse("York,place\nYork City,org\n").unwrap();
        assert_eq!(find(&gazetteer, &["York", "City", "won"], true), Some((2, "York City".into())));
        assert_eq!(find(&gazetteer, &["York", "won"], true), Some((1, "York".into())));
    }
}
