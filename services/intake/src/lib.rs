//! Intake (受理): a case comes in, is completed, and is handed over.
