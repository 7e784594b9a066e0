//! What the operator does on the command line: make a region, and enter facilities, people,
//! devices, notebooks and members. Everything is an entry in the region's or a room's log, with
//! its access record.

mod notebook;

use std::sync::Arc;

use tasuki_domain::content::{
    self, Content, Device, DeviceKind, DeviceRevoked, Facility, KeyChange, Opened, Person,
    PersonKind, Post, RecipientKind, Touched,
};
use tasuki_domain::name::Name;
use tasuki_domain::{application, facility, profession, text};
use tasuki_kernel::{
    Code, DeviceId, FacilityId, LogId, NotebookId, PersonId, PostId, Problem, RegionId, Result,
    VaultId,
};
use tasuki_ledger::recipient::{Identity, Recipient};
use tasuki_ledger::{Author, AuthorKind};
use tasuki_pki::DeviceCertificate;
use tasuki_store::log::{LogPurpose, NewLog};
use tasuki_store::notebook::NotebookRow;
use tasuki_store::people::{DeviceRow, PersonRow, PostRow};
use tasuki_store::{NewEntry, Transaction, installation, people};

use crate::access::{self, Record};
use crate::app::{self, App, AppOptions};
use crate::authority;
use crate::key_ring::KeyRing;
use crate::sealing::{LogKey, Unsealed};
use crate::second_factor;

pub use notebook::NewNotebook;

/// What a region begins with.
#[derive(Debug, Clone)]
pub struct NewRegion {
    /// Its name, such as みなと市.
    pub name: String,
    /// What it calls its notebook.
    pub notebook_name: String,
    /// 情報カテゴリー, in the order shown.
    pub categories: Vec<String>,
    /// Minutes until a session locks.
    pub idle_minutes: u16,
}

/// Somebody to be entered.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// What sort.
    pub kind: PersonKind,
    /// Login name: 3 to 40 of a–z, 0–9, `-`, `_`, `.`.
    pub login: String,
    /// Name and kana.
    pub name: Name,
    /// A drawn picture, as SVG text.
    pub portrait: Option<String>,
}

impl App {
    /// Makes a region in an empty database. Its keys go to `identity` and to `recovery`.
    ///
    /// # Errors
    /// `Conflict` when there is a region already.
    pub async fn create(
        options: AppOptions,
        identity: Identity,
        recovery: Recipient,
        new: NewRegion,
    ) -> Result<Self> {
        let store = app::open_store(&options).await?;
        if !store.read(installation::all).await?.is_empty() {
            return Err(Problem::new(Code::Conflict, "there is a region in this database already"));
        }
        let (clock, random) = (&*options.clock, &*options.random);
        let region = RegionId::new(clock, random);
        let vault = VaultId::new(clock, random);
        let log = LogId::new(clock, random);
        let keys = KeyRing::create(
            app::key_store(&options)?,
            identity,
            recovery,
            Arc::clone(&options.random),
        )?;
        keys.new_vault(vault)?;
        for name in [app::SIGNING, app::CURSOR] {
            let mut seed = [0; 32];
            random.fill(&mut seed);
            keys.put_secret(name, &seed)?;
        }
        authority::create(&keys, &new.name, clock.now())?;
        let key = keys.new_log_key(vault, log)?;
        store
            .write(region, Vec::new(), move |t| {
                installation::insert(
                    t,
                    &installation::Installation { region, region_log: log, vault },
                )?;
                t.open_log(&NewLog {
                    id: log,
                    region,
                    purpose: LogPurpose::Region,
                    room: None,
                    vault,
                    audience_key: [0; 32],
                    wrap_key: key,
                })
            })
            .await?;
        let found = installation::Installation { region, region_log: log, vault };
        let app = Self::assemble(options, store, keys, found).await?;
        app.begin_region(new).await?;
        Ok(app)
    }

    async fn begin_region(&self, new: NewRegion) -> Result<()> {
        let mut contents = vec![Content::Opened(Opened {
            room: None,
            kind: None,
            notebook: None,
            title: String::new(),
            audience: Vec::new(),
            continues: None,
        })];
        let kinds = [RecipientKind::Region, RecipientKind::Recovery];
        for (kind, recipient) in kinds.into_iter().zip(self.keys.recipients()) {
            let recipient = recipient.to_string();
            contents.push(Content::KeyChange(KeyChange { kind, recipient }));
        }
        contents.push(Content::Region(content::Region {
            id: self.region,
            name: new.name,
            notebook_name: new.notebook_name,
            categories: new.categories,
            idle_minutes: new.idle_minutes,
            second_factors: second_factor::USUAL.map(Into::into).to_vec(),
        }));
        self.enter_in_region(contents).await
    }

