//! Names of files: day, outlet and id in small letters, digits and hyphens.

use crate::article::Article;

/// Longest part that is taken from the outlet, in characters.
const OUTLET_LENGTH: usize = 30;

/// The name of an article's files, without an extension. It begins with a digit or `undated`, so it is no reserved name; it
/// ends with the id, so no two articles share one.
pub fn stem(article: &Article) -> String {
    let day = article.published.as_ref().map_or("undated".to_owned(), |date| date.value.date_only().to_string());
    let outlet = article.publisher.as_deref().map(plain).filter(|outlet| !outlet.is_empty());
    match outlet {
        Some(outlet) => format!("{day}-{outlet}-{}", article.id),
        None => format!("{day}-{}", article.id),
    }
}

/// Letters and digits of ASCII, with one hyphen for anything between them.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            plain.push(c.to_ascii_lowercase());
        } else if !plain.is_empty() && !plain.ends_with('-') && c != '\'' && c != '’' {
            plain.push('-');
        }
        if plain.len() >= OUTLET_LENGTH {
            break;
        }
    }
    plain.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::ArticleId;

    #[test]
    fn no_outlet_can_choose_where_its_article_is_written() {
        let name = |publisher: Option<&str>| {
            let publisher = publisher.map(str::to_owned);
            stem(&Article { id: ArticleId(0xab), publisher, ..Article::default() })
        };
        assert_eq!(name(Some("../../etc/passwd")), "undated-etc-passwd-00000000000000ab");
        assert_eq!(name(Some("C:\\CON")), "undated-c-con-00000000000000ab");
        assert_eq!(name(Some("The Reader's Gazette")), "undated-the-readers-gazette-00000000000000ab");
        assert_eq!(name(Some("人民日报")), "undated-00000000000000ab");
        assert_eq!(name(None), "undated-00000000000000ab");
        assert!(name(Some(&"x/".repeat(500))).len() < 80);
    }
}
