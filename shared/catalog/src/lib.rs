//! Departments, posts, service items: versioned data, checked before it is published.
