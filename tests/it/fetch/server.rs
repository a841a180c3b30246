//! A web server on loopback that plays a site: it answers from a table, keeps a log, and can behave
//! badly in every way that tests need.

use std::collections::{HashMap, VecDeque};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// An answer.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    /// How long the server waits before it answers, and between the parts of the body.
    delay: Duration,
    drip: Option<Duration>,
    /// Number of bytes of the body after which the connection is closed.
    torn: Option<usize>,
    /// Answers HTTP 304 to a request with this `ETag`.
    etag: Option<String>,
}

impl Answer {
    pub(crate) fn new(status: u16, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: vec![("Content-Type".to_owned(), media_type.to_owned())],
            body: body.into(),
            delay: Duration::ZERO,
            drip: None,
            torn: None,
            etag: None,
        }
    }

    pub(crate) fn html(body: impl Into<Vec<u8>>) -> Self {
        Self::new(200, "text/html; charset=utf-8", body)
    }

    pub(crate) fn xml(body: impl Into<Vec<u8>>) -> Self {
        Self::new(200, "application/xml", body)
    }

    pub(crate) fn json(body: impl Into<Vec<u8>>) -> Self {
        Self::new(200, "application/json", body)
    }

    pub(crate) fn text(body: impl Into<Vec<u8>>) -> Self {
        Self::new(200, "text/plain", body)
    }

    pub(crate) fn status(status: u16) -> Self {
        Self::new(status, "text/html", format!("<p>HTTP {status}</p>"))
    }

    pub(crate) fn redirect(to: &str) -> Self {
        Self::new(301, "text/html", "").header("Location", to)
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    pub(crate) fn dripping(mut self, pause: Duration) -> Self {
        self.drip = Some(pause);
        self
    }

    pub(crate) fn torn_after(mut self, bytes: usize) -> Self {
        self.torn = Some(bytes);
        self
    }

    pub(crate) fn etag(mut self, etag: &str) -> Self {
        self.etag = Some(etag.to_owned());
        self.header("ETag", etag)
    }
}

/// A request that the server got.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// Path and query.
    pub(crate) path: String,
    pub(crate) headers: HashMap<String, String>,
    /// When it came, and when the answer was written.
    pub(crate) came: Instant,
    pub(crate) left: Instant,
}

#[derive(Default)]
struct State {
    /// The answers of each path. The last one repeats.
    answers: Mutex<HashMap<String, VecDeque<Answer>>>,
    log: Mutex<Vec<Asked>>,
    connections: Mutex<(usize, usize)>,
    stopped: AtomicBool,
}

/// Number of sites of this process.
static SITES: AtomicU32 = AtomicU32::new(0);

/// A site on an address and a port of its own.
pub(crate) struct Site {
    address: SocketAddr,
    state: Arc<State>,
}

impl Site {
    /// A site without pages. Everything answers 404.
    pub(crate) fn new() -> Self {
        // Each site is a host of its own, so it has an address of its own.
        let number = SITES.fetch_add(1, Ordering::Relaxed);
        let host = Ipv4Addr::new(127, 1, (number / 250) as u8, (number % 250 + 1) as u8);
        Self::at(host.into())
    }

