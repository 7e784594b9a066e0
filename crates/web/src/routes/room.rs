//! A room: the patient, the timeline, the composer.

use axum::extract::{Path, Query, State};
use axum::response::Html;
use serde::Deserialize;
use tasuki_app::around::{Around, Beside};
use tasuki_app::room::{Member, Room};
use tasuki_app::timeline::Start;
use tasuki_domain::patient::Patient;
use tasuki_domain::policy::Action;
use tasuki_domain::room::RoomKind;
use tasuki_kernel::{PersonId, PostId, Problem, RoomId};

use super::look::Look;
use super::portal::rendered;
use crate::fault::Fault;
use crate::pages::{self, ComposerBar, RoomTab, Row};
use crate::present::{self, Sight};
use crate::visitor::{SignedIn, url_encoded};
use crate::{Web, show, texts};

/// What was just done, to be said on top.
#[derive(Debug, Deserialize, Default)]
pub struct Said {
    said: Option<String>,
}

/// The room of an address.
pub(crate) async fn entered(web: &Web, who: &SignedIn, room: &str) -> Result<Room, Fault> {
    let id: RoomId = room.parse().map_err(|_| Problem::not_found())?;
    Ok(web.app.room(&who.session, id).await?)
}

/// From where this person looks into a room.
pub(crate) fn sight(web: &Web, who: &SignedIn, room: &Room) -> Sight {
    Sight {
        lang: who.visitor.lang,
        room: room.id(),
        now: web.app.clock().now(),
        me: who.session.person.id,
    }
}

/// The banner over a room's pages.
pub(crate) async fn banner(
    sight: &Sight,
    room: &Room,
    patient: Option<&Patient>,
    back: &str,
) -> Result<Option<pages::Banner>, Problem> {
    let Some(patient) = patient else { return Ok(None) };
    let banner = present::banner(sight.lang, sight.room, patient, sight.now, back);
    let closed = present::closed(sight.lang, room);
    Ok(Some(pages::Banner { same_name: room.namesake(patient).await?, closed, ..banner }))
}

/// The timeline.
pub async fn page(
    State(web): State<Web>,
    who: SignedIn,
    Path(room): Path<String>,
    Query(look): Query<Look>,
    Query(said): Query<Said>,
) -> Result<Html<String>, Fault> {
    let room = entered(&web, &who, &room).await?;
    let sight = sight(&web, &who, &room);
    let (start, filter) = (look.start()?, look.filter()?);
    let day = if matches!(start, Start::Day { .. }) { look.day()? } else { None };
    let first = start == Start::Newest && filter.is_empty();
    let timeline = room.look(start, filter.clone()).await?;
    let Around { patient, same_name, mut members, rooms } = room.around().await?;
    let doctor = room.notebook().and_then(|it| it.attending);
    let attending = doctor_first(&mut members, doctor);
    let path = format!("/rooms/{}", room.id());
    let rows: Vec<Row> = timeline.items.iter().map(|it| present::row(&sight, it)).collect();
    let tabs = tabs(&sight, &rooms);
    let composer = composer(&web, &sight, &room, &members);
    let categories = &who.session.settings.categories;
    let narrow = present::narrow(&sight, &filter, day, categories, &members);
    if first {
        room.mark_read().await?;
    }
    let written = if composer.is_some() { "&open=true" } else { "" };
    let live = format!("{path}/live?after={}{written}", url_encoded(&timeline.live));
    let rooms: Vec<String> = tabs.iter().map(|it| it.url.clone()).collect();
    let page = pages::Room {
        frame: present::frame(&web, &who).await?,
        banner: patient.as_ref().map(|it| over(&sight, &room, it, same_name)),
        title: present::room_label(sight.lang, room.kind()),
        tabs,
        rows,
        narrow: Some(narrow),
        chosen: present::chosen(&sight, &look, &filter, &timeline, &members),
        day: day.map(|it| present::day_jump(&sight, &look, it, &timeline)),
        older: timeline.older.as_ref().map(|it| look.address(&path, "before", it)),
        newer: timeline.newer.as_ref().map(|it| look.address(&path, "after", it)),
        newest: (!first).then(|| path.clone()),
        live: first.then_some(live),
        composer,
        about: Vec::new(),
        contacts: patient.as_ref().map(present::contacts).unwrap_or_default(),
        members: members
            .iter()
            .map(|it| present::member(sight.lang, it, sight.me, attending))
            .collect(),
        looking: looking(&sight, &room),
        said: said.said.as_deref().and_then(|it| texts::said(sight.lang, it)),
        links: room
            .notebook()
            .filter(|it| rooms.contains(&format!("/rooms/{}", it.team_room)))
            .map(|it| present::notebook_links(sight.lang, it.id))
            .unwrap_or_default(),
    };
    rendered(&page)
}

/// The banner over the timeline, for which it is known whether another has the same name.
fn over(sight: &Sight, room: &Room, patient: &Patient, same_name: bool) -> pages::Banner {
    let banner = present::banner(sight.lang, sight.room, patient, sight.now, "/notebooks");
    pages::Banner { same_name, closed: present::closed(sight.lang, room), ..banner }
}

/// That the room is looked at by law, and until when.
fn looking(sight: &Sight, room: &Room) -> Option<String> {
    let until = show::moment(room.disclosed_until()?, sight.now, sight.lang);
    Some(sight.lang.texts().disclosure.looking.of(until.long))
}

/// Puts the attending doctor before the others, who stand by facility and name; and who that is.
fn doctor_first(members: &mut [Member], doctor: Option<PostId>) -> Option<PersonId> {
    members
        .sort_by_key(|it| (it.post != doctor, it.byline.facility.clone(), it.byline.name.clone()));
    members.first().filter(|it| doctor.is_some() && it.post == doctor).map(|it| it.person)
}

fn tabs(sight: &Sight, rooms: &[Beside]) -> Vec<RoomTab> {
    let tab = |it: &Beside| RoomTab {
        url: format!("/rooms/{}", it.room),
        label: present::room_label(sight.lang, it.kind),
        theme: it.title.clone(),
        unread: u32::try_from(it.unread.unwrap_or_default()).unwrap_or(u32::MAX),
        current: it.room == sight.room,
    };
    rooms.iter().map(tab).collect()
}

fn composer(web: &Web, sight: &Sight, room: &Room, members: &[Member]) -> Option<ComposerBar> {
    if !room.may(Action::Write) {
        return None;
    }
    let categories = &room.session().settings.categories;
    let path = format!("/rooms/{}", room.id());
    Some(ComposerBar {
        action: format!("{path}/entries"),
        compose_url: format!("{path}/compose"),
        writer: sight.me.to_string(),
        entry: web.app.new_entry_id().to_string(),
        category: categories.first().cloned().unwrap_or_default(),
        categories: present::category_choices(categories),
        audience: present::audience(sight.lang, room.kind(), members.len()),
        family: room.kind() == RoomKind::Family,
    })
}
