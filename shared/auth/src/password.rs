use std::fmt;
use std::sync::Arc;

use argon2::password_hash::{self, PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

/// A password that is good enough, never printed.
///
/// Length counts, composition does not (NIST SP 800-63B, 3.1.1.2): 10 to 128 characters, not all
/// the same.
#[derive(Clone)]
pub struct Password(String);

/// A password that is too easily guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    /// Too short or too long.
    #[error("a password has 10 to 128 characters")]
    Length,
    /// One character over and over.
    #[error("a password has more than one character")]
    Monotone,
}

const CHARS_MAX: usize = 128;
/// Four bytes are the longest character of UTF-8.
const BYTES_MAX: usize = CHARS_MAX * 4;
/// No letters that look like digits, in either case.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

impl Password {
    /// Takes a password as it was typed.
    ///
    /// # Errors
    /// When it is too easily guessed.
    pub fn parse(raw: &str) -> Result<Self, WeakPassword> {
        if !(10..=CHARS_MAX).contains(&raw.chars().count()) {
            return Err(WeakPassword::Length);
        }
        let first = raw.chars().next();
        if raw.chars().all(|c| Some(c) == first) {
            return Err(WeakPassword::Monotone);
        }
        Ok(Self(raw.into()))
    }

    /// One that nobody can guess: a hundred random bits, in four groups to be typed off.
    pub fn random() -> Self {
        let mut bytes = [0_u8; 20];
        rand::fill(&mut bytes);
        let chars = bytes.map(|byte| char::from(ALPHABET[usize::from(byte % 32)]));
        let groups: Vec<String> = chars.chunks(5).map(|group| group.iter().collect()).collect();
        Self(groups.join("-"))
    }

    /// The password itself: to be shown once to whom it belongs.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// A salted Argon2id hash in the PHC string format, never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// Takes a hash as a store keeps it.
    pub fn from_stored(phc: impl Into<String>) -> Self {
        Self(phc.into())
    }

    /// The hash in the PHC string format.
    pub fn as_stored(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

/// How much work one guess is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory that a hash takes, in KiB.
    pub memory_kib: u32,
    /// How often it goes through that memory.
    pub n_passes: u32,
}

impl Cost {
    /// 19 MiB, two passes: what OWASP asks for at least; about 20 ms on a core of 2024.
    pub const STANDARD: Self =
        Self { memory_kib: Params::DEFAULT_M_COST, n_passes: Params::DEFAULT_T_COST };
    /// Next to none: for tests, and worth as much.
    pub const FOR_TESTS: Self = Self { memory_kib: Params::MIN_M_COST, n_passes: 1 };
}

/// Why a password was not hashed or compared.
#[derive(Debug, thiserror::Error)]
pub enum HashError {
    /// Too many wait already: try again.
    #[error("too many passwords are being checked")]
    Busy,
    /// The cost is outside of what the algorithm takes.
    #[error("the cost of password hashes is out of range")]
    Cost(#[source] argon2::Error),
    /// The stored hash is no hash, or the system gives no memory or random bytes.
    #[error("a password cannot be hashed")]
    Algorithm(#[source] password_hash::Error),
    /// The process is shutting down.
    #[error("the process stopped before a password was checked")]
    Interrupted,
}

/// Hashes at a time: each takes a core and [`Cost::memory_kib`].
const AT_ONCE_MAX: usize = 2;
/// Callers that wait for their turn; about a second's work.
const WAITING_MAX: usize = 64;

/// Hashes passwords and compares them, off the threads that serve requests, a few at a time.
#[derive(Clone)]
pub struct Passwords {
    argon2: Argon2<'static>,
    /// Of nobody's password: compared where there is no account, so that it takes as long.
    nobody: PasswordHash,
    waiting: Arc<Semaphore>,
    at_once: Arc<Semaphore>,
}

impl Passwords {
    /// Hashes new passwords at this cost. Blocks for the time of one hash.
    ///
    /// # Errors
    /// When the algorithm does not take this cost.
    pub fn new(cost: Cost) -> Result<Self, HashError> {
        let params = Params::new(cost.memory_kib, cost.n_passes, 1, None);
        let params = params.map_err(HashError::Cost)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let nobody = hash(&argon2, Password::random().reveal())?;
        let (waiting, at_once) = (Semaphore::new(WAITING_MAX), Semaphore::new(AT_ONCE_MAX));
        Ok(Self { argon2, nobody, waiting: Arc::new(waiting), at_once: Arc::new(at_once) })
    }

    /// Hashes a new password.
    ///
    /// # Errors
    /// When too many wait, or the system gives no memory or random bytes.
    pub async fn hash(&self, password: Password) -> Result<PasswordHash, HashError> {
        self.work(move |argon2| hash(argon2, password.reveal())).await
    }

    /// Whether what was typed is the password of this hash. Without a hash it is never, and that
    /// takes as long to find out.
    ///
    /// # Errors
    /// When too many wait, or the stored hash is damaged.
    pub async fn matches(
        &self,
        typed: &str,
        stored: Option<&PasswordHash>,
    ) -> Result<bool, HashError> {
        // No password is that long, and the rest of it need not be hashed.
        let too_long = typed.len() > BYTES_MAX;
        let typed = if too_long { String::new() } else { typed.to_owned() };
        let stored = stored.filter(|_| !too_long);
        let known = stored.is_some();
        let hash = stored.unwrap_or(&self.nobody).clone();
        let same = self.work(move |argon2| compare(argon2, &typed, &hash)).await?;
        Ok(same && known)
    }

    async fn work<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Argon2<'static>) -> Result<T, HashError> + Send + 'static,
    ) -> Result<T, HashError> {
        let _place = self.waiting.try_acquire().map_err(|_| HashError::Busy)?;
        let turn = self.at_once.clone().acquire_owned().await;
        let turn = turn.map_err(|_| HashError::Interrupted)?;
        let argon2 = self.argon2.clone();
        let done = tokio::task::spawn_blocking(move || {
            // Held here: a caller that goes away does not stop the work that it began.
            let _turn = turn;
            job(&argon2)
        });
        done.await.map_err(|_| HashError::Interrupted)?
    }
}

impl fmt::Debug for Passwords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Passwords").finish_non_exhaustive()
    }
}

