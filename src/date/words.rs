//! Words of dates in the languages of the archive's sources: names of months, connecting words, time zones.

/// The month a word names, 1 to 12; the word in lower case and without a full stop.
///
/// Full names and usual abbreviations in English, German, French, Spanish, Italian, Portuguese, Dutch, Danish, Norwegian,
/// Swedish, Finnish, Polish, Czech, Russian, Ukrainian, Turkish, Hungarian, Romanian, Catalan, Croatian, Greek and Indonesian.
pub(super) fn month(word: &str) -> Option<u32> {
    let month = match word {
        "january"
        | "jan"
        | "januar"
        | "jänner"
        | "jaenner"
        | "janvier"
        | "janv"
        | "enero"
        | "ene"
        | "gennaio"
        | "genn"
        | "gen"
        | "janeiro"
        | "januari"
        | "tammikuuta"
        | "tammikuu"
        | "styczeń"
        | "stycznia"
        | "leden"
        | "ledna"
        | "января"
        | "янв"
        | "січня"
        | "ocak"
        | "január"
        | "ianuarie"
        | "ian"
        | "gener"
        | "siječnja"
        | "ιανουαρίου"
        | "января́"
        | "январь" => 1,
        "february"
        | "feb"
        | "febr"
        | "februar"
        | "februari"
        | "février"
        | "fevrier"
        | "févr"
        | "fév"
        | "fevr"
        | "febrero"
        | "febbraio"
        | "febb"
        | "fevereiro"
        | "fev"
        | "helmikuuta"
        | "helmikuu"
        | "luty"
        | "lutego"
        | "únor"
        | "února"
        | "февраля"
        | "фев"
        | "лютого"
        | "şubat"
        | "február"
        | "februarie"
        | "febrer"
        | "feber"
        | "veljače"
        | "φεβρουαρίου"
        | "февраль" => 2,
        "march" | "mar" | "märz" | "maerz" | "mär" | "mrz" | "mars" | "marzo" | "março" | "marco" | "maart" | "mrt"
        | "marts" | "maaliskuuta" | "maaliskuu" | "marzec" | "marca" | "březen" | "března" | "марта" | "мар"
        | "березня" | "mart" | "március" | "martie" | "març" | "ožujka" | "μαρτίου" | "maret" | "март" => {
            3
        }
        "april" | "apr" | "avril" | "avr" | "abril" | "abr" | "aprile" | "huhtikuuta" | "huhtikuu" | "kwiecień"
        | "kwietnia" | "duben" | "dubna" | "апреля" | "апр" | "квітня" | "nisan" | "április" | "aprilie"
        | "travnja" | "απριλίου" | "апрель" => 4,
        "may" | "mai" | "mayo" | "maggio" | "magg" | "mag" | "maio" | "mei" | "maj" | "toukokuuta" | "toukokuu"
        | "maja" | "květen" | "května" | "мая" | "травня" | "mayıs" | "május" | "maig" | "svibnja" | "μαΐου"
        | "май" => 5,
        "june" | "jun" | "juni" | "juin" | "junio" | "giugno" | "giu" | "junho" | "kesäkuuta" | "kesäkuu"
        | "czerwiec" | "czerwca" | "červen" | "června" | "июня" | "июн" | "червня" | "haziran" | "június" | "iunie"
        | "juny" | "lipnja" | "ιουνίου" | "juno" | "июнь" => 6,
        "july" | "jul" | "juli" | "juillet" | "juil" | "julio" | "luglio" | "lug" | "julho" | "heinäkuuta"
        | "heinäkuu" | "lipiec" | "lipca" | "červenec" | "července" | "июля" | "июл" | "липня" | "temmuz"
        | "július" | "iulie" | "juliol" | "srpnja" | "ιουλίου" | "июль" => 7,
        "august" | "aug" | "août" | "aout" | "agosto" | "ago" | "ag" | "augustus" | "elokuuta" | "elokuu"
        | "sierpień" | "sierpnia" | "srpen" | "srpna" | "августа" | "авг" | "серпня" | "ağustos" | "augusztus"
        | "agost" | "kolovoza" | "αυγούστου" | "agustus" | "augusti" | "август" => 8,
        "september"
        | "sep"
        | "sept"
        | "septembre"
        | "septiembre"
        | "setiembre"
        | "settembre"
        | "sett"
        | "set"
        | "setembro"
        | "syyskuuta"
        | "syyskuu"
        | "wrzesień"
        | "września"
        | "září"
        | "сентября"
        | "сен"
        | "сент"
        | "вересня"
        | "eylül"
        | "szeptember"
        | "septembrie"
        | "setembre"
        | "rujna"
        | "σεπτεμβρίου"
        | "сентябрь" => 9,
        "october" | "oct" | "oktober" | "okt" | "octobre" | "octubre" | "ottobre" | "ott" | "outubro" | "out"
        | "lokakuuta" | "lokakuu" | "październik" | "października" | "paź" | "říjen" | "října" | "октября" | "окт"
        | "жовтня" | "ekim" | "október" | "octombrie" | "οκτωβρίου" | "октябрь" => 10,
        // "listopada" is October in Croatian but November in Polish, which is read far more often.
        "listopada" | "november" | "nov" | "novembre" | "noviembre" | "novembro" | "marraskuuta" | "marraskuu"
        | "listopad" | "listopadu" | "ноября" | "ноя" | "нояб" | "листопада" | "kasım" | "noiembrie" | "studenoga"
        | "studenog" | "νοεμβρίου" | "ноябрь" => 11,
        "december"
        | "dec"
        | "dezember"
        | "dez"
        | "décembre"
        | "decembre"
        | "déc"
        | "diciembre"
        | "dic"
        | "dicembre"
        | "dezembro"
        | "joulukuuta"
        | "joulukuu"
        | "grudzień"
        | "grudnia"
        | "prosinec"
        | "prosince"
        | "декабря"
        | "дек"
        | "грудня"
        | "aralık"
        | "decembrie"
        | "desembre"
        | "desember"
        | "prosinca"
        | "δεκεμβρίου"
        | "декабрь" => 12,
        _ => return None,
    };
    Some(month)
}