    /// Says which second factors are allowed from now on, by name.
    ///
    /// # Errors
    /// `Invalid` for none, or one that is not known.
    pub async fn allow_second_factors(&self, names: Vec<String>) -> Result<()> {
        second_factor::check_names(&names)?;
        let now = self.settings().await?;
        let settings = content::Region {
            id: self.region,
            name: now.name,
            notebook_name: now.notebook_name,
            categories: now.categories,
            idle_minutes: u16::try_from(now.idle_minutes).unwrap_or(u16::MAX),
            second_factors: names,
        };
        self.enter_in_region(vec![Content::Region(settings)]).await
    }

    /// Appends to the region's log, as the operator.
    pub(crate) async fn enter_in_region(&self, contents: Vec<Content>) -> Result<()> {
        self.enter_for(Record::operator(Touched::Wrote), contents).await
    }

    /// Appends to the region's log, with a record of who did it.
    pub(crate) async fn enter_for(&self, record: Record, contents: Vec<Content>) -> Result<()> {
        self.enter_with(record, contents, |_| Ok(())).await
    }

    /// Appends to the region's log what stands only as long as `beside` agrees, in one transaction
    /// with it: `beside` looks whether all is still as it was read, and changes what is no entry.
    pub(crate) async fn enter_with(
        &self,
        record: Record,
        contents: Vec<Content>,
        beside: impl FnOnce(&mut Transaction<'_>) -> Result<()> + Send + 'static,
    ) -> Result<()> {
        let entries = self.region_entries(contents).await?;
        let access = self.access_entry(record).await?;
        self.store
            .write(self.region, vec![self.region_log, self.access_log], move |t| {
                beside(t)?;
                for entry in &entries {
                    t.append(entry)?;
                }
                access::append(t, &access)
            })
            .await
    }

    /// Entries of the region's log, sealed, to be appended in a transaction of their own.
    pub(crate) async fn region_entries(&self, contents: Vec<Content>) -> Result<Vec<NewEntry>> {
        let to = self.log_key(self.region_log).await?;
        contents.into_iter().map(|content| self.by_system(to, content)).collect()
    }

    fn by_system(&self, to: LogKey, content: Content) -> Result<NewEntry> {
        let unsealed = Unsealed::plain(self.new_entry_id(), self.system(), content);
        self.seal(to, unsealed, Vec::new())
    }

    /// Enters a facility.
    pub async fn add_facility(&self, kind: &str, name: &str) -> Result<FacilityId> {
        if facility::find(kind).is_none() {
            return Err(Problem::invalid("kind", format!("{kind} is not a kind of facility")));
        }
        let name = text::accept_line("name", name, 100)?;
        let id = FacilityId::new(&*self.clock, &*self.random);
        let content = Content::Facility(Facility {
            id,
            kind: kind.into(),
            name,
            active: true,
            municipality: None,
        });
        self.enter_in_region(vec![content]).await?;
        Ok(id)
    }

    /// Enters a person.
    ///
    /// # Errors
    /// `Conflict` when the login name is in use, `Invalid` when it is not of its form.
    pub async fn add_person(&self, new: NewPerson) -> Result<PersonId> {
        let login = application::login(&new.login)?;
        if self.person_by_login(&login).await?.is_some() {
            return Err(Problem::new(Code::Conflict, "this login name is in use"));
        }
        let id = PersonId::new(&*self.clock, &*self.random);
        let content = Content::Person(Person {
            id,
            kind: new.kind,
            login,
            name: new.name,
            active: true,
            portrait: new.portrait,
            mail: None,
        });
        self.enter_in_region(vec![content]).await?;
        Ok(id)
    }

    /// Gives a person a post.
    pub async fn add_post(
        &self,
        person: PersonId,
        facility: FacilityId,
        profession: &str,
        manager: bool,
    ) -> Result<PostId> {
        if profession::find(profession).is_none() {
            return Err(Problem::invalid("profession", format!("{profession} is not known")));
        }
        let id = PostId::new(&*self.clock, &*self.random);
        let content = Content::Post(Post {
            id,
            person,
            facility,
            profession: profession.into(),
            manager,
            from: self.clock.now(),
            until: None,
        });
        self.enter_in_region(vec![content]).await?;
        Ok(id)
    }

    /// Registers a device by its certificate's SHA-256; a demo device has none.
    pub async fn add_device(
        &self,
        id: DeviceId,
        person: PersonId,
        fingerprint: Option<[u8; 32]>,
        label: &str,
        not_after: tasuki_kernel::Timestamp,
    ) -> Result<()> {
        let kind = if fingerprint.is_some() { DeviceKind::Certificate } else { DeviceKind::Demo };
        let content = Content::Device(Device {
            id,
            person,
            kind,
            fingerprint: fingerprint.unwrap_or_default(),
            label: text::accept_line("label", label, 60)?,
            not_after,
            serial: None,
            system: None,
            credential: None,
        });
        self.enter_in_region(vec![content]).await
    }

    /// Registers a device by the certificate that was issued for it.
    pub async fn add_certificate(
        &self,
        id: DeviceId,
        person: PersonId,
        issued: &DeviceCertificate,
    ) -> Result<()> {
        let content = Content::Device(Device {
            id,
            person,
            kind: DeviceKind::Certificate,
            fingerprint: *issued.fingerprint.as_bytes(),
            label: text::accept_line("label", issued.label(), 60)?,
            not_after: issued.not_after,
            serial: Some(issued.serial.clone()),
            credential: None,
            system: None,
        });
        self.enter_in_region(vec![content]).await
    }

    /// Revokes a device: its next request is refused, its open pages end.
    pub async fn revoke_device(&self, id: DeviceId, reason: &str) -> Result<()> {
        let found = self.store.read(move |conn| people::device(conn, id)).await?;
        if found.is_none() {
            return Err(Problem::not_found());
        }
        let reason = text::accept_line("reason", reason, 200)?;
        let content = Content::DeviceRevoked(DeviceRevoked { id, reason });
        self.enter_in_region(vec![content]).await
    }

    /// The person of a login name.
    pub async fn person_by_login(&self, login: &str) -> Result<Option<PersonRow>> {
        let (region, login) = (self.region, login.to_owned());
        self.store.read(move |conn| people::by_login(conn, region, &login)).await
    }

    /// The open facilities: id, name, code of kind.
    pub async fn facilities(&self) -> Result<Vec<(FacilityId, String, String)>> {
        let region = self.region;
        self.store.read(move |conn| people::facilities(conn, region)).await
    }

    /// Everybody in the region, in kana order.
    pub async fn people(&self) -> Result<Vec<PersonRow>> {
        let region = self.region;
        self.store.read(move |conn| people::all(conn, region)).await
    }

    /// A person's posts, past ones too.
    pub async fn posts_of(&self, person: PersonId) -> Result<Vec<PostRow>> {
        self.store.read(move |conn| people::posts_of(conn, person)).await
    }

    /// The device whose certificate has this SHA-256.
    pub async fn device_by_fingerprint(&self, print: [u8; 32]) -> Result<Option<DeviceRow>> {
        self.store.read(move |conn| people::device_by_fingerprint(conn, print)).await
    }

    /// Every notebook of the region, by id only.
    pub async fn notebooks(&self) -> Result<Vec<NotebookRow>> {
        let region = self.region;
        self.store.read(move |conn| tasuki_store::notebook::all(conn, region)).await
    }

    pub(crate) async fn notebook_row(&self, id: NotebookId) -> Result<NotebookRow> {
        let row = self.store.read(move |conn| tasuki_store::notebook::find(conn, id)).await?;
        row.ok_or_else(Problem::not_found)
    }

    async fn post_row(&self, post: PostId) -> Result<PostRow> {
        let row = self.store.read(move |conn| people::post(conn, post)).await?;
        row.ok_or_else(|| Problem::invalid("post", "no such post"))
    }

    /// The author that a post is, for entries of the demo region.
    pub fn author_of_post(&self, post: PostId) -> Author {
        Author { kind: AuthorKind::Post, region: self.region, id: *post.as_bytes() }
    }
}
