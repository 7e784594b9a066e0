//! Portraits and photos drawn by program: nobody real is in them.

/// Name and SVG of every picture that the sample data mentions.
pub fn all() -> Vec<(&'static str, String)> {
    let mut all: Vec<(&str, String)> = [
        ("hana", Look { ground: "#ece6df", dress: "#8f7b96", hair: "#bdbdbd", long: true }),
        ("kenzo", Look { ground: "#e1e3e6", dress: "#66737f", hair: "#a6a6a6", long: false }),
        ("yoshie", Look { ground: "#e6ece6", dress: "#739389", hair: "#8f8884", long: true }),
        ("takeshi", Look { ground: "#e8e4de", dress: "#938469", hair: "#d9d9d9", long: false }),
        ("makoto", Look { ground: "#cfd8e3", dress: "#f4f5f7", hair: "#3a3a3a", long: false }),
        ("misaki", Look { ground: "#dbe8e6", dress: "#3f7f80", hair: "#3d2f2a", long: true }),
        ("keiko", Look { ground: "#e3e6da", dress: "#6b7f5c", hair: "#2b2723", long: true }),
        ("kenta", Look { ground: "#d9d8e6", dress: "#f4f4f6", hair: "#26211e", long: false }),
        ("yuka", Look { ground: "#ece4d6", dress: "#c98d47", hair: "#5a3d2c", long: true }),
    ]
    .into_iter()
    .map(|(name, look)| (name, portrait(&look)))
    .collect();
    all.push(("note", note()));
    all.push(("cup", cup()));
    all.push(("shin", shin()));
    all
}

struct Look {
    ground: &'static str,
    dress: &'static str,
    hair: &'static str,
    long: bool,
}

fn portrait(look: &Look) -> String {
    let Look { ground, dress, hair, long } = look;
    let back = if *long {
        format!("<path fill='{hair}' d='M25 38c0-26 46-26 46 0v18H25z'/>")
    } else {
        String::new()
    };
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 96 96'>";
    format!(
        "{svg}<rect width='96' height='96' fill='{ground}'/>{back}\
         <path fill='{dress}' d='M12 96c0-22 16-28 36-28s36 6 36 28z'/>\
         <path fill='#d9ab86' d='M40 56h16v12c0 8-16 8-16 0z'/>\
         <ellipse cx='48' cy='43' rx='17' ry='20' fill='#e3b894'/>\
         <path fill='{hair}' d='M29 42c-2-30 40-30 38 0-2-9-8-13-19-13s-17 4-19 13z'/></svg>"
    )
}

fn note() -> String {
    let lines: Vec<String> = (40..180)
        .step_by(20)
        .map(|y| format!("<path d='M58 {y}q6-9 12 0t12 0 12 0 12 0 12 0 12 0 12 0'/>"))
        .collect();
    let lines = lines.concat();
    frame(&format!(
        "<rect width='240' height='180' fill='#8d7a66'/><g transform='rotate(-4 120 90)'>\
         <rect x='40' y='14' width='166' height='180' fill='#fdfbf5'/>\
         <g fill='none' stroke='#333' stroke-width='3'>{lines}</g></g>"
    ))
}

fn cup() -> String {
    frame(
        "<rect width='240' height='180' fill='#cfc6b8'/><rect y='120' width='240' height='60' fill='#7d6b58'/>\
         <path fill='#eef1f3' d='M82 44h78l-10 100H92z'/><path fill='#d8b25e' d='M85 92h71l-6 52H92z'/>\
         <path d='M128 70h18M128 86h18M128 102h18' stroke='#456' stroke-width='3'/>",
    )
}

fn shin() -> String {
    frame(
        "<rect width='240' height='180' fill='#dfe6ee'/><path fill='#d9ab86' d='M0 60q120-34 240 10v92q-120 26-240 18z'/>\
         <rect x='90' y='74' width='66' height='50' rx='8' fill='#f7f3ea'/><rect x='104' y='86' width='38' height='26' rx='4' fill='#eadfce'/>",
    )
}

fn frame(inside: &str) -> String {
    format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 240 180'>{inside}</svg>")
}
