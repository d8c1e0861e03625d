//! Pairs of names that share articles, for people, as JSON, as a table, and as a graph in GEXF 1.3 (gexf.net).

use crate::output::entities::fitted;
use crate::output::figure::counted;
use crate::output::table::Table;
use crate::output::{Style, json};
use crate::search::comention::{ComentionedName, Comentions, Pair};
use serde::Serialize;
use std::io::{self, Write};

/// Columns of a table of pairs.
pub const PAIR_COLUMNS: [&str; 8] =
    ["one", "one_kind", "other", "other_kind", "articles", "stories", "npmi", "log_likelihood"];
/// Columns of a name for people.
const NAME_WIDTH: usize = 24;

#[derive(Debug, Serialize)]
struct ListRecord<'a> {
    query: &'a str,
    articles: u64,
    stories: u64,
    fingerprint: &'a str,
    warnings: &'a [String],
    distinct_names: u64,
    among: u64,
    distinct: u64,
    below_min: u64,
    beyond_limit: u64,
    pairs: Vec<PairRecord<'a>>,
}

#[derive(Debug, Serialize)]
struct PairRecord<'a> {
    one: NameRecord<'a>,
    other: NameRecord<'a>,
    articles: u64,
    stories: u64,
    npmi: f64,
    log_likelihood: f64,
}

#[derive(Debug, Serialize)]
struct NameRecord<'a> {
    name: &'a str,
    kind: &'static str,
    articles: u64,
    stories: u64,
}

fn name(name: &ComentionedName) -> NameRecord<'_> {
    NameRecord { name: &name.name, kind: name.kind.as_str(), articles: name.articles, stories: name.stories }
}

/// The pairs with their names.
fn named(list: &Comentions) -> impl Iterator<Item = (&Pair, &ComentionedName, &ComentionedName)> {
    list.pairs.iter().filter_map(|pair| Some((pair, list.names.get(pair.one)?, list.names.get(pair.other)?)))
}

fn record<'a>((pair, one, other): (&Pair, &'a ComentionedName, &'a ComentionedName)) -> PairRecord<'a> {
    PairRecord {
        one: name(one),
        other: name(other),
        articles: pair.articles,
        stories: pair.stories,
        npmi: pair.npmi,
        log_likelihood: pair.log_likelihood,
    }
}

/// Writes the pairs as one JSON object.
pub fn json(query: &str, list: &Comentions, writer: &mut dyn Write) -> io::Result<()> {
    let record = ListRecord {
        query,
        articles: list.articles,
        stories: list.stories,
        fingerprint: &list.fingerprint,
        warnings: &list.warnings,
        distinct_names: list.distinct_names,
        among: list.among,
        distinct: list.distinct,
        below_min: list.below_least,
        beyond_limit: list.beyond_limit(),
        pairs: named(list).map(record).collect(),
    };
    json::write_line(&record, writer)
}

/// Writes each pair as one line of JSON.
pub fn jsonl(list: &Comentions, writer: &mut dyn Write) -> io::Result<()> {
    named(list).try_for_each(|pair| json::write_line(&record(pair), writer))
}

/// Writes the pairs as a table.
pub fn csv(list: &Comentions, writer: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(&PAIR_COLUMNS, writer)?;
    for (pair, one, other) in named(list) {
        table.numbers(
            [one.name.as_str(), one.kind.as_str(), &other.name, other.kind.as_str()],
            &[
                pair.articles.to_string(),
                pair.stories.to_string(),
                format!("{:.4}", pair.npmi),
                format!("{:.4}", pair.log_likelihood),
            ],
        )?;
    }
    table.finish()
}

/// Writes the pairs for people.
pub fn text(list: &Comentions, style: Style, writer: &mut dyn Write) -> io::Result<()> {
    let articles = counted(list.articles, "article", "articles");
    let pairs = counted(list.distinct, "pair", "pairs");
    writeln!(writer, "{articles}, {pairs} among the {} most frequent of {} names", list.among, list.distinct_names)?;
    if list.pairs.is_empty() {
        return Ok(());
    }
    let header =
        format!("{:>8} {:>7} {:>6} {:>9}  {:NAME_WIDTH$}    names", "articles", "stories", "npmi", "log-lik.", "");
    writeln!(writer, "{}", style.dim(header.trim_end()))?;
    for (pair, one, other) in named(list) {
        writeln!(
            writer,
            "{:>8} {:>7} {:>6.2} {:>9.1}  {} · {}",
            pair.articles,
            pair.stories,
            pair.npmi,
            pair.log_likelihood,
            style.bold(&fitted(&one.name, NAME_WIDTH)),
            style.bold(fitted(&other.name, 2 * NAME_WIDTH).trim_end()),
        )?;
    }
    Ok(())
}

