//! A pick-up handed on to a phone: the page on the PC shows a link that works once, for ten minutes.
//! What the link is kept as opens nothing: the code is sealed under a key made of the link's token,
//! of which only a hash is stored.

use aes_gcm_siv::aead::{Aead, KeyInit};
use aes_gcm_siv::{Aes256GcmSiv, Nonce};
use sha2::{Digest, Sha256};
use tasuki_kernel::{Code, Problem, Result, Timestamp};
use tasuki_store::handover::{self, HandoverRow};
use zeroize::Zeroizing;

use crate::App;
use crate::pickup::{Typed, Waiting};
use crate::session::token_hash;

/// Seconds for which the link leads anywhere.
const VALID: i64 = 600;

/// A link to a pick-up.
#[derive(Debug)]
pub struct HandOver {
    /// The link's secret.
    pub token: String,
    /// Until when it works.
    pub expires: Timestamp,
}

/// The cipher that only the token gives. Each token seals one code, so that the nonce is fixed.
fn cipher(token: &str) -> Aes256GcmSiv {
    let mut hash = Sha256::new();
    hash.update(b"tasuki/hand-over\x01");
    hash.update(token.as_bytes());
    Aes256GcmSiv::new(&hash.finalize())
}

const NONCE: [u8; 12] = [0; 12];

fn sealed(token: &str, code: &str) -> Result<Vec<u8>> {
    let nonce = Nonce::from(NONCE);
    let failed = |_| Problem::new(Code::Internal, "a code could not be sealed");
    cipher(token).encrypt(&nonce, code.as_bytes()).map_err(failed)
}

fn opened(token: &str, sealed: &[u8]) -> Result<Zeroizing<String>> {
    let nonce = Nonce::from(NONCE);
    let damaged = || Problem::new(Code::Damaged, "a code that was handed over does not open");
    let code = cipher(token).decrypt(&nonce, sealed).map_err(|_| damaged())?;
    String::from_utf8(code).map(Zeroizing::new).map_err(|_| damaged())
}

impl App {
    /// A link that hands a pick-up over.
    pub async fn hand_over(&self, waiting: &Waiting) -> Result<HandOver> {
        let token = self.new_token();
        let row = HandoverRow {
            token: token_hash(&token),
            number: waiting.plain_number().to_owned(),
            code: sealed(&token, &waiting.code)?,
            expires: self.clock.now().plus_seconds(VALID),
        };
        let expires = row.expires;
        let kept = self.store.write(self.region, Vec::new(), move |t| handover::insert(t, &row));
        kept.await?;
        Ok(HandOver { token, expires })
    }

    /// Until when a link works. Looking does not use it up: programs that make previews look, too.
    ///
    /// # Errors
    /// `NotFound` when it is unknown, used or expired.
    pub async fn handed_over(&self, token: &str) -> Result<Timestamp> {
        Ok(self.handover_row(token).await?.expires)
    }

    /// The pick-up of a link, which is used up.
    ///
    /// # Errors
    /// As [`App::handed_over`] and [`App::waiting_pickup`].
    pub async fn take_over(&self, token: &str, address: &str) -> Result<Waiting> {
        let row = self.handover_row(token).await?;
        let hash = row.token;
        let first = self.store.write(self.region, Vec::new(), move |t| handover::take(t, hash));
        if !first.await? {
            return Err(Problem::not_found());
        }
        let code = opened(token, &row.code)?;
        self.waiting_pickup(Typed { number: &row.number, code: &code, address }).await
    }

    async fn handover_row(&self, token: &str) -> Result<HandoverRow> {
        let (hash, now) = (token_hash(token), self.clock.now());
        let found = self.store.read(move |conn| handover::find(conn, hash, now)).await?;
        found.ok_or_else(Problem::not_found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_token_opens_the_code() {
        let kept = sealed("one", "kxp3-9vt7-mw2a").unwrap();
        assert_eq!(*opened("one", &kept).unwrap(), "kxp3-9vt7-mw2a");
        assert_eq!(opened("two", &kept).unwrap_err().code, Code::Damaged);
        let mut changed = kept;
        changed[0] ^= 1;
        assert_eq!(opened("one", &changed).unwrap_err().code, Code::Damaged);
    }
}
