//! Offices, what narrows them, policy fields, parties, and the small words of Dutch names.
//!
//! Leaves out grammar. Closed lists are small enough to read; open classes are suffixes. Lists are
//! looked up by hash: every word of every page asks.

use std::sync::LazyLock;

use foldhash::{HashMap, HashMapExt as _, HashSet};

/// A closed list of words.
pub(super) struct List {
    words: LazyLock<(Endings, HashSet<&'static str>)>,
}

impl List {
    pub(super) fn contains(&self, word: &str) -> bool {
        let (endings, words) = &*self.words;
        endings.may_end(word) && words.contains(word)
    }
}

/// The last two letters of some words: what most other words are told from them by.
pub(super) struct Endings([bool; 1024]);

impl Endings {
    fn slot(word: &str) -> usize {
        match word.as_bytes() {
            [] => 0,
            [one] => usize::from(one & 31),
            [.., a, b] => usize::from(a & 31) << 5 | usize::from(b & 31),
        }
    }

    fn of<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let mut endings = Self([false; 1024]);
        words.for_each(|word| endings.0[Self::slot(word)] = true);
        endings
    }

    /// Whether one of the words ends like `word`.
    pub(super) fn may_end(&self, word: &str) -> bool {
        self.0[Self::slot(word)]
    }
}

/// Endings of the first words of offices, and of their suffixes.
pub(super) static ROLE_ENDINGS: LazyLock<Endings> = LazyLock::new(|| {
    let suffixes = ROLE_SUFFIXES.iter().flat_map(|(one, many)| [*one, *many]);
    Endings::of(ROLE_FORMS.keys().copied().chain(suffixes))
});

macro_rules! list {
    ($(#[$doc:meta])* $name:ident, $words:expr) => {
        $(#[$doc])*
        pub(super) static $name: List = List { words: LazyLock::new(|| (Endings::of($words.iter().copied()), $words.iter().copied().collect())) };
    };
}

/// Forms of offices to their singular, and whether the form is a plural; one word or the first of
/// several, longest first.
pub(super) static ROLE_FORMS: LazyLock<HashMap<&'static str, Vec<RoleForm>>> = LazyLock::new(|| {
    let mut forms: HashMap<&'static str, Vec<RoleForm>> = HashMap::new();
    for (one, many) in ROLES {
        for (form, plural) in [(*one, false), (*many, true)] {
            let words: Vec<&str> = form.split(' ').collect();
            forms.entry(words[0]).or_default().push(RoleForm { words, base: one, plural });
        }
    }
    for of in forms.values_mut() {
        of.sort_by_key(|form| std::cmp::Reverse(form.words.len()));
    }
    forms
});

/// A form of an office.
pub(super) struct RoleForm {
    pub(super) words: Vec<&'static str>,
    pub(super) base: &'static str,
    pub(super) plural: bool,
}

