//! Synthetic releases: the same seed makes the same pages on every machine.
//!
//! Words follow Zipf distributions. Of 100 words in a text, 8 are compounds, 10 are rare words and
//! names, and 40 are among the forty most frequent words, as in real releases (`Vocabulary`). Pages
//! are 5–150 kB. As in real pages, most of that is not text. Of the rest, 30 % is menus, 25 % is
//! scripts, 15 % is footer links, and styles, drawings and teasers are 10 % each.

use std::fmt::Write as _;

/// Function words, most frequent first.
const FUNCTION_WORDS: &[&str] = &[
    "de", "van", "het", "een", "en", "in", "op", "voor", "met", "is", "zijn", "te", "dat", "aan",
    "door", "ook", "bij", "om", "naar", "worden", "wordt", "uit", "deze", "als", "er", "niet",
    "meer", "over", "tot", "heeft", "kunnen", "of", "nieuwe", "wij", "samen", "gaat", "hun", "dit",
    "ruim", "jaar",
];

/// Nouns that form compounds.
const NOUNS: &[&str] = &[
    "woning",
    "bouw",
    "water",
    "weg",
    "school",
    "zorg",
    "energie",
    "afval",
    "natuur",
    "verkeer",
    "brug",
    "dijk",
    "gemeente",
    "provincie",
    "inwoner",
    "jeugd",
    "sport",
    "cultuur",
    "veiligheid",
    "milieu",
    "klimaat",
    "bodem",
    "wijk",
    "dorp",
    "stad",
    "haven",
    "spoor",
    "fiets",
    "bus",
    "trein",
    "park",
    "bos",
    "polder",
    "gemaal",
    "sluis",
    "vaart",
    "kanaal",
    "markt",
    "plein",
    "straat",
    "huis",
    "kantoor",
    "bedrijf",
    "winkel",
    "boer",
    "land",
    "vee",
    "grond",
    "lucht",
    "geluid",
    "licht",
    "warmte",
    "wind",
    "zon",
    "gas",
    "stroom",
    "net",
    "subsidie",
    "vergunning",
    "plan",
    "besluit",
    "raad",
    "college",
    "kader",
    "nota",
    "visie",
    "programma",
    "project",
    "overleg",
    "akkoord",
    "begroting",
    "belasting",
    "tarief",
    "onderzoek",
    "rapport",
    "cijfer",
    "kans",
    "opgave",
    "regeling",
    "wet",
    "norm",
    "toezicht",
    "dienst",
    "ploeg",
    "team",
    "vrijwilliger",
    "vereniging",
    "museum",
    "bibliotheek",
];

/// Other common words: inflected nouns, verbs, adjectives, adverbs and pronouns.
const OTHER_WORDS: &str = "\
    woningen gebouwd wegen scholen gemeenten inwoners dijken bruggen wijken dorpen steden plannen besluiten \
    kansen opgaven regels wetten cijfers bedrijven winkels boeren huizen straten projecten verenigingen \
    vrijwilligers bomen mensen kinderen jongeren ouderen partners maatregelen afspraken kosten middelen bewoners \
    ondernemers werkt werken gewerkt maakt gemaakt krijgt krijgen komt komen staat staan ligt liggen wil willen \
    moet moeten zal zullen had hadden was waren werd werden vindt vinden zegt zei geeft geven neemt nemen \
    genomen ziet zien helpt helpen geholpen blijft blijven gebleven begint begonnen loopt lopen brengt gebracht \
    groot grote klein kleine goed goede oud oude hoog hoge laag lage sterk sterke veilig veilige schoon schone \
    groen groene lokale regionale belangrijke extra gezonde duurzame openbare eerste tweede volgende komende \
    afgelopen eigen andere veel minder beter sneller graag snel weer nog al wel maar dan toen waar wie wat hoe \
    waarom onder tussen tegen zonder sinds tijdens volgens rond binnen buiten vanaf dus want omdat zodat terwijl \
    daarom daarbij hier daar altijd vaak soms nooit iedereen iemand niemand alles iets niets elke alle beide \
    enkele euro miljoen procent maand week dag uur maandag vrijdag januari maart mei zomer winter ochtend avond \
    morgen vandaag gisteren";

/// Syllables that form rare words and names.
const SYLLABLES: &[&str] = &[
    "bra", "lo", "ven", "hui", "zer", "kam", "der", "wol", "strui", "ker", "mee", "den", "gro",
    "nin", "sta", "hol", "ter", "ves", "ooi", "burg",
];

const VERBS: &[&str] = &[
    "bouwt",
    "opent",
    "onderzoekt",
    "vervangt",
    "versterkt",
    "verlengt",
    "presenteert",
    "vernieuwt",
    "bespreekt",
    "steunt",
];

