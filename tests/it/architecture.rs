//! The rooms (top-level modules) of `lib.rs`, and which room may use which.
//!
//! Paths are read from the syntax tree, so `use crate::{a, b}`, `super::super::a` and a path in the
//! middle of an expression all count. Does not expand macros.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use syn::visit::Visit;

/// Which rooms each room may use, in reading order: a room uses only rooms before it.
const EDGES: &[(&str, &[&str])] = &[
    ("failpoint", &[]),
    ("document", &[]),
    ("dutch", &["document"]),
    ("markup", &["document"]),
    ("home", &[]),
    ("warc", &["document", "markup"]),
    ("sources", &["document", "dutch", "markup"]),
    ("load", &["document", "markup", "sources", "warc"]),
    (
        "archive",
        &["document", "failpoint", "home", "load", "warc"],
    ),
    (
        "fetch",
        &[
            "archive", "document", "home", "load", "markup", "sources", "warc",
        ],
    ),
    ("speech", &["document", "dutch"]),
    (
        "extract",
        &["document", "dutch", "markup", "sources", "speech"],
    ),
    ("analysis", &["dutch"]),
    (
        "index",
        &["analysis", "document", "dutch", "failpoint", "home"],
    ),
    ("search", &["analysis", "document", "dutch", "index"]),
    (
        "watch",
        &["document", "failpoint", "home", "index", "search"],
    ),
    ("opensearch", &["document", "failpoint", "index", "search"]),
    ("present", &["document", "search", "watch"]),
    (
        "pipeline",
        &[
            "archive",
            "document",
            "extract",
            "home",
            "index",
            "load",
            "markup",
            "opensearch",
            "present",
            "search",
            "sources",
            "watch",
        ],
    ),
    (
        "web",
        &[
            "document", "dutch", "home", "index", "pipeline", "present", "search", "watch",
        ],
    ),
];

/// The maximum number of lines in a source file.
const MAX_LINES: usize = 500;

/// The maximum share of all lines in one room, in percent.
const MAX_SHARE: usize = 17;

/// Whether a file holds unit tests, which may use any room.
fn is_test(path: &Path) -> bool {
    path.ends_with("tests.rs") || path.components().any(|part| part.as_os_str() == "tests")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folders: &[&str]) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = folders
        .iter()
        .flat_map(|folder| walkdir::WalkDir::new(root().join(folder)))
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .collect();
    files.sort();
    files
}

/// A module's path below the crate: `["extract", "fields", "title"]`.
type Module = Vec<String>;

/// The code of the library: every file is a module.
struct Code {
    modules: BTreeMap<Module, Names>,
}

/// The names and paths that a file uses.
#[derive(Default)]
struct Names {
    /// Names that `use` items import, and the path of each.
    imports: BTreeMap<String, Vec<String>>,
    /// Other paths, as written.
    paths: Vec<Vec<String>>,
}

impl Code {
    fn read() -> Self {
        let source = root().join("src");
        let files = rust_files(&["src"])
            .into_iter()
            .filter(|path| !is_test(path));
        let modules = files.map(|path| {
            let inside = path.strip_prefix(&source).expect("a file of src");
            let mut module: Module = inside
                .with_extension("")
                .components()
                .map(|part| part.as_os_str().to_string_lossy().into_owned())
                .collect();
            if matches!(module.last().map(String::as_str), Some("mod" | "lib")) {
                module.pop();
            }
            let text = std::fs::read_to_string(&path).expect("a source file");
            let file = syn::parse_file(&text).expect("Rust code");
            let mut names = Names::default();
            names.visit_file(&file);
            (module, names)
        });
        Self {
            modules: modules.collect(),
        }
    }

