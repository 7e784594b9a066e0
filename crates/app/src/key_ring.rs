//! Opened keys. The region's identity opens vault keys, these open log keys, these open bodies.
//!
//! Opened keys stay in memory until [`KeyRing::forget`]: whoever destroys keys, here or in another
//! process, makes every process forget.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tasuki_kernel::{Code, LogId, Problem, Random, Result, VaultId};
use tasuki_ledger::recipient::{self, Identity, Recipient};
use tasuki_ledger::{KeyId, Secret, WrapContext, unwrap_known_key, wrap_key};
use tasuki_store::key_store::KeyStore;
use zeroize::Zeroizing;

/// The opened keys of a region.
pub struct KeyRing {
    store: KeyStore,
    identity: Identity,
    recipients: Vec<Recipient>,
    random: Arc<dyn Random>,
    vaults: Mutex<HashMap<VaultId, Arc<Secret>>>,
    logs: Mutex<HashMap<(LogId, KeyId), Arc<Secret>>>,
}

/// The name of the secret that lists who receives vault keys: public keys, one a line. Sealed
/// only so that all secrets are alike.
const RECIPIENTS: &str = "recipients";

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn key_problem(detail: impl Into<String>) -> Problem {
    Problem::new(Code::KeyProblem, detail)
}

impl KeyRing {
    /// A new region's ring: vault keys go to the region's identity and to the recovery key.
    pub fn create(
        store: KeyStore,
        identity: Identity,
        recovery: Recipient,
        random: Arc<dyn Random>,
    ) -> Result<Self> {
        let recipients = vec![identity.recipient(), recovery];
        let ring = Self::with(store, identity, recipients, random);
        let lines: Vec<String> = ring.recipients.iter().map(ToString::to_string).collect();
        ring.put_secret(RECIPIENTS, lines.join("\n").as_bytes())?;
        Ok(ring)
    }

    /// The ring of an existing region.
    ///
    /// # Errors
    /// `KeyProblem` when the identity is of another region, or the key store is not of this one.
    pub fn open(store: KeyStore, identity: Identity, random: Arc<dyn Random>) -> Result<Self> {
        let mut ring = Self::with(store, identity, Vec::new(), random);
        let listed = ring.secret(RECIPIENTS)?;
        let text = String::from_utf8_lossy(&listed);
        ring.recipients = text
            .lines()
            .map(|line| line.parse().map_err(|_| key_problem("the list of recipients is broken")))
            .collect::<Result<_>>()?;
        Ok(ring)
    }

    fn with(
        store: KeyStore,
        identity: Identity,
        recipients: Vec<Recipient>,
        random: Arc<dyn Random>,
    ) -> Self {
        Self {
            store,
            identity,
            recipients,
            random,
            vaults: Mutex::default(),
            logs: Mutex::default(),
        }
    }

    /// Who receives vault keys: the region first, then the recovery key.
    pub fn recipients(&self) -> &[Recipient] {
        &self.recipients
    }

    /// The key store behind the ring.
    pub const fn store(&self) -> &KeyStore {
        &self.store
    }

    /// Drops every opened key from memory.
    pub fn forget(&self) {
        lock(&self.vaults).clear();
        lock(&self.logs).clear();
    }

    /// Makes the key of a new vault; it is durable when this returns.
    ///
    /// # Errors
    /// `KeyProblem` when the region's key was replaced since this process began: what it seals
    /// now would be for the old one.
    pub fn new_vault(&self, vault: VaultId) -> Result<()> {
        self.secret(RECIPIENTS).map_err(|_| {
            key_problem("the region's key was replaced: restart this process with the new one")
        })?;
        let key = Secret::generate(&*self.random);
        let sealed = recipient::seal_vault_key(&self.recipients, vault, &key)
            .map_err(|e| key_problem(format!("a vault key cannot be sealed: {e}")))?;
        self.store.put_vault(vault, &sealed)?;
        lock(&self.vaults).insert(vault, Arc::new(key));
        Ok(())
    }

