//! A story as its outlets told it: who carried it, whom they credit, and what each cut, added or changed.
//!
//! The JSON form is described by `schema/family.schema.json`.

use crate::article::{Article, ArticleId};
use crate::date::PartialDate;
use crate::duplicate::{Change, Words};
use crate::output::{Style, escape, json, wrap};
use serde::Serialize;
use std::collections::BTreeSet;
use std::io::{self, Write};

/// Spaces before what belongs to an article.
const INDENT: usize = 4;

/// The articles of one story.
#[derive(Debug)]
pub struct Family<'a> {
    /// Its name.
    pub id: ArticleId,
    /// Its articles, first published first; of a day without an hour, the end of the day counts.
    pub members: Vec<Member<'a>>,
    /// Number of the article that the others are compared with.
    pub reference: usize,
}

/// One article of a story.
#[derive(Debug)]
pub struct Member<'a> {
    /// The article.
    pub article: &'a Article,
    /// The news agency it names as its source.
    pub credit: Option<&'static str>,
    /// Steps from the reference to it; empty for the reference itself.
    pub changes: Vec<Change<'a>>,
}

/// How many sentences of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
struct Counts {
    same: usize,
    cut: usize,
    added: usize,
    changed: usize,
    moved: usize,
}

/// Sentences that stand elsewhere in the other text, so that they are neither cut nor added.
fn moved<'a>(changes: &[Change<'a>]) -> BTreeSet<&'a str> {
    let cut: BTreeSet<&str> =
        changes.iter().filter_map(|change| if let Change::Cut(text) = change { Some(*text) } else { None }).collect();
    let is_moved = |change: &Change<'a>| match change {
        Change::Added(text) => cut.contains(text).then_some(*text),
        _ => None,
    };
    changes.iter().filter_map(is_moved).collect()
}

impl Counts {
    fn of(changes: &[Change<'_>], moved: &BTreeSet<&str>) -> Self {
        let mut counts = Counts::default();
        for change in changes {
            match change {
                Change::Same(_) => counts.same += 1,
                Change::Cut(text) if moved.contains(text) => {}
                Change::Added(text) if moved.contains(text) => counts.moved += 1,
                Change::Cut(_) => counts.cut += 1,
                Change::Added(_) => counts.added += 1,
                Change::Changed { .. } => counts.changed += 1,
            }
        }
        counts
    }
}

#[derive(Debug, Serialize)]
struct FamilyRecord<'a> {
    family: String,
    reference: String,
    members: Vec<MemberRecord<'a>>,
}

#[derive(Debug, Serialize)]
struct MemberRecord<'a> {
    id: String,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    wire_credit: Option<&'static str>,
    word_count: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    sentences: Option<Counts>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changes: Vec<ChangeRecord<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum ChangeRecord<'a> {
    Same {
        text: &'a str,
    },
    Cut {
        text: &'a str,
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        moved: bool,
    },
    Added {
        text: &'a str,
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        moved: bool,
    },
    Changed {
        before: &'a str,
        after: &'a str,
        words: Vec<WordsRecord<'a>>,
    },
}

#[derive(Debug, Serialize)]
struct WordsRecord<'a> {
    kind: &'static str,
    text: &'a str,
}

impl<'a> ChangeRecord<'a> {
    fn of(change: &Change<'a>, moved: &BTreeSet<&str>) -> Self {
        match change {
            Change::Same(text) => ChangeRecord::Same { text },
            Change::Cut(text) => ChangeRecord::Cut { text, moved: moved.contains(text) },
            Change::Added(text) => ChangeRecord::Added { text, moved: moved.contains(text) },
            Change::Changed { before, after, words } => {
                ChangeRecord::Changed { before, after, words: words.iter().map(WordsRecord::from).collect() }
            }
        }
    }
}

impl<'a> From<&Words<'a>> for WordsRecord<'a> {
    fn from(words: &Words<'a>) -> Self {
        let (kind, text) = match *words {
            Words::Same(text) => ("same", text),
            Words::Cut(text) => ("cut", text),
            Words::Added(text) => ("added", text),
        };
        WordsRecord { kind, text }
    }
}