/// What the list does not show, in one phrase each.
pub fn left_out(list: &Comentions) -> Vec<String> {
    let mut notes = Vec::new();
    if list.beyond_limit() > 0 {
        notes.push(format!("{} left out by --limit", counted(list.beyond_limit(), "more pair is", "more pairs are")));
    }
    if list.below_least > 0 {
        notes.push(format!("{} left out by --min", counted(list.below_least, "pair is", "pairs are")));
    }
    if list.distinct_names > list.among {
        notes.push(format!(
            "pairs were counted among {} names; {} less frequent ones were left out by --among or --min",
            list.among,
            list.distinct_names - list.among
        ));
    }
    notes
}

/// Writes the pairs as an undirected graph: nodes are names with kind and counts, the weight of an edge is its articles.
pub fn gexf(list: &Comentions, writer: &mut dyn Write) -> io::Result<()> {
    writer.write_all(
        b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
        <gexf xmlns=\"http://gexf.net/1.3\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
        xsi:schemaLocation=\"http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd\" version=\"1.3\">\n\
        \x20 <graph mode=\"static\" defaultedgetype=\"undirected\">\n\
        \x20   <attributes class=\"node\">\n\
        \x20     <attribute id=\"0\" title=\"kind\" type=\"string\"/>\n\
        \x20     <attribute id=\"1\" title=\"articles\" type=\"long\"/>\n\
        \x20     <attribute id=\"2\" title=\"stories\" type=\"long\"/>\n\
        \x20   </attributes>\n\
        \x20   <attributes class=\"edge\">\n\
        \x20     <attribute id=\"3\" title=\"stories\" type=\"long\"/>\n\
        \x20     <attribute id=\"4\" title=\"npmi\" type=\"double\"/>\n\
        \x20     <attribute id=\"5\" title=\"log_likelihood\" type=\"double\"/>\n\
        \x20   </attributes>\n\
        \x20   <nodes>\n",
    )?;
    for (id, name) in list.names.iter().enumerate() {
        writeln!(
            writer,
            "      <node id=\"{id}\" label=\"{}\"><attvalues><attvalue for=\"0\" value=\"{}\"/>\
            <attvalue for=\"1\" value=\"{}\"/><attvalue for=\"2\" value=\"{}\"/></attvalues></node>",
            xml(&name.name),
            name.kind.as_str(),
            name.articles,
            name.stories
        )?;
    }
    writer.write_all(b"    </nodes>\n    <edges>\n")?;
    for (id, pair) in list.pairs.iter().enumerate() {
        writeln!(
            writer,
            "      <edge id=\"{id}\" source=\"{}\" target=\"{}\" weight=\"{}\"><attvalues><attvalue for=\"3\" value=\"{}\"/>\
            <attvalue for=\"4\" value=\"{:.4}\"/><attvalue for=\"5\" value=\"{:.4}\"/></attvalues></edge>",
            pair.one, pair.other, pair.articles, pair.stories, pair.npmi, pair.log_likelihood
        )?;
    }
    writer.write_all(b"    </edges>\n  </graph>\n</gexf>\n")
}

/// Text for an attribute of XML 1.0; characters that XML cannot hold become U+FFFD.
fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            character => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::EntityKind;

    fn list() -> Comentions {
        let name = |text: &str| ComentionedName {
            name: text.to_owned(),
            kind: EntityKind::Organisation,
            articles: 3,
            stories: 2,
        };
        Comentions {
            articles: 9,
            stories: 8,
            names: vec![name("A&B \"<'\u{1}"), name("=cmd()")],
            pairs: vec![Pair { one: 0, other: 1, articles: 3, stories: 2, npmi: -0.25, log_likelihood: -1.5 }],
            among: 2,
            distinct_names: 4,
            distinct: 1,
            below_least: 0,
            warnings: Vec::new(),
            fingerprint: "9-0".to_owned(),
        }
    }

    #[test]
    fn a_graph_holds_no_character_that_xml_cannot() {
        let mut bytes = Vec::new();
        gexf(&list(), &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.contains("label=\"A&amp;B &quot;&lt;&apos;\u{fffd}\""), "{text}");
        assert!(text.contains("weight=\"3\""), "{text}");
    }

    #[test]
    fn numbers_of_a_table_stay_numbers_and_names_are_disarmed() {
        let mut bytes = Vec::new();
        csv(&list(), &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.ends_with(",org,'=cmd(),org,3,2,-0.2500,-1.5000\n"), "{text}");
    }
}
