//! Photos as phones take them at the bedside, drawn by program: no camera was near anybody.

mod body;
mod canvas;
mod equipment;
mod paper;
mod table;

use canvas::Canvas;

/// What is on a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PhotoSubject {
    /// A page of the paper notebook at the patient's home; the writing is scribble.
    NotebookPage,
    /// A measuring cup with urine.
    MeasuringCup {
        /// Up to 500.
        millilitres: u16,
    },
    /// Reddened or broken skin with a millimetre scale beside it.
    Wound {
        /// Its longer side, in millimetres.
        millimetres: u8,
        /// Open, not only red.
        open: bool,
    },
    /// A dressing on a leg.
    Dressing,
    /// A calendar with pockets for medicines: four weeks of seven days are a row each time of
    /// day (morning, noon, evening, night) for one week.
    MedicineCalendar {
        /// How many of the 28 pockets should be empty by now.
        due: u8,
        /// How many of those still hold their medicine.
        forgotten: u8,
    },
    /// A meal on a tray.
    MealTray {
        /// Tenths that were eaten, 0 to 10.
        eaten: u8,
    },
    /// Lower legs, seen from the front.
    Legs {
        /// 0 slim, 1 swollen, 2 much swollen with the mark of a finger.
        swelling: u8,
    },
    /// The display of a body scale.
    Scale {
        /// In units of 100 g.
        hectograms: u16,
    },
}

/// Pixels across a photo of the stories told by hand, which is three quarters as high. The demo
/// is made while somebody waits for it: drawing and keeping a photo takes as long as it has pixels.
pub const LARGE: u16 = 960;
/// The same for a small one: still more than its thumbnail.
pub const SMALL: u16 = 560;

/// The photo in full size, 1200 × 900, as a JPEG. The same subject and seed give the same bytes.
pub fn photo(subject: PhotoSubject, seed: u64) -> Vec<u8> {
    photo_of_width(subject, seed, canvas::WIDTH)
}

/// The same so many pixels wide.
pub fn photo_of_width(subject: PhotoSubject, seed: u64, width: u16) -> Vec<u8> {
    let canvas = match subject {
        PhotoSubject::NotebookPage => paper::notebook_page(width, seed),
        PhotoSubject::MeasuringCup { millilitres } => {
            table::measuring_cup(width, seed, millilitres)
        }
        PhotoSubject::Wound { millimetres, open } => body::wound(width, seed, millimetres, open),
        PhotoSubject::Dressing => body::dressing(width, seed),
        PhotoSubject::MedicineCalendar { due, forgotten } => {
            paper::medicine_calendar(width, seed, due, forgotten)
        }
        PhotoSubject::MealTray { eaten } => table::meal_tray(width, seed, eaten),
        PhotoSubject::Legs { swelling } => body::legs(width, seed, swelling),
        PhotoSubject::Scale { hectograms } => equipment::scale(width, seed, hectograms),
    };
    Canvas::develop(canvas, seed)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOME: [PhotoSubject; 10] = [
        PhotoSubject::NotebookPage,
        PhotoSubject::MeasuringCup { millilitres: 250 },
        PhotoSubject::Wound { millimetres: 15, open: false },
        PhotoSubject::Wound { millimetres: 30, open: true },
        PhotoSubject::Dressing,
        PhotoSubject::MedicineCalendar { due: 13, forgotten: 2 },
        PhotoSubject::MealTray { eaten: 5 },
        PhotoSubject::Legs { swelling: 2 },
        PhotoSubject::Scale { hectograms: 432 },
        PhotoSubject::Scale { hectograms: 1_000 },
    ];

    #[test]
    fn every_photo_is_accepted_as_an_upload() {
        for subject in SOME {
            let bytes = photo(subject, 1);
            let kept = tasuki_media::photo::accept(&bytes, &tasuki_media::Limits::default());
            let kept = kept.unwrap_or_else(|refusal| panic!("{subject:?}: {refusal}"));
            assert_eq!((kept.width, kept.height), (1_200, 900));
            assert!((30_000..900_000).contains(&bytes.len()), "{subject:?} {}", bytes.len());
        }
    }

    #[test]
    fn a_small_photo_shows_the_same_with_fewer_pixels() {
        let bytes = photo_of_width(PhotoSubject::MealTray { eaten: 5 }, 1, SMALL);
        let kept = tasuki_media::photo::accept(&bytes, &tasuki_media::Limits::default()).unwrap();
        assert_eq!((kept.width, kept.height), (560, 420));
        assert!(kept.width > tasuki_media::photo::THUMBNAIL_SIDE);
        assert!(bytes.len() < photo(PhotoSubject::MealTray { eaten: 5 }, 1).len() / 2);
    }

    #[test]
    fn the_same_seed_gives_the_same_bytes_and_another_another() {
        let subject = PhotoSubject::MeasuringCup { millilitres: 250 };
        assert_eq!(photo(subject, 5), photo(subject, 5));
        assert_ne!(photo(subject, 5), photo(subject, 6));
    }

    #[test]
    fn what_is_measured_is_seen() {
        let amount = |of| photo(PhotoSubject::MeasuringCup { millilitres: of }, 5);
        assert_ne!(amount(100), amount(400));
        let eaten = |of| photo(PhotoSubject::MealTray { eaten: of }, 5);
        assert_ne!(eaten(2), eaten(9));
    }

    #[test]
    fn values_out_of_range_are_drawn_at_the_end_of_the_range() {
        for subject in [
            PhotoSubject::MeasuringCup { millilitres: u16::MAX },
            PhotoSubject::Wound { millimetres: 0, open: true },
            PhotoSubject::Wound { millimetres: u8::MAX, open: true },
            PhotoSubject::MedicineCalendar { due: u8::MAX, forgotten: u8::MAX },
            PhotoSubject::MealTray { eaten: u8::MAX },
            PhotoSubject::Legs { swelling: u8::MAX },
            PhotoSubject::Scale { hectograms: u16::MAX },
        ] {
            assert!(!photo(subject, 0).is_empty());
        }
    }
}
