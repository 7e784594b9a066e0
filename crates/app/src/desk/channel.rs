//! Channels of notices, as the desk keeps them up: the region's own, and those of associations with
//! their members and writers. What an association writes is not the desk's to read.

use std::collections::BTreeSet;

use tasuki_domain::content::{ChannelMembers, ChannelOpened, Content, Opened, PersonKind, Touched};
use tasuki_domain::notice::channel_name;
use tasuki_domain::room::RoomKind;
use tasuki_kernel::{Code, FacilityId, LogId, PersonId, Problem, Result, RoomId, VaultId};
use tasuki_store::log::{LogPurpose, NewLog};
use tasuki_store::notice::{self, ChannelRow};
use tasuki_store::people;

use super::Desk;
use crate::access;
use crate::sealing::{LogKey, Unsealed};

/// An association's channel with its members.
#[derive(Debug, Clone)]
pub struct Members {
    /// The channel.
    pub row: ChannelRow,
    /// Every facility that takes part: id, name, code of kind; and whether it is a member.
    pub facilities: Vec<((FacilityId, String, String), bool)>,
    /// Login names of those who write.
    pub writers: Vec<String>,
}

impl Desk {
    /// Every channel of the region.
    pub async fn channels(&self) -> Result<Vec<ChannelRow>> {
        let (region, person) = (self.app.region, self.session.person.id);
        self.app.store.read(move |conn| notice::channels(conn, region, person)).await
    }

    /// Opens a channel: a room with a log and keys of its own. The same id sent twice is one.
    ///
    /// # Errors
    /// `Invalid` on `name`; `Conflict` on `name` when another channel bears it.
    pub async fn open_channel(
        &self,
        id: Option<RoomId>,
        name: &str,
        association: bool,
    ) -> Result<RoomId> {
        let app = &self.app;
        let name = channel_name(name)?;
        let channel = id.unwrap_or_else(|| RoomId::new(&*app.clock, &*app.random));
        let all = self.channels().await?;
        if all.iter().any(|it| {
            (it.id, it.name.as_str(), it.association) == (channel, name.as_str(), association)
        }) {
            return Ok(channel);
        }
        free(&all, (channel, &name))?;
        let vault = VaultId::new(&*app.clock, &*app.random);
        let log = LogId::new(&*app.clock, &*app.random);
        app.keys.new_vault(vault)?;
        let to = LogKey { log, vault, key: app.keys.new_log_key(vault, log)? };
        let opened = Opened {
            room: Some(channel),
            kind: Some(RoomKind::Notices),
            notebook: None,
            title: name.clone(),
            audience: Vec::new(),
            continues: None,
        };
        let first = Unsealed::plain(app.new_entry_id(), app.system(), Content::Opened(opened));
        let first = app.seal(to, first, Vec::new())?;
        let by = self.session.person.id;
        let said = ChannelOpened { channel, name: name.clone(), association, vault, by };
        let said = app.region_entries(vec![Content::ChannelOpened(said)]).await?;
        let access = app.access_entry(self.record(Touched::Joining)).await?;
        let region = app.region;
        let new = NewLog {
            id: log,
            region,
            purpose: LogPurpose::Room,
            room: Some(channel),
            vault,
            audience_key: [0; 32],
            wrap_key: to.key,
        };
        app.store
            .write(region, vec![app.region_log, app.access_log], move |t| {
                free(&notice::channels(t.conn(), region, by)?, (channel, &name))?;
                for entry in &said {
                    t.append(entry)?;
                }
                t.open_log(&new)?;
                t.append(&first)?;
                access::append(t, &access)
            })
            .await?;
        Ok(channel)
    }

    /// An association's channel with its members.
    ///
    /// # Errors
    /// `NotFound` for a channel of the region, which has none.
    pub async fn channel_members(&self, id: RoomId) -> Result<Members> {
        let row = self.channels().await?.into_iter().find(|it| it.id == id && it.association);
        let row = row.ok_or_else(Problem::not_found)?;
        let (members, writers) = self.app.store.read(move |conn| notice::members(conn, id)).await?;
        let all = self.app.facilities().await?.into_iter();
        let facilities = all.map(|it| {
            let member = members.contains(&it.0);
            (it, member)
        });
        Ok(Members { row, facilities: facilities.collect(), writers })
    }

    /// Says who belongs to an association's channel from now on.
    ///
    /// # Errors
    /// `Invalid` on `facilities` for one that takes no part, on `writers` for a login name that
    /// nobody of staff or desk has; all that is wrong at once.
    pub async fn set_channel_members(
        &self,
        id: RoomId,
        facilities: &[FacilityId],
        logins: &[String],
    ) -> Result<(), Vec<Problem>> {
        let before = self.channel_members(id).await.map_err(|it| vec![it])?;
        let (mut wrong, mut writers) = (Vec::new(), BTreeSet::new());
        let known = |id: &FacilityId| before.facilities.iter().any(|(it, _)| it.0 == *id);
        if !facilities.iter().all(known) {
            wrong.push(Problem::invalid("facilities", "one takes no part any more"));
        }
        for login in logins {
            match self.writer(login).await {
                Ok(person) => drop(writers.insert(person)),
                Err(problem) => wrong.push(problem),
            }
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let facilities: BTreeSet<FacilityId> = facilities.iter().copied().collect();
        let members = ChannelMembers {
            channel: id,
            facilities: facilities.into_iter().collect(),
            writers: writers.into_iter().collect(),
            by: self.session.person.id,
        };
        let contents = vec![Content::ChannelMembers(members)];
        let kept = self.app.enter_for(self.record(Touched::Joining), contents).await;
        kept.map_err(|it| vec![it])
    }

    /// Somebody who may write for an association: of staff or desk, with an open account.
    async fn writer(&self, login: &str) -> Result<PersonId> {
        let (region, wanted) = (self.app.region, login.to_owned());
        let read = self.app.store.read(move |conn| people::by_login(conn, region, &wanted));
        let found = read
            .await?
            .filter(|it| it.active && matches!(it.kind, PersonKind::Staff | PersonKind::Desk));
        let nobody = || Problem::invalid("writers", format!("nobody: {login}"));
        Ok(found.ok_or_else(nobody)?.id)
    }
}

/// Whether no channel has this id or name.
fn free(all: &[ChannelRow], (id, name): (RoomId, &str)) -> Result<()> {
    if all.iter().all(|it| it.id != id && it.name != name) {
        return Ok(());
    }
    let detail = "taken: another channel bears this name".into();
    Err(Problem { code: Code::Conflict, field: Some("name"), detail })
}
