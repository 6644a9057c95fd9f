//! What is kept beside the log: keys of persons, and materials by content.
