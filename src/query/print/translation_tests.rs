//! Queries of our dialect in the others: `translation.txt` beside this file.
//!
//! A row is a query text, then for each dialect how it is written there and, after `!`, what that
//! dialect cannot say.

use super::super::ast::Query;
use super::super::compare::in_stems;
use super::super::{Dialect, PartialDate, parse};
use super::translate;

const TABLE: &str = include_str!("translation.txt");

fn read(text: &str, dialect: Dialect) -> Query {
    let today = PartialDate::new(2024, Some(6), Some(15)).unwrap();
    parse(text, dialect, today).unwrap().query
}

fn row(text: &str) -> String {
    let query = read(text, Dialect::Morgue);
    let mut row = format!("{text}\n");
    for dialect in Dialect::ALL {
        let (written, warnings) = translate(&query, dialect);
        if dialect == Dialect::Morgue {
            continue;
        }
        row.push_str(&format!("    {:9} {written}", dialect.as_str()));
        row.truncate(row.trim_end().len());
        row.push('\n');
        for warning in warnings {
            row.push_str(&format!("        ! {warning}\n"));
        }
    }
    row
}

#[test]
fn every_operator_is_written_in_every_dialect_as_the_table_says() {
    let mut actual = String::new();
    for line in TABLE.lines() {
        if line.starts_with("    ") {
            continue;
        }
        if line.is_empty() || line.starts_with("# ") {
            actual.push_str(&format!("{line}\n"));
        } else {
            actual.push_str(&row(line));
        }
    }
    assert!(actual == TABLE, "the table would now be:\n{actual}");
}

#[test]
fn what_a_dialect_can_say_is_read_there_as_the_same_tree() {
    use Dialect::{Factiva, Lucene, Nexis, ProQuest};
    let rows: [(&str, &[Dialect]); 17] = [
        ("a AND b AND NOT c", &Dialect::ALL),
        ("(a OR b) AND (c OR d)", &Dialect::ALL),
        ("a OR (b AND c AND NOT (d OR e))", &Dialect::ALL),
        ("a w/5 b", &[Nexis, Factiva, ProQuest]),
        ("bank[*1]", &[Nexis, Factiva, ProQuest]),
        ("wom[*5]n", &[Factiva, ProQuest]),
        ("(a OR \"b c\") pre/3 (d OR e)", &[Nexis, Factiva, ProQuest]),
        ("(a w/5 b) pre/3 c", &[Nexis, Factiva, ProQuest]),
        ("(a AND b) w/5 c", &[Nexis, Factiva, ProQuest]),
        ("(a w/s b) not w/p c", &[Nexis]),
        ("atleast5(a)", &[Nexis, Factiva]),
        ("first50(a OR b)", &[Factiva]),
        ("title:(a OR b) AND byline:c", &Dialect::ALL),
        ("date:2024-05-01..2024-06-15 OR date:2025-01-01..", &Dialect::ALL),
        ("lang:de AND a", &Dialect::ALL),
        ("words>1000", &[Lucene, Nexis, Factiva]),
        ("singular(bank) OR caps(apple)", &[Nexis]),
    ];
    for (text, dialects) in rows {
        let query = read(text, Dialect::Morgue);
        for dialect in dialects {
            let (written, _) = translate(&query, *dialect);
            let again = Query { root: in_stems(read(&written, *dialect).root, *dialect) };
            assert_eq!(again, query, "{text} in {dialect}: {written}");
        }
    }
}
