//! What the documents say, against the program.

use tasuki_kernel::Code;

use crate::stage::{Kind, Route, routes_listed};

const ERRORS: &str = include_str!("../../../../docs/errors.md");
const API: &str = include_str!("../../../../docs/api.md");

#[test]
fn the_table_of_errors_is_the_list_of_the_program() {
    let rows: Vec<Vec<&str>> = ERRORS
        .lines()
        .filter(|it| it.starts_with("| `"))
        .map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect())
        .collect();
    let said: Vec<(String, String)> =
        rows.iter().map(|row| (row[0].trim_matches('`').to_owned(), row[1].to_owned())).collect();
    let meant: Vec<(String, String)> =
        Code::ALL.iter().map(|it| (it.slug().to_owned(), it.status().to_string())).collect();
    assert_eq!(said, meant);
    for row in rows {
        assert_eq!(row.len(), 4, "{row:?}");
        assert!(row[2].len() > 10 && row[3].len() > 10, "{row:?} says too little");
    }
}

#[test]
fn the_guide_names_every_route_of_the_api() {
    for route in routes_listed().iter().filter(|it| it.path.starts_with("/api/")) {
        assert!(matches!(route.kind, Kind::Api | Kind::Live), "{}", route.name());
        let named = format!("`{}`", Route::name(route));
        assert!(API.contains(&named), "{named} is not in docs/api.md");
    }
}

#[test]
fn the_guide_names_no_route_that_is_not_there() {
    let names: Vec<String> = routes_listed().iter().map(Route::name).collect();
    let ticked = API.split('`').skip(1).step_by(2);
    for word in ticked.filter(|it| it.contains(" /api/") && !it.contains('\n')) {
        assert!(names.contains(&word.to_owned()), "{word}");
    }
}
