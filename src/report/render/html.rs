//! A report as one page: no script, nothing loaded, readable in the dark, on paper and on a phone.

use super::{conditions, provenance};
use crate::error::Result;
use crate::output::escape;
use crate::output::figure::articles_and_stories;
use crate::output::html;
use crate::report::block::{Block, Cell, Table};
use crate::report::record::{HTML_BEGIN, HTML_END, Record};
use crate::report::run::{Report, Told};
use crate::search::{Hit, Passage};
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// Sections from which on there is a list of them.
const LISTED_FROM: usize = 4;

/// Renders a report.
pub fn render(report: &Report) -> Result<String> {
    let mut body = format!("<header>\n<h1>{}</h1>\n", html::text(&report.title));
    if let Some(subtitle) = &report.subtitle {
        body.push_str(&format!("<p><em>{}</em></p>\n", html::text(subtitle)));
    }
    if let Some(author) = &report.author {
        body.push_str(&format!("<p>{}</p>\n", html::text(author)));
    }
    body.push_str(&format!("<p class=\"facts\">{}</p>\n</header>\n", html::text(&provenance(&report.record))));
    body.push_str(&contents(&report.sections));
    for (number, section) in (1..).zip(&report.sections) {
        body.push_str(&format!("<section id=\"s{number}\">\n"));
        if !section.title.is_empty() {
            body.push_str(&format!("<h2>{}</h2>\n", html::text(&section.title)));
        }
        section.blocks.iter().for_each(|block| body.push_str(&write(block)));
        body.push_str("</section>\n");
    }
    body.push_str(&methods(&report.record));
    body.push_str(&format!("{HTML_BEGIN}{}{HTML_END}\n", report.record.for_html()?));
    Ok(html::document(&report.title, Some(&report.language), &body))
}

fn contents(sections: &[Told]) -> String {
    let titled: Vec<(usize, &Told)> = (1..).zip(sections).filter(|(_, section)| !section.title.is_empty()).collect();
    if titled.len() < LISTED_FROM {
        return String::new();
    }
    let items: String = titled
        .iter()
        .map(|(number, section)| format!("<li><a href=\"#s{number}\">{}</a></li>\n", html::text(&section.title)))
        .collect();
    format!("<nav aria-label=\"Contents\">\n<ol>\n{items}</ol>\n</nav>\n")
}

fn write(block: &Block) -> String {
    match block {
        Block::Prose(text) => prose(text),
        Block::Note(text) => format!("<p class=\"facts\">{}</p>\n", html::text(text)),
        Block::Warning(text) => format!("<p class=\"warning\">{}</p>\n", html::text(text)),
        Block::Hits(hits) => format!("<ol class=\"hits\">\n{}</ol>\n", hits.iter().map(hit).collect::<String>()),
        Block::Table(content) => table(content),
        // The drawing has its caption in it.
        Block::Chart { caption: _, svg, numbers } => {
            let numbers = numbers
                .as_ref()
                .map(table)
                .map(|table| format!("<details>\n<summary>The numbers</summary>\n{table}</details>\n"));
            format!("<figure>\n{svg}</figure>\n{}", numbers.unwrap_or_default())
        }
    }
}

/// What the author's Markdown may have beyond CommonMark.
pub(super) const MARKDOWN: Options =
    Options::ENABLE_TABLES.union(Options::ENABLE_FOOTNOTES).union(Options::ENABLE_STRIKETHROUGH);

/// The author's Markdown. HTML in it is shown as text, headings go below those of the sections, images become links.
fn prose(text: &str) -> String {
    let events = Parser::new_ext(text, MARKDOWN).filter_map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
        Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock) => None,
        Event::Start(Tag::Heading { level, id: _, classes, attrs }) => {
            Some(Event::Start(Tag::Heading { level: lower(level), id: None, classes, attrs }))
        }
        Event::End(TagEnd::Heading(level)) => Some(Event::End(TagEnd::Heading(lower(level)))),
        Event::Start(Tag::Image { dest_url, link_type, title, id } | Tag::Link { dest_url, link_type, title, id }) => {
            Some(Event::Start(Tag::Link { link_type, dest_url: target(dest_url), title, id }))
        }
        Event::End(TagEnd::Image) => Some(Event::End(TagEnd::Link)),
        other => Some(other),
    });
    let mut page = String::new();
    pulldown_cmark::html::push_html(&mut page, events);
    page.replace("<table>", "<div class=\"wide\"><table>").replace("</table>", "</table></div>")
}

fn lower(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H3,
        HeadingLevel::H2 => HeadingLevel::H4,
        HeadingLevel::H3 => HeadingLevel::H5,
        _ => HeadingLevel::H6,
    }
}

