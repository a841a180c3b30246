//! The settings that hold, and where each is from.

use omroeper::sources::register::{LEAST_PACE, written};
use serde::Serialize;
use url::Url;

use super::super::Global;
use super::Config;

/// A setting that holds.
#[derive(Debug, Serialize)]
pub(super) struct Setting {
    pub(super) name: &'static str,
    pub(super) value: Option<String>,
    pub(super) from: String,
}

/// The settings that hold, and where each is from.
pub(super) fn all(global: &Global, config: &Config) -> anyhow::Result<Vec<Setting>> {
    let file = || format!("from `{}`", config.path.display());
    let of_variable =
        |name: &'static str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let one = |name: &'static str, variable: &'static str, in_file: Option<String>| match (
        of_variable(variable),
        in_file,
    ) {
        (Some(value), _) => Setting {
            name,
            value: Some(value),
            from: format!("from `{variable}`"),
        },
        (None, Some(value)) => Setting {
            name,
            value: Some(value),
            from: file(),
        },
        (None, None) => Setting {
            name,
            value: None,
            from: format!("set it with `omroeper config set {name} VALUE`"),
        },
    };
    let values = &config.values;
    let mut settings = vec![
        one("token", "OMROEPER_TOKEN", values.token.clone()),
        one("contact", "OMROEPER_CONTACT", values.contact.clone()),
    ];
    let home = global.home()?.path().display().to_string();
    let is_flag =
        std::env::args_os().any(|argument| argument.to_string_lossy().starts_with("--home"));
    let from = match (is_flag, of_variable("OMROEPER_HOME"), &values.home) {
        (true, ..) => "from `--home`".to_owned(),
        (false, Some(_), _) => "from `OMROEPER_HOME`".to_owned(),
        (false, None, Some(_)) => file(),
        (false, None, None) => "the default".to_owned(),
    };
    settings.push(Setting {
        name: "home",
        value: Some(home),
        from,
    });
    let pace = config.pace()?;
    settings.push(Setting {
        name: "pace",
        value: Some(written(pace.unwrap_or(LEAST_PACE))),
        from: if pace.is_some() {
            file()
        } else {
            "the default".to_owned()
        },
    });
    let proxy = values.proxy.as_ref().map(Url::to_string);
    let from = if proxy.is_some() {
        file()
    } else {
        "none; those of the environment are ignored".to_owned()
    };
    settings.push(Setting {
        name: "proxy",
        value: proxy,
        from,
    });
    let names = values.sources.join(" ");
    let from = if names.is_empty() {
        "enable some with `omroeper sources enable NAME`".to_owned()
    } else {
        file()
    };
    settings.push(Setting {
        name: "sources",
        value: Some(names).filter(|names| !names.is_empty()),
        from,
    });
    settings.push(Setting {
        name: "files",
        value: Some(config.sources_folder().display().to_string()),
        from: if config.sources_folder().is_dir() {
            "your own sources".to_owned()
        } else {
            "no sources of your own".to_owned()
        },
    });
    Ok(settings)
}