    fn vault(&self, vault: VaultId) -> Result<Arc<Secret>> {
        if let Some(key) = lock(&self.vaults).get(&vault) {
            return Ok(Arc::clone(key));
        }
        let sealed = self.store.vault(vault)?.ok_or_else(destroyed)?;
        let key = recipient::open_vault_key(&self.identity, vault, &sealed)
            .map_err(|e| key_problem(format!("vault {vault} does not open: {e}")))?;
        let key = Arc::new(key);
        lock(&self.vaults).insert(vault, Arc::clone(&key));
        Ok(key)
    }

    /// Makes a new key for a log; it is durable when this returns.
    pub fn new_log_key(&self, vault: VaultId, log: LogId) -> Result<KeyId> {
        let under = self.vault(vault)?;
        let key = Secret::generate(&*self.random);
        let id = key.id();
        let wrapped = wrap_key(&*self.random, &under, &WrapContext::Log { vault, log }, &key);
        self.store.put_log_key(log, id, &wrapped)?;
        lock(&self.logs).insert((log, id), Arc::new(key));
        Ok(id)
    }

    /// A log's key.
    ///
    /// # Errors
    /// `Destroyed` when it is gone, `KeyProblem` when it is not what it should be.
    pub fn log_key(&self, vault: VaultId, log: LogId, id: KeyId) -> Result<Arc<Secret>> {
        if let Some(key) = lock(&self.logs).get(&(log, id)) {
            return Ok(Arc::clone(key));
        }
        let under = self.vault(vault)?;
        let wrapped = self.store.log_key(log, id)?.ok_or_else(destroyed)?;
        let key = unwrap_known_key(&under, &WrapContext::Log { vault, log }, &wrapped, id)
            .map_err(|e| key_problem(format!("the key of log {log} does not open: {e}")))?;
        let key = Arc::new(key);
        lock(&self.logs).insert((log, id), Arc::clone(&key));
        Ok(key)
    }

    /// Seals one of the region's secrets to all recipients and stores it.
    pub fn put_secret(&self, name: &str, plain: &[u8]) -> Result<()> {
        let sealed = recipient::seal_to(&self.recipients, plain)
            .map_err(|e| key_problem(format!("secret {name} cannot be sealed: {e}")))?;
        self.store.put_secret(name, &sealed)
    }

    /// A secret of 32 random bytes that older regions do not have yet: made when it is missing.
    pub fn secret_or_new(&self, name: &str) -> Result<Zeroizing<Vec<u8>>> {
        if self.store.secret(name)?.is_none() {
            let mut plain = Zeroizing::new(vec![0; 32]);
            self.random.fill(&mut plain);
            let sealed = recipient::seal_to(&self.recipients, &plain)
                .map_err(|e| key_problem(format!("secret {name} cannot be sealed: {e}")))?;
            self.store.begin_secret(name, &sealed)?;
        }
        self.secret(name)
    }

    /// Opens one of the region's secrets.
    ///
    /// # Errors
    /// `KeyProblem` when it is missing, or when the identity is not this region's.
    pub fn secret(&self, name: &str) -> Result<Zeroizing<Vec<u8>>> {
        let sealed = self.store.secret(name)?.ok_or_else(|| {
            key_problem(format!("{name} is missing from the key store: restore the key store"))
        })?;
        recipient::open_with(&self.identity, &sealed).map_err(|_| {
            key_problem(
                "the key file does not open this key store: it is of another region, or an \
                 older key that was replaced; name the right one with --region-key",
            )
        })
    }

    /// Opens what was sealed to the region's recipients: a part of a backup.
    pub fn open_sealed(&self, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        recipient::open_with(&self.identity, sealed)
            .map_err(|e| key_problem(format!("it does not open with the region's key: {e}")))
    }

