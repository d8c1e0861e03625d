//! A report as Markdown. The author's own text stands as it was written, but for links that lead to no place of the web: these
//! are text. All other text is escaped.

use super::html::{MARKDOWN, may_lead_to};
use super::{conditions, provenance};
use crate::error::Result;
use crate::output::figure::articles_and_stories;
use crate::output::{escape, markdown};
use crate::report::block::{Block, Cell, Table};
use crate::report::record::{MARKDOWN_BEGIN, MARKDOWN_END, Record};
use crate::report::run::Report;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::ops::Range;

/// Renders a report.
pub fn render(report: &Report) -> Result<String> {
    let mut text = format!("# {}\n", escape::markdown(&report.title));
    if let Some(subtitle) = &report.subtitle {
        text.push_str(&format!("\n*{}*\n", escape::markdown(subtitle)));
    }
    if let Some(author) = &report.author {
        text.push_str(&format!("\n{}\n", escape::markdown(author)));
    }
    for section in &report.sections {
        if !section.title.is_empty() {
            text.push_str(&format!("\n## {}\n", escape::markdown(&section.title)));
        }
        for shown in section.blocks.iter().map(write).filter(|shown| !shown.is_empty()) {
            text.push('\n');
            text.push_str(&shown);
        }
    }
    text.push_str(&format!("\n## How this was found\n\n{}\n\n", escape::markdown(&provenance(&report.record))));
    text.push_str(&methods(&report.record));
    text.push_str(&format!("\n{MARKDOWN_BEGIN}{}{MARKDOWN_END}\n", report.record.for_comment()?));
    Ok(text)
}

fn write(block: &Block) -> String {
    match block {
        Block::Prose(text) => format!("{}\n", prose(text).trim_end()),
        Block::Note(text) => format!("{}\n", escape::markdown(text)),
        Block::Warning(text) => format!("> **Note:** {}\n", escape::markdown(text)),
        Block::Hits(hits) => {
            let mut bytes = Vec::new();
            // Writing to memory cannot fail.
            let _ = hits.iter().try_for_each(|hit| markdown::hit(hit, &mut bytes));
            String::from_utf8_lossy(&bytes).trim_start_matches('\n').to_owned()
        }
        Block::Table(table) => table_text(table),
        Block::Chart { numbers: Some(table), .. } => table_text(table),
        // The numbers stand in the table beside it.
        Block::Chart { numbers: None, .. } => String::new(),
    }
}

/// The author's text, in which HTML is text, and so are links with an address that is none of the web, mail or the page.
fn prose(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut done = 0;
    let mut refused: Option<(Range<usize>, String)> = None;
    let mut depth = 0_usize;
    for (event, range) in Parser::new_ext(text, MARKDOWN).into_offset_iter() {
        match (&event, &mut refused) {
            (Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }), None)
                if !may_lead_to(dest_url) =>
            {
                refused = Some((range, String::new()));
            }
            (Event::Start(Tag::Link { .. } | Tag::Image { .. }), Some(_)) => depth += 1,
            (Event::End(TagEnd::Link | TagEnd::Image), Some(_)) if depth > 0 => depth -= 1,
            (Event::Text(part) | Event::Code(part), Some((_, inner))) => inner.push_str(part),
            (Event::SoftBreak | Event::HardBreak, Some((_, inner))) => inner.push(' '),
            (Event::Html(part) | Event::InlineHtml(part), None) => {
                shown.push_str(text.get(done..range.start).unwrap_or(""));
                shown.push_str(&escape::markdown(part));
                done = range.end;
            }
            (Event::End(TagEnd::Link | TagEnd::Image), _) => {
                if let Some((range, inner)) = refused.take() {
                    shown.push_str(text.get(done..range.start).unwrap_or(""));
                    shown.push_str(&escape::markdown(&inner));
                    done = range.end;
                }
            }
            _ => {}
        }
    }
    shown.push_str(text.get(done..).unwrap_or(""));
    shown
}

fn table_text(table: &Table) -> String {
    let names: Vec<String> = table.columns.iter().map(|column| escape::markdown(&column.name)).collect();
    let rules: Vec<&str> = table.columns.iter().map(|column| if column.is_number { "---:" } else { "---" }).collect();
    let mut text = format!("{}\n\n", escape::markdown(&table.caption));
    text.push_str(&format!("| {} |\n| {} |\n", names.join(" | "), rules.join(" | ")));
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(shown).collect();
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    text
}

/// Numbers and dates hold nothing that would have to be escaped.
fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => escape::markdown(text),
        other => other.shown(),
    }
}

fn methods(record: &Record) -> String {
    let mut text = String::new();
    for query in &record.queries {
        let asked = if query.query.query.is_empty() { "every article" } else { &query.query.query };
        let conditions = match conditions(query).as_str() {
            "" => String::new(),
            conditions => format!(" ({})", escape::markdown(conditions)),
        };
        text.push_str(&format!(
            "- **{}**: {}{conditions}: {}\n",
            escape::markdown(&query.name),
            escape::markdown(asked),
            articles_and_stories(query.articles, query.stories)
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_that_leads_to_no_web_address_is_its_text() {
        assert_eq!(
            prose(
                "a [good](https://a.example/) [*bad*](javascript:alert(1)) <javascript:x> ![p](data:x) é\n\n# [b](file:///x)\n"
            ),
            "a [good](https://a.example/) bad javascript:x p é\n\n# b\n"
        );
        assert_eq!(
            prose("[a\nb](javascript:x) <a href=\"javascript:y\">c</a>"),
            "a b &lt;a href=\"javascript:y\"&gt;c&lt;/a&gt;"
        );
        assert_eq!(prose("[b](HTTPS://a.example/)"), "[b](HTTPS://a.example/)");
        assert_eq!(prose("[a [b](javascript:x)](https://a.example/) *c*"), "[a b](https://a.example/) *c*");
    }
}
