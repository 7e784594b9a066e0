//! The lines as a picture: a bar for each goal, as long as the way to it.

use std::fmt::Write as _;

use crate::line::Line;

const ROW: usize = 26;
const NAMES: f64 = 330.0;
const WIDTH: f64 = 900.0;
/// Where the goal stands, and where the longest bar ends: at three times the goal.
const GOAL: f64 = NAMES + 160.0;
const MOST: f64 = 3.0;

/// Draws the lines that have a goal, and lists the others below.
pub fn svg(lines: &[Line], title: &str) -> String {
    let rows: Vec<&Line> = lines.iter().filter(|it| it.reached().is_some()).collect();
    let height = 70 + rows.len() * ROW;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" \
         font-family=\"sans-serif\" font-size=\"13\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n\
         <text x=\"10\" y=\"24\" font-size=\"16\">{}</text>\n",
        escaped(title)
    );
    for (at, line) in rows.iter().enumerate() {
        row(&mut out, 44 + at * ROW, line);
    }
    let end = 44 + rows.len() * ROW;
    let _ = write!(
        out,
        "<line x1=\"{GOAL}\" y1=\"36\" x2=\"{GOAL}\" y2=\"{end}\" stroke=\"#1a1a1c\" \
         stroke-dasharray=\"4 3\"/>\n<text x=\"{GOAL}\" y=\"{}\" text-anchor=\"middle\">goal\
         </text>\n</svg>\n",
        end + 16
    );
    out
}

fn row(out: &mut String, y: usize, line: &Line) {
    let reached = line.reached().unwrap_or_default().min(MOST);
    let (colour, mark) = if line.is_met() { ("#197a4b", "✓") } else { ("#ce0000", "✗") };
    let text = line.to_string();
    let (name, rest) = (format!("{} {}", line.figure, line.what), y + 15);
    let value = text.strip_prefix(&name).unwrap_or(&text).trim();
    let _ = write!(
        out,
        "<text x=\"10\" y=\"{rest}\">{}</text>\n<rect x=\"{NAMES}\" y=\"{y}\" \
         width=\"{:.1}\" height=\"18\" fill=\"{colour}\"/>\n\
         <text x=\"{:.1}\" y=\"{rest}\">{mark} {}</text>\n",
        escaped(&name),
        reached * (GOAL - NAMES),
        NAMES + MOST.min(reached.max(1.0)) * (GOAL - NAMES) + 8.0,
        escaped(value),
    );
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(lines: &[Line]) -> String {
        svg(lines, "2 cores & <quiet>")
    }

    #[test]
    fn each_goal_has_a_bar_and_bare_limits_have_none() {
        let lines = [
            Line::least("F1", "json", 0.6, 0.3),
            Line::most("F1", "p99", 10.0, 5.0).unit("ms"),
            Line::bare("F3", "fdatasync", 2000.0),
        ];
        let picture = drawn(&lines);
        assert_eq!(picture.matches("height=\"18\"").count(), 2);
        assert!(picture.contains("width=\"320.0\""), "twice the goal: {picture}");
        assert!(picture.contains("width=\"80.0\""), "half of the goal: {picture}");
        assert!(picture.contains("✓ 0.6 goal 0.3 ok"));
        assert!(picture.contains("✗ 10ms goal 5ms misses"));
        assert!(!picture.contains("fdatasync"));
    }

    #[test]
    fn words_cannot_break_the_picture() {
        let picture = drawn(&[]);
        assert!(picture.contains("2 cores &amp; &lt;quiet&gt;"));
        assert!(picture.starts_with("<svg") && picture.ends_with("</svg>\n"));
    }

    #[test]
    fn no_bar_leaves_the_picture() {
        let picture = drawn(&[Line::most("F4", "lost", 0.0, 0.0)]);
        assert!(picture.contains("width=\"480.0\""));
    }
}
