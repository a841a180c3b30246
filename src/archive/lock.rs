//! Locks of the home, with operating-system locks on files: one writer at a time, and a queue of
//! waiting writers.
//!
//! Leaves out readers, which need no lock. A long-running writer asks between two batches whether
//! another writer [waits](WriteLock::has_waiting_writer), and if so releases the lock. To take the
//! lock again it joins the queue, so the waiting writer comes first.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::ArchiveError;
use crate::document::dutch_time;
use crate::home::Home;

/// How long a waiting writer sleeps before it tries again.
const RETRY: Duration = Duration::from_millis(20);

/// A locked file. The lock is released when this value is dropped, and by the system when the
/// process ends, even in a crash.
#[derive(Debug)]
struct HeldFile {
    file: File,
}

impl Drop for HeldFile {
    /// Unlocks the file explicitly. Closing it is not enough: a child process that is just being
    /// started has the file open until it runs its own program, and would keep the lock.
    fn drop(&mut self) {
        let _ = self.file.unlock();
    }
}

impl HeldFile {
    /// Locks the file at `path`, waiting until `deadline`. The error `Locked` names the process
    /// that holds it.
    fn lock(path: &Path, deadline: Instant) -> Result<Self, ArchiveError> {
        let failed = |source| ArchiveError::Io {
            path: path.to_owned(),
            source,
        };
        let mut options = OpenOptions::new();
        let mut file = options
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(failed)?;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if Instant::now() < deadline => {
                    std::thread::sleep(RETRY);
                }
                Err(TryLockError::WouldBlock) => {
                    let mut holder = String::new();
                    let _ = file.read_to_string(&mut holder);
                    let holder = match holder.trim() {
                        "" => "another process".to_owned(),
                        holder => holder.to_owned(),
                    };
                    return Err(ArchiveError::Locked {
                        path: path.to_owned(),
                        holder,
                    });
                }
                Err(TryLockError::Error(source)) => return Err(failed(source)),
            }
        }
        file.set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| writeln!(file, "{}", own_name()))
            .map_err(failed)?;
        Ok(Self { file })
    }
}

/// The name of this process for others: its command, its number, and the time.
fn own_name() -> String {
    // The first argument that is not an option is the command. Other arguments may be private.
    let command = std::env::args_os()
        .skip(1)
        .map(|argument| argument.to_string_lossy().into_owned())
        .find(|argument| argument.chars().all(|c| c.is_ascii_lowercase()))
        .map_or_else(String::new, |command| format!("`omroeper {command}`, "));
    let since = dutch_time(Timestamp::now()).strftime("%Y-%m-%d %H:%M:%S");
    format!("{command}process {}, since {since}", std::process::id())
}

/// The lock of the writer.
#[derive(Debug)]
pub(super) struct WriteLock {
    _held: HeldFile,
    queue: PathBuf,
}

impl WriteLock {
    /// Takes the lock of `home`, waiting at most `wait` for it.
    ///
    /// # Errors
    /// [`ArchiveError::Locked`], which names the process that holds the lock.
    pub(super) fn take(home: &Home, wait: Duration) -> Result<Self, ArchiveError> {
        let deadline = Instant::now() + wait;
        let queue = home.write_queue();
        // While this process waits for the lock, the holder sees that the queue is locked.
        let first_in_queue = HeldFile::lock(&queue, deadline);
        let held = match first_in_queue {
            Ok(_first) => HeldFile::lock(&home.lock(), deadline)?,
            Err(ArchiveError::Locked { .. }) => HeldFile::lock(&home.lock(), Instant::now())?,
            Err(error) => return Err(error),
        };
        Ok(Self { _held: held, queue })
    }

    /// Whether another writer waits for the lock.
    pub(super) fn has_waiting_writer(&self) -> bool {
        let queue = OpenOptions::new().write(true).open(&self.queue);
        queue.is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
    }
}

/// Whether another process holds the lock of the writer.
#[must_use]
pub fn is_written(home: &Home) -> bool {
    // Opening for reading does not change the name of the holder in the file.
    File::open(home.lock())
        .is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

/// The lock of `reindex`, which can run beside a writer, but only once at a time.
#[derive(Debug)]
pub struct ReindexLock {
    _held: HeldFile,
}

impl ReindexLock {
    /// Takes the lock of `home`. Does not wait for another reindex.
    ///
    /// # Errors
    /// [`ArchiveError::Reindexing`], which names the process that holds the lock.
    pub fn take(home: &Home) -> Result<Self, ArchiveError> {
        match HeldFile::lock(&home.reindex_lock(), Instant::now()) {
            Ok(held) => Ok(Self { _held: held }),
            Err(ArchiveError::Locked { holder, .. }) => Err(ArchiveError::Reindexing { holder }),
            Err(error) => Err(error),
        }
    }
}

/// The lock of `fetch`, so that two of them cannot ask one host at the same time.
#[derive(Debug)]
pub struct FetchLock {
    _held: HeldFile,
}

impl FetchLock {
    /// Takes the lock of `home`. Does not wait for another fetch.
    ///
    /// # Errors
    /// [`ArchiveError::Fetching`], which names the process that holds the lock.
    pub fn take(home: &Home) -> Result<Self, ArchiveError> {
        match HeldFile::lock(&home.fetch_lock(), Instant::now()) {
            Ok(held) => Ok(Self { _held: held }),
            Err(ArchiveError::Locked { holder, .. }) => Err(ArchiveError::Fetching { holder }),
            Err(error) => Err(error),
        }
    }
}

/// The lock of `push`, so that two of them cannot send one archive at the same time.
#[cfg(feature = "opensearch")]
#[derive(Debug)]
pub struct PushLock {
    _held: HeldFile,
}

#[cfg(feature = "opensearch")]
impl PushLock {
    /// Takes the lock of `home`, waiting at most `wait` for it.
    ///
    /// # Errors
    /// [`ArchiveError::Locked`], which names the process that holds the lock.
    pub fn take(home: &Home, wait: Duration) -> Result<Self, ArchiveError> {
        let held = HeldFile::lock(&home.push_lock(), Instant::now() + wait)?;
        Ok(Self { _held: held })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_waiting_writer_is_noticed_and_comes_first() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::at(folder.path());
        let first = WriteLock::take(&home, Duration::ZERO).expect("a free lock");
        assert!(!first.has_waiting_writer());
        assert!(matches!(
            WriteLock::take(&home, Duration::ZERO),
            Err(ArchiveError::Locked { .. })
        ));
        std::thread::scope(|scope| {
            let second = scope.spawn(|| WriteLock::take(&home, Duration::from_mins(1)));
            while !first.has_waiting_writer() {
                std::thread::yield_now();
            }
            drop(first);
            let second = second.join().expect("no panic").expect("the lock");
            assert!(!second.has_waiting_writer());
        });
    }
}