/// Words between the parts of a date: "3 de marzo de 2020", "3rd of March".
pub(super) fn joins(word: &str) -> bool {
    matches!(
        word,
        "de" | "del"
            | "of"
            | "di"
            | "den"
            | "d"
            | "the"
            | "st"
            | "nd"
            | "rd"
            | "th"
            | "er"
            | "o"
            | "º"
            | "ª"
            | "e"
            | "r"
            | "г"
    )
}

/// Words between a date and the time of day.
pub(super) fn introduces_time(word: &str) -> bool {
    matches!(
        word,
        "t" | "at"
            | "um"
            | "à"
            | "a"
            | "alle"
            | "ore"
            | "las"
            | "om"
            | "kl"
            | "klo"
            | "o"
            | "в"
            | "às"
            | "as"
            | "ab"
            | "uhr"
            | "time"
            | "godz"
            | "h"
            | "ora"
            | "the"
    )
}

/// Offset from UTC in minutes of a named time zone; names that mean several zones are not read.
pub(super) fn zone(word: &str) -> Option<i32> {
    let minutes = match word {
        "z" | "utc" | "gmt" | "wet" => 0,
        "cet" | "mez" => 60,
        "cest" | "mesz" | "eet" => 120,
        "eest" | "msk" => 180,
        "est" => -300,
        "edt" => -240,
        "cdt" => -300,
        "mst" => -420,
        "mdt" => -360,
        "pst" => -480,
        "pdt" => -420,
        "jst" | "kst" => 540,
        "aest" => 600,
        "aedt" => 660,
        "hkt" | "sgt" => 480,
        _ => return None,
    };
    Some(minutes)
}