/// Offices and functions, singular, with plurals where they differ.
const ROLES: &[(&str, &str)] = &[
    ("gedeputeerde", "gedeputeerden"),
    ("wethouder", "wethouders"),
    ("burgemeester", "burgemeesters"),
    ("commissaris van de koning", "commissarissen van de koning"),
    ("commissaris van de koningin", "commissarissen van de koningin"),
    ("cdk", "cdk's"),
    ("gouverneur", "gouverneurs"),
    ("minister-president", "minister-presidenten"),
    ("minister", "ministers"),
    ("staatssecretaris", "staatssecretarissen"),
    ("premier", "premiers"),
    ("vicepremier", "vicepremiers"),
    ("dijkgraaf", "dijkgraven"),
    ("watergraaf", "watergraven"),
    ("heemraad", "heemraden"),
    ("hoogheemraad", "hoogheemraden"),
    ("lid dagelijks bestuur", "leden dagelijks bestuur"),
    ("bestuurder", "bestuurders"),
    ("voorzitter", "voorzitters"),
    ("vicevoorzitter", "vicevoorzitters"),
    ("voorzitster", "voorzitsters"),
    ("directeur", "directeuren"),
    ("directeur-generaal", "directeuren-generaal"),
    ("secretaris", "secretarissen"),
    ("secretaris-directeur", "secretarissen-directeur"),
    ("griffier", "griffiers"),
    ("ombudsman", "ombudsmannen"),
    ("regisseur", "regisseurs"),
    ("woordvoerder", "woordvoerders"),
    ("woordvoerster", "woordvoersters"),
    ("hoogleraar", "hoogleraren"),
    ("lector", "lectoren"),
    ("formateur", "formateurs"),
    ("informateur", "informateurs"),
    ("kwartiermaker", "kwartiermakers"),
    ("raadslid", "raadsleden"),
    ("statenlid", "statenleden"),
    ("kamerlid", "kamerleden"),
    ("kaderlid", "kaderleden"),
    ("fractievoorzitter", "fractievoorzitters"),
    ("schepen", "schepenen"),
    ("korpschef", "korpschefs"),
    ("teamchef", "teamchefs"),
    ("officier van justitie", "officieren van justitie"),
    ("initiatiefnemer", "initiatiefnemers"),
    ("initiatiefneemster", "initiatiefneemsters"),
    ("onderzoeker", "onderzoekers"),
    ("ondernemer", "ondernemers"),
    ("boswachter", "boswachters"),
    ("bewoner", "bewoners"),
    ("bewoonster", "bewoonsters"),
    ("sectorhoofd", "sectorhoofden"),
    ("afdelingshoofd", "afdelingshoofden"),
    ("arts", "artsen"),
    ("docent", "docenten"),
    ("rector", "rectoren"),
    ("medewerker", "medewerkers"),
    ("projectleider", "projectleiders"),
    ("onderhandelaar", "onderhandelaars"),
    ("commandant", "commandanten"),
    ("inspecteur", "inspecteurs"),
    ("inspecteur-generaal", "inspecteurs-generaal"),
    ("secretaris-generaal", "secretarissen-generaal"),
    ("adviseur", "adviseurs"),
    ("manager", "managers"),
    ("coördinator", "coördinatoren"),
    ("architect", "architecten"),
    ("deskundige", "deskundigen"),
    ("hoofdofficier van justitie", "hoofdofficieren van justitie"),
    ("officier", "officieren"),
    ("politiechef", "politiechefs"),
    ("wijkagent", "wijkagenten"),
    ("agent", "agenten"),
    ("rechter", "rechters"),
    ("inwoner", "inwoners"),
    ("inwoonster", "inwoonsters"),
    ("leerling", "leerlingen"),
    ("scholier", "scholieren"),
    ("student", "studenten"),
    ("studente", "studentes"),
    ("vrijwilliger", "vrijwilligers"),
    ("vrijwilligster", "vrijwilligsters"),
    ("huisarts", "huisartsen"),
    ("dierenarts", "dierenartsen"),
    ("eigenaar", "eigenaren"),
    ("eigenaresse", "eigenaressen"),
    ("penningmeester", "penningmeesters"),
    ("bestuurslid", "bestuursleden"),
    ("beheerder", "beheerders"),
    ("leerkracht", "leerkrachten"),
    ("trainer", "trainers"),
    ("kunstenaar", "kunstenaars"),
    ("kunstenares", "kunstenaressen"),
    ("ecoloog", "ecologen"),
    ("bioloog", "biologen"),
    ("archeoloog", "archeologen"),
    ("conservator", "conservatoren"),
    ("oprichter", "oprichters"),
    ("oprichtster", "oprichtsters"),
    ("hoofdredacteur", "hoofdredacteuren"),
    ("portefeuillehouder", "portefeuillehouders"),
    ("lid van gedeputeerde staten", "leden van gedeputeerde staten"),
    ("lid van het dagelijks bestuur", "leden van het dagelijks bestuur"),
];

