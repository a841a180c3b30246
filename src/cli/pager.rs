//! Text for people on stdout, through a pager where it is longer than the terminal.
//!
//! Leaves out formats for programs, which go to stdout as they are.

use std::env;
use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::process::{Child, ChildStdin, Command, Stdio};

use anstream::AutoStream;

/// Stdout, or a pager that writes there. It must be flushed; when it is dropped, the pager is waited for.
pub(super) enum Out {
    Direct(BufWriter<AutoStream<io::StdoutLock<'static>>>),
    Paged(Pager),
}

pub(super) struct Pager {
    /// `None` once the text has ended.
    text: Option<Box<dyn Write>>,
    child: Child,
}

impl Out {
    /// Opens stdout, through a pager if it is a terminal.
    ///
    /// The pager is `OMROEPER_PAGER`, `PAGER` or `less`; an empty one, and `cat`, is none. Without one that starts,
    /// the text is written as it is.
    pub(super) fn open() -> Self {
        let pager = io::stdout().is_terminal().then(Pager::start).flatten();
        match pager {
            Some(pager) => Self::Paged(pager),
            None => Self::Direct(BufWriter::new(anstream::stdout().lock())),
        }
    }
}

impl Pager {
    fn start() -> Option<Self> {
        let asked = env::var("OMROEPER_PAGER").or_else(|_| env::var("PAGER"));
        let asked = asked.as_deref().unwrap_or("less");
        let words = shlex::split(asked)?;
        let (program, arguments) = words.split_first().filter(|(name, _)| *name != "cat")?;
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::piped());
        if env::var_os("LESS").is_none() {
            // Quit if all fits on one screen, show colors, leave the text on the screen. As git has it.
            command.env("LESS", "FRX");
        }
        let mut child = command.spawn().ok()?;
        let stdin = child.stdin.take()?;
        // Ctrl-C is the pager's while it runs. It fails where a job has a handler already.
        let _ = ctrlc::set_handler(|| {});
        Some(Self {
            text: Some(styled(stdin)),
            child,
        })
    }
}

/// Writes styles if stdout would.
fn styled(stdin: ChildStdin) -> Box<dyn Write> {
    let stdin: Box<dyn Write> = Box::new(BufWriter::new(stdin));
    match AutoStream::choice(&io::stdout()) {
        anstream::ColorChoice::Never => Box::new(anstream::StripStream::new(stdin)),
        _ => stdin,
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Direct(out) => out.write(bytes),
            Self::Paged(pager) => match &mut pager.text {
                Some(text) => text.write(bytes),
                None => Err(io::ErrorKind::BrokenPipe.into()),
            },
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Direct(out) => out.flush(),
            Self::Paged(pager) => pager.text.as_mut().map_or(Ok(()), Write::flush),
        }
    }
}

impl Drop for Pager {
    fn drop(&mut self) {
        self.text = None;
        let _ = self.child.wait();
    }
}
