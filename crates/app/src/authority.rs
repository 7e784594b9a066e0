//! 認証局: who signs the certificates of devices, what became of them, and where the keys are.
//!
//! A root signs authorities for daily use; its key may be taken offline, and comes back only to sign
//! the next one. Former authorities stay: devices have their certificates, and lists of revoked ones
//! are signed by whoever issued them. Regions of older versions have one authority that stands alone.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tasuki_kernel::{Code, Problem, Result, Timestamp};
use tasuki_ledger::recipient::{self, Recipient};
use tasuki_pki::{Authority, Revoked};
use tasuki_store::{people, rights};
use zeroize::Zeroizing;

use crate::App;
use crate::key_ring::KeyRing;

/// The authority that issues, then former ones: certificates and key of each (PEM).
const AUTHORITY: &str = "authority";
/// The root's certificate, and its key unless it was taken offline (PEM).
const ROOT: &str = "authority-root";
/// Seconds for which a list of revoked certificates counts, and after which it is made anew.
const LIST_VALID: i64 = 7 * 86_400;
const LIST_KEPT: i64 = 3_600;
/// What ends a private key in PEM.
const END_OF_KEY: &str = "-----END PRIVATE KEY-----\n";

/// The list as it was last made.
#[derive(Debug, Default)]
pub(crate) struct Revocations(Mutex<Option<Kept>>);

#[derive(Debug)]
struct Kept {
    /// Under which number of rights it was last found to hold.
    version: u64,
    made: Timestamp,
    revoked: Vec<Revoked>,
    list: Arc<str>,
}

impl Kept {
    fn is_fresh(&self, now: Timestamp) -> bool {
        (0..LIST_KEPT).contains(&now.seconds_since(self.made))
    }
}

impl Revocations {
    fn kept(&self) -> MutexGuard<'_, Option<Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The list, if no right has changed since.
    fn at(&self, version: u64, now: Timestamp) -> Option<Arc<str>> {
        let kept = self.kept();
        let kept = kept.as_ref().filter(|it| it.version == version && it.is_fresh(now))?;
        Some(Arc::clone(&kept.list))
    }

    /// The list, if it names exactly these. That some other right has changed is nothing that a
    /// public list may tell by being another.
    fn of(&self, version: u64, now: Timestamp, revoked: &[Revoked]) -> Option<Arc<str>> {
        let mut kept = self.kept();
        let kept = kept.as_mut().filter(|it| it.revoked == revoked && it.is_fresh(now))?;
        kept.version = version;
        Some(Arc::clone(&kept.list))
    }

    fn keep(&self, new: Kept) -> Arc<str> {
        let list = Arc::clone(&new.list);
        *self.kept() = Some(new);
        list
    }
}

/// Makes the root of a new region and its first authority for daily use.
pub(crate) fn create(keys: &KeyRing, name: &str, now: Timestamp) -> Result<()> {
    let root = Authority::create_root(name, now)?;
    let daily = Authority::create_under(&root, name, 1, now)?;
    keys.put_secret(ROOT, stored(&root).as_bytes())?;
    keys.put_secret(AUTHORITY, stored(&daily).as_bytes())
}

/// Certificates and key, as they are sealed.
fn stored(authority: &Authority) -> Zeroizing<String> {
    Zeroizing::new(format!("{}{}", authority.chain_pem(), *authority.key_pem()))
}

/// The authorities of a text of [`stored`] ones.
fn read(pem: &[u8]) -> Result<Vec<Authority>> {
    let bad = |why: &str| Problem::new(Code::KeyProblem, format!("the authority's secret {why}"));
    let pem = std::str::from_utf8(pem).map_err(|_| bad("is not PEM"))?;
    let mut found = Vec::new();
    for one in pem.split_inclusive(END_OF_KEY) {
        let key = one.find("-----BEGIN PRIVATE KEY-----");
        let (chain, key) = one.split_at(key.ok_or_else(|| bad("has no key"))?);
        found.push(Authority::from_pem(chain, key)?);
    }
    if found.is_empty() { Err(bad("is empty")) } else { Ok(found) }
}

