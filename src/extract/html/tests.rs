//! Whole pages, small and self-written, through the whole extractor.

use super::boilerplate::Boilerplate;
use super::{extract, extract_text};
use crate::article::{EntityKind, Incomplete};
use crate::extract::{Extraction, Options, Verdict};

const FIRST: &str = "The ferry between Oban and Mull resumed its service on Wednesday morning, two days after a storm had closed the harbour.";
const SECOND: &str = "The operator said that all sailings would run to timetable until the end of March, and thanked passengers for their patience.";

fn read(page: &str) -> Extraction {
    extract_text(page, &Options::default())
}

fn body_of(inside: &str) -> String {
    read(&format!("<html lang=en><title>Ferry resumes</title><body><h1>Ferry resumes</h1>{inside}")).article.body
}

fn paragraphs() -> String {
    format!("<p>{FIRST}</p>\n<p>{SECOND}</p>")
}

fn whole() -> String {
    format!("{FIRST}\n\n{SECOND}")
}

#[test]
fn fields_come_from_the_best_evidence() {
    let page = format!(
        r##"<!DOCTYPE html><html lang="en-GB"><head><title>Ferry resumes | The Harbour Post</title>
        <link rel="canonical" href="https://post.example/2021/02/03/ferry">
        <meta property="og:title" content="Ferry resumes"><meta property="og:site_name" content="The Harbour Post">
        <script type="application/ld+json">{{"@context":"https://schema.org","@graph":[{{"@type":"NewsArticle","headline":"Ferry resumes",
        "datePublished":"2021-02-03T08:15:00+01:00","dateModified":"2021-02-04T09:00:00+01:00","author":[{{"@type":"Person","name":"Jo Doe"}},{{"@type":"Person","name":"Ann Roe"}}],
        "publisher":{{"@type":"Organization","name":"The Harbour Post"}},"articleSection":"Travel","keywords":"ferry, storm",
        "about":[{{"@type":"Place","name":"Mull"}}]}}]}}</script></head>
        <body><nav><a href=/>Home</a></nav><article><h1>Ferry resumes</h1><div class="article-body">{}</div></article>
        <footer>Copyright The Harbour Post</footer></body></html>"##,
        paragraphs()
    );
    let Extraction { article, verdict, .. } = read(&page);
    assert_eq!(verdict, Verdict::Article);
    assert_eq!(article.title, "Ferry resumes");
    assert_eq!(article.body, whole());
    assert_eq!(article.authors, ["Jo Doe", "Ann Roe"]);
    assert_eq!(article.publisher.as_deref(), Some("The Harbour Post"));
    assert_eq!(article.section.as_deref(), Some("Travel"));
    assert_eq!(article.keywords, ["ferry", "storm"]);
    assert_eq!(article.canonical_url.as_deref(), Some("https://post.example/2021/02/03/ferry"));
    assert_eq!(article.url, article.canonical_url);
    assert_eq!(article.language.as_deref(), Some("en"));
    let published = article.published.unwrap();
    assert_eq!(published.value.to_string(), "2021-02-03T08:15:00+01:00");
    assert!(published.confidence > 0.8);
    assert_eq!(article.updated.unwrap().value.to_string(), "2021-02-04T09:00:00+01:00");
    assert_eq!(
        article.entities.first().map(|entity| (entity.name.as_str(), entity.kind)),
        Some(("Mull", EntityKind::Place))
    );
    assert_eq!(article.incomplete, None);
}

#[test]
fn evidence_names_losers_and_winners() {
    let options = Options { explain: true, ..Options::default() };
    let page = format!(
        "<title>Ferry resumes</title><meta name=date content=2021-02-03><h1>Ferry resumes</h1><span class=date>4 February 2021</span>{}",
        paragraphs()
    );
    let evidence = extract_text(&page, &options).evidence;
    let dates: Vec<_> = evidence.iter().filter(|evidence| evidence.field == "published").collect();
    assert!(dates.iter().any(|evidence| evidence.chosen) && dates.iter().any(|evidence| !evidence.chosen));
    assert!(evidence.iter().any(|evidence| evidence.field == "title" && evidence.source == "h1"));
    assert!(extract_text(&page, &Options::default()).evidence.is_empty());
}

#[test]
fn a_kicker_line_is_not_the_title() {
    let page = format!(
        "<title>Ferry resumes - Post</title><meta property=og:title content='Ferry resumes'><h1><span class=kicker>Exclusive</span> Ferry resumes</h1>{}",
        paragraphs()
    );
    assert_eq!(read(&page).article.title, "Ferry resumes");
}

#[test]
fn the_name_of_the_site_is_not_the_title() {
    let page = format!(
        "<title>Ferry resumes | Harbour Post</title><meta property=og:site_name content='Harbour Post'><h1>Harbour Post</h1><h2>Ferry resumes</h2>{}",
        paragraphs()
    );
    assert_eq!(read(&page).article.title, "Ferry resumes");
}

