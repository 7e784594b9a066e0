//! Stories of writing and reading, as several people see them, on the embedded database.

mod addressed;
mod audience;
mod authorities;
mod channels;
mod closing;
mod comments;
mod consents;
mod copies;
mod crossing;
mod disclosing;
mod facility_end;
mod filtering;
mod importing;
mod joining;
mod lawful_looks;
mod leaving;
mod letters;
mod looking_on;
mod managing;
mod namesakes;
mod notices;
mod outbox;
mod pickups;
mod portal;
mod quoting;
mod reading;
mod registering;
mod review;
mod staff;
mod substitutes;
mod teams;
mod uploading;
mod vitals;
mod waiting;
mod withdrawal;
mod writing;

use tasuki_app::room::Room;
use tasuki_app::timeline::{Item, Matter};
use tasuki_kernel::RoomId;
use tasuki_testkit::region::{Region, Somebody};

async fn enter(region: &Region, who: &Somebody, room: RoomId) -> Room {
    region.app.room(&region.session(who).await, room).await.expect("a member enters")
}

async fn items(region: &Region, who: &Somebody, room: RoomId) -> Vec<Item> {
    enter(region, who, room).await.page(None).await.unwrap().items
}

fn text(item: &Item) -> &str {
    match &item.matter {
        Matter::Note { note, .. } => &note.text,
        Matter::Withdrawn { note, .. } | Matter::Misfiled { note, .. } => &note.text,
        _ => "",
    }
}

async fn texts(region: &Region, who: &Somebody, room: RoomId) -> Vec<String> {
    let items = items(region, who, room).await;
    items.iter().map(|item| text(item).to_owned()).filter(|it| !it.is_empty()).collect()
}
