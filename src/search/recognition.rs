//! In which articles were names not looked for, so that a name may be missing that is there?
//!
//! Names are recognised in the languages of the model, and not at all in files that were read with `--no-entities`. A question
//! about names (a filter, a query that asks a field of names, a count of names) is answered from what there is, and says of
//! how many articles in its scope names cannot be known. The scope of a query about names is what it would find without
//! what it asks of them.
//!
//! Languages are a column; files whose names were left out are those that the ledger says so of. It is read only if some
//! files are and others are not, which the payload of the commit tells.

use crate::entity::recogniser::is_english;
use crate::error::Result;
use crate::index::Archive;
use crate::index::filing::Extent;
use crate::query::ast::{FieldName, Node, NodeKind, Query};
use crate::search::document_set::DocumentSet;
use crate::search::statistics::{add_values, most_first};
use crate::search::{Engine, Filter, Request, wrap};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, SegmentReader, TERMINATED, Term};

/// Languages that a warning names.
const LANGUAGES_NAMED: usize = 5;

/// Articles whose names were not looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unrecognised {
    /// Languages in which names are not recognised, with the articles; most first.
    pub languages: Vec<(String, u64)>,
    /// Articles that were filed without looking for names, in whatever language.
    pub left_out: u64,
}

impl Unrecognised {
    /// All these articles.
    pub fn total(&self) -> u64 {
        self.languages.iter().map(|(_, articles)| articles).sum::<u64>() + self.left_out
    }

    /// What has to be said of a question with so many articles in its scope; `None` if names were looked for in all of them.
    pub fn warning(&self, articles: u64) -> Option<String> {
        let total = self.total();
        if total == 0 {
            return None;
        }
        let mut causes: Vec<String> = self
            .languages
            .iter()
            .take(LANGUAGES_NAMED)
            .map(|(language, articles)| format!("language {language} {articles}"))
            .collect();
        let others: u64 = self.languages.iter().skip(LANGUAGES_NAMED).map(|(_, articles)| articles).sum();
        if others > 0 {
            causes.push(format!("other languages {others}"));
        }
        if self.left_out > 0 {
            causes.push(format!("--no-entities {}", self.left_out));
        }
        let causes = causes.join(", ");
        Some(format!(
            "names were not recognised in {total} of {articles} articles ({causes}): there only names given by the source or a \
             gazetteer are found"
        ))
    }
}

/// What an engine knows of it.
#[derive(Debug)]
pub(super) struct Recognition {
    left_out: Extent,
    archive: PathBuf,
    /// Files whose names were left out; read when it is first asked for.
    files: OnceLock<Vec<String>>,
}

impl Recognition {
    pub(super) fn new(archive: &Path, left_out: Extent) -> Self {
        Recognition { left_out, archive: archive.to_owned(), files: OnceLock::new() }
    }

    /// The files whose names were left out.
    fn files(&self) -> Result<&[String]> {
        if let Some(files) = self.files.get() {
            return Ok(files);
        }
        let ledger = Archive::open(&self.archive)?.ledger()?;
        let left_out = ledger.iter().filter(|(_, entry)| entry.filing.names_left_out);
        let files = left_out.map(|(name, _)| name.to_owned()).collect();
        Ok(self.files.get_or_init(|| files))
    }
}

impl Engine {
    /// Articles among these whose names were not looked for.
    pub(super) fn unrecognised(&self, sets: &[DocumentSet]) -> Result<Unrecognised> {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        let mut found = Unrecognised::default();
        if !self.languages.any(|language| !is_english(language)) && self.recognition.left_out.is_none() {
            return Ok(found);
        }
        for (reader, set) in self.searcher.segment_readers().iter().zip(sets) {
            let mut rest = set.clone();
            let left_out = self.left_out(reader, set)?;
            found.left_out += left_out.len();
            rest.and_not(&left_out);
            add_values(reader, "language", rest.iter(), &mut counts)?;
        }
        counts.retain(|language, _| !is_english(language));
        found.languages = most_first(counts);
        Ok(found)
    }

    /// The documents of a set that come from files whose names were left out.
    fn left_out(&self, reader: &SegmentReader, set: &DocumentSet) -> Result<DocumentSet> {
        match self.recognition.left_out {
            Extent::None => return Ok(DocumentSet::empty(reader.max_doc())),
            Extent::All => return Ok(set.clone()),
            Extent::Some => {}
        }
        let mut found = DocumentSet::empty(reader.max_doc());
        let index = reader.inverted_index(self.fields.source)?;
        for file in self.recognition.files()? {
            let term = Term::from_field_text(self.fields.source, file);
            let Some(mut postings) = index.read_postings(&term, IndexRecordOption::Basic).map_err(wrap)? else {
                continue;
            };
            while postings.doc() != TERMINATED {
                found.insert(postings.doc());
                postings.advance();
            }
        }
        found.and(set);
        Ok(found)
    }