#[test]
fn what_stands_around_the_text_is_left_out() {
    let inside = format!(
        "<div class=byline>By Jo Doe</div><div class=story><p>{FIRST}</p>
        <figure><img><figcaption>The ferry in the harbour of Oban on a sunny day last year.</figcaption></figure>
        <p><a href=/other>READ MORE: Another ferry, another storm, another harbour</a></p>
        <div class='related-links'><p>Another story about harbours that has nothing to do with this one at all.</p></div>
        <p>{SECOND}</p><div class=newsletter><p>Sign up to get the best stories of the week, every week, for free.</p></div></div>
        <div id=comments><p>I was on that ferry and it was late, as always, but the crew were kind to us all.</p></div>"
    );
    assert_eq!(body_of(&inside), whole());
}

#[test]
fn comments_longer_than_the_article_are_not_the_article() {
    let comment =
        "<p>I have been on that ferry many times, and every single time it was late, but the crew were kind to us.</p>";
    let inside =
        format!("<div class=post>{}</div><section class='comment-list'>{}</section>", paragraphs(), comment.repeat(30));
    assert_eq!(body_of(&inside), whole());
}

#[test]
fn the_story_under_the_headline_wins_over_a_longer_one_beside_it() {
    let other =
        "<p>Another story that is much longer than the one that the reader wanted to read on this page, really.</p>"
            .repeat(9);
    let page = format!(
        "<title>Ferry resumes</title><article><h1>Ferry resumes</h1>{}</article><article><h2>Other</h2>{other}</article>",
        paragraphs()
    );
    assert_eq!(read(&page).article.body, whole());
}

#[test]
fn a_story_in_several_containers_is_read_whole() {
    let inside = format!(
        "<main><div class=a><p>{FIRST}</p></div><div class=gap></div><div class=b><p>{SECOND}</p></div></main>"
    );
    assert_eq!(body_of(&inside), whole());
}

#[test]
fn lists_tables_and_line_breaks_keep_their_form() {
    let inside = format!(
        "<div class=article-body><p>{FIRST}</p><ul><li>First sailing at six in the morning.<li>Last sailing at nine at night.</ul>
        <table><tr><th>Port</th><th>Hour</th></tr><tr><td>Oban</td><td>6</td></tr></table><p>Roses are red,<br>violets are blue.</p><p>{SECOND}</p></div>"
    );
    let expected = format!(
        "{FIRST}\n\nFirst sailing at six in the morning.\n\nLast sailing at nine at night.\n\nPort | Hour\n\nOban | 6\n\nRoses are red,\nviolets are blue.\n\n{SECOND}"
    );
    assert_eq!(body_of(&inside), expected);
}

#[test]
fn words_joined_by_markup_stay_joined_and_parted_ones_parted() {
    let inside = format!(
        "<p>{FIRST}</p><p>The <b>har</b>bour <i>of</i> <a href=x>Oban</a>, it is said, was closed for two days by the storm.</p>"
    );
    assert!(body_of(&inside).contains("The harbour of Oban, it is said"));
}

#[test]
fn pages_that_are_no_article_are_recognised() {
    let teaser = "<article><h2><a href=/a>A headline of some story or other</a></h2><p>A summary of the story in one sentence, with a full stop at its end.</p></article>";
    let link = "<li><a href=/x>Some link to somewhere else</a></li>";
    for (page, reason) in [
        ("".to_owned(), "no text"),
        ("<title>404 - Page not found</title><h1>Page not found</h1><p>The page you asked for is gone. Try the home page.</p>".to_owned(), "error page"),
        ("<title>Just a moment...</title><p>Checking your browser before accessing the site. Please enable JavaScript.</p>".to_owned(), "access wall"),
        (
            "<title>Before you read</title><div><p>We and our partners store cookies on your device and process personal data, with your consent. See our privacy policy, or accept all.</p></div>".to_owned(),
            "consent wall",
        ),
        (format!("<title>News</title><meta property=og:url content='https://post.example/'><meta property=og:type content=website>{}", teaser.repeat(12)), "section front"),
        (format!("<title>Search results for ferry</title><body class=search-results><ul>{}</ul>", link.repeat(20)), "search page"),
        (format!("<title>Pictures</title><h1>Pictures</h1>{}", "<img src=a>".repeat(20)), "gallery without text"),
        ("<title>App</title><div id=root></div><script>render()</script>".to_owned(), "no text"),
    ] {
        assert_eq!(read(&page).verdict, Verdict::NotArticle(reason), "{page:.80}");
    }
}

#[test]
fn paid_and_cut_texts_are_marked() {
    let data = r#"<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ferry resumes","isAccessibleForFree":false}</script>"#;
    let page = format!("{data}<title>Ferry resumes</title><h1>Ferry resumes</h1>{}", paragraphs());
    assert_eq!(read(&page).article.incomplete, Some(Incomplete::Paywall));
    let page = format!(
        "<title>Ferry resumes</title><h1>Ferry resumes</h1><p>{FIRST}</p><p>The operator said that all sailings would run [...]</p>"
    );
    assert_eq!(read(&page).article.incomplete, Some(Incomplete::Truncated));
    let page = format!(
        "<title>Ferry resumes</title><h1>Ferry resumes</h1><p>{FIRST}</p><p>Subscribe to continue reading this article.</p>"
    );
    assert_eq!(read(&page).article.incomplete, Some(Incomplete::Paywall));
}

