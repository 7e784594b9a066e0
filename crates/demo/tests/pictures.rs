//! The pictures show what their subject says: looked at pixel by pixel.

use image::{ImageFormat, Rgb, RgbImage};
use tasuki_demo::{Action, Demo, PhotoSubject, photo};
use tasuki_kernel::Timestamp;

const SEED: u64 = 11;

fn picture(subject: PhotoSubject) -> RgbImage {
    image::load_from_memory_with_format(&photo(subject, SEED), ImageFormat::Jpeg)
        .expect("our own JPEG")
        .into_rgb8()
}

/// How many pixels of a part (left, top, right, bottom) fulfil a test of red, green, blue.
fn count(picture: &RgbImage, part: [u32; 4], test: impl Fn(i32, i32, i32) -> bool) -> usize {
    let [left, top, right, bottom] = part;
    (top..bottom)
        .flat_map(|y| (left..right).map(move |x| (x, y)))
        .filter(|(x, y)| {
            let Rgb([r, g, b]) = *picture.get_pixel(*x, *y);
            test(r.into(), g.into(), b.into())
        })
        .count()
}

const ALL: [u32; 4] = [0, 0, 1_200, 900];

fn rises(counts: &[usize]) -> bool {
    counts.windows(2).all(|pair| pair[0] < pair[1])
}

#[test]
fn the_cup_is_filled_up_to_its_amount() {
    let amber = |millilitres| {
        let cup = picture(PhotoSubject::MeasuringCup { millilitres });
        count(&cup, [450, 200, 720, 760], |r, g, b| r > 120 && r - b > 70 && g - b > 30)
    };
    assert!(rises(&[0, 100, 200, 300, 400, 500].map(amber)));
}

#[test]
fn the_cup_is_marked() {
    let cup = picture(PhotoSubject::MeasuringCup { millilitres: 0 });
    let column = |x: u32| count(&cup, [x, 230, x + 1, 700], |r, _, b| r < 130 && b >= r);
    assert!((650..720).any(|x| column(x) >= 30), "strokes beside one another");
}

#[test]
fn a_larger_wound_is_redder_and_an_open_one_deeper() {
    let red = |millimetres, open| {
        let skin = picture(PhotoSubject::Wound { millimetres, open });
        count(&skin, [200, 60, 1_000, 680], |r, g, b| r - g > 75 && r - b > 70)
    };
    assert!(rises(&[5, 10, 20, 40].map(|it| red(it, true))));
    let deep = |open| {
        let skin = picture(PhotoSubject::Wound { millimetres: 20, open });
        count(&skin, ALL, |r, g, _| r - g > 100)
    };
    assert!(deep(true) > deep(false) + 2_000);
}

#[test]
fn a_scale_lies_beside_the_wound() {
    let skin = picture(PhotoSubject::Wound { millimetres: 20, open: true });
    let part = [130, 690, 1_070, 850];
    let paper = count(&skin, part, |r, g, b| r > 205 && g > 205 && b > 195);
    let marks = count(&skin, part, |r, g, b| r < 90 && g < 90 && b < 90);
    assert!(paper > 60_000 && marks > 8_000, "{paper} {marks}");
}

#[test]
fn pockets_hold_what_was_not_taken() {
    let white = |due, forgotten| {
        let calendar = picture(PhotoSubject::MedicineCalendar { due, forgotten });
        count(&calendar, [120, 120, 1_080, 880], |r, g, b| r > 225 && g > 220 && b > 205)
    };
    assert!(rises(&[28, 21, 14, 7, 0].map(|due| white(due, 0))));
    assert!(rises(&[0, 2, 5, 9].map(|forgotten| white(20, forgotten))));
}

#[test]
fn a_meal_gets_less_as_it_is_eaten() {
    let food = |eaten| {
        let tray = picture(PhotoSubject::MealTray { eaten });
        let rice = count(&tray, [180, 480, 440, 740], |r, g, b| r > 212 && g > 208 && b > 198);
        let fish = count(&tray, [450, 220, 830, 380], |r, g, b| r > 100 && r - b > 50 && g < 170);
        rice + fish
    };
    assert!(rises(&[10, 8, 5, 2, 0].map(food)));
}

#[test]
fn swollen_legs_are_thicker() {
    let skin = |swelling| {
        let legs = picture(PhotoSubject::Legs { swelling });
        count(&legs, [0, 0, 1_200, 700], |r, g, b| r - b > 35 && r >= g)
    };
    assert!(rises(&[0, 1, 2].map(skin)));
}

#[test]
fn the_display_lights_the_bars_of_its_digits() {
    let dark = |hectograms| {
        let scale = picture(PhotoSubject::Scale { hectograms });
        count(&scale, [330, 150, 870, 410], |r, g, b| r < 80 && g < 80 && b < 80)
    };
    assert!(rises(&[111, 222, 888].map(dark)));
    assert!(dark(1_888) > dark(888), "a leading digit only where there is one");
}

#[test]
fn a_page_full_of_writing_lies_on_a_table() {
    let page = picture(PhotoSubject::NotebookPage);
    let paper = count(&page, ALL, |r, g, b| r > 190 && g > 190 && b > 170);
    let pen = count(&page, [200, 80, 1_020, 760], |r, g, b| r < 80 && g < 85 && b < 110);
    let wood = count(&page, [0, 0, 120, 900], |r, _, b| r - b > 15 && r < 190);
    assert!(paper > 400_000 && wood > 60_000, "{paper} {wood}");
    assert!((10_000..120_000).contains(&pen), "{pen}");
}

#[test]
fn the_dressing_is_white_on_skin() {
    let leg = picture(PhotoSubject::Dressing);
    let pad = count(&leg, [400, 320, 780, 630], |r, g, b| r > 200 && g > 195 && b > 185);
    let skin = count(&leg, [0, 300, 380, 700], |r, g, b| r - b > 35 && r >= g);
    assert!(pad > 40_000 && skin > 80_000, "{pad} {skin}");
}

#[test]
fn the_photos_of_the_demo_are_accepted_and_fit_to_be_named() {
    let evening = Timestamp::from_micros(1_795_258_800_000_000);
    let mut seeds = std::collections::HashSet::new();
    for step in Demo::new(SEED, evening, 16).steps {
        let Action::Note(note) = step.action else { continue };
        for (at, photo) in note.photos.iter().enumerate() {
            assert!(seeds.insert(photo.seed), "{} looks like another", photo.file_name);
            assert_eq!(tasuki_media::file_name::clean(photo.file_name), photo.file_name);
            let named = note.photos.iter().position(|it| it.file_name == photo.file_name);
            assert_eq!(named, Some(at));
        }
        if let Some(first) = note.photos.first().filter(|_| note.photos.len() > 1) {
            let kept = tasuki_media::photo::accept(&first.jpeg(), &tasuki_media::Limits::default());
            assert!(kept.is_ok_and(|it| it.thumbnail.len() < 60_000));
        }
    }
    assert!(seeds.len() >= 25);
}
