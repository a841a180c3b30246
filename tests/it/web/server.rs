//! A server of an archive, and requests to it over real connections.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::support::World;

/// A server that is stopped when the test ends.
pub(crate) struct Server {
    pub(crate) child: Child,
    pub(crate) address: String,
}

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Status line and headers, in lower case.
    pub(crate) head: String,
    pub(crate) raw_head: String,
    pub(crate) body: String,
}

impl Server {
    /// Starts a server on a free port.
    pub(crate) fn start(world: &World, flags: &[&str]) -> Self {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_omroeper"));
        let mut all = vec!["serve", "--listen", "127.0.0.1:0"];
        if flags.contains(&"--listen") {
            all.truncate(1);
        }
        command
            .args(all)
            .args(flags)
            .env("OMROEPER_HOME", world.home());
        command
            .env("XDG_CONFIG_HOME", world.path("config"))
            .env("OMROEPER_TOKEN", "omroeper-proef")
            .env("OMROEPER_CONTACT", "proef@zandwijk.example")
            .env("OMROEPER_TIME_SCALE", "0.01");
        let mut child = command.stderr(Stdio::piped()).spawn().expect("it starts");
        let mut line = String::new();
        let mut stderr = BufReader::new(child.stderr.take().expect("its messages"));
        stderr.read_line(&mut line).expect("its address");
        let address = line.trim_start_matches("http://").split('/').next();
        let address = address.expect("an address").to_owned();
        // Whoever closes the pipe kills who writes into it.
        std::thread::spawn(move || std::io::copy(&mut stderr, &mut std::io::sink()));
        Self { child, address }
    }

    pub(crate) fn ask(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        stream
            .set_read_timeout(Some(Duration::from_secs(30)))
            .expect("a limit");
        stream.write_all(request.as_bytes()).expect("it is sent");
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let text = String::from_utf8_lossy(&answer);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok());
        Answer {
            status: status.unwrap_or(0),
            head: head.to_lowercase(),
            raw_head: head.to_owned(),
            body: body.to_owned(),
        }
    }

    pub(crate) fn get_with(&self, path: &str, headers: &str) -> Answer {
        self.ask(&format!(
            "GET {path} HTTP/1.1\r\nHost: omroeper\r\nConnection: close\r\n{headers}\r\n"
        ))
    }

    /// Asks with the name of a host.
    pub(crate) fn get_as(&self, host: &str, path: &str) -> Answer {
        self.ask(&format!(
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        ))
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.get_with(path, "")
    }

    pub(crate) fn json(&self, path: &str) -> Value {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        serde_json::from_str(&answer.body).expect("JSON")
    }
}

impl Server {
    /// Asks it to stop as Ctrl-C does, and returns its exit code.
    pub(crate) fn end(mut self) -> Option<i32> {
        let pid = rustix::process::Pid::from_raw(self.child.id().cast_signed()).expect("a process");
        rustix::process::kill_process(pid, rustix::process::Signal::INT).expect("it is told");
        self.child.wait().expect("it ends").code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn world() -> World {
    let world = World::new();
    let run = world.run(&["ingest", "fixtures/pages", "fixtures/searches.jsonl"]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    world
}

/// The form of a page, sent as a browser of that page sends it.
pub(crate) fn send(server: &Server, path: &str, form: &str, origin: &str) -> Answer {
    let address = &server.address;
    let length = form.len();
    server.ask(&format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: {origin}\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{form}"
    ))
}
