//! HTTP for every service: problems, extractors, live changes, serving.
