//! A report as JSON.

use crate::error::{Error, Result};
use crate::output::json;
use crate::report::block::Block;
use crate::report::record::Record;
use crate::report::run::Report;
use serde::Serialize;

#[derive(Debug, Serialize)]
struct ReportRecord<'a> {
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    subtitle: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<&'a str>,
    language: &'a str,
    sections: Vec<SectionRecord<'a>>,
    record: &'a Record,
}

#[derive(Debug, Serialize)]
struct SectionRecord<'a> {
    title: &'a str,
    kind: &'a str,
    blocks: &'a [Block],
}

/// Renders a report.
pub fn render(report: &Report) -> Result<Vec<u8>> {
    let sections = report
        .sections
        .iter()
        .map(|section| SectionRecord { title: &section.title, kind: section.kind, blocks: &section.blocks })
        .collect();
    let record = ReportRecord {
        title: &report.title,
        subtitle: report.subtitle.as_deref(),
        author: report.author.as_deref(),
        language: &report.language,
        sections,
        record: &report.record,
    };
    let mut bytes = Vec::new();
    json::write_line(&record, &mut bytes).map_err(Error::Output)?;
    Ok(bytes)
}
