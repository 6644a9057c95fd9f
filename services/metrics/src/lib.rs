//! Metrics (效能监测): counts, durations in working time, on-time rates.
