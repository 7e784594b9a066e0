//! Filters and days as pages show them.

use jiff::civil::Date;
use tasuki_app::room::Member;
use tasuki_app::timeline::{Filter, Kind, Nearest, Page, Searched};
use tasuki_domain::importance::Importance;
use tasuki_kernel::Timestamp;

use super::Sight;
use crate::pages::{Choice, Chosen, DayJump, FilterChip, Link, Narrow};
use crate::routes::look::Look;
use crate::show;
use crate::texts::{Lang, Texts};

const fn importance(t: &Texts, it: Importance) -> &'static str {
    match it {
        Importance::Urgent => t.entry.urgent,
        Importance::Normal => t.entry.normal,
        Importance::Info => t.entry.information,
    }
}

fn kind(t: &Texts, it: Kind) -> &'static str {
    Kind::ALL.iter().position(|other| *other == it).map_or("", |at| t.filter.kinds[at])
}

fn choice(value: &str, label: &str) -> Choice {
    Choice { value: value.to_owned(), label: label.to_owned() }
}

/// The panel, with what is chosen now.
pub fn narrow(
    sight: &Sight,
    filter: &Filter,
    day: Option<Date>,
    categories: &[String],
    members: &[Member],
) -> Narrow {
    let t = sight.lang.texts();
    let importances = Importance::ALL.iter().rev();
    Narrow {
        action: format!("/rooms/{}", sight.room),
        categories: categories.iter().map(|it| choice(it, it)).collect(),
        category: filter.category.clone().unwrap_or_default(),
        importances: importances.map(|it| choice(it.name(), importance(t, *it))).collect(),
        importance: filter.importance.map(|it| it.name().to_owned()).unwrap_or_default(),
        authors: members.iter().map(|it| choice(&it.person.to_string(), &it.byline.name)).collect(),
        author: filter.author.map(|it| it.to_string()).unwrap_or_default(),
        kinds: Kind::ALL.iter().map(|it| choice(it.name(), kind(t, *it))).collect(),
        kind: filter.kind.map(|it| it.name().to_owned()).unwrap_or_default(),
        date: day.map(|it| it.to_string()).unwrap_or_default(),
        today: show::day_name(sight.now),
        links: [("course", t.course.title), ("print", t.print.title)]
            .map(|(page, label)| Link {
                url: format!("/rooms/{}/{page}", sight.room),
                label: label.to_owned(),
            })
            .to_vec(),
    }
}

/// What was chosen, above the entries; none without a filter.
pub fn chosen(
    sight: &Sight,
    look: &Look,
    filter: &Filter,
    page: &Page,
    members: &[Member],
) -> Option<Chosen> {
    if filter.is_empty() {
        return None;
    }
    let t = sight.lang.texts();
    let path = format!("/rooms/{}", sight.room);
    let chip = |name: &str, label: &str, value: &str| {
        let rest = look.query(Some(name));
        let without = if rest.is_empty() { path.clone() } else { format!("{path}?{rest}") };
        FilterChip { label: label.to_owned(), value: value.to_owned(), without }
    };
    let mut chips = Vec::new();
    if let Some(category) = &filter.category {
        chips.push(chip("category", t.filter.category, category));
    }
    if let Some(it) = filter.importance {
        chips.push(chip("importance", t.filter.importance, importance(t, it)));
    }
    if let Some(author) = filter.author {
        let named = members.iter().find(|it| it.person == author);
        let wrote = page.items.iter().find(|it| it.byline.person == Some(author));
        let name = named.map(|it| it.byline.name.clone());
        let name = name.or_else(|| wrote.map(|it| it.byline.name.clone()));
        chips.push(chip("author", t.filter.author, &name.unwrap_or_default()));
    }
    if let Some(it) = filter.kind {
        chips.push(chip("kind", t.filter.kind, kind(t, it)));
    }
    let searched = page.searched.map(|it| searched(sight, &it)).unwrap_or_default();
    Some(Chosen { chips, clear: path, searched })
}

fn searched(sight: &Sight, it: &Searched) -> String {
    let t = sight.lang.texts();
    let day = |at: Timestamp| show::day_short(show::date_of(at), sight.now, sight.lang);
    match (it.oldest, it.newest) {
        (Some(oldest), Some(newest)) if !it.to_the_end => {
            (t.filter.searched)(&day(oldest), &day(newest))
        }
        _ => t.filter.searched_all.to_owned(),
    }
}

/// The day that was jumped to, with the ways to its neighbours.
pub fn day_jump(sight: &Sight, look: &Look, day: Date, page: &Page) -> DayJump {
    let path = format!("/rooms/{}", sight.room);
    let (begin, _) = show::bounds(day);
    let link = |at: Option<Timestamp>| {
        at.map(|at| Link {
            url: look.address(&path, "date", &show::day_name(at)),
            label: label(sight.lang, at, sight.now),
        })
    };
    let Nearest { earlier, later } = page.nearest;
    DayJump {
        day: show::day_long(day, sight.lang),
        nothing: page.items.first().is_none_or(|it| it.received < begin),
        earlier: link(earlier),
        later: link(later),
    }
}

fn label(lang: Lang, at: Timestamp, now: Timestamp) -> String {
    show::day_short(show::date_of(at), now, lang)
}