impl<'a> Family<'a> {
    fn record(&'a self) -> FamilyRecord<'a> {
        let reference = self.members.get(self.reference).map(|member| member.article.id).unwrap_or_default();
        let members = self.members.iter().enumerate().map(|(number, member)| {
            let article = member.article;
            let moved = moved(&member.changes);
            MemberRecord {
                id: article.id.to_string(),
                title: &article.title,
                url: article.url.as_deref(),
                publisher: article.publisher.as_deref(),
                published: article.published.as_ref().map(|date| date.value.to_string()),
                wire_credit: member.credit,
                word_count: article.word_count,
                sentences: (number != self.reference).then(|| Counts::of(&member.changes, &moved)),
                changes: member.changes.iter().map(|change| ChangeRecord::of(change, &moved)).collect(),
            }
        });
        FamilyRecord { family: self.id.to_string(), reference: reference.to_string(), members: members.collect() }
    }
}

/// Writes a family as one JSON object.
pub fn json(family: &Family<'_>, writer: &mut dyn Write) -> io::Result<()> {
    json::write_line(&family.record(), writer)
}

/// Writes a family for people: each article with what it has that the reference has not, and the other way round.
pub fn text(family: &Family<'_>, style: Style, writer: &mut dyn Write) -> io::Result<()> {
    writeln!(writer, "{}", heading(family))?;
    for (number, member) in family.members.iter().enumerate() {
        let title = escape::line(&member.article.title);
        let shown = style.linked(&style.bold(&title), member.article.url.as_deref());
        writeln!(writer, "\n{:>2}. {shown}", number + 1)?;
        writeln!(writer, "{:INDENT$}{}", "", style.dim(&particulars(member)))?;
        if number == family.reference {
            writeln!(writer, "{:INDENT$}the others are compared with this one", "")?;
            continue;
        }
        let moved = moved(&member.changes);
        writeln!(writer, "{:INDENT$}{}", "", summary(Counts::of(&member.changes, &moved)))?;
        for change in &member.changes {
            if let Some(line) = change_text(change, &moved, style) {
                writeln!(writer, "{line}")?;
            }
        }
    }
    Ok(())
}

fn heading(family: &Family<'_>) -> String {
    let mut outlets: Vec<&str> =
        family.members.iter().filter_map(|member| member.article.publisher.as_deref()).collect();
    outlets.sort_unstable();
    outlets.dedup();
    let (articles, outlets) = (family.members.len(), outlets.len());
    if articles == 1 {
        return format!("1 article, no near-duplicates in the archive · family {}", family.id);
    }
    let outlets = if outlets == 1 { "1 outlet".to_owned() } else { format!("{outlets} outlets") };
    format!("{articles} articles tell this story, in {outlets} · family {}", family.id)
}

fn particulars(member: &Member<'_>) -> String {
    let article = member.article;
    let parts = [
        article.publisher.as_deref().map(escape::line),
        Some(article.published.as_ref().map_or("no date".to_owned(), |date| moment(date.value))),
        member.credit.map(|agency| format!("credits {agency}")),
        Some(format!("{} words", article.word_count)),
        Some(article.id.to_string()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// A date as it is known. Midnight sharp is a day, not an hour.
fn moment(date: PartialDate) -> String {
    if date.has_hour() { date.to_string() } else { format!("{} (time unknown)", date.date_only()) }
}

fn summary(counts: Counts) -> String {
    let Counts { same, cut, added, changed, moved } = counts;
    if cut + added + changed + moved == 0 {
        return "the same text".to_owned();
    }
    let sentences = if same == 1 { "sentence" } else { "sentences" };
    let parts = [(cut, "cut"), (added, "added"), (changed, "changed"), (moved, "moved")];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}"));
    format!("{same} {sentences} the same, {}", parts.collect::<Vec<_>>().join(", "))
}

/// A line of the comparison; nothing for a sentence that is the same.
fn change_text(change: &Change<'_>, moved: &BTreeSet<&str>, style: Style) -> Option<String> {
    let (sign, text) = match change {
        Change::Same(_) => return None,
        Change::Cut(text) if moved.contains(text) => return None,
        Change::Added(text) if moved.contains(text) => (">", escape::line(text)),
        Change::Cut(text) => ("-", escape::line(text)),
        Change::Added(text) => ("+", escape::line(text)),
        Change::Changed { words, .. } => ("~", words_text(words)),
    };
    let runs = [wrap::Run { text: sign, is_marked: true }, wrap::Run { text: " ", is_marked: false }];
    let text = wrap::Run { text: &text, is_marked: false };
    Some(wrap::wrap(&[runs.as_slice(), &[text]].concat(), INDENT, style))
}

/// A changed sentence with the words of both: `[-cut-]` and `{+added+}`.
fn words_text(words: &[Words<'_>]) -> String {
    let pieces = words.iter().map(|words| match words {
        Words::Same(text) => escape::line(text),
        Words::Cut(text) => format!("[-{}-]", escape::line(text)),
        Words::Added(text) => format!("{{+{}+}}", escape::line(text)),
    });
    pieces.collect::<Vec<_>>().join(" ")
}
