//! Who acts: accounts, signed tokens, permissions.
