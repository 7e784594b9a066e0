//! Finding whom to ask: facilities of the region and their staff, by name, kana and kind.

use tasuki_domain::fold::fold;
use tasuki_domain::policy::Subject;
use tasuki_kernel::{FacilityId, PersonId, Problem, Result};
use tasuki_store::people::PostRow;

use super::directory::Listed;
use crate::room::Room;

/// Facilities shown at most; more is a reason to say more of the name.
pub const SHOWN: usize = 30;

/// A facility, with those of its staff who are not in the team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The facility.
    pub facility: FacilityId,
    /// Its name.
    pub name: String,
    /// Code of its kind.
    pub kind: String,
    /// Of its staff: those who fit the search, or all of them when the facility itself was asked for.
    pub people: Vec<PostRow>,
}

impl Room {
    /// Facilities whose name, or somebody of whose staff, fits the words; at most one more than
    /// [`SHOWN`], so that the reader can be told that there are more.
    ///
    /// # Errors
    /// As inviting.
    pub async fn whom_to_ask(&self, words: &str, kind: &str) -> Result<Vec<Found>> {
        let (search, kind) = (fold(words), kind.to_owned());
        self.of_directory(move |(room, members), all| {
            let mut fitting = Vec::new();
            for it in all.iter().filter(|it| kind.is_empty() || it.kind == kind) {
                let askable = it.askable(room.now, members, |folded| {
                    !search.is_empty() && folded.contains(&search)
                });
                let named = it.folded.contains(&search) && it.is_open(room.now);
                if named || !askable.is_empty() {
                    fitting.push(it.found(askable));
                }
                if fitting.len() > SHOWN {
                    break;
                }
            }
            fitting
        })
        .await
    }

    /// A facility with all of its staff who are not in the team.
    ///
    /// # Errors
    /// `NotFound` for a facility that is not open, or has nobody who could be asked.
    pub async fn facility_to_ask(&self, facility: FacilityId) -> Result<Found> {
        let found = self.of_directory(move |(room, members), all| {
            let it = all.iter().find(|it| it.facility == facility && it.is_open(room.now))?;
            Some(it.found(it.askable(room.now, members, |_| true)))
        });
        found.await?.ok_or_else(Problem::not_found)
    }

    /// What `pick` takes of the region's directory, for who may invite.
    async fn of_directory<T: Send + 'static>(
        &self,
        pick: impl FnOnce((&Self, &[PersonId]), &[Listed]) -> T + Send + 'static,
    ) -> Result<T> {
        self.team_allows(|it| Subject::Team(&self.facts, it))?;
        let room = self.clone();
        self.app
            .store
            .read(move |conn| {
                let known = room.app.known(conn)?;
                let all = known.directory(conn, room.app.region, room.now)?;
                let members: Vec<PersonId> =
                    room.members_now(conn)?.iter().map(|it| it.person).collect();
                Ok(pick((&room, &members), &all))
            })
            .await
    }
}
