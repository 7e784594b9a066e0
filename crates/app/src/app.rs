//! What is open for one region: database, objects, keys, time and chance.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use tasuki_kernel::{Clock, Code, LogId, NodeId, Problem, Random, RegionId, Result, VaultId};
use tasuki_ledger::Secret;
use tasuki_ledger::checkpoint::{self, SigningKey};
use tasuki_ledger::recipient::Identity;
use tasuki_media::pdf::Font;
use tasuki_store::key_store::KeyStore;
use tasuki_store::object::Objects;
use tasuki_store::tree::Tiles;
use tasuki_store::{Engine, Store, StoreOptions, installation};
use tokio::sync::Notify;

use crate::access::{AccessKey, Recent, Refusals};
use crate::attachment::Scanner;
use crate::authority::Revocations;
use crate::cursor::CursorKey;
use crate::durable;
use crate::key_ring::KeyRing;
use crate::known::Knowledge;
use crate::letter::Addresses;
use crate::live::Doors;
use crate::notice::Counts;
use crate::opened::Bodies;
use crate::registering::RegisterKey;
use crate::state_key::StateKey;
use crate::tail::Tails;

/// Where things lie in a data folder.
///
/// Keys and objects may lie elsewhere: nodes that share a database share them too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataFolder {
    path: PathBuf,
    keys: Option<PathBuf>,
    objects: Option<PathBuf>,
}

impl DataFolder {
    /// The folder at `path`.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), keys: None, objects: None }
    }

    /// The same folder with the key store elsewhere.
    #[must_use]
    pub fn with_keys(self, keys: Option<PathBuf>) -> Self {
        Self { keys, ..self }
    }

    /// The same folder with the objects elsewhere.
    #[must_use]
    pub fn with_objects(self, objects: Option<PathBuf>) -> Self {
        Self { objects, ..self }
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The embedded database.
    pub fn database(&self) -> PathBuf {
        self.path.join("tasuki.db")
    }

    /// Sealed attachments and tree tiles.
    pub fn objects(&self) -> PathBuf {
        self.objects.clone().unwrap_or_else(|| self.path.join("objects"))
    }

    /// Wrapped keys.
    pub fn keys(&self) -> PathBuf {
        self.keys.clone().unwrap_or_else(|| self.path.join("keys"))
    }

    /// The region's own key, unless it is kept elsewhere.
    pub fn region_key(&self) -> PathBuf {
        self.path.join("region.key")
    }

    /// Signed checkpoints, oldest first by name.
    pub fn checkpoints(&self) -> PathBuf {
        self.path.join("checkpoints")
    }

    /// The identity of the node that serves from this folder.
    pub fn node(&self) -> PathBuf {
        self.path.join("node")
    }

    /// What was destroyed, so that a restored backup destroys it again.
    pub fn destructions(&self) -> PathBuf {
        self.path.join("destructions")
    }
}

/// How an [`App`] is opened.
#[derive(Clone)]
pub struct AppOptions {
    /// The data folder.
    pub folder: DataFolder,
    /// The database; the one in the folder by default.
    pub engine: Engine,
    /// Whether this process serves people.
    pub serving: bool,
    /// Connections for reading.
    pub readers: usize,
    /// Opened bodies kept in memory at most.
    pub opened: usize,
    /// Whether what is written is on disk when it is acknowledged. Only the making of a demo
    /// region says no; whoever says so syncs the folder before anything counts as made.
    pub synced: bool,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub random: Arc<dyn Random>,
}

impl AppOptions {
    /// The embedded database in `folder`, the machine's clock and random source.
    pub fn embedded(folder: DataFolder) -> Self {
        let engine = Engine::Sqlite(folder.database());
        Self {
            folder,
            engine,
            serving: false,
            readers: 8,
            opened: 8192,
            synced: true,
            clock: Arc::new(tasuki_kernel::SystemClock),
            random: Arc::new(tasuki_kernel::SystemRandom),
        }
    }
}

/// What is open for one region.
pub struct App {
    pub(crate) store: Store,
    pub(crate) objects: Objects,
    pub(crate) keys: KeyRing,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) folder: DataFolder,
    pub(crate) engine: Engine,
    /// One verification at a time.
    pub(crate) verifying: tokio::sync::Mutex<()>,
    pub(crate) region: RegionId,
    pub(crate) region_log: LogId,
    pub(crate) vault: VaultId,
    pub(crate) node: NodeId,
    pub(crate) access_log: LogId,
    pub(crate) signing: SigningKey,
    pub(crate) cursors: CursorKey,
    pub(crate) state: StateKey,
    pub(crate) register: RegisterKey,
    pub(crate) recent: Recent,
    pub(crate) access_key: AccessKey,
    pub(crate) refusals: Refusals,
    pub(crate) bodies: Bodies,
    pub(crate) tails: Tails,
    pub(crate) knowledge: Knowledge,
    pub(crate) doors: Doors,
    pub(crate) ending: Notify,
    pub(crate) font: OnceLock<Font>,
    pub(crate) scanner: OnceLock<Arc<dyn Scanner>>,
    pub(crate) addresses: OnceLock<Addresses>,
    /// A letter was written.
    pub(crate) written: Notify,
    pub(crate) revocations: Revocations,
    pub(crate) counts: Counts,
}

/// The name of the secret that signs checkpoints: an Ed25519 seed (RFC 8032).
pub(crate) const SIGNING: &str = "signing";
/// The name of the secret that seals cursors.
pub(crate) const CURSOR: &str = "cursor";
/// The name of the secret under which patients of the register are compared.
const REGISTER: &str = "register";