    /// Seals every vault key and secret to `identity` in place of the region's present one. No
    /// body and no log key is touched. Nothing is replaced unless everything opened, and at every
    /// moment either the present key or `identity` opens everything: whoever has both on disk
    /// goes on after a crash.
    pub fn rotate(&self, identity: &Identity) -> Result<Vec<Recipient>> {
        let mut recipients = vec![identity.recipient()];
        recipients.extend(self.recipients.iter().skip(1).cloned());
        let mut both = recipients.clone();
        both.push(self.identity.recipient());
        let (vaults, secrets) = (self.vaults_for(&both)?, self.secrets_for(&both, &recipients)?);
        self.put_all(vaults, secrets)?;
        // From here on a process with the old key makes no new vault; what it made before is
        // found by listing the vaults last.
        self.put_all(Vec::new(), self.secrets_for(&recipients, &recipients)?)?;
        self.put_all(self.vaults_for(&recipients)?, Vec::new())?;
        Ok(recipients)
    }

    fn vaults_for(&self, recipients: &[Recipient]) -> Result<Vec<(VaultId, Vec<u8>)>> {
        let mut sealed = Vec::new();
        for vault in self.store.vaults()? {
            let key = self.vault(vault)?;
            let bytes = recipient::seal_vault_key(recipients, vault, &key).map_err(sealing)?;
            sealed.push((vault, bytes));
        }
        Ok(sealed)
    }

    /// The secrets, of which the list of recipients is to say `listed`.
    fn secrets_for(
        &self,
        recipients: &[Recipient],
        listed: &[Recipient],
    ) -> Result<Vec<(String, Vec<u8>)>> {
        let mut sealed = Vec::new();
        for name in self.store.secrets()? {
            let plain = if name == RECIPIENTS {
                let lines: Vec<String> = listed.iter().map(ToString::to_string).collect();
                Zeroizing::new(lines.join("\n").into_bytes())
            } else {
                self.secret(&name)?
            };
            let bytes = recipient::seal_to(recipients, &plain).map_err(sealing)?;
            sealed.push((name, bytes));
        }
        Ok(sealed)
    }

    fn put_all(
        &self,
        vaults: Vec<(VaultId, Vec<u8>)>,
        secrets: Vec<(String, Vec<u8>)>,
    ) -> Result<()> {
        for (vault, sealed) in vaults {
            self.store.put_vault(vault, &sealed)?;
        }
        for (name, sealed) in secrets {
            self.store.put_secret(&name, &sealed)?;
        }
        Ok(())
    }
}

fn sealing(error: recipient::RecipientError) -> Problem {
    key_problem(format!("a key cannot be sealed: {error}"))
}

fn destroyed() -> Problem {
    Problem::new(Code::Destroyed, "its key was destroyed")
}

#[cfg(test)]
mod tests {
    use tasuki_kernel::SystemRandom;

    use super::*;

    struct Fixture {
        _folder: tempfile::TempDir,
        keys: KeyStore,
        text: String,
        recovery: Identity,
        ring: KeyRing,
    }

    fn fixture() -> Fixture {
        let folder = tempfile::tempdir().unwrap();
        let keys = KeyStore::open(folder.path()).unwrap();
        let (identity, recovery) = (Identity::generate(), Identity::generate());
        let text = identity.to_text().to_string();
        let ring =
            KeyRing::create(keys.clone(), identity, recovery.recipient(), Arc::new(SystemRandom))
                .unwrap();
        Fixture { _folder: folder, keys, text, recovery, ring }
    }

    fn reopened(f: &Fixture, identity: Identity) -> Result<KeyRing> {
        KeyRing::open(f.keys.clone(), identity, Arc::new(SystemRandom))
    }