    /// A site without pages at an address.
    pub(crate) fn at(host: IpAddr) -> Self {
        let listener = TcpListener::bind((host, 0)).expect("a free port");
        let address = listener.local_addr().expect("its address");
        let state = Arc::new(State::default());
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for connection in listener.incoming().filter_map(Result::ok) {
                if shared.stopped.load(Ordering::Relaxed) {
                    break;
                }
                let shared = Arc::clone(&shared);
                std::thread::spawn(move || drop(serve(&shared, connection)));
            }
        });
        Self { address, state }
    }

    /// The host that it is on.
    pub(crate) fn host(&self) -> IpAddr {
        self.address.ip()
    }

    /// The address of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Sets the answer of a path, or of all paths that begin with it, if it ends with `*`.
    pub(crate) fn put(&self, path: &str, answer: Answer) {
        self.put_all(path, vec![answer]);
    }

    /// Sets the answers of a path, one for each request; the last one repeats.
    pub(crate) fn put_all(&self, path: &str, answers: Vec<Answer>) {
        let mut all = self.state.answers.lock().expect("the table");
        all.insert(path.to_owned(), answers.into());
    }

    /// Makes a path answer 404.
    pub(crate) fn remove(&self, path: &str) {
        self.state.answers.lock().expect("the table").remove(path);
    }

    /// The requests, in order.
    pub(crate) fn log(&self) -> Vec<Asked> {
        self.state.log.lock().expect("the log").clone()
    }

    /// The paths that were asked for, in order, without `robots.txt`.
    pub(crate) fn asked(&self) -> Vec<String> {
        let log = self.log();
        log.into_iter()
            .map(|asked| asked.path)
            .filter(|path| path != "/robots.txt")
            .collect()
    }

    /// Number of requests for a path.
    pub(crate) fn count(&self, path: &str) -> usize {
        self.log().iter().filter(|asked| asked.path == path).count()
    }

    /// Closes the port. Nothing answers any more.
    pub(crate) fn stop(&self) {
        self.state.stopped.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(self.address);
    }

    /// Forgets the log.
    pub(crate) fn clear(&self) {
        self.state.log.lock().expect("the log").clear();
    }

    /// Checks that requests kept at least `least` apart, one at a time, on one connection at a time.
    pub(crate) fn assert_polite(&self, least: Duration) {
        for pair in self.log().windows(2) {
            let [one, next] = pair else { continue };
            let pause = next.came.saturating_duration_since(one.left);
            assert!(
                pause >= least,
                "{pause:?} between `{}` and `{}`, not {least:?}",
                one.path,
                next.path
            );
        }
        let (_, most) = *self.state.connections.lock().expect("the count");
        assert!(most <= 1, "{most} requests at a time");
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Answers the requests of a connection.
fn serve(state: &State, connection: TcpStream) -> std::io::Result<()> {
    connection.set_read_timeout(Some(Duration::from_secs(30)))?;
    let mut reader = BufReader::new(connection.try_clone()?);
    let mut out = connection;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || state.stopped.load(Ordering::Relaxed) {
            return Ok(());
        }
        let came = Instant::now();
        let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
        let mut headers = HashMap::new();
        loop {
            let mut field = String::new();
            reader.read_line(&mut field)?;
            let Some((name, value)) = field.trim_end().split_once(": ") else {
                break;
            };
            headers.insert(name.to_lowercase(), value.to_owned());
        }
        let answer = {
            let mut all = state.answers.lock().expect("the table");
            let starts = |known: &&String| {
                known
                    .strip_suffix('*')
                    .is_some_and(|start| path.starts_with(start))
            };
            let key = if all.contains_key(&path) {
                Some(path.clone())
            } else {
                all.keys().find(starts).cloned()
            };
            match key.and_then(|key| all.get_mut(&key)) {
                Some(answers) if answers.len() > 1 => answers.pop_front(),
                Some(answers) => answers.front().cloned(),
                None => None,
            }
        };
        let mut answer = answer.unwrap_or_else(|| Answer::status(404));
        if answer.etag.is_some() && answer.etag.as_ref() == headers.get("if-none-match") {
            (answer.status, answer.body) = (304, Vec::new());
        }
        {
            let mut count = state.connections.lock().expect("the count");
            count.0 += 1;
            count.1 = count.1.max(count.0);
        }
        let is_whole = answer.torn.is_none();
        // The client may have everything before the last write returns.
        let left = Instant::now();
        let at = {
            let mut log = state.log.lock().expect("the log");
            log.push(Asked {
                path,
                headers,
                came,
                left,
            });
            log.len() - 1
        };
        let written = write_answer(&mut out, &answer, || {
            if let Some(asked) = state.log.lock().expect("the log").get_mut(at) {
                asked.left = Instant::now();
            }
        });
        state.connections.lock().expect("the count").0 -= 1;
        written?;
        if !is_whole {
            return Ok(());
        }
    }
}

fn write_answer(
    out: &mut TcpStream,
    answer: &Answer,
    before_last: impl Fn(),
) -> std::io::Result<()> {
    std::thread::sleep(answer.delay);
    let fields: Vec<String> = (answer.headers.iter())
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    let (status, length, fields) = (answer.status, answer.body.len(), fields.concat());
    let head = format!("HTTP/1.1 {status} Zo\r\nContent-Length: {length}\r\n{fields}\r\n");
    let body = &answer.body[..answer
        .torn
        .unwrap_or(answer.body.len())
        .min(answer.body.len())];
    if let Some(pause) = answer.drip {
        out.write_all(head.as_bytes())?;
        for byte in body.chunks(1) {
            before_last();
            out.write_all(byte)?;
            std::thread::sleep(pause);
        }
        return out.flush();
    }
    before_last();
    out.write_all(&[head.as_bytes(), body].concat())?;
    out.flush()
}
