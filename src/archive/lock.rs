//! One writer at a time, and a queue before it: operating-system locks on files of the home.
//!
//! Leaves out readers, of which there may be any number. A writer that goes on for long asks between two
//! batches whether another one [waits](WriteLock::is_awaited), and lets it in: whoever wants the lock goes
//! through the queue, so the one that lets go comes after the one that waits.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::ArchiveError;
use crate::home::Home;

/// How often a waiting writer tries again.
const RETRY: Duration = Duration::from_millis(20);

/// Held while its value lives; the system releases it when the process ends, however it ends.
#[derive(Debug)]
struct HeldFile {
    file: File,
}

impl Drop for HeldFile {
    /// Closing the file alone would leave the lock to a process that is just being started from this one,
    /// which has the file open until it is another program.
    fn drop(&mut self) {
        let _ = self.file.unlock();
    }
}

impl HeldFile {
    /// Locks the file at `path`, waiting until `deadline`; `Err(Locked)` names who has it.
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
                    std::thread::sleep(RETRY)
                }
                Err(TryLockError::WouldBlock) => {
                    let mut holder = String::new();
                    let _ = file.read_to_string(&mut holder);
                    let holder = match holder.trim() {
                        "" => "another process".to_owned(),
                        id => format!("process {id}"),
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
            .and_then(|()| writeln!(file, "{}", std::process::id()))
            .map_err(failed)?;
        Ok(Self { file })
    }
}

/// The lock of the one writer.
#[derive(Debug)]
pub(super) struct WriteLock {
    _held: HeldFile,
    queue: PathBuf,
}

impl WriteLock {
    /// Takes the lock of `home`, waiting at most `wait` for it.
    ///
    /// # Errors
    /// [`ArchiveError::Locked`], which names who has it.
    pub(super) fn take(home: &Home, wait: Duration) -> Result<Self, ArchiveError> {
        let deadline = Instant::now() + wait;
        let queue = home.write_queue();
        // While this process waits, the holder finds the queue locked.
        let first_in_queue = HeldFile::lock(&queue, deadline);
        let held = match first_in_queue {
            Ok(_first) => HeldFile::lock(&home.lock(), deadline)?,
            Err(ArchiveError::Locked { .. }) => HeldFile::lock(&home.lock(), Instant::now())?,
            Err(error) => return Err(error),
        };
        Ok(Self { _held: held, queue })
    }

    /// Whether another writer waits for the lock.
    pub(super) fn is_awaited(&self) -> bool {
        let queue = OpenOptions::new().write(true).open(&self.queue);
        queue.is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
    }
}

/// The lock of the one `reindex`, which builds beside the writer.
#[derive(Debug)]
pub struct ReindexLock {
    _held: HeldFile,
}

impl ReindexLock {
    /// Takes the lock of `home`; a second reindex does not wait for the first.
    ///
    /// # Errors
    /// [`ArchiveError::Locked`], which names who has it.
    pub fn take(home: &Home) -> Result<Self, ArchiveError> {
        Ok(Self {
            _held: HeldFile::lock(&home.reindex_lock(), Instant::now())?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_writer_that_waits_is_seen_and_comes_first() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::at(folder.path());
        let first = WriteLock::take(&home, Duration::ZERO).expect("a free lock");
        assert!(!first.is_awaited());
        assert!(matches!(
            WriteLock::take(&home, Duration::ZERO),
            Err(ArchiveError::Locked { .. })
        ));
        std::thread::scope(|scope| {
            let second = scope.spawn(|| WriteLock::take(&home, Duration::from_secs(60)));
            while !first.is_awaited() {
                std::thread::yield_now();
            }
            drop(first);
            let second = second.join().expect("no panic").expect("the lock");
            assert!(!second.is_awaited());
        });
    }
}
