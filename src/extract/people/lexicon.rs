//! Offices, what narrows them, policy fields, parties, and the small words of Dutch names.
//!
//! Leaves out grammar. Closed lists are small enough to read; open classes are suffixes.

/// Offices and functions, singular, with plurals where they differ.
pub(super) const ROLES: &[(&str, &str)] = &[
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
];

/// Words and prefixes that narrow an office.
pub(super) const MODIFIERS: &[&str] =
    &["demissionair", "waarnemend", "plaatsvervangend", "vlaams", "vlaamse", "verantwoordelijk", "kersvers", "oud", "loco", "algemeen", "nieuwe", "scheidend"];

/// Words of policy fields; a portfolio is a run of them and of `en`, `&`.
pub(super) const PORTFOLIO: &[&str] = &[
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
];

/// Parties, as they stand in parentheses behind a name.
pub(super) const PARTIES: &[&str] = &[
    "vvd", "cda", "d66", "pvda", "groenlinks", "groenlinks-pvda", "gl-pvda", "sp", "christenunie", "cu", "sgp", "pvdd", "partij voor de dieren", "pvv", "bbb",
    "fvd", "denk", "volt", "ja21", "50plus", "nsc", "fnp", "pnl", "n-va", "cd&v", "open vld", "vooruit", "groen", "lokaal", "gl", "pvdaa",
];

/// Small words inside surnames.
pub(super) const INFIXES: &[&str] = &[
    "van", "de", "den", "der", "ter", "ten", "te", "het", "'t", "’t", "t", "in", "op", "el", "al", "bin", "ben", "la", "le", "du", "von", "zu",
    "aan", "da", "dos", "di", "ver", "'s",
];

/// Titles and forms of address before a name.
pub(super) const TITLES: &[&str] = &["drs.", "mr.", "ir.", "ing.", "dr.", "prof.", "dhr.", "mw.", "mevr.", "mevrouw", "meneer", "heer", "drs", "mr", "ir", "dr"];

/// Capitalised words that begin sentences and bodies, not names.
pub(super) const NOT_NAMES: &[&str] = &[
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
];

/// Bodies that speak without a person: the noun behind an article.
pub(super) const BODIES: &[&str] = &[
    "provincie", "gemeente", "waterschap", "college", "ministerie", "kabinet", "politie", "raad", "regering", "bond", "bonden", "vakbond",
    "vakbonden", "vereniging", "stichting", "hoogheemraadschap", "inspectie", "omgevingsdienst", "veiligheidsregio", "unie", "provincies",
    "gemeenten", "waterschappen", "organisatie", "bestuur",
];