const GIVEN: &[&str] = &[
    "Anna", "Bram", "Carla", "Dirk", "Elif", "Fenna", "Gerrit", "Hanan", "Ilse", "Joost", "Karim",
    "Lotte", "Mees", "Nynke", "Otto", "Petra",
];
const SURNAMES: &[&str] = &[
    "Bakker",
    "de Boer",
    "van den Berg",
    "Visser",
    "Yilmaz",
    "Hoekstra",
    "ter Horst",
    "van Dijk",
    "Postma",
    "El Idrissi",
    "Kuiper",
    "Smit",
    "van ’t Veld",
    "Dekker",
];
const ROLES: &[&str] = &[
    "Wethouder",
    "Gedeputeerde",
    "Burgemeester",
    "Dijkgraaf",
    "Heemraad",
    "Minister",
    "Staatssecretaris",
];
const PLACES: &[&str] = &[
    "Zandwijk",
    "Waterhoek",
    "Oostmeer",
    "Veldhuizen",
    "Dijkerhout",
    "Noordbroek",
    "Lindeloo",
    "Heidestein",
];
const MONTHS: &[&str] = &[
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];

/// A generator of 64-bit numbers (`SplitMix64`; Steele, Lea and Flood 2014).
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

impl Random {
    /// Starts the sequence of `seed`.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    /// A number from 0 to 1.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn shuffle(&mut self, words: &mut [String]) {
        for at in (1..words.len()).rev() {
            words.swap(at, self.below(at + 1));
        }
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

/// Three kinds of words, each with the most frequent word first.
///
/// The shares are those of 60,000 words of real releases. Of 100 words, 8.5 are compounds, 22 are
/// not in their dictionary form, and 43 are among the forty most frequent words.
pub(crate) struct Vocabulary {
    common: Vec<String>,
    compounds: Vec<String>,
    rare: Vec<String>,
}

impl Default for Vocabulary {
    fn default() -> Self {
        let owned = |words: &[&str]| {
            words
                .iter()
                .map(|word| (*word).to_owned())
                .collect::<Vec<_>>()
        };
        let mut random = Random::new(7);
        let mut rest = [
            owned(NOUNS),
            OTHER_WORDS.split_whitespace().map(str::to_owned).collect(),
            owned(VERBS),
        ]
        .concat();
        random.shuffle(&mut rest);
        let mut compounds: Vec<String> = NOUNS
            .iter()
            .flat_map(|a| {
                NOUNS
                    .iter()
                    .filter(move |b| *b != a)
                    .map(move |b| format!("{a}{b}"))
            })
            .collect();
        random.shuffle(&mut compounds);
        let mut syllables = || random.pick(SYLLABLES);
        let rare = (0..20_000)
            .map(|_| [syllables(), syllables(), syllables(), syllables()].concat())
            .collect();
        Self {
            common: [owned(FUNCTION_WORDS), rest].concat(),
            compounds,
            rare,
        }
    }
}

impl Vocabulary {
    /// A word by Zipf's law: the n-th word of a kind occurs 1/n times as often as the first.
    pub(crate) fn word(&self, random: &mut Random) -> &str {
        let kind = match random.below(1000) {
            0..85 => &self.compounds,
            85..185 => &self.rare,
            _ => &self.common,
        };
        let n = (kind.len() as f64).powf(random.unit());
        &kind[(n as usize - 1).min(kind.len() - 1)]
    }

    /// A sentence of 6 to 22 words.
    pub(crate) fn sentence(&self, random: &mut Random) -> String {
        let mut text = String::new();
        for n in 0..6 + random.below(17) {
            let word = self.word(random);
            if n == 0 {
                let mut letters = word.chars();
                text.extend(letters.next().into_iter().flat_map(char::to_uppercase));
                text.push_str(letters.as_str());
            } else {
                text.push(' ');
                text.push_str(word);
            }
        }
        text.push('.');
        text
    }

