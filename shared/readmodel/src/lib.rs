//! Read models in SQL: row operations, checkpoints, waiting for a position.
