//! QR codes as drawings: one path, so that a page holds no picture from elsewhere.

use std::fmt::Write as _;

use fast_qr::{ECL, QRBuilder};
use tasuki_kernel::{Code, Problem, Result};

/// Modules left white around the code (ISO/IEC 18004, 6.3.8).
const QUIET: usize = 4;

/// The side of the code in modules, with the white around it, and its dark modules as an SVG path.
pub fn qr(text: &str) -> Result<(usize, String)> {
    let failed = |_| Problem::new(Code::Internal, "the address is too long for a QR code");
    let code = QRBuilder::new(text).ecl(ECL::M).build().map_err(failed)?;
    let mut path = String::new();
    for y in 0..code.size {
        let mut x = 0;
        while x < code.size {
            let dark = (x..code.size).take_while(|at| code[y][*at].value()).count();
            if dark > 0 {
                let put = write!(path, "M{} {}h{dark}v1h-{dark}z", x + QUIET, y + QUIET);
                put.expect("writing to memory does not fail");
            }
            x += dark + 1;
        }
    }
    Ok((code.size + 2 * QUIET, path))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The picture that a camera would see, drawn from the path alone, a module 4 pixels wide.
    fn picture(side: usize, path: &str) -> Vec<u8> {
        let pixels = side * 4;
        let mut picture = vec![255; pixels * pixels];
        for run in path.split('M').skip(1) {
            let (at, rest) = run.split_once('h').unwrap();
            let (x, y) = at.split_once(' ').unwrap();
            let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
            let length: usize = rest.split_once('v').unwrap().0.parse().unwrap();
            for row in y * 4..(y + 1) * 4 {
                picture[row * pixels + x * 4..row * pixels + (x + length) * 4].fill(0);
            }
        }
        picture
    }

    fn read(side: usize, path: &str) -> String {
        let (pixels, picture) = (side * 4, picture(side, path));
        let grey = |x: usize, y: usize| picture[y * pixels + x];
        let mut seen = rqrr::PreparedImage::prepare_from_greyscale(pixels, pixels, grey);
        seen.detect_grids()[0].decode().unwrap().1
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn another_program_reads_what_was_drawn(token in "[A-Za-z0-9_-]{43}", host in "[a-z]{1,30}") {
            let address = format!("https://{host}.example:8443/pickup/from/{token}");
            let (side, path) = qr(&address).unwrap();
            prop_assert_eq!(read(side, &path), address);
        }
    }

    #[test]
    fn what_does_not_fit_is_a_problem() {
        assert_eq!(qr(&"a".repeat(4_000)).unwrap_err().code, Code::Internal);
    }
}
