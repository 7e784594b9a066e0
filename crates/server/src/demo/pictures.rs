//! The demo's photos, drawn ahead of the steps that show them.

use std::sync::mpsc::{Receiver, sync_channel};

use tasuki_demo::{Action, Demo, Picture};

/// So many wait, drawn: a photo is some hundred kilobytes.
const AHEAD: usize = 16;

/// Draws every photo of the demo on a thread of its own, in the order of the steps.
pub fn draw(demo: &Demo) -> Receiver<Vec<u8>> {
    let photos = demo.steps.iter().filter_map(|step| match &step.action {
        Action::Note(note) => Some(note.photos.as_slice()),
        _ => None,
    });
    let pictures: Vec<Picture> = photos.flatten().copied().collect();
    let (drawn, taken) = sync_channel(AHEAD);
    std::thread::spawn(move || {
        // When the player has stopped, nobody waits for more.
        pictures.iter().try_for_each(|picture| drawn.send(picture.jpeg()))
    });
    taken
}

#[cfg(test)]
mod tests {
    use tasuki_kernel::Timestamp;

    use super::*;

    #[test]
    fn photos_come_in_the_order_of_the_steps() {
        let demo = Demo::new(1, Timestamp::from_micros(1_795_258_800_000_000), 1);
        let first = demo.steps.iter().find_map(|step| match &step.action {
            Action::Note(note) => note.photos.first(),
            _ => None,
        });
        let drawn = draw(&demo);
        assert_eq!(drawn.recv().unwrap(), first.unwrap().jpeg());
    }
}