#[test]
fn a_text_only_in_json_ld_is_read_from_there() {
    let page = r#"<title>Mayor resigns</title><script type="application/ld+json">{"@type":"NewsArticle","headline":"Mayor resigns","articleBody":"The mayor resigned on Tuesday. A successor is to be elected in June."}</script><div id=root></div>"#;
    let Extraction { article, verdict, .. } = read(page);
    assert_eq!(article.body, "The mayor resigned on Tuesday. A successor is to be elected in June.");
    assert_eq!(verdict, Verdict::Article);
}

#[test]
fn a_saved_page_knows_where_and_when_it_was_saved() {
    let note = "<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n url: https://post.example/ferry \n saved date: Mon Feb 15 2021 10:00:00 GMT+0100 (CET)\n-->";
    let page = format!("{note}<title>Ferry resumes</title><h1>Ferry resumes</h1>{}", paragraphs());
    let article = read(&page).article;
    assert_eq!(article.url.as_deref(), Some("https://post.example/ferry"));
    assert_eq!(article.captured.map(|date| date.value.to_string()).as_deref(), Some("2021-02-15T10:00:00+01:00"));
    assert_eq!(article.published, None);
    let outside = Options { url: Some("https://archive.example/x"), ..Options::default() };
    assert_eq!(extract_text(&page, &outside).article.url.as_deref(), Some("https://archive.example/x"));
}

#[test]
fn boilerplate_of_the_host_is_dropped_but_not_the_article() {
    let about =
        "The Harbour Post is an independent paper owned by its readers and has been printed since the year 1921.";
    let page = format!("<title>Ferry resumes</title><h1>Ferry resumes</h1>{}<p>{about}</p>", paragraphs());
    let mut learned = Boilerplate::default();
    let options = Options { url: Some("https://www.post.example/ferry"), ..Options::default() };
    for title in ["One", "Two", "Three"] {
        learned.add("post.example", title, about);
    }
    let with = Options { boilerplate: Some(&learned), ..options };
    assert!(extract_text(&page, &options).article.body.ends_with(about));
    assert_eq!(extract_text(&page, &with).article.body, whole());
    let elsewhere = Options { url: Some("https://other.example/ferry"), ..with };
    assert!(extract_text(&page, &elsewhere).article.body.ends_with(about));
    for title in ["One", "Two", "Three"] {
        learned.add("post.example", title, &whole());
    }
    let with = Options { boilerplate: Some(&learned), ..options };
    assert!(extract_text(&page, &with).article.body.starts_with(FIRST));
}

#[test]
fn the_declared_encoding_is_followed() {
    let page = "<meta charset=windows-1251><title>Мост открыли</title><h1>Мост открыли</h1><p>В понедельник открыли движение по мосту через Волгу после долгого ремонта, сообщили власти города.</p>";
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(page);
    assert_eq!(extract(&bytes, &Options::default()).article.title, "Мост открыли");
}

#[test]
fn nul_bytes_do_not_cut_the_text() {
    let page = format!("<title>Ferry</title><h1>Ferry</h1><p>{FIRST}\0 More\0words.</p>");
    assert!(read(&page).article.body.ends_with("More words."));
}

#[test]
fn line_ends_of_all_systems_are_read_alike() {
    let page =
        format!("<title>Ferry</title><h1>Ferry</h1><p>{FIRST}</p>\n<pre>one\ntwo</pre>\n<p title='a\nb'>{SECOND}</p>");
    let expected = read(&page).article.body;
    for end in ["\r\n", "\r"] {
        assert_eq!(read(&page.replace('\n', end)).article.body, expected);
    }
}

#[test]
fn hostile_pages_are_read_in_a_small_stack() {
    let text = paragraphs();
    let pages = [
        format!("{}{text}", "<div>".repeat(20_000)),
        format!("{}{text}", "<ul><li>".repeat(10_000)),
        format!("{}{text}", "<table><tr><td>".repeat(2_000)),
        format!("{}{text}", "<b><i><font color=red>".repeat(5_000)),
        format!("<div {}>{text}</div>", "data-a=b ".repeat(50_000)),
        format!("<script>{}</script>{text}", "x".repeat(2_000_000)),
        format!("{text}{}", "<a href=x>link</a>".repeat(20_000)),
        "<noscript>".repeat(20_000),
        "<!--".repeat(20_000),
        "<".repeat(100_000),
        format!("{text}<p title=\""),
    ];
    let thread = std::thread::Builder::new().stack_size(512 * 1024).spawn(move || {
        pages.iter().map(|page| read(page).article.body.contains("ferry")).filter(|found| *found).count()
    });
    assert_eq!(thread.unwrap().join().unwrap(), 8);
}