/// Ends of functions that are an open class, singular and plural.
pub(super) const ROLE_SUFFIXES: &[(&str, &str)] = &[
    ("leider", "leiders"),
    ("manager", "managers"),
    ("adviseur", "adviseurs"),
    ("coördinator", "coördinatoren"),
    ("medewerker", "medewerkers"),
    ("gedeputeerde", "gedeputeerden"),
    ("wethouder", "wethouders"),
    ("voorzitter", "voorzitters"),
    ("bestuurder", "bestuurders"),
    ("directeur", "directeuren"),
    ("minister", "ministers"),
    ("secretaris", "secretarissen"),
    ("onderhandelaar", "onderhandelaars"),
    ("woordvoerder", "woordvoerders"),
    ("commissaris", "commissarissen"),
    ("inspecteur", "inspecteurs"),
    ("architect", "architecten"),
    ("deskundige", "deskundigen"),
    ("regisseur", "regisseurs"),
    ("beheerder", "beheerders"),
    ("werker", "werkers"),
    ("makelaar", "makelaars"),
    ("hoogleraar", "hoogleraren"),
    ("boswachter", "boswachters"),
    ("bewoner", "bewoners"),
    ("bewoonster", "bewoonsters"),
    ("houder", "houders"),
    ("kundige", "kundigen"),
    ("commandant", "commandanten"),
    ("verlener", "verleners"),
];

list! {
    /// Words and prefixes that narrow an office.
    MODIFIERS, &["demissionair", "waarnemend", "plaatsvervangend", "vlaams", "vlaamse", "verantwoordelijk", "kersvers", "oud", "loco", "algemeen", "nieuwe", "scheidend"]
}

list! {
    /// Words of policy fields; a portfolio is a run of them and of `en`, `&`.
    PORTFOLIO, &[
    "wonen", "zorg", "sport", "cultuur", "natuur", "milieu", "klimaat", "energie", "energietransitie", "financiën", "mobiliteit", "verkeer",
    "vervoer", "onderwijs", "jeugd", "jeugdzorg", "welzijn", "participatie", "duurzaamheid", "landbouw", "visserij", "voedselkwaliteit", "water",
    "economie", "economische", "zaken", "ruimtelijke", "ordening", "ruimte", "volkshuisvesting", "binnenlandse", "buitenlandse",
    "koninkrijksrelaties", "justitie", "veiligheid", "defensie", "handel", "ontwikkelingshulp", "ontwikkelingssamenwerking", "infrastructuur",
    "waterstaat", "volksgezondheid", "sociale", "sociaal", "domein", "werkgelegenheid", "wetenschap", "asiel", "migratie", "langdurige",
    "maatschappelijke", "ondersteuning", "primair", "voortgezet", "rechtsbescherming", "media", "erfgoed", "recreatie", "toerisme", "innovatie",
    "digitalisering", "personeel", "organisatie", "grondzaken", "armoede", "werk", "inkomen", "integratie", "inburgering", "dierenwelzijn",
    "vergunningverlening", "toezicht", "handhaving", "bestuur", "bestuurlijke", "vernieuwing", "openbare", "orde", "evenementen", "stikstof",
    "bodem", "arbeidsmarkt", "leefbaarheid", "leefomgeving", "openbaar", "groen", "afval", "emancipatie", "pensioenen", "circulaire",
    "plattelandsontwikkeling", "platteland", "waterveiligheid", "waterkwaliteit", "wegen", "dienstverlening", "burgerzaken", "kunst", "monumenten",
    "gezondheid", "gezin", "gelijke", "kansen", "fiscaliteit", "belastingdienst", "belastingen", "toeslagen", "hoger", "arbeid", "digitale",
]
}

list! {
    /// Parties, as they stand in parentheses behind a name.
    PARTIES, &[
    "vvd", "cda", "d66", "pvda", "groenlinks", "groenlinks-pvda", "gl-pvda", "sp", "christenunie", "cu", "sgp", "pvdd", "partij voor de dieren", "pvv", "bbb",
    "fvd", "denk", "volt", "ja21", "50plus", "nsc", "fnp", "pnl", "n-va", "cd&v", "open vld", "vooruit", "groen", "lokaal", "gl", "pvdaa",
]
}