    /// The module to which `path` refers when written in `module`; `None` if outside the crate.
    fn resolve(&self, module: &Module, path: &[String]) -> Option<Module> {
        let (first, rest) = path.split_first()?;
        let (mut at, mut rest) = match first.as_str() {
            "crate" | "omroeper" => (Module::new(), rest),
            "self" => (module.clone(), rest),
            "super" => (module[..module.len().checked_sub(1)?].to_vec(), rest),
            name => {
                let child = [module.as_slice(), &[name.to_owned()]].concat();
                if self.modules.contains_key(&child) {
                    (child, rest)
                } else {
                    let import = self.modules.get(module)?.imports.get(name)?;
                    if import == path {
                        return None;
                    }
                    let whole = [import.as_slice(), rest].concat();
                    return self.resolve(module, &whole);
                }
            }
        };
        while let Some((name, after)) = rest.split_first() {
            if name == "super" {
                at.pop()?;
                rest = after;
                continue;
            }
            let child = [at.as_slice(), std::slice::from_ref(name)].concat();
            if self.modules.contains_key(&child) {
                (at, rest) = (child, after);
                continue;
            }
            // A re-exported name belongs to the module that defines it.
            let reexport = self
                .modules
                .get(&at)
                .and_then(|names| names.imports.get(name));
            return match reexport {
                Some(import) if at != *module || import != path => {
                    let whole = [import.as_slice(), after].concat();
                    self.resolve(&at, &whole).or(Some(at))
                }
                _ => Some(at),
            };
        }
        Some(at)
    }

    /// The other modules that each module uses.
    fn uses(&self) -> BTreeMap<&Module, BTreeSet<Module>> {
        let uses = self.modules.iter().map(|(module, names)| {
            let paths = names.imports.values().chain(&names.paths);
            let mut used: BTreeSet<Module> = paths
                .filter_map(|path| self.resolve(module, path))
                .collect();
            used.remove(module);
            (module, used)
        });
        uses.collect()
    }
}

