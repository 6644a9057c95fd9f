//! Where the materials of one test are.

use std::path::PathBuf;

use tempfile::TempDir;

use super::*;
use tongban_s3_testkit::{Server, n_files};

pub(super) enum Place {
    Folder(TempDir),
    Bucket(Server, TempDir),
}

impl Place {
    pub(super) fn folder() -> Self {
        Self::Folder(tempfile::tempdir().unwrap())
    }

    pub(super) async fn bucket() -> Self {
        Self::Bucket(Server::start().await, tempfile::tempdir().unwrap())
    }

    /// The store as a process has it; each call is another process.
    pub(super) async fn store(&self) -> Materials {
        match self {
            Self::Folder(dir) => Materials::open(dir.path()).unwrap(),
            Self::Bucket(server, spool) => {
                let url = "s3://materials/of/a city";
                Materials::in_bucket(url, server.options(), spool.path()).await.unwrap()
            }
        }
    }

    /// How many files lie anywhere, those half received among them.
    pub(super) fn n_files(&self) -> usize {
        match self {
            Self::Folder(dir) => n_files(dir.path()),
            Self::Bucket(server, spool) => n_files(&server.bucket()) + n_files(spool.path()),
        }
    }

    /// Where the content of a material lies.
    pub(super) fn file(&self, id: MaterialId) -> PathBuf {
        let id = id.to_string();
        let (folder, file) = id.split_at(2);
        match self {
            Self::Folder(dir) => dir.path().join(folder).join(file),
            Self::Bucket(server, _) => server.file(&format!("of/a city/{folder}/{file}")),
        }
    }
}

/// Makes a test of each rule and place.
macro_rules! in_both_places {
    ($($rule:ident)+) => {
        mod in_a_folder {$(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $rule() {
                super::$rule(super::Place::folder()).await;
            }
        )+}

        mod in_a_bucket {$(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $rule() {
                super::$rule(super::Place::bucket().await).await;
            }
        )+}
    };
}

pub(super) use in_both_places;