/// Where the root's key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RootKey {
    /// In the key store, sealed like the others.
    Here,
    /// In a file elsewhere; only the certificate is here.
    Offline,
    /// There is no root: the region has one authority that stands alone.
    None,
}

impl App {
    /// The authority that issues certificates.
    pub fn authority(&self) -> Result<Authority> {
        Ok(self.issuers()?.swap_remove(0))
    }

    /// Every authority whose certificates devices may have; the one that issues comes first.
    pub fn issuers(&self) -> Result<Vec<Authority>> {
        read(&self.keys.secret(AUTHORITY)?)
    }

    /// Certificates of all authorities with their roots, each once, in PEM.
    pub fn authority_chain(&self) -> Result<String> {
        let mut chain = Vec::new();
        for issuer in self.issuers()? {
            for certificate in [issuer.certificate_pem(), issuer.anchor_pem()] {
                if !chain.iter().any(|it| it == certificate) {
                    chain.push(certificate.to_owned());
                }
            }
        }
        Ok(chain.concat())
    }

    /// The list of revoked certificates, signed by each authority, in PEM: as of now, or as of at
    /// most an hour ago when nothing was revoked since.
    pub async fn revoked_devices(&self) -> Result<Arc<str>> {
        let (region, now) = (self.region, self.clock.now());
        let version = self.store.read(move |conn| rights::version(conn, region)).await?;
        if let Some(list) = self.revocations.at(version, now) {
            return Ok(list);
        }
        let revoked = self.store.read(move |conn| people::revoked(conn, now)).await?;
        let revoked: Vec<_> =
            revoked.into_iter().map(|(serial, at)| Revoked { serial, at }).collect();
        if let Some(list) = self.revocations.of(version, now, &revoked) {
            return Ok(list);
        }
        let next = now.plus_seconds(LIST_VALID);
        let lists = self.issuers()?.into_iter();
        let lists = lists.map(|issuer| issuer.revocations(&revoked, now, next));
        let list: Arc<str> = lists.collect::<Result<String>>()?.into();
        Ok(self.revocations.keep(Kept { version, made: now, revoked, list }))
    }

    /// Where the root's key is.
    pub fn root_key(&self) -> Result<RootKey> {
        if !self.keys.store().secrets()?.iter().any(|it| it == ROOT) {
            return Ok(RootKey::None);
        }
        let kept = self.keys.secret(ROOT)?;
        let here = kept.windows(END_OF_KEY.len()).any(|it| it == END_OF_KEY.as_bytes());
        Ok(if here { RootKey::Here } else { RootKey::Offline })
    }

    /// The root with its key, sealed to the recovery key or to another recipient: to be kept
    /// elsewhere, before [`App::forget_root_key`].
    pub fn sealed_root(&self, to: Option<Recipient>) -> Result<Vec<u8>> {
        if self.root_key()? != RootKey::Here {
            let detail = "the root's key is not here: there is nothing to take offline";
            return Err(Problem::new(Code::Conflict, detail));
        }
        // The recovery key's is the last recipient, after the region's own.
        let to = to.or_else(|| self.keys.recipients().get(1).cloned());
        let to = to.ok_or_else(|| Problem::new(Code::KeyProblem, "there is no recovery key"))?;
        recipient::seal_to(&[to], &self.keys.secret(ROOT)?)
            .map_err(|e| Problem::new(Code::KeyProblem, format!("the root cannot be sealed: {e}")))
    }

    /// Leaves only the root's certificate here.
    pub fn forget_root_key(&self) -> Result<()> {
        let root = read(&self.keys.secret(ROOT)?)?.swap_remove(0);
        self.keys.put_secret(ROOT, root.chain_pem().as_bytes())
    }