/// Where a link of the author's may lead: the web, mail, or a place in the page.
pub(super) fn may_lead_to(address: &str) -> bool {
    let is_mail = address.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("mailto:"));
    is_mail || address.starts_with('#') || escape::is_web_address(address)
}

fn target(address: CowStr<'_>) -> CowStr<'_> {
    if may_lead_to(&address) { address } else { CowStr::Borrowed("#") }
}

fn hit(hit: &Hit) -> String {
    let article = &hit.article;
    let title = if article.title.is_empty() { "(no title)" } else { &article.title };
    let heading = match article.url.as_deref().and_then(html::address) {
        Some(target) => {
            format!("<a href=\"{target}\" rel=\"noreferrer\">{}</a>", html::marked(title, &hit.title_spans))
        }
        None => html::marked(title, &hit.title_spans),
    };
    let authors = (!article.authors.is_empty()).then(|| html::isolated(&article.authors.join(", ")));
    let dated = article.published.as_ref().map_or("no date".to_owned(), |date| date.value.date_only().to_string());
    let parts = [
        authors,
        article.publisher.as_deref().map(html::isolated),
        Some(dated),
        article.section.as_deref().map(html::isolated),
        article.incomplete.map(|why| why.as_str().to_owned()),
        Some(format!("<code>{}</code>", article.id)),
    ];
    let facts: Vec<String> = parts.into_iter().flatten().collect();
    let mut item = format!(
        "<li value=\"{}\"><h3 dir=\"auto\">{heading}</h3>\n<p class=\"facts\">{}</p>\n",
        hit.rank,
        facts.join(" · ")
    );
    let language = article.language.as_deref();
    hit.passages.iter().for_each(|passage| item.push_str(&quotation(passage, language)));
    item.push_str(&copies(hit));
    item.push_str("</li>\n");
    item
}

fn quotation(passage: &Passage, language: Option<&str>) -> String {
    let language = language.map_or(String::new(), |language| format!(" lang=\"{}\"", html::text(language)));
    let before = if passage.begins_sentence { "" } else { "… " };
    let after = if passage.ends_sentence { "" } else { " …" };
    format!(
        "<blockquote{language}><p dir=\"auto\">{before}{}{after}</p></blockquote>\n",
        html::marked(&passage.text, &passage.spans)
    )
}

/// The other articles that tell the same story.
fn copies(hit: &Hit) -> String {
    if hit.copies.is_empty() {
        return String::new();
    }
    let names: Vec<String> = hit
        .copies
        .iter()
        .map(|copy| {
            let outlet = copy.publisher.as_deref().unwrap_or("an unnamed outlet");
            let day = copy.published.map_or("no date".to_owned(), |date| date.to_string());
            format!("{} ({day}, <code>{}</code>)", html::isolated(outlet), copy.id)
        })
        .collect();
    format!("<p class=\"facts\">The same story: {}</p>\n", names.join("; "))
}

fn table(table: &Table) -> String {
    let class = |is_number: bool| if is_number { " class=\"number\"" } else { "" };
    let class_of = |cell: &Cell| match cell {
        Cell::Text(_) | Cell::Empty => "",
        Cell::Day(_) => " class=\"day\"",
        Cell::Count(_) | Cell::Share(_) | Cell::Number(_) => class(true),
    };
    let mut page =
        format!("<div class=\"wide\"><table>\n<caption>{}</caption>\n<thead><tr>", html::text(&table.caption));
    for column in &table.columns {
        page.push_str(&format!("<th scope=\"col\"{}>{}</th>", class(column.is_number), html::text(&column.name)));
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        page.push_str("<tr>");
        for cell in row {
            let shown = match cell {
                Cell::Text(text) => html::isolated(text),
                other => html::text(&other.shown()),
            };
            page.push_str(&format!("<td{}>{shown}</td>", class_of(cell)));
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</tbody>\n</table></div>\n");
    page
}

fn methods(record: &Record) -> String {
    let mut page = String::from("<section id=\"method\">\n<h2>How this was found</h2>\n");
    page.push_str(&format!(
        "<p>{} Articles that are copies of one story count as one story. The page carries its search record: \
         <code>morgue report verify</code> runs it again and says what changed.</p>\n<dl>\n",
        html::text(&provenance(record))
    ));
    for query in &record.queries {
        let asked = match query.query.query.as_str() {
            "" => "every article".to_owned(),
            text => format!("<code>{}</code>", html::text(text)),
        };
        let conditions = match conditions(query).as_str() {
            "" => String::new(),
            conditions => format!(" ({})", html::text(conditions)),
        };
        page.push_str(&format!(
            "<dt>{}</dt>\n<dd>{asked}{conditions}: {}</dd>\n",
            html::text(&query.name),
            articles_and_stories(query.articles, query.stories)
        ));
    }
    page.push_str("</dl>\n</section>\n");
    page
}
