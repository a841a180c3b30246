//! A cluster behind TLS and a password: nginx stands before a node, since no security plugin is to be had.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::{Names, PORT, archive};
use crate::support::{Run, World};

/// A proxy with a certificate of its own authority, which asks for a user and a password. It ends with the test.
struct Proxy {
    child: Child,
    address: String,
    folder: tempfile::TempDir,
}

impl Proxy {
    fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let at = folder.path();
        openssl(
            at,
            &[
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=Proef CA",
                "-keyout",
                "ca.key",
                "-out",
                "ca.pem",
            ],
        );
        openssl(
            at,
            &[
                "req",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                "/CN=localhost",
                "-keyout",
                "node.key",
                "-out",
                "node.csr",
            ],
        );
        std::fs::write(
            at.join("names"),
            "subjectAltName=DNS:localhost,IP:127.0.0.1",
        )
        .expect("a file");
        openssl(
            at,
            &[
                "x509",
                "-req",
                "-in",
                "node.csr",
                "-CA",
                "ca.pem",
                "-CAkey",
                "ca.key",
                "-CAcreateserial",
                "-days",
                "2",
                "-extfile",
                "names",
                "-out",
                "node.pem",
            ],
        );
        let hash = Command::new("openssl")
            .args(["passwd", "-apr1", "geheim"])
            .output()
            .expect("a hash");
        let hash = String::from_utf8_lossy(&hash.stdout).trim().to_owned();
        std::fs::write(at.join("users"), format!("omroeper:{hash}\n")).expect("a file");
        let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr());
        let port = port.expect("a port").port();
        let config = config(at, port);
        std::fs::write(at.join("nginx.conf"), config).expect("a file");
        let child = Command::new("nginx")
            .arg("-c")
            .arg(at.join("nginx.conf"))
            .stderr(Stdio::null())
            .spawn()
            .expect("nginx starts");
        let start = Instant::now();
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(start.elapsed() < Duration::from_secs(20), "nginx listens");
            std::thread::sleep(Duration::from_millis(50));
        }
        Self {
            child,
            address: format!("https://localhost:{port}/cluster"),
            folder,
        }
    }

    fn push(&self, world: &World, name: &str, more: &[&str], variables: &[(&str, &str)]) -> Run {
        let command = [
            "push",
            "--name",
            name,
            "--to",
            &self.address,
            "--patience",
            "5",
        ];
        run(world, &[&command, more].concat(), variables)
    }
}

fn run(world: &World, command: &[&str], variables: &[(&str, &str)]) -> Run {
    let mut all = world.command();
    all.args(command).envs(variables.iter().copied());
    Run::output_of(&mut all)
}

impl Drop for Proxy {
    fn drop(&mut self) {
        let pid = rustix::process::Pid::from_raw(self.child.id().cast_signed());
        if let Some(pid) = pid {
            let _ = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
        }
        let _ = self.child.wait();
    }
}

/// The settings of nginx.
fn config(folder: &Path, port: u16) -> String {
    format!(
            "daemon off; pid {folder}/pid; error_log stderr; worker_processes 1; user root;
             events {{ }}
             http {{
                 access_log off; client_max_body_size 64m;
                 client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
                 fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
                 server {{
                     listen 127.0.0.1:{port} ssl;
                     ssl_certificate {folder}/node.pem; ssl_certificate_key {folder}/node.key;
                     auth_basic cluster; auth_basic_user_file {folder}/users;
                     location /cluster/ {{ proxy_pass http://127.0.0.1:{node}/; }}
                 }}
             }}",
            folder = folder.display(),
            node = PORT + 1,
        )
}

fn openssl(folder: &Path, arguments: &[&str]) {
    let run = Command::new("openssl")
        .args(arguments)
        .current_dir(folder)
        .output();
    let run = run.expect("openssl runs");
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
}

#[test]
fn certificates_and_credentials_are_checked() {
    let names = Names::new("proef-tls");
    let world = archive(5);
    let proxy = Proxy::start();
    let ca = proxy.folder.path().join("ca.pem").display().to_string();
    let user = ("OMROEPER_CLUSTER_USER", "omroeper");
    let right = [user, ("OMROEPER_CLUSTER_PASSWORD", "geheim")];
    let wrong = [user, ("OMROEPER_CLUSTER_PASSWORD", "gehiem")];

    let unknown = proxy.push(&world, names.name, &[], &right);
    assert_eq!(unknown.code(), 6, "{}", unknown.stderr());
    assert!(
        unknown.stderr().contains("--ca FILE"),
        "{}",
        unknown.stderr()
    );
    for variables in [&wrong[..], &[]] {
        let refused = proxy.push(&world, names.name, &["--ca", &ca], variables);
        assert_eq!(refused.code(), 2, "{}", refused.stderr());
        assert!(
            refused.stderr().contains("answers 401"),
            "{}",
            refused.stderr()
        );
    }
    let half = proxy.push(&world, names.name, &["--ca", &ca], &[user]);
    assert!(half.code() == 2 && half.stderr().contains("needs a password"));
    let no_file = proxy.push(&world, names.name, &["--ca", "/bestaat/niet.pem"], &right);
    assert_eq!(no_file.code(), 2, "{}", no_file.stderr());

    let pushed = proxy.push(&world, names.name, &["--ca", &ca, "-vv"], &right);
    assert_eq!(pushed.code(), 0, "{}", pushed.stderr());
    assert!(!pushed.stderr().contains("geheim"), "{}", pushed.stderr());
    names.assert_level(&world);
    let file = world
        .write("toegang", "omroeper:geheim\n")
        .display()
        .to_string();
    let again = proxy.push(
        &world,
        names.name,
        &["--ca", &ca, "--credentials", &file],
        &[],
    );
    assert_eq!(again.code(), 0, "{}", again.stderr());

    let search = [
        "search",
        "dijk",
        "--name",
        names.name,
        "--on",
        &proxy.address,
    ];
    let search = [&search[..], &["--patience", "5", "--ca", &ca]].concat();
    let refused = run(&world, &search, &wrong);
    assert_eq!(refused.code(), 2, "{}", refused.stderr());
    assert!(
        refused.stderr().contains("answers 401"),
        "{}",
        refused.stderr()
    );
    let found = run(&world, &search, &right);
    assert_eq!(found.code(), 0, "{}", found.stderr());
}
