//! What labels in saved texts mean: keys of front matter and the words before a colon in header lines.
//!
//! Labels are compared in lower case, with `_` for spaces and hyphens. One table serves both uses, for people write
//! `Published: ...` above a text as they write `published:` in front matter.

/// What a labelled value says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Title,
    Subtitle,
    Authors,
    /// A date said to be that of publication.
    Published,
    /// A date that is said to be no more than a date.
    Date,
    Updated,
    Captured,
    Publisher,
    /// The outlet or the address, as the value shows.
    Source,
    Section,
    Keywords,
    Url,
    CanonicalUrl,
    Language,
}

/// Labels by meaning; keys of common clippers and site generators and header words of seven languages.
const LABELS: &[(Field, &[&str])] = &[
    (
        Field::Title,
        &["title", "headline", "titel", "überschrift", "schlagzeile", "titre", "título", "titulo", "titular", "titolo"],
    ),
    (
        Field::Subtitle,
        &[
            "subtitle",
            "description",
            "deck",
            "dek",
            "standfirst",
            "subheadline",
            "summary",
            "untertitel",
            "teaser",
            "sous_titre",
            "chapô",
            "subtítulo",
            "sottotitolo",
            "ondertitel",
        ],
    ),
    (
        Field::Authors,
        &[
            "author",
            "authors",
            "byline",
            "by",
            "creator",
            "written_by",
            "reporter",
            "autor",
            "autorin",
            "autoren",
            "von",
            "auteur",
            "auteurs",
            "par",
            "autora",
            "autores",
            "por",
            "autore",
            "autori",
            "door",
            "text",
        ],
    ),
    (
        Field::Published,
        &[
            "published",
            "publishdate",
            "publish_date",
            "pubdate",
            "pub_date",
            "published_at",
            "published_on",
            "posted",
            "posted_on",
            "first_published",
            "publication_date",
            "date_published",
            "datepublished",
            "published_date",
            "veröffentlicht",
            "veröffentlicht_am",
            "erschienen",
            "erschienen_am",
            "publié",
            "publié_le",
            "publicado",
            "publicado_el",
            "publicado_em",
            "publicada_el",
            "pubblicato",
            "pubblicato_il",
            "gepubliceerd",
            "gepubliceerd_op",
            "date_de_publication",
            "fecha_de_publicación",
            "data_de_publicação",
            "publicerad",
        ],
    ),
    (Field::Date, &["date", "datum", "fecha", "data", "day"]),
    (
        Field::Updated,
        &[
            "updated",
            "lastmod",
            "modified",
            "updated_at",
            "updated_on",
            "last_updated",
            "last_updated_on",
            "last_modified",
            "date_modified",
            "aktualisiert",
            "aktualisiert_am",
            "zuletzt_aktualisiert",
            "geändert_am",
            "stand",
            "mis_à_jour",
            "mis_à_jour_le",
            "mise_à_jour",
            "actualizado",
            "actualizado_el",
            "atualizado",
            "atualizado_em",
            "aggiornato",
            "aggiornato_il",
            "bijgewerkt",
            "bijgewerkt_op",
            "update",
        ],
    ),
    (
        Field::Captured,
        &[
            "captured",
            "saved",
            "accessed",
            "date_saved",
            "saved_on",
            "saved_at",
            "date_accessed",
            "accessed_on",
            "access_date",
            "retrieved",
            "retrieved_on",
            "clipped",
            "clipped_on",
            "date_added",
            "created",
            "abgerufen",
            "abgerufen_am",
            "gespeichert",
            "gespeichert_am",
            "consulté_le",
            "consultado_el",
            "consultato_il",
            "geraadpleegd_op",
        ],
    ),
    (
        Field::Publisher,
        &[
            "publisher",
            "publication",
            "site",
            "site_name",
            "sitename",
            "outlet",
            "newspaper",
            "zeitung",
            "journal",
            "medium",
            "periódico",
            "giornale",
            "jornal",
            "krant",
            "website",
        ],
    ),
    (
        Field::Source,
        &[
            "source",
            "quelle",
            "fuente",
            "fonte",
            "bron",
            "via",
            "source_name",
            "källa",
            "kilde",
            "źródło",
            "zdroj",
            "источник",
            "来源",
            "出典",
            "lähde",
            "kaynak",
        ],
    ),
    (
        Field::Section,
        &[
            "section",
            "category",
            "categories",
            "desk",
            "ressort",
            "rubrik",
            "rubrique",
            "sección",
            "sezione",
            "seção",
            "rubriek",
            "kategorie",
        ],
    ),
    (
        Field::Keywords,
        &[
            "tags",
            "keywords",
            "tag",
            "keyword",
            "topics",
            "schlagworte",
            "schlagwörter",
            "stichworte",
            "mots_clés",
            "etiquetas",
            "palabras_clave",
            "palavras_chave",
            "parole_chiave",
            "trefwoorden",
        ],
    ),
    (
        Field::Url,
        &[
            "url",
            "link",
            "source_url",
            "original",
            "original_url",
            "address",
            "permalink",
            "adresse",
            "read_more",
            "href",
        ],
    ),
    (Field::CanonicalUrl, &["canonical", "canonical_url", "canonicalurl"]),
    (Field::Language, &["lang", "language", "sprache", "langue", "idioma", "lingua", "taal"]),
];

/// What a label means, in any case and with spaces, hyphens or underscores.
pub(crate) fn field(label: &str) -> Option<Field> {
    let separated = |letter: char| {
        if matches!(letter, ' ' | '-') { '_' } else { letter }
    };
    let label: String = label.trim().chars().flat_map(char::to_lowercase).map(separated).collect();
    let (field, _) = LABELS.iter().find(|(_, labels)| labels.contains(&label.as_str()))?;
    Some(*field)
}

/// Splits `Label: value` where the label is known. The value may be empty.
pub(crate) fn labelled(line: &str) -> Option<(Field, &str)> {
    /// Longest label in bytes, with room for accents.
    const LONGEST: usize = 32;
    let colon = line.find([':', '：']).filter(|at| *at <= LONGEST)?;
    let (label, rest) = line.split_at(colon);
    let value = rest.trim_start_matches([':', '：']).trim();
    // `https://...` is an address, not a label.
    if value.starts_with("//") {
        return None;
    }
    field(label).map(|field| (field, value))
}

/// Splits `Published on 13 June 2026`: a known label of at most three words without a colon, the longest first.
pub(crate) fn leading_label(line: &str) -> Option<(Field, &str)> {
    let ends: Vec<usize> = line.match_indices(' ').map(|(at, _)| at).take(3).collect();
    ends.into_iter().rev().find_map(|end| {
        let (label, rest) = line.split_at_checked(end)?;
        field(label).map(|field| (field, rest.trim()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known_in_several_languages() {
        assert_eq!(labelled("Date: 2026-06-13"), Some((Field::Date, "2026-06-13")));
        assert_eq!(labelled("Veröffentlicht am: 13.6.2026"), Some((Field::Published, "13.6.2026")));
        assert_eq!(labelled("URL：https://example.org/"), Some((Field::Url, "https://example.org/")));
        assert_eq!(labelled("https://example.org/"), None);
        assert_eq!(labelled("He said: no"), None);
        assert_eq!(leading_label("Publié le 13 juin 2026"), Some((Field::Published, "13 juin 2026")));
        assert_eq!(leading_label("Nothing here"), None);
    }
}