    #[test]
    fn keys_open_again_with_the_region_and_with_the_recovery_key() {
        let f = fixture();
        let (vault, log) = (VaultId::from_bytes([1; 16]), LogId::from_bytes([2; 16]));
        f.ring.new_vault(vault).unwrap();
        let id = f.ring.new_log_key(vault, log).unwrap();
        for identity in [Identity::parse(&f.text).unwrap(), f.recovery] {
            let ring = KeyRing::open(f.keys.clone(), identity, Arc::new(SystemRandom)).unwrap();
            assert_eq!(ring.log_key(vault, log, id).unwrap().id(), id);
        }
    }

    #[test]
    fn a_key_of_another_region_is_named_as_such() {
        let f = fixture();
        let problem = reopened(&f, Identity::generate()).err().unwrap();
        assert_eq!(problem.code, Code::KeyProblem);
        assert!(problem.detail.contains("another region"));
    }

    #[test]
    fn a_destroyed_vault_stays_shut_once_forgotten() {
        let f = fixture();
        let (vault, log) = (VaultId::from_bytes([1; 16]), LogId::from_bytes([2; 16]));
        f.ring.new_vault(vault).unwrap();
        let id = f.ring.new_log_key(vault, log).unwrap();
        f.keys.destroy_vault(vault).unwrap();
        f.ring.forget();
        assert_eq!(f.ring.log_key(vault, log, id).unwrap_err().code, Code::Destroyed);
    }

    #[test]
    fn rotation_shuts_the_old_key_out_and_keeps_the_recovery_key() {
        let f = fixture();
        let (vault, log) = (VaultId::from_bytes([1; 16]), LogId::from_bytes([2; 16]));
        f.ring.new_vault(vault).unwrap();
        let id = f.ring.new_log_key(vault, log).unwrap();
        f.ring.put_secret("signing", b"seed").unwrap();
        let next = Identity::generate();
        f.ring.rotate(&next).unwrap();
        assert!(reopened(&f, Identity::parse(&f.text).unwrap()).is_err());
        let problem = f.ring.new_vault(VaultId::from_bytes([9; 16])).unwrap_err();
        assert!(problem.detail.contains("restart"), "a running process seals nothing for it");
        for identity in [next, Identity::parse(&f.recovery.to_text()).unwrap()] {
            let ring = reopened(&f, identity).unwrap();
            assert_eq!(ring.log_key(vault, log, id).unwrap().id(), id);
            assert_eq!(ring.secret("signing").unwrap().as_slice(), b"seed");
        }
    }

    #[test]
    fn between_the_halves_of_a_rotation_both_keys_open_everything() {
        let f = fixture();
        let (vault, log) = (VaultId::from_bytes([1; 16]), LogId::from_bytes([2; 16]));
        f.ring.new_vault(vault).unwrap();
        let id = f.ring.new_log_key(vault, log).unwrap();
        f.ring.put_secret("signing", b"seed").unwrap();
        let next = Identity::generate();
        let listed = [next.recipient(), f.recovery.recipient()];
        let both = [next.recipient(), f.recovery.recipient(), f.ring.identity.recipient()];
        let secrets = f.ring.secrets_for(&both, &listed).unwrap();
        f.ring.put_all(f.ring.vaults_for(&both).unwrap(), secrets).unwrap();
        let old = Identity::parse(&f.text).unwrap();
        for identity in [old, Identity::parse(&next.to_text()).unwrap()] {
            let ring = reopened(&f, identity).unwrap();
            assert_eq!(ring.recipients(), listed, "new vaults are for the new key");
            assert_eq!(ring.log_key(vault, log, id).unwrap().id(), id);
            assert_eq!(ring.secret("signing").unwrap().as_slice(), b"seed");
        }
        // Whoever begins again, with either key, comes to the end.
        reopened(&f, next.clone()).unwrap().rotate(&next).unwrap();
        assert!(reopened(&f, Identity::parse(&f.text).unwrap()).is_err());
        assert_eq!(reopened(&f, next).unwrap().log_key(vault, log, id).unwrap().id(), id);
    }
}
