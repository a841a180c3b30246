//! The almanac of Dutch public bodies: `exportOO*.xml` of organisaties.overheid.nl.
//!
//! Leaves out bodies inside other bodies. The namespace has the version of the schema, which changes,
//! so elements are known by their local names.

use jiff::civil::Date;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use url::Url;

use super::register::{Register, Source, SourceKind};

/// A body in the almanac.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Its identifier: `gm0184`.
    pub tooi: String,
    /// Its name.
    pub name: String,
    /// The main type: `Gemeente`.
    pub kind: String,
    /// Its site.
    pub site: Option<Url>,
    /// The day on which it ceases to exist.
    pub ended: Option<Date>,
}

/// What an almanac changes in the register.
#[derive(Debug, Default)]
pub struct Update {
    /// The sources that are new or changed.
    pub sources: Vec<Source>,
    /// The names of the new ones.
    pub new: Vec<String>,
    /// The names of those that ceased to exist.
    pub ended: Vec<String>,
    /// The names of those with another site.
    pub moved: Vec<String>,
}

/// Reads the bodies of an almanac that are not part of another one and have an identifier.
///
/// # Errors
/// What is wrong with the XML, with the remedy.
pub fn read(xml: &str) -> Result<Vec<Organisation>, String> {
    let mut reader = Reader::from_str(xml);
    let (mut found, mut path): (Vec<Organisation>, Vec<String>) = (Vec::new(), Vec::new());
    let mut current: Option<Organisation> = None;
    let (mut text, mut url, mut label, mut is_almanac) =
        (String::new(), String::new(), String::new(), false);
    loop {
        let event = reader.read_event().map_err(|error| {
            format!(
                "is not XML at byte {}: {error} (download it again)",
                reader.error_position()
            )
        })?;
        match event {
            Event::Start(tag) => {
                let name = tag.local_name().as_ref().to_owned();
                is_almanac |= name == "overheidsorganisaties";
                let depth = path.iter().filter(|name| *name == "organisatie").count();
                if name == "organisatie" && depth == 0 {
                    current = Some(Organisation {
                        tooi: identifier(&tag).unwrap_or_default(),
                        ..Organisation::default()
                    });
                }
                path.push(name);
                text.clear();
            }
            Event::End(_) => {
                let name = path.pop().unwrap_or_default();
                let depth = path.iter().filter(|name| *name == "organisatie").count();
                let value = text.trim().to_owned();
                text.clear();
                if name == "organisatie" && depth == 0 {
                    found.extend(
                        current
                            .take()
                            .filter(|body| !body.tooi.is_empty() && !body.name.is_empty()),
                    );
                } else if let Some(body) = current.as_mut().filter(|_| depth == 1) {
                    match (path.last().map(String::as_str), name.as_str()) {
                        (Some("organisatie"), "naam") => body.name = value,
                        (Some("organisatie"), "eindDatum") => body.ended = value.parse().ok(),
                        (Some("types"), "type") if body.kind.is_empty() => body.kind = value,
                        (Some("internetadres"), "url") => url = value,
                        (Some("internetadres"), "label") => label = value,
                        (_, "internetadres") => {
                            let is_main = label.eq_ignore_ascii_case("algemeen");
                            if is_main || body.site.is_none() {
                                body.site = site(&url).or(body.site.take());
                            }
                            (url, label) = (String::new(), String::new());
                        }
                        _ => {}
                    }
                }
            }
            Event::Text(more) => text.push_str(&more),
            Event::CData(more) => text.push_str(&more),
            Event::GeneralRef(reference) => match reference.resolve_char_ref().ok().flatten() {
                Some(character) => text.push(character),
                None => text.push_str(
                    quick_xml::escape::resolve_predefined_entity(&reference).unwrap_or(" "),
                ),
            },
            Event::Eof => break,
            _ => {}
        }
    }
    if !is_almanac {
        return Err(
            "has no `overheidsorganisaties` (give `exportOO.xml` of organisaties.overheid.nl)"
                .to_owned(),
        );
    }
    if found.is_empty() {
        return Err(
            "has no `organisatie` with a `resourceIdentifierTOOI` (the format may have changed)"
                .to_owned(),
        );
    }
    Ok(found)
}

/// The last part of the identifier of a body, from its attributes.
fn identifier(tag: &BytesStart<'_>) -> Option<String> {
    let attribute = tag
        .attributes()
        .filter_map(Result::ok)
        .find(|attribute| attribute.key.local_name().as_ref() == "resourceIdentifierTOOI")?;
    Some(attribute.value.rsplit('/').next()?.to_owned())
}

/// The root of the site at an address, which may lack its scheme.
fn site(address: &str) -> Option<Url> {
    let address = address.trim();
    let whole = if address.contains("://") {
        address.to_owned()
    } else {
        format!("https://{address}")
    };
    let mut url = Url::parse(&whole)
        .ok()
        .filter(|url| url.host_str().is_some_and(|host| host.contains('.')))?;
    let _ = url.set_scheme("https");
    url.set_path("/");
    url.set_query(None);
    url.set_fragment(None);
    Some(url)
}

