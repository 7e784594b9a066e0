//! Finding whom to ask: facilities of the region and their staff, by name, kana and kind.

use tasuki_domain::fold::{fold, found};
use tasuki_domain::policy::Subject;
use tasuki_kernel::{FacilityId, PersonId, Problem, Result};
use tasuki_store::people::PostRow;
use tasuki_store::team;

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
        let mut fitting = Vec::new();
        for mut it in self.directory().await? {
            if !kind.is_empty() && it.kind != kind {
                continue;
            }
            let named = found(&search, &[&it.name]);
            it.people.retain(|post| {
                !search.is_empty() && found(&search, &[&post.name.full(), &post.name.kana()])
            });
            if named || !it.people.is_empty() {
                fitting.push(it);
            }
            if fitting.len() > SHOWN {
                break;
            }
        }
        Ok(fitting)
    }

    /// A facility with all of its staff who are not in the team.
    ///
    /// # Errors
    /// `NotFound` for a facility that is not open, or has nobody who could be asked.
    pub async fn facility_to_ask(&self, facility: FacilityId) -> Result<Found> {
        let found = self.directory().await?.into_iter().find(|it| it.facility == facility);
        found.ok_or_else(Problem::not_found)
    }

    /// Every facility of the region that has staff, by name.
    async fn directory(&self) -> Result<Vec<Found>> {
        self.team_allows(|it| Subject::Team(&self.facts, it))?;
        let room = self.clone();
        self.app
            .store
            .read(move |conn| {
                let members = room.members_now(conn)?;
                let members: Vec<PersonId> = members.iter().map(|it| it.person).collect();
                let mut all: Vec<Found> = Vec::new();
                for (post, kind) in team::directory(conn, room.app.region, room.now)? {
                    if all.last().is_none_or(|it| it.facility != post.facility) {
                        let (facility, name) = (post.facility, post.facility_name.clone());
                        all.push(Found { facility, name, kind, people: Vec::new() });
                    }
                    if let Some(it) = all.last_mut().filter(|_| !members.contains(&post.person)) {
                        it.people.push(post);
                    }
                }
                Ok(all)
            })
            .await
    }
}