    fn paragraph(&self, random: &mut Random) -> String {
        (0..2 + random.below(5))
            .map(|_| self.sentence(random))
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// Page `n` of the sequence of `seed`, as HTML. Its size is about `bytes`; 5–150 kB if `None`.
pub(crate) fn page(vocabulary: &Vocabulary, seed: u64, n: u64, bytes: Option<usize>) -> String {
    let random = &mut Random::new(seed ^ n.wrapping_mul(0x2545_f491_4f6c_dd1d));
    let bytes = bytes.unwrap_or_else(|| (5_000.0 * 30_f64.powf(random.unit())) as usize);
    let place = random.pick(PLACES);
    let title = format!("{place} {} {}", random.pick(VERBS), vocabulary.word(random));
    let url = format!("https://www.{}.example/nieuws/{n}", place.to_lowercase());
    let (year, month, day) = (
        2010 + random.below(15),
        1 + random.below(12),
        1 + random.below(28),
    );
    // A release has one to twelve kilobytes of text, even if its page is large.
    let article = article(vocabulary, random, place, (bytes / 15).clamp(900, 12_000));
    let frame = bytes.saturating_sub(article.len() + 1500);
    format!(
        concat!(
            "<!DOCTYPE html>\n<html lang=\"nl\"><head><meta charset=\"utf-8\"><title>{title} | Gemeente {place}</title>",
            "<link rel=\"canonical\" href=\"{url}\"><meta property=\"og:title\" content=\"{title}\">",
            "<script type=\"application/ld+json\">{{\"@context\":\"https://schema.org\",\"@type\":\"NewsArticle\",\"headline\":\"{title}\",",
            "\"datePublished\":\"{year}-{month:02}-{day:02}T09:00:00+01:00\"}}</script>\n<style>{style}</style></head>\n",
            "<body class=\"page nieuws\"><header><nav id=\"hoofdmenu\"><ul>{menu}</ul></nav></header>{drawings}\n",
            "<main><article><h1>{title}</h1><p class=\"datum\">Geplaatst op: {day} {month_name} {year}</p>\n{article}\n",
            "<p>Meer berichten over:</p><p><a rel=\"tag\" href=\"/t/1\">{tag}</a></p></article></main>\n",
            "<aside class=\"related\"><h2>Ook interessant</h2><ul>{related}</ul></aside>",
            "<footer><p>Privacyverklaring</p><ul>{links}</ul></footer><script>{script}</script></body></html>\n"
        ),
        title = title,
        place = place,
        url = url,
        year = year,
        month = month,
        day = day,
        month_name = MONTHS[month - 1],
        article = article,
        tag = random.pick(NOUNS),
        style = filler(random, frame * 10 / 100, |r, out| {
            let _ = write!(
                out,
                ".c{}{{margin:{}px;color:#{:06x}}}",
                r.below(9999),
                r.below(64),
                r.below(1 << 24)
            );
        }),
        menu = filler(random, frame * 30 / 100, |r, out| {
            let _ = write!(
                out,
                "<li class=\"menu-item level-{}\"><a href=\"/onderwerp/{}\">{}</a></li>",
                r.below(3),
                r.below(9999),
                vocabulary.word(r)
            );
        }),
        drawings = filler(random, frame * 10 / 100, |r, out| {
            let _ = write!(
                out,
                "<svg viewBox=\"0 0 24 24\"><path d=\"M{} {}h{}v{}z\"/></svg>",
                r.below(24),
                r.below(24),
                r.below(24),
                r.below(24)
            );
        }),
        related = filler(random, frame * 10 / 100, |r, out| {
            let _ = write!(
                out,
                "<li><a href=\"/nieuws/{}\">{}</a> <span>{} mei 2020</span></li>",
                r.below(99_999),
                vocabulary.sentence(r),
                1 + r.below(28)
            );
        }),
        links = filler(random, frame * 15 / 100, |r, out| {
            let _ = write!(
                out,
                "<li><a href=\"/over/{}\" class=\"footer-link\">{}</a></li>",
                r.below(999),
                vocabulary.word(r)
            );
        }),
        script = filler(random, frame * 25 / 100, |r, out| {
            let _ = write!(
                out,
                "d.push({{id:{},name:\"{}\",on:i<{}}});",
                r.below(99_999),
                vocabulary.word(r),
                r.below(99)
            );
        }),
    )
}

/// Paragraphs, headings, quotes and lists as HTML: `bytes` in total, or a little more.
pub(crate) fn article(
    vocabulary: &Vocabulary,
    random: &mut Random,
    place: &str,
    bytes: usize,
) -> String {
    let mut article = format!(
        "<p class=\"intro\">De gemeente {place} {} {}. {}</p>",
        random.pick(VERBS),
        vocabulary.word(random),
        vocabulary.paragraph(random)
    );
    while article.len() < bytes {
        match random.below(8) {
            0 => {
                let _ = write!(
                    article,
                    "<h2>{}</h2>",
                    vocabulary.sentence(random).trim_end_matches('.')
                );
            }
            1 => {
                let name = format!("{} {}", random.pick(GIVEN), random.pick(SURNAMES));
                let _ = write!(
                    article,
                    "<p>{} {name}: “{} {}”</p>",
                    random.pick(ROLES),
                    vocabulary.sentence(random),
                    vocabulary.sentence(random)
                );
            }
            2 => {
                article.push_str("<p>De belangrijkste punten zijn:</p><ul>");
                for _ in 0..2 + random.below(4) {
                    let _ = write!(
                        article,
                        "<li><strong>{}</strong>: {}</li>",
                        vocabulary.word(random),
                        vocabulary.sentence(random)
                    );
                }
                article.push_str("</ul>");
            }
            _ => {
                let _ = write!(article, "<p>{}</p>", vocabulary.paragraph(random));
            }
        }
    }
    article
}

fn filler(
    random: &mut Random,
    bytes: usize,
    mut add: impl FnMut(&mut Random, &mut String),
) -> String {
    let mut out = String::with_capacity(bytes + 100);
    while out.len() < bytes {
        add(random, &mut out);
    }
    out
}