impl<'ast> Visit<'ast> for Names {
    /// Skips unit tests, which may use any room.
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if module.ident != "tests" {
            syn::visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let mut open = vec![(Vec::new(), &item.tree)];
        while let Some((mut path, tree)) = open.pop() {
            match tree {
                syn::UseTree::Path(part) => {
                    path.push(part.ident.to_string());
                    open.push((path, &part.tree));
                }
                syn::UseTree::Group(group) => {
                    open.extend(group.items.iter().map(|tree| (path.clone(), tree)));
                }
                syn::UseTree::Name(name) if name.ident == "self" => {
                    let last = path.last().cloned().unwrap_or_default();
                    self.imports.insert(last, path);
                }
                syn::UseTree::Name(name) => {
                    path.push(name.ident.to_string());
                    self.imports.insert(name.ident.to_string(), path);
                }
                syn::UseTree::Rename(name) => {
                    path.push(name.ident.to_string());
                    self.imports.insert(name.rename.to_string(), path);
                }
                syn::UseTree::Glob(_) => self.paths.push(path),
            }
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.leading_colon.is_none() && path.segments.len() > 1 {
            self.paths.push(
                path.segments
                    .iter()
                    .map(|part| part.ident.to_string())
                    .collect(),
            );
        }
        syn::visit::visit_path(self, path);
    }
}

#[test]
fn a_room_uses_only_the_rooms_that_the_table_allows() {
    let code = Code::read();
    let mut wrong = BTreeSet::new();
    let mut found: BTreeSet<(&str, &str)> = BTreeSet::new();
    for (module, used) in code.uses() {
        let Some(room) = module
            .first()
            .filter(|room| !matches!(room.as_str(), "main" | "cli"))
        else {
            continue;
        };
        let (room, allowed) = EDGES
            .iter()
            .find(|(name, _)| name == room)
            .unwrap_or_else(|| panic!("`{room}` has no line in the table"));
        for other in used
            .iter()
            .filter_map(|other| other.first())
            .filter(|other| other != room)
        {
            match allowed.iter().find(|name| *name == other) {
                Some(other) => drop(found.insert((room, other))),
                None => drop(wrong.insert(format!("{} uses `{other}`", module.join("::")))),
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let table = EDGES
        .iter()
        .flat_map(|(room, others)| others.iter().map(|other| (*room, *other)));
    let unused: Vec<_> = table.filter(|edge| !found.contains(edge)).collect();
    assert!(
        unused.is_empty(),
        "in the table but not in the code: {unused:?}"
    );
}

#[test]
fn the_table_is_in_reading_order() {
    for (n, (room, others)) in EDGES.iter().enumerate() {
        for other in *others {
            assert!(
                EDGES[..n].iter().any(|(name, _)| name == other),
                "`{room}` uses `{other}`, which is not before it"
            );
        }
    }
}

/// The use of an ancestor is not counted: it declares what all its children use.
#[test]
fn modules_do_not_depend_on_each_other_in_a_cycle() {
    let code = Code::read();
    let graph = code.uses();
    let next = |module: &Module| {
        let used = graph.get(module).into_iter().flatten();
        let module = module.clone();
        used.filter(move |other| !module.starts_with(other))
            .cloned()
    };
    for start in code.modules.keys() {
        let mut reached = BTreeSet::new();
        let mut open: Vec<(Module, Module)> =
            next(start).map(|module| (module, start.clone())).collect();
        while let Some((module, from)) = open.pop() {
            assert!(
                module != *start,
                "`{}` uses itself through `{}`",
                start.join("::"),
                from.join("::")
            );
            if reached.insert(module.clone()) {
                open.extend(next(&module).map(|other| (other, module.clone())));
            }
        }
    }
}

#[test]
fn paths_resolve_as_the_compiler_resolves_them() {
    let names = |text: &str| {
        let mut names = Names::default();
        names.visit_file(&syn::parse_file(text).expect("Rust code"));
        names
    };
    let files = [
        ("", "pub mod a; pub mod b;"),
        ("a", "mod deep; pub use deep::Thing; pub(crate) fn own() {}"),
        (
            "a::deep",
            "pub struct Thing; fn f() { super::super::b::run(); }",
        ),
        (
            "b",
            "use crate::{a::{self, Thing}, b as it}; fn run() { a::own(); it::x(); }",
        ),
    ];
    let modules = files.iter().map(|(module, text)| {
        let module = module
            .split("::")
            .filter(|part| !part.is_empty())
            .map(str::to_owned);
        (module.collect(), names(text))
    });
    let code = Code {
        modules: modules.collect(),
    };
    let uses: BTreeSet<String> = code
        .uses()
        .into_iter()
        .flat_map(|(module, used)| {
            let module = module.join("::");
            used.into_iter()
                .map(move |other| format!("{module} → {}", other.join("::")))
        })
        .collect();
    let expected = ["a → a::deep", "a::deep → b", "b → a", "b → a::deep"];
    assert_eq!(uses.into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn every_room_is_in_the_crate_docs_in_order() {
    let lib = std::fs::read_to_string(root().join("src/lib.rs")).expect("the library");
    let mut last = 0;
    // `failpoint` is for tests; it is not a room.
    for (room, _) in EDGES.iter().filter(|(room, _)| *room != "failpoint") {
        let described = [format!("[`{room}`]: "), format!(" `{room}`: ")];
        assert!(
            described.iter().any(|text| lib.contains(text)),
            "`{room}` is not described"
        );
        let declared = lib
            .find(&format!("mod {room};"))
            .unwrap_or_else(|| panic!("`{room}` is not declared"));
        assert!(declared > last, "`{room}` is out of order");
        last = declared;
    }
}

#[test]
fn every_file_has_a_header_and_stays_short() {
    let mut wrong = Vec::new();
    for path in rust_files(&["src", "tests", "benches"]) {
        let code = std::fs::read_to_string(&path).expect("a source file");
        if !code.starts_with("//! ") {
            wrong.push(format!("{} has no header", path.display()));
        }
        let lines = code.lines().count();
        if lines > MAX_LINES {
            wrong.push(format!("{} has {lines} lines", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_room_exceeds_its_share_of_the_code() {
    let mut lines: BTreeMap<String, usize> = BTreeMap::new();
    for path in rust_files(&["src"]) {
        let inside = path
            .strip_prefix(root().join("src"))
            .expect("a file of src");
        let room = inside
            .components()
            .next()
            .expect("a name")
            .as_os_str()
            .to_string_lossy();
        let code = std::fs::read_to_string(&path).expect("a source file");
        *lines.entry(room.into_owned()).or_default() += code.lines().count();
    }
    let all: usize = lines.values().sum();
    for (room, lines) in lines {
        assert!(
            lines * 100 <= all * MAX_SHARE,
            "{room} has {lines} of {all} lines"
        );
    }
}