list! {
    /// Small words inside surnames.
    INFIXES, &[
    "van", "de", "den", "der", "ter", "ten", "te", "het", "'t", "’t", "t", "in", "op", "el", "al", "bin", "ben", "la", "le", "du", "von", "zu",
    "aan", "da", "dos", "di", "ver", "'s",
]
}

list! {
    /// Titles and forms of address before a name.
    TITLES, &["drs.", "mr.", "ir.", "ing.", "dr.", "prof.", "dhr.", "mw.", "mevr.", "mevrouw", "meneer", "heer", "drs", "mr", "ir", "dr"]
}

list! {
    /// Capitalised words that begin sentences and bodies, not names.
    NOT_NAMES, &[
    "de", "het", "een", "dat", "dit", "deze", "die", "wij", "we", "ik", "hij", "zij", "ze", "u", "je", "er", "in", "op", "voor", "van", "volgens",
    "maar", "en", "ook", "met", "bij", "na", "om", "als", "toen", "nu", "zo", "door", "tijdens", "onder", "over", "tot", "uit", "aan", "naast",
    "daarnaast", "daarom", "vandaag", "gisteren", "morgen", "vanaf", "sinds", "hier", "daar", "wat", "wie", "hoe", "waarom", "wanneer", "alle",
    "veel", "meer", "geen", "niet", "onze", "ons", "hun", "haar", "zijn", "provincie", "gemeente", "waterschap", "hoogheemraadschap",
    "wetterskip", "ministerie", "stichting", "vereniging", "college", "raad", "staten", "rijk", "rijkswaterstaat", "politie", "kamer",
    "tweede", "eerste", "kabinet", "provinciale", "gedeputeerde", "europese", "nederland", "nederlandse", "vlaanderen", "vlaamse", "drenthe",
    "groningen", "friesland", "fryslân", "overijssel", "flevoland", "gelderland", "utrecht", "noord-holland", "zuid-holland", "zeeland",
    "noord-brabant", "brabant", "limburg", "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
    "november", "december", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag", "aldus", "foto", "bron", "stad",
    "unie", "bond", "vakbond", "werkgevers", "bonden", "locatie", "datum", "tijd",
]
}

list! {
    /// Words of `NOT_NAMES` that are surnames behind an infix: *Van der Meer*, *De Raad*.
    SURNAMES_TOO, &["meer", "rijk", "raad", "veel", "mei", "maart", "staten", "stad", "bond"]
}

list! {
    /// Given names that often are the second of two.
    GIVEN_NAMES, &[
    "Jan", "Willem", "Hendrik", "Pieter", "Peter", "Piet", "Paul", "Kees", "Johan", "Klaas", "Bas", "Bart", "Dirk", "Frans", "Gerrit", "Henk",
    "Jaap", "Joost", "Maarten", "Marie", "Maria", "Anne", "Anna", "Els", "Mieke", "Margreet", "Lou", "Louise", "Hein", "Hans", "Joep", "Karel",
    "Albert", "Bram", "Derk", "Evert", "Geert", "Gert", "Harm", "Jelle", "Joris", "Koen", "Lies", "Loes", "Miek", "Rob", "Ruud", "Sjoerd", "Teun",
    "Theo", "Tom", "Wim", "Wouter", "Fleur", "Claire", "Rose", "Sophie", "Lotte", "Fleur", "Ali", "Mohammed", "Berend", "Jacob", "Jakob", "Luuk",
]
}

list! {
    /// Bodies that speak without a person: the noun behind an article.
    BODIES, &[
    "provincie", "gemeente", "waterschap", "college", "ministerie", "kabinet", "politie", "raad", "regering", "bond", "bonden", "vakbond",
    "vakbonden", "vereniging", "stichting", "hoogheemraadschap", "inspectie", "omgevingsdienst", "veiligheidsregio", "unie", "provincies",
    "gemeenten", "waterschappen", "organisatie", "bestuur", "departement", "rijkswaterstaat", "rijksoverheid", "brandweer", "rekenkamer",
]
}