fn hash(argon2: &Argon2<'_>, password: &str) -> Result<PasswordHash, HashError> {
    let hash = argon2.hash_password(password.as_bytes()).map_err(HashError::Algorithm)?;
    Ok(PasswordHash(hash.to_string()))
}

fn compare(argon2: &Argon2<'_>, typed: &str, hash: &PasswordHash) -> Result<bool, HashError> {
    // The cost of the stored hash counts, not that of new ones.
    match argon2.verify_password(typed.as_bytes(), hash.0.as_str()) {
        Ok(()) => Ok(true),
        Err(password_hash::Error::PasswordInvalid) => Ok(false),
        Err(other) => Err(HashError::Algorithm(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passwords() -> Passwords {
        Passwords::new(Cost::FOR_TESTS).unwrap()
    }

    #[test]
    fn short_and_monotone_passwords_are_refused() {
        for (raw, weakness) in [
            ("123456789", WeakPassword::Length),
            ("", WeakPassword::Length),
            ("aaaaaaaaaaaa", WeakPassword::Monotone),
        ] {
            assert_eq!(Password::parse(raw).err(), Some(weakness), "{raw}");
        }
        assert_eq!(Password::parse(&"ab".repeat(65)).err(), Some(WeakPassword::Length));
        assert!(Password::parse("通办系统的一个长口令").is_ok());
    }

    #[test]
    fn random_passwords_are_good_and_differ() {
        let (first, second) = (Password::random(), Password::random());
        assert!(Password::parse(first.reveal()).is_ok());
        assert_eq!(first.reveal().len(), 23);
        assert_ne!(first.reveal(), second.reveal());
        assert_eq!(format!("{first:?}"), "Password(…)");
    }

    #[tokio::test]
    async fn only_the_password_itself_matches_its_hash() {
        let passwords = passwords();
        let password = Password::random();
        let hash = passwords.hash(password.clone()).await.unwrap();
        assert!(hash.as_stored().starts_with("$argon2id$v=19$m=8,t=1,p=1$"));
        assert!(passwords.matches(password.reveal(), Some(&hash)).await.unwrap());
        for wrong in ["", "wrong", &"x".repeat(100_000)] {
            assert!(!passwords.matches(wrong, Some(&hash)).await.unwrap());
        }
        assert!(!passwords.matches(password.reveal(), None).await.unwrap());
    }

    #[tokio::test]
    async fn equal_passwords_have_different_hashes() {
        let passwords = passwords();
        let password = Password::random();
        let first = passwords.hash(password.clone()).await.unwrap();
        assert_ne!(first, passwords.hash(password).await.unwrap());
    }

    #[tokio::test]
    async fn a_damaged_hash_is_an_error_and_no_mismatch() {
        let damaged = PasswordHash::from_stored("$argon2id$v=19$");
        let result = passwords().matches("anything", Some(&damaged)).await;
        assert!(matches!(result, Err(HashError::Algorithm(_))), "{result:?}");
    }

    #[tokio::test]
    async fn too_many_at_once_are_told_to_come_back() {
        let passwords = passwords();
        let _all = passwords.waiting.clone().acquire_many_owned(64).await.unwrap();
        assert!(matches!(passwords.matches("x", None).await, Err(HashError::Busy)));
    }
}