impl App {
    /// Opens an existing region with its key.
    ///
    /// # Errors
    /// `Configuration` when there is no region, `KeyProblem` when the key is another's,
    /// `Unavailable` when the database cannot be reached or is of a newer program.
    pub async fn open(options: AppOptions, identity: Identity) -> Result<Self> {
        let store = open_store(&options).await?;
        let installed = store.read(installation::all).await?;
        let Some(found) = installed.first().copied() else {
            return Err(Problem::new(
                Code::Configuration,
                "there is no region in this database: run `tasuki init` first",
            ));
        };
        let keys = KeyRing::open(key_store(&options)?, identity, Arc::clone(&options.random))?;
        Self::assemble(options, store, keys, found).await
    }

    pub(crate) async fn assemble(
        options: AppOptions,
        store: Store,
        keys: KeyRing,
        found: installation::Installation,
    ) -> Result<Self> {
        let seed = Secret::from_bytes(array(&keys.secret(SIGNING)?)?);
        let signing = SigningKey::from_seed(&checkpoint::origin_name(found.region), &seed)
            .map_err(|e| Problem::new(Code::KeyProblem, format!("the signing key: {e}")))?;
        let seed = array(&keys.secret(CURSOR)?)?;
        let (cursors, state) = (CursorKey::new(&seed), StateKey::beside(&seed));
        let register = RegisterKey::new(&array(&keys.secret_or_new(REGISTER)?)?);
        let node = node_id(&options)?;
        let mut app = Self {
            store,
            objects: objects(&options)?,
            keys,
            clock: options.clock,
            random: options.random,
            folder: options.folder,
            engine: options.engine,
            verifying: tokio::sync::Mutex::default(),
            region: found.region,
            region_log: found.region_log,
            vault: found.vault,
            node,
            access_log: found.region_log,
            signing,
            cursors,
            state,
            register,
            recent: Recent::default(),
            access_key: AccessKey::default(),
            refusals: Refusals::default(),
            bodies: Bodies::new(options.opened),
            tails: Tails::default(),
            knowledge: Knowledge::default(),
            doors: Doors::default(),
            ending: Notify::new(),
            font: OnceLock::new(),
            scanner: OnceLock::new(),
            addresses: OnceLock::new(),
            written: Notify::new(),
            revocations: Revocations::default(),
            counts: Counts::default(),
        };
        app.access_log = crate::access::ensure_log(&app).await?;
        Ok(app)
    }

    /// The region.
    pub const fn region(&self) -> RegionId {
        self.region
    }

    /// The time.
    pub fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    /// Chance.
    pub fn random(&self) -> &dyn Random {
        &*self.random
    }

    /// The data folder.
    pub const fn folder(&self) -> &DataFolder {
        &self.folder
    }

    /// Where the region's tree lies.
    pub(crate) fn tiles(&self) -> Tiles {
        Tiles {
            region: self.region,
            objects: self.objects.clone(),
            lock: self.folder.path().join("tree.lock"),
        }
    }

    /// What the region decided about itself.
    pub async fn settings(&self) -> Result<installation::Settings> {
        let region = self.region;
        self.store
            .read(move |conn| installation::settings(conn, region))
            .await?
            .ok_or_else(|| Problem::new(Code::Damaged, "the region has no settings"))
    }

    /// Drops what is kept in memory: after keys were destroyed here or elsewhere.
    pub fn forget(&self) {
        self.keys.forget();
        self.bodies.clear();
        self.tails.clear();
        self.knowledge.clear();
        self.access_key.forget();
    }

    /// Whether the database answers.
    pub async fn ready(&self) -> Result<()> {
        self.store.read(|conn| installation::all(conn).map(drop)).await
    }
}

pub(crate) async fn open_store(options: &AppOptions) -> Result<Store> {
    let path = options.folder.path();
    make_private(path).map_err(|e| {
        Problem::new(Code::Unavailable, format!("the data folder cannot be made: {e}"))
    })?;
    let store_options = StoreOptions {
        engine: options.engine.clone(),
        node: node_id(options)?,
        serving: options.serving,
        readers: options.readers,
        synced: options.synced,
        clock: Arc::clone(&options.clock),
    };
    tokio::task::spawn_blocking(move || Store::open(store_options))
        .await
        .map_err(|_| Problem::new(Code::Internal, "opening the database ended in a panic"))?
}

/// Where the wrapped keys lie.
pub(crate) fn key_store(options: &AppOptions) -> Result<KeyStore> {
    let store = KeyStore::open(&options.folder.keys())?;
    Ok(if options.synced { store } else { store.unsynced() })
}

fn objects(options: &AppOptions) -> Result<Objects> {
    let objects = Objects::local(&options.folder.objects())?;
    Ok(if options.synced { objects } else { objects.unsynced() })
}

/// Makes the data folder when it is missing; nobody else may look into one that is made here.
fn make_private(path: &Path) -> std::io::Result<()> {
    if path.exists() {
        return Ok(());
    }
    std::fs::create_dir_all(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// The node of this data folder; made when the folder is first used. A command line beside a
/// serving process is the same node's, with a wake-up origin of its own.
fn node_id(options: &AppOptions) -> Result<NodeId> {
    let path = options.folder.node();
    if let Some(text) = durable::read_text(&path)? {
        return text.trim().parse().map_err(|_| {
            Problem::new(Code::Configuration, "the file `node` in the data folder is broken")
        });
    }
    let id = NodeId::new(&*options.clock, &*options.random);
    durable::write(&path, format!("{id}\n").as_bytes())?;
    Ok(id)
}

pub(crate) fn array(bytes: &[u8]) -> Result<[u8; 32]> {
    bytes
        .try_into()
        .map_err(|_| Problem::new(Code::KeyProblem, "a secret of the region is not 32 bytes"))
}