    /// Warns if a request asks for names and these were not looked for in all articles in its scope.
    pub(super) fn warn_of_unrecognised(&self, request: &Request, warnings: &mut Vec<String>) -> Result<()> {
        if !asks_for_names(request) {
            return Ok(());
        }
        let scope = Request {
            query: request.query.as_ref().map(|query| Query { root: without_names(&query.root) }),
            filter: Filter { names: Vec::new(), ..request.filter.clone() },
            families: super::Closeness::Off,
            ..request.clone()
        };
        let compiled = self.compile(&scope);
        let evaluated = self.evaluate(&scope, &compiled)?;
        warnings.extend(self.unrecognised(&evaluated.sets)?.warning(evaluated.total()));
        Ok(())
    }

    /// The same for a count of the names in these articles, and which they are. A request that asks for names has been warned of.
    pub(super) fn warn_of_uncounted(
        &self,
        request: &Request,
        sets: &[DocumentSet],
        warnings: &mut Vec<String>,
    ) -> Result<Unrecognised> {
        let unrecognised = self.unrecognised(sets)?;
        if !asks_for_names(request) {
            warnings.extend(unrecognised.warning(sets.iter().map(DocumentSet::len).sum()));
        }
        Ok(unrecognised)
    }
}

/// Whether a filter or a query asks a field of names.
fn asks_for_names(request: &Request) -> bool {
    !request.filter.names.is_empty() || request.query.as_ref().is_some_and(|query| asks(&query.root))
}

fn asks(node: &Node) -> bool {
    let is_name = |field: &FieldName| {
        matches!(field, FieldName::Entity | FieldName::Person | FieldName::Organisation | FieldName::Place)
    };
    let is_asked = match &node.kind {
        NodeKind::Field(scope, _) => scope.fields.iter().any(is_name),
        NodeKind::Exists(field) | NodeKind::OneOf(field, _) => is_name(field),
        _ => false,
    };
    is_asked || node.children().into_iter().any(asks)
}

/// A query that finds at least what this one could find if every article had every name.
fn without_names(node: &Node) -> Node {
    if !asks(node) {
        return node.clone();
    }
    let kind = match &node.kind {
        NodeKind::And(members) => NodeKind::And(members.iter().map(without_names).collect()),
        NodeKind::Bag(members) => bag_without_names(members),
        _ => NodeKind::All,
    };
    Node::new(kind, node.span)
}

/// Words beside a name must still match; what must not match stays so.
fn bag_without_names(members: &[Node]) -> NodeKind {
    let all = |node: &Node| Node::new(NodeKind::All, node.span);
    let (mut words, mut others) = (Vec::new(), Vec::new());
    for member in members {
        match &member.kind {
            _ if asks(member) => others.push(all(member)),
            NodeKind::Not(_) => others.push(member.clone()),
            _ => words.push(member.clone()),
        }
    }
    match words.as_slice() {
        [] => {}
        [Node { kind: NodeKind::Must(word), .. }] => others.push((**word).clone()),
        [word] => others.push(word.clone()),
        [first, ..] => others.push(Node::new(NodeKind::Bag(words.clone()), first.span)),
    }
    match others.as_slice() {
        [one] => one.kind.clone(),
        _ => NodeKind::And(others),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::PartialDate;
    use crate::query::{Dialect, parse};

    fn scope(text: &str) -> Node {
        let today = PartialDate::new(2026, Some(6), Some(15)).unwrap();
        without_names(&parse(text, Dialect::Morgue, today).unwrap().query.root)
    }

    #[test]
    fn the_scope_of_a_query_is_what_it_finds_without_its_names() {
        let all = NodeKind::All;
        assert_eq!(scope("person:Macron").kind, all);
        assert_eq!(scope("NOT person:Macron").kind, all);
        assert_eq!(scope("person:Macron OR cable").kind, all);
        let NodeKind::And(members) = scope("person:Macron AND cable").kind else { panic!("no conjunction") };
        assert_eq!(members[0].kind, all);
        assert!(matches!(members[1].kind, NodeKind::Word(_)), "{members:?}");
        assert_eq!(scope("cable cut").kind, parse_kind("cable cut"));
    }

    fn parse_kind(text: &str) -> NodeKind {
        let today = PartialDate::new(2026, Some(6), Some(15)).unwrap();
        parse(text, Dialect::Morgue, today).unwrap().query.root.kind
    }

    #[test]
    fn a_warning_adds_up_and_names_few_languages() {
        let languages = ["fr", "de", "es", "it", "nl", "pt", "sv"].map(|tag| (tag.to_owned(), 2)).to_vec();
        let warning = Unrecognised { languages, left_out: 1 }.warning(20).unwrap();
        assert!(warning.starts_with("names were not recognised in 15 of 20 articles (language fr 2"), "{warning}");
        assert!(warning.contains("language nl 2, other languages 4, --no-entities 1)"), "{warning}");
        assert_eq!(Unrecognised::default().warning(20), None);
    }
}
