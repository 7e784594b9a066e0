//! Opening bodies with the region's key or the recovery key, and what was destroyed on purpose.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use tasuki_domain::content::Content;
use tasuki_kernel::{
    Code, EntryId, LogId, NotebookId, Problem, RegionId, Result, SystemRandom, VaultId,
};
use tasuki_ledger::checkpoint::{SigningKey, origin_name};
use tasuki_ledger::recipient::Identity;
use tasuki_ledger::{
    Body, Damage, Finding, Header, KeyId, OpenError, Secret, VerifierKey, WrapContext, open_entry,
    unwrap_known_key,
};
use tasuki_store::key_store::KeyStore;
use tasuki_store::log;
use tasuki_store::{Conn, views};

use super::entries::event;
use super::logs::LogState;
use super::{Check, Reading};
use crate::app;
use crate::key_ring::KeyRing;

/// The opened key store.
pub(super) struct Keys {
    pub(super) ring: KeyRing,
    /// Entries and vaults whose destruction the region's log records.
    entries: HashSet<(LogId, EntryId)>,
    vaults: HashSet<VaultId>,
    notebooks: HashMap<NotebookId, VaultId>,
}

/// A body as it is stored.
pub(super) struct Sealed<'a> {
    pub(super) wrap: Option<&'a [u8]>,
    pub(super) wrap_key: KeyId,
    pub(super) body: &'a [u8],
}

/// What became of opening a body.
pub(super) enum Opening {
    /// It opened, and says something.
    Body(Box<Body>, Box<Content>),
    /// Its key was destroyed, and the region's log says so.
    Destroyed,
    /// It did not open, for this reason.
    Failed(Damage),
}

impl Keys {
    pub(super) fn open(folder: &Path, identity: Identity) -> Result<Self> {
        if !folder.is_dir() {
            return Err(Problem::new(Code::KeyProblem, "there is no key store at this place"));
        }
        let ring = KeyRing::open(KeyStore::at(folder), identity, Arc::new(SystemRandom))?;
        Ok(Self {
            ring,
            entries: HashSet::new(),
            vaults: HashSet::new(),
            notebooks: HashMap::new(),
        })
    }

    /// What verifies the checkpoints of this key store's region.
    pub(super) fn verifier(&self, region: RegionId) -> Result<VerifierKey> {
        let seed = Secret::from_bytes(app::array(&self.ring.secret(app::SIGNING)?)?);
        let name = origin_name(region);
        SigningKey::from_seed(&name, &seed)
            .map(|key| key.verifier())
            .map_err(|e| Problem::new(Code::KeyProblem, format!("the signing key: {e}")))
    }

    pub(super) fn entry_destroyed(&self, log: LogId, entry: EntryId) -> bool {
        self.entries.contains(&(log, entry))
    }

    pub(super) fn vault_destroyed(&self, vault: VaultId) -> bool {
        self.vaults.contains(&vault)
    }

    /// Opens the body of a chained entry whose log's keys live in `vault`.
    pub(super) fn open_body(
        &self,
        vault: VaultId,
        sealed: &Sealed<'_>,
        header: &Header,
    ) -> Opening {
        let destroyed = self.entry_destroyed(header.log, header.entry);
        let wrap = match sealed.wrap {
            _ if self.vault_destroyed(vault) => return Opening::Destroyed,
            None if destroyed => return Opening::Destroyed,
            None => return Opening::Failed(Damage::KeyMissing),
            Some(_) if destroyed => return Opening::Failed(Damage::KeyNotDestroyed),
            Some(wrap) => wrap,
        };
        let under = match self.ring.log_key(vault, header.log, sealed.wrap_key) {
            Ok(key) => key,
            Err(problem) if problem.code == Code::Destroyed => {
                return Opening::Failed(Damage::KeyMissing);
            }
            Err(_) => return Opening::Failed(Damage::KeyMismatch),
        };
        let what = WrapContext::Body { log: header.log, entry: header.entry };
        let Ok(key) = unwrap_known_key(&under, &what, wrap, header.key) else {
            return Opening::Failed(Damage::KeyMismatch);
        };
        match open_entry(&key, header, sealed.body) {
            Ok(plain) => decode(&plain),
            Err(OpenError::KeyMismatch) => Opening::Failed(Damage::KeyMismatch),
            Err(_) => Opening::Failed(Damage::BodyUnopenable),
        }
    }

