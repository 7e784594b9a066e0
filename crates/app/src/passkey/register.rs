//! Registering a passkey as a device.

use tasuki_domain::content::{Content, Credential, Device, DeviceKind, Purpose, Touched};
use tasuki_domain::text;
use tasuki_kernel::{Code, DeviceId, PersonId, Problem, Result, Timestamp};
use tasuki_pki::passkey::{self as standard, Made, NewPasskey, Site};
use tasuki_store::people::PersonRow;
use tasuki_store::{Transaction, passkey, people};

use super::challenge::{Asked, digest};
use crate::App;
use crate::access::Record;
use crate::second_factor::allows;
use crate::session::Session;
use crate::substitute::own_device;

/// A passkey has no end of its own, as a certificate has: the year 9999.
const NO_END: Timestamp = Timestamp::from_micros(253_370_764_800_000_000);

/// That one device may be registered for a person now, and what stands for the permission.
#[derive(Debug, Clone)]
pub struct Permit {
    person: PersonId,
    /// What the challenge is bound to.
    bound: Vec<u8>,
    record: Record,
    /// The session is one of a substitute code, and a day must not become a year.
    for_a_day: bool,
}

impl Permit {
    /// By being signed in: one's own further device.
    pub fn of(session: &Session) -> Self {
        Self {
            person: session.person.id,
            bound: session.id.as_bytes().to_vec(),
            record: Record::of(session, Touched::Wrote),
            for_a_day: own_device(session).is_err(),
        }
    }

    /// By something that was handed to the person, such as a pick-up number with its password: the
    /// caller has checked it, and uses it up together with registering.
    pub fn by_token(person: PersonId, token: &[u8]) -> Self {
        let record = Record {
            person: Some(person),
            session: None,
            device: None,
            notebook: None,
            room: None,
            touched: Touched::Wrote,
            purpose: Purpose::Care,
            disclosure: None,
        };
        Self { person, bound: digest(token).to_vec(), record, for_a_day: false }
    }
}

/// A passkey that was made and is to be registered.
#[derive(Debug)]
pub struct Registration<'a> {
    /// For whom, and by what right.
    pub permit: Permit,
    /// What its owner calls the device.
    pub label: &'a str,
    /// What the browser sent.
    pub made: &'a Made,
}

/// What a browser is asked to make a passkey of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What it answers to.
    pub challenge: Vec<u8>,
    /// The bytes by which it is to know the person.
    pub user: [u8; 16],
    /// The login name.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// What the region calls its notebook.
    pub notebook_name: String,
    /// The passkeys that the person has: an authenticator that holds one makes no second.
    pub held: Vec<Vec<u8>>,
}

fn invalid(detail: impl Into<String>) -> Problem {
    Problem::invalid("passkey", detail)
}

impl App {
    /// Whether the region allows passkeys of any sort.
    pub async fn allows_passkeys(&self) -> Result<bool> {
        let allowed = self.settings().await?.second_factors;
        let kinds = [DeviceKind::Passkey, DeviceKind::SyncedPasskey];
        Ok(kinds.into_iter().any(|kind| allows(&allowed, kind)))
    }

    async fn permitted(&self, permit: &Permit) -> Result<PersonRow> {
        if !self.allows_passkeys().await? {
            return Err(Problem::new(Code::NotAllowed, "this region does not allow passkeys"));
        }
        if permit.for_a_day {
            return Err(Problem::new(Code::NotAllowed, "not in a session of a substitute code"));
        }
        let id = permit.person;
        let person = self.store.read(move |conn| people::person(conn, id)).await?;
        person.filter(|it| it.active).ok_or_else(Problem::not_found)
    }

    /// What to ask the person's browser.
    ///
    /// # Errors
    /// `NotAllowed` where the region does not allow passkeys.
    pub async fn offer_passkey(&self, permit: &Permit) -> Result<Offer> {
        let person = self.permitted(permit).await?;
        let settings = self.settings().await?;
        let held = self.store.read(move |conn| passkey::of_person(conn, person.id)).await?;
        Ok(Offer {
            challenge: self.new_challenge(Asked::Make, &permit.bound),
            user: *person.id.as_bytes(),
            login: person.login,
            name: person.name.full(),
            notebook_name: settings.notebook_name,
            held: held.into_iter().map(|(_, credential)| credential).collect(),
        })
    }

    /// Registers what the browser made as a device of the person.
    ///
    /// # Errors
    /// `PasskeySynced` where the region wants passkeys that stay in one device; `Invalid` on the
    /// field `passkey` for one that is not as it was asked for, and on `label`; `Conflict` when it
    /// is registered already.
    pub async fn register_passkey(&self, site: &Site, new: Registration<'_>) -> Result<DeviceId> {
        self.register_passkey_with(site, new, |_, _| Ok(())).await
    }

    /// The same together with another change, or not at all: with using up what was handed out.
    pub(crate) async fn register_passkey_with(
        &self,
        site: &Site,
        Registration { permit, label, made }: Registration<'_>,
        also: impl FnOnce(&mut Transaction<'_>, DeviceId) -> Result<()> + Send + 'static,
    ) -> Result<DeviceId> {
        let person = self.permitted(&permit).await?;
        let label = text::accept_line("label", label, 60)?;
        if label.is_empty() {
            return Err(Problem::invalid("label", "a device needs a name"));
        }
        let challenge = standard::challenge(&made.client_data);
        let challenge = challenge.map_err(|it| invalid(it.to_string()))?;
        if !self.is_asked(Asked::Make, &permit.bound, &challenge) {
            return Err(invalid("the challenge is not of this page, or has run out"));
        }
        let new = site.accept_new(&challenge, made).map_err(|it| invalid(it.to_string()))?;
        let kind = self.kind_of(&new).await?;
        let id = DeviceId::new(&*self.clock, &*self.random);
        let content = Content::Device(Device {
            id,
            person: person.id,
            kind,
            fingerprint: digest(&new.id),
            label,
            not_after: NO_END,
            serial: None,
            system: None,
            credential: Some(Credential { id: new.id.clone(), public_key: new.public_key }),
        });
        let (answered, forgotten) = (digest(&challenge), self.forgotten());
        self.enter_with(permit.record, vec![content], move |t| {
            also(t, id)?;
            passkey::answer(t, answered, forgotten)?;
            if passkey::find(t.conn(), &new.id)?.is_some() {
                return Err(Problem::new(Code::Conflict, "this passkey is registered already"));
            }
            passkey::count(t, id, new.counter).map(drop)
        })
        .await?;
        Ok(id)
    }

    /// The kind of device that a passkey makes, where the region allows it.
    async fn kind_of(&self, new: &NewPasskey) -> Result<DeviceKind> {
        let kind = if new.synced { DeviceKind::SyncedPasskey } else { DeviceKind::Passkey };
        let allowed = self.settings().await?.second_factors;
        if allows(&allowed, kind) {
            return Ok(kind);
        }
        let (code, detail) = if new.synced {
            (Code::PasskeySynced, "this region wants passkeys that stay in one device")
        } else {
            (Code::NotAllowed, "this region does not allow passkeys of one device")
        };
        Err(Problem::new(code, detail))
    }
}