/// Compares an almanac with the register: which bodies ceased to exist before `today`, have another
/// site, or are new.
#[must_use]
pub fn update(register: &Register, almanac: &[Organisation], today: Date) -> Update {
    let mut update = Update::default();
    for body in almanac {
        let ended = body.ended.filter(|day| *day <= today);
        let known = register
            .iter()
            .find(|source| source.tooi.as_deref() == Some(body.tooi.as_str()));
        let Some(known) = known else {
            if let Some(source) = new_source(register, body).filter(|_| ended.is_none()) {
                update.new.push(source.name.clone());
                update.sources.push(source);
            }
            continue;
        };
        let mut source = known.clone();
        if known.ended.is_none() && ended.is_some() {
            source.ended = ended;
            update.ended.push(source.name.clone());
        }
        let host = |url: &Option<Url>| {
            let host = url.as_ref()?.host_str()?.to_owned();
            Some(
                host.strip_prefix("www.")
                    .map_or(host.clone(), str::to_owned),
            )
        };
        if body.site.is_some()
            && known.via.is_none()
            && known.ended.is_none()
            && host(&known.site) != host(&body.site)
        {
            source.site.clone_from(&body.site);
            update.moved.push(source.name.clone());
        }
        if source != *known {
            update.sources.push(source);
        }
    }
    update
}

/// The source of a body that the register lacks, if it is of a kind that the register has whole.
fn new_source(register: &Register, body: &Organisation) -> Option<Source> {
    let (kind, title) = match body.kind.as_str() {
        "Gemeente" => (
            SourceKind::Gemeente,
            body.name.replacen("Gemeente ", "gemeente ", 1),
        ),
        "Provincie" => (
            SourceKind::Provincie,
            body.name.replacen("Provincie ", "provincie ", 1),
        ),
        "Waterschap" => (SourceKind::Waterschap, body.name.clone()),
        "Ministerie" => (
            SourceKind::Ministerie,
            format!("Ministerie van {}", body.name),
        ),
        _ => return None,
    };
    let mut name = String::new();
    for c in title.to_lowercase().chars() {
        match c {
            'a'..='z' | '0'..='9' => name.push(c),
            'é' | 'è' | 'ë' | 'ê' => name.push('e'),
            'â' | 'ä' | 'á' => name.push('a'),
            'ú' | 'û' | 'ü' => name.push('u'),
            'ï' | 'í' => name.push('i'),
            'ö' | 'ô' | 'ó' => name.push('o'),
            '\'' | '’' | '(' | ')' | '.' => {}
            _ if name.ends_with('-') => {}
            _ => name.push('-'),
        }
    }
    let name = name.trim_matches('-').to_owned();
    let is_free = register.get(&name).is_none();
    let via = (kind == SourceKind::Ministerie).then(|| "rijksoverheid".to_owned());
    is_free.then(|| Source {
        title,
        kind,
        tooi: Some(body.tooi.clone()),
        site: body.site.clone(),
        via,
        ..Source::named(&name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALMANAC: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
        <p:overheidsorganisaties xmlns:p="https://organisaties.overheid.nl/static/schema/oo/export/9.9.9"><p:organisaties>
        <p:organisatie p:systeemId="1" p:resourceIdentifierTOOI="https://identifier.overheid.nl/tooi/id/gemeente/gm0184">
          <p:naam>Gemeente Urk</p:naam><p:types><p:type>Gemeente</p:type></p:types>
          <p:contact><p:internetadressen>
            <p:internetadres><p:url>https://www.urk.example/contact</p:url><p:label>contact</p:label></p:internetadres>
            <p:internetadres><p:url>www.urkers.example</p:url><p:label>algemeen</p:label></p:internetadres>
          </p:internetadressen></p:contact>
          <p:organisaties><p:organisatie p:resourceIdentifierTOOI="https://identifier.overheid.nl/tooi/id/x/x1"><p:naam>Griffie</p:naam></p:organisatie></p:organisaties>
        </p:organisatie>
        <p:organisatie p:systeemId="2" p:resourceIdentifierTOOI="https://identifier.overheid.nl/tooi/id/provincie/pv22">
          <p:naam>Provincie Drenthe</p:naam><p:types><p:type>Provincie</p:type></p:types><p:eindDatum>2026-01-01</p:eindDatum>
        </p:organisatie>
        <p:organisatie p:systeemId="3" p:resourceIdentifierTOOI="https://identifier.overheid.nl/tooi/id/gemeente/gm9901">
          <p:naam>Gemeente Groot-Zandwijk</p:naam><p:types><p:type>Gemeente</p:type></p:types><p:eindDatum>2099-01-01</p:eindDatum>
        </p:organisatie></p:organisaties></p:overheidsorganisaties>"#;

    #[test]
    fn an_almanac_updates_the_register() {
        let almanac = read(ALMANAC).expect("an almanac");
        assert_eq!(almanac.len(), 3, "bodies inside others are left out");
        let update = update(
            &Register::built_in(),
            &almanac,
            Date::constant(2026, 11, 26),
        );
        assert_eq!(update.moved, ["gemeente-urk"]);
        assert_eq!(update.ended, ["provincie-drenthe"]);
        assert_eq!(update.new, ["gemeente-groot-zandwijk"]);
        assert_eq!(
            update.sources[0].site.as_ref().map(Url::as_str),
            Some("https://www.urkers.example/")
        );
    }

    #[test]
    fn other_files_are_refused_with_the_remedy() {
        for (text, named) in [
            ("<rss/>", "exportOO.xml"),
            ("geen xml <", "download"),
            ("<overheidsorganisaties/>", "exportOO.xml"),
        ] {
            let error = read(text).expect_err(text);
            assert!(
                error.contains(named) || error.contains("overheidsorganisaties"),
                "{error}"
            );
        }
    }
}
