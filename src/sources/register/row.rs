//! Reading a row of the register.
//!
//! Leaves out what TOML files add.

use url::Url;

use super::{Source, SourceKind, is_name};

/// Reads a row: see [`HEADER`](super::HEADER). An error says what is wrong with it.
pub(super) fn read(line: &str) -> Result<Source, String> {
    let cells: Vec<&str> = line.split('\t').collect();
    let &[
        name,
        title,
        kind,
        tooi,
        province,
        site,
        via,
        ended,
        successor,
    ] = cells.as_slice()
    else {
        return Err(format!(
            "has {} columns, not 9 (see the first line of the file)",
            cells.len()
        ));
    };
    let filled = |cell: &str| Some(cell.to_owned()).filter(|cell| !cell.is_empty());
    if !is_name(name) {
        return Err(format!("`{name}` is not a name (use a-z, 0-9 and `-`)"));
    }
    let known = SourceKind::ALL
        .into_iter()
        .find(|known| known.to_string() == kind);
    let site = filled(site).map(|site| {
        site.parse::<Url>()
            .map_err(|error| format!("`{site}` is not an address: {error}"))
    });
    let ended = filled(ended).map(|day| {
        day.parse()
            .map_err(|_| format!("`{day}` is not a date (write 2026-01-01)"))
    });
    Ok(Source {
        title: title.to_owned(),
        kind: known.ok_or_else(|| format!("`{kind}` is not a kind of body"))?,
        tooi: filled(tooi),
        province: filled(province),
        site: site.transpose()?,
        via: filled(via),
        ended: ended.transpose()?,
        successors: successor.split_whitespace().map(str::to_owned).collect(),
        ..Source::named(name)
    })
}
