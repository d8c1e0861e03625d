//! The query language at the command line: hit sets, warnings and errors of single queries.

use crate::support::{Folder, Run};
use serde_json::{Value, json};

/// An archive of texts, each named by its title.
fn archive(texts: &[(&str, &str)]) -> Folder {
    let folder = Folder::new();
    let line = |(title, body): &(&str, &str)| format!("{}\n", json!({"title": title, "body": body, "language": "en"}));
    folder.write("in.jsonl", texts.iter().map(line).collect::<String>());
    folder.morgue(["ingest", "in.jsonl", "--keep-all", "--no-entities", "--quiet"]).succeeds();
    folder
}

fn search(folder: &Folder, arguments: &[&str]) -> Run {
    let arguments = [&["search"], arguments].concat();
    folder.morgue(arguments)
}

fn count(folder: &Folder, arguments: &[&str]) -> String {
    search(folder, &[arguments, &["--count"]].concat()).stdout.trim().to_owned()
}

/// What is warned of, as a program gets it.
fn warnings(folder: &Folder, query: &str) -> Vec<String> {
    let run = search(folder, &["--format", "json", "--", query]);
    let page: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{run:?}"));
    let warnings = page["warnings"].as_array().cloned().unwrap_or_default();
    warnings.iter().map(|warning| warning.as_str().unwrap().to_owned()).collect()
}

#[test]
fn beside_operators_the_hits_do_not_depend_on_the_order() {
    let folder = archive(&[
        ("one", "The tariff was imposed in june."),
        ("two", "The tariff of june."),
        ("three", "Alpha town. Beta."),
        ("four", "Alpha and beta."),
        ("five", "The tariff stands."),
        ("six", "Town and beta."),
    ]);
    for (query, hits) in [
        ("tariff NOT imposed june", "1"),
        ("tariff AND NOT imposed june", "1"),
        ("alpha town AND beta", "1"),
        ("stands june OR alpha town", "1"),
        ("NOT (tariff june alpha)", "6"),
        ("tariff w/9 june imposed", "1"),
        ("tariff -(imposed june stands)", "3"),
    ] {
        assert_eq!(count(&folder, &[query]), hits, "{query}");
        assert_eq!(count(&folder, &[query, "--sort", "newest"]), hits, "{query}");
        let lines = folder.morgue(["export", query]).stdout.lines().count();
        assert_eq!(lines.to_string(), hits, "{query}");
    }
}

#[test]
fn signs_that_are_not_searched_are_told_and_fail_if_asked() {
    let folder = archive(&[
        ("one", "Written in C++ at AT&T for $5bn."),
        ("two", "The U.S. looks at us."),
        ("three", "Users at home in US towns."),
    ]);
    for (query, warning) in [
        ("C++", "`C++` is searched as `c`: signs are not indexed"),
        ("exact(C++)", "`C++` is searched as `c`: signs are not indexed"),
        ("\"AT&T\"", "`AT&T` is searched as `at` `t`, side by side: signs are not indexed"),
        ("$5bn", "`$5bn` is searched as `5bn`"),
        ("U.S.", "`U.S.` is searched as `us`: points are not indexed"),
    ] {
        let warned = warnings(&folder, query);
        assert!(warned.iter().any(|one| one.contains(warning)), "{query}: {warned:?}");
        let run = search(&folder, &["--strict", "--", query]);
        assert!(run.code == 2 && run.stderr.contains(warning), "{query}: {run:?}");
    }
    assert_eq!(count(&folder, &["U.S.*"]), "2");
    assert_eq!(count(&folder, &["allcaps(U.S.)"]), "2");
    search(&folder, &["AT&*"]).fails_saying("stands for a whole word, since `&` parts words");
}
