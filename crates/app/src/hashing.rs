//! Hashing passwords (Argon2id): as many at once as there are processors, each in memory that goes
//! back to the system afterwards.

use std::sync::LazyLock;
use std::thread::available_parallelism;

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use tasuki_kernel::{Code, Problem, Result};
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use crate::blocking::blocking;

/// 19 MiB, two passes, one lane (OWASP password storage, Argon2id).
const MEMORY: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Blocks asked for at least, of a kilobyte each: more than 32 MiB. The allocator of glibc maps what
/// is larger than that for itself and unmaps it when it is freed. Of what is smaller it learns from
/// the first that is freed, and keeps the later ones: 19 MB for every thread that ever hashed.
/// Pages that nobody touches cost nothing.
const APART: usize = 33 * 1024;

/// Who comes while every processor hashes waits here, without any memory yet.
static PROCESSORS: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(available_parallelism().map_or(2, usize::from)));

/// Checked when there is no such account, so that both answers take the same time.
static NOBODY: LazyLock<String> = LazyLock::new(|| {
    hash(b"nobody has this password", &[7; 16]).expect("hashing a constant does not fail")
});

/// The hash to keep of a password.
pub(crate) async fn hashed(password: &str, salt: [u8; 16]) -> Result<String> {
    let password = Zeroizing::new(password.to_owned());
    in_turn(move || hash(password.as_bytes(), &salt))
        .await?
        .map_err(|e| Problem::new(Code::Internal, format!("hashing a password: {e}")))
}

/// Whether the kept hash is of this password; never when there is none, which takes as long.
pub(crate) async fn is_right(password: &str, kept: Option<String>) -> Result<bool> {
    let password = Zeroizing::new(password.to_owned());
    in_turn(move || {
        let known = kept.is_some();
        verify(&password, kept.as_deref().unwrap_or(&NOBODY)) && known
    })
    .await
}

async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let closed = |_| Problem::new(Code::Internal, "nothing is hashed any more");
    let turn = PROCESSORS.acquire().await.map_err(closed)?;
    blocking(move || {
        // Whoever asked may go away; the processor stays taken until it is done.
        let _turn = turn;
        work()
    })
    .await
}

type Fault = argon2::password_hash::Error;

fn hash(password: &[u8], salt: &[u8]) -> Result<String, Fault> {
    let params = Params::new(MEMORY, PASSES, LANES, None).expect("the parameters are in range");
    let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let params = ParamsString::try_from(hasher.params())?;
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params,
        salt: Some(Salt::new(salt)?),
        hash: Some(output(&hasher, password, salt)?),
    };
    Ok(hash.to_string())
}

fn verify(password: &str, kept: &str) -> bool {
    PasswordHash::new(kept).is_ok_and(|it| is_of(password.as_bytes(), &it).unwrap_or_default())
}

/// Hashes as the kept one was hashed.
fn is_of(password: &[u8], kept: &PasswordHash) -> Result<bool, Fault> {
    let (Some(salt), Some(expected)) = (&kept.salt, &kept.hash) else { return Ok(false) };
    let algorithm = Algorithm::try_from(kept.algorithm.as_str())?;
    let version = kept.version.map_or(Ok(Version::default()), Version::try_from)?;
    let hasher = Argon2::new(algorithm, version, Params::try_from(kept)?);
    // Compared in constant time.
    Ok(output(&hasher, password, salt)? == *expected)
}

fn output(hasher: &Argon2<'_>, password: &[u8], salt: &[u8]) -> Result<Output, Fault> {
    let length = hasher.params().output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
    let mut bytes = Zeroizing::new([0; Output::MAX_LENGTH]);
    let out = bytes.get_mut(..length).ok_or(Fault::OutputSize)?;
    let blocks = hasher.params().block_count();
    let mut memory = Vec::with_capacity(blocks.max(APART));
    memory.resize(blocks, Block::new());
    hasher.hash_password_into_with_memory(password, salt, out, &mut memory)?;
    Ok(Output::new(out)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_has_nobodys_password() {
        tasuki_testkit::block_on(async {
            assert!(verify("nobody has this password", &NOBODY));
            assert!(!is_right("nobody has this password", None).await.unwrap());
        });
    }

    #[test]
    fn what_is_no_hash_is_of_no_password() {
        for kept in ["", "not a hash", "$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAA", "$md5$AAAA$AAAA"] {
            assert!(!verify("x", kept), "{kept}");
        }
    }

    /// Of the reference implementation: its README, and its tests (version 1.3).
    #[test]
    fn other_parameters_and_other_makers_hashes_verify() {
        for kept in [
            "$argon2i$v=19$m=65536,t=2,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub+b+dWRWJTmaaJObG",
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        ] {
            assert!(verify("password", kept), "{kept}");
            assert!(!verify("Password", kept), "{kept}");
        }
    }

    #[test]
    fn a_hash_says_how_it_was_made_and_is_of_one_password_alone() {
        tasuki_testkit::block_on(async {
            let kept = hashed("ひみつのことば", [3; 16]).await.unwrap();
            assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
            assert!(is_right("ひみつのことば", Some(kept.clone())).await.unwrap());
            assert!(!is_right("ひみつのことは", Some(kept)).await.unwrap());
        });
    }
}
