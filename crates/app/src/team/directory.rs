//! The region's facilities and their staff, as they are searched: a large region has ten thousand
//! people, and every letter of a name that somebody is looking for would read all of them.

use tasuki_domain::fold::fold;
use tasuki_kernel::{FacilityId, PersonId, RegionId, Result, Timestamp};
use tasuki_store::people::PostRow;
use tasuki_store::{Conn, team};

use super::Found;

/// A facility in the directory.
#[derive(Debug)]
pub(crate) struct Listed {
    pub(super) facility: FacilityId,
    name: String,
    /// Its name as it is searched.
    pub(super) folded: String,
    pub(super) kind: String,
    staff: Vec<Holder>,
}

/// Who holds a post, or is going to.
#[derive(Debug)]
struct Holder {
    post: PostRow,
    /// Name and kana as they are searched, a line each.
    folded: String,
}

impl Holder {
    fn new(post: PostRow) -> Self {
        let folded = format!("{}\n{}", fold(&post.name.full()), fold(&post.name.kana()));
        Self { post, folded }
    }
}

impl Listed {
    /// Whether somebody is there.
    pub(super) fn is_open(&self, now: Timestamp) -> bool {
        self.staff.iter().any(|it| it.post.holds(now))
    }

    /// Those of its staff who are not in the team and whose name `fits`.
    pub(super) fn askable(
        &self,
        now: Timestamp,
        members: &[PersonId],
        fits: impl Fn(&str) -> bool,
    ) -> Vec<PostRow> {
        let askable = |it: &&Holder| {
            fits(&it.folded) && it.post.holds(now) && !members.contains(&it.post.person)
        };
        self.staff.iter().filter(askable).map(|it| it.post.clone()).collect()
    }

    /// As it is shown, with these people.
    pub(super) fn found(&self, people: Vec<PostRow>) -> Found {
        let Self { facility, name, kind, .. } = self;
        Found { facility: *facility, name: name.clone(), kind: kind.clone(), people }
    }
}

/// Every facility that has staff, by name.
pub(crate) fn read(conn: &mut Conn, region: RegionId, now: Timestamp) -> Result<Vec<Listed>> {
    let mut all: Vec<Listed> = Vec::new();
    for (post, kind) in team::directory(conn, region, now)? {
        if all.last().is_none_or(|it| it.facility != post.facility) {
            let (facility, name) = (post.facility, post.facility_name.clone());
            let folded = fold(&name);
            all.push(Listed { facility, name, folded, kind, staff: Vec::new() });
        }
        if let Some(it) = all.last_mut() {
            it.staff.push(Holder::new(post));
        }
    }
    Ok(all)
}
