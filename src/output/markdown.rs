//! Hits and articles as Markdown, for notes and reports.

use crate::article::Article;
use crate::output::{escape, hits, wrap};
use crate::search::{Hit, Page, Passage};
use std::io::{self, Write};

/// Writes a page as a numbered list with quotations.
pub fn page(query: &str, page: &Page, writer: &mut dyn Write) -> io::Result<()> {
    let name = if query.trim().is_empty() { "All articles".to_owned() } else { escape::markdown(query) };
    writeln!(writer, "# {name}\n\n{}", hits::heading(page))?;
    page.hits.iter().try_for_each(|hit| self::hit(hit, writer))
}

/// Writes a hit as an item of a numbered list, after an empty line.
pub fn hit(hit: &Hit, writer: &mut dyn Write) -> io::Result<()> {
    let title = linked(&hit.article);
    writeln!(writer, "\n{}. **{title}**  \n   {}", hit.rank, particulars(&hit.article))?;
    for passage in &hit.passages {
        writeln!(writer, "\n   > {}", quotation(passage))?;
    }
    if let Some(line) = hits::copies(hit) {
        writeln!(writer, "\n   {}", escape::markdown(&line))?;
    }
    Ok(())
}

fn linked(article: &Article) -> String {
    let title = escape::markdown(&article.title);
    match article.url.as_deref().and_then(escape::markdown_address) {
        Some(address) => format!("[{title}]({address})"),
        None => title,
    }
}

fn particulars(article: &Article) -> String {
    let parts = [
        article.publisher.as_deref().map(escape::markdown),
        article.published.as_ref().map(|date| date.value.date_only().to_string()),
        article.section.as_deref().map(escape::markdown),
        Some(format!("`{}`", article.id)),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The passage on one line, with its matches in bold type.
fn quotation(passage: &Passage) -> String {
    let mut text = String::new();
    if !passage.begins_sentence {
        text.push_str("… ");
    }
    for run in wrap::runs(&passage.text, &passage.spans) {
        let escaped = escape::markdown(run.text);
        if escaped.is_empty() || run.text.starts_with(char::is_whitespace) {
            text.push(' ');
        }
        if run.is_marked {
            text.push_str(&format!("**{escaped}**"));
        } else {
            text.push_str(&escaped);
        }
        if !escaped.is_empty() && run.text.ends_with(char::is_whitespace) {
            text.push(' ');
        }
    }
    if !passage.ends_sentence {
        text.push_str(" …");
    }
    text
}

/// Writes a whole article.
pub fn article(article: &Article, writer: &mut dyn Write) -> io::Result<()> {
    writeln!(writer, "# {}\n", linked(article))?;
    if let Some(subtitle) = &article.subtitle {
        writeln!(writer, "*{}*\n", escape::markdown(subtitle))?;
    }
    if !article.authors.is_empty() {
        let authors: Vec<String> = article.authors.iter().map(|author| escape::markdown(author)).collect();
        writeln!(writer, "By {}\n", authors.join(", "))?;
    }
    writeln!(writer, "{}", particulars(article))?;
    for paragraph in article.body.split("\n\n") {
        let lines: Vec<String> = paragraph.lines().map(escape::markdown).collect();
        writeln!(writer, "\n{}", lines.join("  \n"))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::hits::tests::hostile_page;

    #[test]
    fn markup_of_documents_is_text() {
        let mut bytes = Vec::new();
        page("<q>", &hostile_page(), &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let expected = "# &lt;q&gt;\n\n3 articles; 2 to 2 follow\n\n2. **[\\=cmd() \\\\u{202e}title](https://a.example/%281%29)**  \n   \
                        `00000000000000ab`\n\n   > … \\=1+1 \\\\u{1b}\\[2J **export** control \\| \\*x\\* &lt;b&gt;\n";
        assert_eq!(text, expected);
    }
}
