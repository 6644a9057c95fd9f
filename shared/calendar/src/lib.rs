//! Working days, deadlines and suspensions: pure values, no clock.
