//! Coordination (协同): tasks between departments, and the warnings that come before they are late.