    /// Makes a new authority for daily use, under the root that is here or under `brought`, which
    /// [`App::sealed_root`] gave out; the former ones stay. Listeners name it from their next start
    /// on. A region without a root gets one.
    ///
    /// # Errors
    /// `Conflict` when the root's key is offline and was not brought; `KeyProblem` when another
    /// region's was.
    pub async fn renew_authority(&self, brought: Option<&[u8]>) -> Result<()> {
        let (name, now) = (self.settings().await?.name, self.clock.now());
        let root = match (brought, self.root_key()?) {
            (Some(opened), RootKey::Here | RootKey::Offline) => self.same_root(opened)?,
            (None, RootKey::Here) => read(&self.keys.secret(ROOT)?)?.swap_remove(0),
            (None, RootKey::None) => Authority::create_root(&name, now)?,
            (None, RootKey::Offline) => {
                let detail = "the root's key is offline: name its file with --root";
                return Err(Problem::new(Code::Conflict, detail));
            }
            (Some(_), RootKey::None) => {
                let detail = "this region has no root: call it without --root";
                return Err(Problem::new(Code::Conflict, detail));
            }
        };
        let issuers = self.issuers()?;
        let daily = Authority::create_under(&root, &name, issuers.len() + 1, now)?;
        let all = std::iter::once(&daily).chain(&issuers).map(|it| stored(it).to_string());
        let all = Zeroizing::new(all.collect::<String>());
        // A new root is kept before anything stands under it.
        if self.root_key()? == RootKey::None {
            self.keys.put_secret(ROOT, stored(&root).as_bytes())?;
        }
        self.keys.put_secret(AUTHORITY, all.as_bytes())
    }

    /// The root that was brought, if it is this region's.
    fn same_root(&self, opened: &[u8]) -> Result<Authority> {
        let root = read(opened)?.swap_remove(0);
        let kept = self.keys.secret(ROOT)?;
        if !kept.starts_with(root.certificate_pem().as_bytes()) {
            let detail = "this is the root of another region, or of an earlier time";
            return Err(Problem::new(Code::KeyProblem, detail));
        }
        Ok(root)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_micros(1_795_239_120_000_000);

    #[test]
    fn a_secret_of_several_is_read_in_its_order() {
        let root = Authority::create_root("a", NOW).unwrap();
        let daily = Authority::create_under(&root, "a", 2, NOW).unwrap();
        let alone = Authority::create("a", NOW).unwrap();
        let text = format!("{}{}", *stored(&daily), *stored(&alone));
        let found = read(text.as_bytes()).unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].certificate_der(), daily.certificate_der());
        assert_eq!(found[0].anchor_pem(), root.certificate_pem());
        assert_eq!(found[1].certificate_der(), alone.certificate_der());
    }

    #[test]
    fn what_is_no_stored_authority_is_a_key_problem() {
        let alone = Authority::create("a", NOW).unwrap();
        let whole = stored(&alone);
        let torn = &whole[..whole.len() - 40];
        let swapped = format!("{}{}", *alone.key_pem(), alone.chain_pem());
        for bad in [&b""[..], b"\xff\xfe", b"text", torn.as_bytes(), swapped.as_bytes()] {
            assert_eq!(read(bad).unwrap_err().code, Code::KeyProblem);
        }
    }

    #[test]
    fn a_list_is_kept_for_an_hour_and_for_one_number_of_rights() {
        let kept = Revocations::default();
        assert_eq!(kept.at(1, NOW), None);
        let revoked = vec![Revoked { serial: vec![7], at: NOW }];
        kept.keep(Kept { version: 1, made: NOW, revoked: revoked.clone(), list: "list".into() });
        assert_eq!(kept.at(1, NOW.plus_seconds(LIST_KEPT - 1)).as_deref(), Some("list"));
        assert_eq!(kept.at(2, NOW), None);
        assert_eq!(kept.at(1, NOW.plus_seconds(LIST_KEPT)), None);
        assert_eq!(kept.at(1, NOW.plus_seconds(-1)), None, "the clock was set back");
        // Another right has changed: the same devices are revoked, so that it is the same list.
        assert_eq!(kept.of(2, NOW, &[]), None);
        assert_eq!(kept.of(2, NOW, &revoked).as_deref(), Some("list"));
        assert_eq!(kept.at(2, NOW).as_deref(), Some("list"));
    }
}
