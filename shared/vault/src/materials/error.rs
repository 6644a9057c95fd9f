use crate::{BucketError, ContentType, FileError, MaterialId, Materials};

/// The store cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum MaterialsError {
    /// A file or folder cannot be used.
    #[error(transparent)]
    File(#[from] FileError),
    /// The address or the settings of the bucket make no sense.
    #[error("the address of the bucket of materials, or a setting, cannot be used")]
    Address(#[source] object_store::Error),
    /// The bucket cannot be used.
    #[error(transparent)]
    Bucket(#[from] BucketError),
    /// A file was to be copied and cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
}

impl MaterialsError {
    /// Whether waiting may help.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Bucket(error) if error.is_transient())
    }
}

/// Why a file was not stored.
#[derive(Debug, thiserror::Error)]
pub enum PutError {
    /// It has no content.
    #[error("the file is empty")]
    Empty,
    /// It is larger than the store takes.
    #[error("the file is larger than {} bytes", Materials::SIZE_MAX)]
    TooLarge,
    /// Files of this type are not taken.
    #[error("files of type {declared} are not taken")]
    TypeNotTaken {
        /// What the sender said.
        declared: String,
    },
    /// The content is not of the declared type.
    #[error("the content is not of the declared type {declared}")]
    OtherType {
        /// What the sender said.
        declared: ContentType,
    },
    /// More or less came than was declared.
    #[error("{declared} bytes were declared, {received} came")]
    OtherSize {
        /// What the sender said.
        declared: u64,
        /// What came.
        received: u64,
    },
    /// The sender stopped sending.
    #[error("the file broke off")]
    BrokenOff(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// No room: works again when there is room.
    #[error("the disk has no room for the file")]
    Full(#[source] FileError),
    /// The disk fails.
    #[error(transparent)]
    File(FileError),
    /// The bucket does not take it.
    #[error(transparent)]
    Bucket(#[from] BucketError),
    /// The process is shutting down.
    #[error("the file was not stored before the process stopped")]
    Interrupted,
}

impl From<FileError> for PutError {
    fn from(error: FileError) -> Self {
        if error.is_full() { Self::Full(error) } else { Self::File(error) }
    }
}

/// Why a file was not read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// There is none of this hash.
    #[error("there is no material {id}")]
    Unknown {
        /// The hash.
        id: MaterialId,
    },
    /// What is stored under this hash has another.
    #[error("material {id} is damaged")]
    Damaged {
        /// The hash.
        id: MaterialId,
    },
    /// The disk fails.
    #[error(transparent)]
    File(#[from] FileError),
    /// The bucket does not answer.
    #[error(transparent)]
    Bucket(#[from] BucketError),
    /// The process is shutting down.
    #[error("the file was not read before the process stopped")]
    Interrupted,
}