    /// Takes note of what an entry of the region's log says about keys.
    fn learn(&mut self, content: &Content) {
        if let Content::NotebookOpened(it) = content {
            self.notebooks.insert(it.notebook, it.vault);
        }
        let Content::Destroyed(it) = content else { return };
        if let (Some(log), Some(entry)) = (it.log, it.entry) {
            self.entries.insert((log, entry));
        }
        if let Some(notebook) = it.notebook
            && let Some(vault) = self.notebooks.get(&notebook)
        {
            self.vaults.insert(*vault);
        }
    }
}

fn decode(plain: &[u8]) -> Opening {
    match Body::decode(plain) {
        Ok(body) => {
            if let Ok(content) = Content::decode(body.kind, &body.content) {
                return Opening::Body(Box::new(body), Box::new(content));
            }
            let why = "its content is not of its kind, or of a newer program";
            Opening::Failed(Damage::BodyMalformed { why })
        }
        Err(malformed) => Opening::Failed(Damage::BodyMalformed { why: malformed.why }),
    }
}

impl Check {
    /// Reads the region's own log: it tells what was destroyed, and its views come first.
    pub(super) fn read_region(&mut self, scratch: &mut Conn) -> Result<()> {
        let log = self.known.installed.region_log;
        let vault =
            self.known.logs.get(&log).map_or(self.known.installed.vault, |state| state.vault);
        let mut after = 0;
        loop {
            let page = log::entries_from(&mut self.conn, log, after + 1, 1000)?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.sequence;
            for stored in &page {
                let (Some(keys), Ok(header)) = (&mut self.known.keys, stored.header()) else {
                    continue;
                };
                let wrap = stored.wrap.as_deref();
                let sealed = Sealed { wrap, wrap_key: stored.wrap_key, body: &stored.body };
                // What does not open is reported where all entries are read.
                let Opening::Body(body, content) = keys.open_body(vault, &sealed, &header) else {
                    continue;
                };
                keys.learn(&content);
                if let Err(problem) = views::apply(scratch, &event(&header, &body, &content)) {
                    let (view, detail) = ("the views".into(), problem.detail);
                    let damage = Damage::ViewDiffers { view, detail };
                    let place = (header.sequence, header.entry);
                    self.find(Finding::in_entry(log, place.0, place.1, damage));
                }
            }
        }
    }

    /// Every secret of the region opens.
    pub(super) fn secrets(&mut self) -> Result<()> {
        let Some(keys) = &self.known.keys else { return Ok(()) };
        let mut shut = keys.ring.store().secrets()?;
        shut.retain(|name| keys.ring.secret(name).is_err());
        for name in shut {
            let path = format!("keys/secrets/{name}.age");
            self.find(Finding::general(Damage::FileAltered { path }));
        }
        Ok(())
    }
}

impl Reading<'_> {
    /// The keys of one log: the one that new wraps use is there, and none that should not be.
    /// `told` when entries have already said that it is missing.
    pub(super) fn log_key(&mut self, state: &LogState, told: bool) -> Result<()> {
        let Some(keys) = &self.known.keys else { return Ok(()) };
        let files = keys.ring.store().log_keys(state.id)?.len();
        let damage = if keys.vault_destroyed(state.vault) {
            let vault = keys.ring.store().vault(state.vault)?.is_some();
            (vault || files > 0).then_some(Damage::KeyNotDestroyed)
        } else if keys.ring.log_key(state.vault, state.id, state.wrap_key).is_err() {
            (!told).then_some(Damage::KeyMissing)
        } else {
            let destroyed = keys.entries.iter().any(|(log, _)| *log == state.id);
            (destroyed && files > 1).then_some(Damage::KeyNotDestroyed)
        };
        if let Some(damage) = damage {
            self.find(Finding::in_log(state.id, damage));
        }
        Ok(())
    }
}
