//! Why an article came out as it did: every field with its candidates, for people and as JSON.

use crate::article::EntityOrigin;
use crate::extract::{Extraction, Verdict};
use crate::output::record::EntityRecord;
use crate::output::{escape, json};
use serde::Serialize;
use std::io::{self, Write};

/// Characters of a value that are shown to people.
const SHOWN: usize = 100;

#[derive(Debug, Serialize)]
struct Explanation<'a> {
    file: &'a str,
    verdict: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    warnings: &'a [String],
    candidates: Vec<Candidate<'a>>,
    names: &'a Recognition,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    entities: Vec<EntityRecord<'a>>,
}

/// In which language a text is, and whether names were looked for in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Recognition {
    /// BCP 47 tag; `None` if it is not known.
    pub language: Option<String>,
    /// Whether the model looked for names.
    pub recognised: bool,
}

impl Recognition {
    fn sentence(&self) -> String {
        let language = self.language.as_deref().unwrap_or("unknown");
        if self.recognised {
            return format!("language {language}: names recognised");
        }
        format!("language {language}: names not recognised; only those given by the source or a gazetteer are found")
    }
}

#[derive(Debug, Serialize)]
struct Candidate<'a> {
    field: &'a str,
    value: &'a str,
    source: &'a str,
    confidence: f32,
    chosen: bool,
}

fn verdict(extraction: &Extraction) -> &str {
    match &extraction.verdict {
        Verdict::Article => "article",
        Verdict::NotArticle(reason) => reason,
    }
}

/// Writes the evidence about one document as one JSON object.
pub fn json(file: &str, extraction: &Extraction, names: &Recognition, writer: &mut dyn Write) -> io::Result<()> {
    let candidates = extraction
        .evidence
        .iter()
        .map(|evidence| Candidate {
            field: evidence.field,
            value: &evidence.value,
            source: &evidence.source,
            confidence: evidence.confidence,
            chosen: evidence.chosen,
        })
        .collect();
    let explanation = Explanation {
        file,
        verdict: verdict(extraction),
        warnings: &extraction.warnings,
        candidates,
        names,
        entities: extraction.article.entities.iter().map(EntityRecord::from).collect(),
    };
    json::write_line(&explanation, writer)
}

/// Writes the evidence about one document for people: what was chosen first, what lost below it.
pub fn text(file: &str, extraction: &Extraction, names: &Recognition, writer: &mut dyn Write) -> io::Result<()> {
    writeln!(writer, "{}: {}", escape::terminal(file), verdict(extraction))?;
    for warning in &extraction.warnings {
        writeln!(writer, "  warning: {}", escape::terminal(warning))?;
    }
    let mut before = "";
    for evidence in &extraction.evidence {
        let name = if evidence.field == before { "" } else { evidence.field };
        before = evidence.field;
        let mark = if evidence.chosen { '*' } else { ' ' };
        let value: String = evidence.value.chars().take(SHOWN).collect::<String>().replace('\n', " ");
        writeln!(
            writer,
            "  {name:14} {mark} {:4.2}  {}  [{}]",
            evidence.confidence,
            escape::terminal(&value),
            escape::terminal(&evidence.source)
        )?;
    }
    writeln!(writer, "  {:14}         {}", "names", escape::terminal(&names.sentence()))?;
    for entity in &extraction.article.entities {
        let origin = match entity.origin {
            EntityOrigin::Source => "source",
            EntityOrigin::Recognised => "recognised",
        };
        let aliases =
            if entity.aliases.is_empty() { String::new() } else { format!(" ({})", entity.aliases.join(", ")) };
        let name = format!("{}{aliases}", entity.name);
        writeln!(
            writer,
            "  {:14} * {:4}  {}  [{origin}]",
            entity.kind.as_str(),
            entity.count,
            escape::terminal(&name)
        )?;
    }
    Ok(())
}
