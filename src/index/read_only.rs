//! A read-only tantivy directory, for an index that the process is not allowed to write to.
//!
//! Leaves out writing. tantivy's own directory creates a lock file whenever it reads a commit, so
//! that no writer removes the files of that commit meanwhile. This directory takes no lock.
//! Instead, a reader that finds a file removed reads the commit again.

use std::io;
use std::path::Path;
use std::sync::Arc;

use tantivy::Index;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr,
};

/// Maximum number of attempts to read a commit.
const ATTEMPTS: usize = 20;

/// Opens the index in the folder at `path` for reading.
pub(super) fn open(path: &Path) -> tantivy::Result<Index> {
    Index::open(ReadOnly(MmapDirectory::open(path)?))
}

/// Reads a commit. Tries again after an error, because a newer commit may have replaced it
/// meanwhile.
pub(super) fn read<T>(commit: impl Fn() -> tantivy::Result<T>) -> tantivy::Result<T> {
    let mut read = commit();
    for _ in 1..ATTEMPTS {
        if read.is_ok() {
            break;
        }
        read = commit();
    }
    read
}

#[derive(Debug, Clone)]
struct ReadOnly(MmapDirectory);

fn refused() -> io::Error {
    io::Error::new(
        io::ErrorKind::ReadOnlyFilesystem,
        "the index is open for reading only",
    )
}

impl Directory for ReadOnly {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.0.get_file_handle(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.0.exists(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.0.atomic_read(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        Err(DeleteError::IoError {
            io_error: Arc::new(refused()),
            filepath: path.to_owned(),
        })
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        Err(OpenWriteError::IoError {
            io_error: Arc::new(refused()),
            filepath: path.to_owned(),
        })
    }

    fn atomic_write(&self, _: &Path, _: &[u8]) -> io::Result<()> {
        Err(refused())
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn acquire_lock(&self, _: &Lock) -> Result<DirectoryLock, LockError> {
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.0.watch(callback)
    }
}
