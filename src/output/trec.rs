//! A ranking as lines of a TREC run: query, `Q0`, article, rank, score, tag. What evaluation programs read.

use crate::output::json;
use crate::search::Ranked;
use std::io::{self, Write};

/// Name of the ranking in every line.
const TAG: &str = "morgue";

/// Writes the lines of one query. An article is named by the source's identifier of it; by its id, if it has none or one
/// that would break the line.
pub fn run(query: &str, ranked: &[Ranked<'_>], writer: &mut dyn Write) -> io::Result<()> {
    for (rank, article) in (1..).zip(ranked) {
        let is_one_column = |guid: &&str| !guid.contains(|c: char| c.is_whitespace() || c.is_control());
        let score = json::score(article.score);
        match article.guid.filter(is_one_column) {
            Some(guid) => writeln!(writer, "{query} Q0 {guid} {rank} {score} {TAG}")?,
            None => writeln!(writer, "{query} Q0 {} {rank} {score} {TAG}", article.id)?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::ArticleId;

    #[test]
    fn a_line_has_six_columns_whatever_the_name() {
        let named = |guid| Ranked { id: ArticleId(0xab), guid, score: 1.5 };
        let mut lines = Vec::new();
        run("q1", &[named(Some("AP-1")), named(Some("a b")), named(None)], &mut lines).unwrap();
        let expected = "q1 Q0 AP-1 1 1.5000 morgue\nq1 Q0 00000000000000ab 2 1.5000 morgue\nq1 Q0 00000000000000ab 3 1.5000 morgue\n";
        assert_eq!(String::from_utf8(lines).unwrap(), expected);
    }
}
