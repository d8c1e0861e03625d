//! News agencies and the forms in which they are credited.

/// An agency: its name in answers, and the forms in which it is credited, as written.
pub(super) struct Agency {
    pub name: &'static str,
    pub forms: &'static [&'static str],
}

const fn agency(name: &'static str, forms: &'static [&'static str]) -> Agency {
    Agency { name, forms }
}

/// Agencies with longer forms before those whose forms are part of them.
pub(super) const AGENCIES: &[Agency] = &[
    agency("AP", &["AP", "The Associated Press", "Associated Press"]),
    agency("Reuters", &["Reuters", "REUTERS", "Thomson Reuters"]),
    agency("AFP", &["AFP", "Agence France-Presse", "Agence France Presse"]),
    agency("dpa-AFX", &["dpa-AFX", "DPA-AFX", "AFX"]),
    agency("dpa", &["dpa", "DPA", "Deutsche Presse-Agentur", "Deutsche Presse Agentur"]),
    agency("Europa Press", &["Europa Press", "EUROPA PRESS"]),
    agency("EFE", &["EFE", "Agencia EFE", "Efe"]),
    agency("ANSA", &["ANSA", "Ansa", "Agenzia ANSA"]),
    agency("Adnkronos", &["Adnkronos", "ADNKRONOS"]),
    agency("AGI", &["AGI", "Agenzia Italia"]),
    agency("PA", &["PA", "PA Media", "Press Association", "The Press Association", "PA news agency"]),
    agency("Bloomberg", &["Bloomberg", "Bloomberg News", "BLOOMBERG", "Bloomberg L.P."]),
    agency("UPI", &["UPI", "United Press International"]),
    agency(
        "The Canadian Press",
        &["The Canadian Press", "Canadian Press", "THE CANADIAN PRESS", "La Presse canadienne", "CP"],
    ),
    agency("AAP", &["AAP", "Australian Associated Press"]),
    agency("Xinhua", &["Xinhua", "XINHUA", "新华社"]),
    agency("Kyodo", &["Kyodo", "Kyodo News", "KYODO", "共同"]),
    agency("Jiji", &["Jiji", "Jiji Press", "JIJI", "時事"]),
    agency("Yonhap", &["Yonhap", "YONHAP", "Yonhap News Agency", "연합뉴스"]),
    agency("TASS", &["TASS", "ITAR-TASS", "ТАСС"]),
    agency("RIA Novosti", &["RIA Novosti", "РИА Новости"]),
    agency("Interfax", &["Interfax", "INTERFAX", "Интерфакс"]),
    agency("Anadolu", &["Anadolu Agency", "Anadolu Ajansı", "Anadolu", "AA"]),
    agency("PTI", &["PTI", "Press Trust of India"]),
    agency("ANI", &["ANI", "Asian News International"]),
    agency("IANS", &["IANS", "Indo-Asian News Service"]),
    agency("APA", &["APA", "Austria Presse Agentur"]),
    agency("Keystone-SDA", &["Keystone-SDA", "Keystone-ATS", "SDA", "sda", "ATS", "ats", "awp"]),
    agency("epd", &["epd", "Evangelischer Pressedienst"]),
    agency("KNA", &["KNA", "Katholische Nachrichten-Agentur"]),
    agency("SID", &["SID", "Sport-Informations-Dienst"]),
    agency("Belga", &["Belga", "BELGA"]),
    agency("ANP", &["ANP"]),
    agency("Ritzau", &["Ritzau", "RITZAU"]),
    agency("NTB", &["NTB"]),
    agency("TT", &["TT", "TT-AFP", "TT-Reuters"]),
    agency("STT", &["STT"]),
    agency("PAP", &["PAP", "Polska Agencja Prasowa"]),
    agency("ČTK", &["ČTK", "CTK", "ctk", "čtk"]),
    agency("MTI", &["MTI"]),
    agency("Lusa", &["Lusa", "LUSA"]),
    agency("Agência Brasil", &["Agência Brasil"]),
    agency("Notimex", &["Notimex", "NOTIMEX"]),
    agency("Télam", &["Télam", "TELAM"]),
    agency("GNS", &["Gannett News Service"]),
    agency("Tribune News Service", &["Tribune News Service", "Tribune Content Agency", "McClatchy-Tribune"]),
    agency("PR Newswire", &["PR Newswire", "PRNewswire"]),
    agency("Business Wire", &["Business Wire", "BUSINESS WIRE"]),
    agency("GlobeNewswire", &["GlobeNewswire", "GLOBE NEWSWIRE"]),
];
