//! The composer as a page, filled with what is known and with what was typed.

use tasuki_app::attachment::PHOTOS;
use tasuki_app::room::{Member, Room};
use tasuki_domain::room::RoomKind;
use tasuki_domain::text::MAX_CHARS;
use tasuki_kernel::Problem;

use super::sent::Sent;
use crate::fault::{Fault, field_message};
use crate::pages::{self, Addressee, Compose, FieldError, NewerView, Purpose};
use crate::routes::room::{banner, sight};
use crate::texts::Lang;
use crate::visitor::SignedIn;
use crate::{Web, present, texts};

/// The composer, filled with what is known.
pub(super) struct Filled {
    pub(super) sent: Sent,
    pub(super) purpose: Purpose,
    pub(super) action: String,
    pub(super) problem: Option<Problem>,
    pub(super) resumed: bool,
    /// What stands now, where it changed under the form.
    pub(super) newer: Option<NewerView>,
}

impl Filled {
    /// What was typed, for a new form or one that comes back.
    pub(super) const fn new(sent: Sent, purpose: Purpose, action: String) -> Self {
        Self { sent, purpose, action, problem: None, resumed: false, newer: None }
    }
}

/// Makes the page.
pub(super) async fn show(
    web: &Web,
    who: &SignedIn,
    room: &Room,
    filled: Filled,
) -> Result<Compose, Fault> {
    let sight = sight(web, who, room);
    let lang = sight.lang;
    let members = room.members().await?;
    let settings = &who.session.settings;
    let path = format!("/rooms/{}", room.id());
    let sent = &filled.sent;
    let others = members.iter().filter(|it| it.person != sight.me);
    let (last, bounds) = room.last_measured().await?;
    let wrong =
        filled.problem.as_ref().and_then(|it| Some((it.field?, field_message(&who.visitor, it))));
    let typed = present::Typed { vitals: &sent.vitals, measured: &sent.measured, wrong };
    let errors = filled.problem.iter().filter(|it| it.field.is_some());
    Ok(Compose {
        frame: present::frame(web, who).await?,
        banner: banner(&sight, room, room.patient().await?.as_ref(), &path).await?,
        room: present::room_label(lang, room.kind()),
        action: filled.action,
        writer: sight.me.to_string(),
        resumed: filled.resumed,
        newer: filled.newer,
        version: sent.version.clone(),
        back: path,
        purpose: filled.purpose,
        draft: draft(web, sent, &settings.categories),
        vitals: present::vital_fields(lang, &typed, &last, &bounds),
        categories: present::category_choices(&settings.categories),
        sensitivities: present::sensitivities(lang, &room.seen_by().await?),
        audience: present::audience(lang, room.kind(), members.len()),
        family: room.kind() == RoomKind::Family,
        addressees: others.map(|it| addressee(lang, sent, it)).collect(),
        problem: filled.problem.as_ref().map(|it| texts::problem(lang, it.code)),
        errors: errors
            .map(|it| FieldError {
                field: form_field(it.field.unwrap_or_default()).into(),
                message: field_message(&who.visitor, it),
            })
            .collect(),
        max_text: u32::try_from(MAX_CHARS).unwrap_or(u32::MAX),
        max_photos: u32::try_from(PHOTOS).unwrap_or(20),
        accepted: pages::ACCEPTED,
        photos_lost: sent.photos_lost || (filled.problem.is_some() && !sent.photos.is_empty()),
    })
}

fn addressee(lang: Lang, sent: &Sent, it: &Member) -> Addressee {
    Addressee {
        value: it.person.to_string(),
        name: it.byline.name.clone(),
        profession: present::profession_name(lang, &it.byline.profession),
        facility: it.byline.facility.clone(),
        portrait: Some(format!("/people/{}/portrait", it.person)),
        chosen: sent.addressees.contains(&it.person.to_string()),
    }
}

/// What was typed; what was not yet is new or the first choice.
fn draft(web: &Web, sent: &Sent, categories: &[String]) -> pages::Draft {
    let or = |typed: &str, otherwise: &str| {
        if typed.is_empty() { otherwise.to_owned() } else { typed.to_owned() }
    };
    pages::Draft {
        entry: or(&sent.entry, &web.app.new_entry_id().to_string()),
        text: sent.text.clone(),
        category: or(&sent.category, categories.first().map_or("", String::as_str)),
        importance: match sent.importance.as_str() {
            "urgent" => pages::Importance::Urgent,
            "information" | "info" => pages::Importance::Information,
            _ => pages::Importance::Normal,
        },
        sensitivity: or(&sent.sensitivity, "low"),
        reason: sent.reason.clone(),
        quote: sent.quote.clone(),
    }
}

/// The form's own name of a field.
fn form_field(name: &str) -> &str {
    match name {
        "photos" => "photo",
        "deliver_to" => "addressee",
        other => other,
    }
}
