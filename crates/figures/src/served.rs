//! The real program, serving a region on loopback.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use futures::stream::{self, StreamExt as _, TryStreamExt as _};
use serde_json::Value;
use tasuki_testkit::region::PASSWORD;
use tasuki_testkit::server::{Program, Server};

use crate::http::{Door, get, post};
use crate::region::Region;

/// The program to measure; built when none is given.
pub fn program(given: Option<&Path>) -> Result<PathBuf> {
    if let Some(path) = given {
        ensure!(path.exists(), "{} is not there", path.display());
        return Ok(path.to_owned());
    }
    let built = Command::new("cargo")
        .args(["build", "--quiet", "--profile", "figures", "-p", "tasuki"])
        .status()
        .context("cargo builds the program")?;
    ensure!(built.success(), "the program does not build");
    let ours = std::env::current_exe()?;
    Ok(ours.with_file_name("tasuki"))
}

/// Settings of a server, as lines of its configuration file.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Bodies kept opened; the program's own choice when none.
    pub opened: Option<u64>,
}

/// A running server.
pub struct Served {
    /// Its process.
    pub server: Server,
    /// What it serves.
    pub region: Region,
}

/// Somebody who is signed in.
#[derive(Clone)]
pub struct Guest {
    /// How the device connects.
    pub door: Door,
    /// The cookie.
    pub cookie: String,
    /// The token of changes.
    pub csrf: String,
}

impl Guest {
    /// A request for something.
    pub fn get(&self, path: &str) -> Vec<u8> {
        get(path, &self.cookie)
    }

    /// A request that writes a note into a room.
    pub fn note(&self, room: &str, text: &str) -> Vec<u8> {
        let json = serde_json::json!({ "text": text }).to_string();
        post(&format!("/api/v1/rooms/{room}/entries"), &self.cookie, &self.csrf, &json)
    }
}

impl Served {
    /// Starts the program and waits until it listens.
    pub fn start(program: &Path, region: &Region, settings: &Settings) -> Result<Self> {
        let file = region.folder.join("figures.toml");
        std::fs::write(&file, configuration(region, settings))?;
        let program = Program::new(program);
        let line = program.with(["serve", "--config"]).with([file.as_os_str()]);
        let server = line.start(&region.folder.join("figures.log"));
        Ok(Self { server, region: region.clone() })
    }

    /// Signs people in, by place in the region's list.
    pub async fn sign_in(&self, people: &[usize]) -> Result<Vec<Guest>> {
        let each = people.iter().map(|at| self.sign_in_one(*at));
        stream::iter(each).buffered(4).try_collect().await
    }

    async fn sign_in_one(&self, at: usize) -> Result<Guest> {
        let who = self.region.people.get(at).context("nobody of this number")?;
        let door = Door::of(self.server.port(), &self.region.authority, who)?;
        sign_in(&door, &who.login).await
    }

    /// Memory that is this process's alone, in megabytes (10⁶ bytes).
    pub fn private_memory(&self) -> Result<f64> {
        let path = format!("/proc/{}/smaps_rollup", self.server.process());
        let text = std::fs::read_to_string(&path).context(path)?;
        Ok(private_kilobytes(&text) as f64 * 1024.0 / 1e6)
    }

    /// Seconds of processor time that the process has used so far.
    pub fn processor_seconds(&self) -> Result<f64> {
        processor_seconds(self.server.process())
    }
}

/// Signs in through a door.
pub async fn sign_in(door: &Door, login: &str) -> Result<Guest> {
    let json = serde_json::json!({ "login": login, "password": PASSWORD }).to_string();
    let answer = door.connect().await?.ask(&post("/api/v1/session", "", "", &json)).await?;
    let text = String::from_utf8_lossy(&answer.body);
    ensure!(answer.status == 201, "signing in: {} {text}", answer.status);
    let cookie = answer.header("set-cookie").and_then(|it| it.split(';').next());
    let body: Value = serde_json::from_slice(&answer.body)?;
    Ok(Guest {
        door: door.clone(),
        cookie: cookie.context("a cookie")?.to_owned(),
        csrf: body["csrf"].as_str().context("a token")?.to_owned(),
    })
}

fn configuration(region: &Region, settings: &Settings) -> String {
    let mut text = format!(
        "data = {:?}\nlisten = \"127.0.0.1:0\"\nlog = \"warn\"\n",
        region.folder.display().to_string()
    );
    if let Some(url) = &region.postgres {
        text += &format!("database = {url:?}\n");
    }
    if let Some(opened) = settings.opened {
        text += &format!("opened = {opened}\n");
    }
    text
}

/// The sum of private pages in what the system says of a process's memory (proc(5)).
fn private_kilobytes(rollup: &str) -> u64 {
    let private = rollup.lines().filter(|it| it.starts_with("Private_"));
    private.filter_map(|it| it.split_whitespace().nth(1)?.parse::<u64>().ok()).sum()
}

/// Nanoseconds on a processor of all threads of a process (proc(5), `schedstat`), as seconds.
fn processor_seconds(process: u32) -> Result<f64> {
    let mut nanoseconds = 0_u64;
    for thread in std::fs::read_dir(format!("/proc/{process}/task"))? {
        // A thread may end while one looks.
        let text = std::fs::read_to_string(thread?.path().join("schedstat")).unwrap_or_default();
        nanoseconds += text.split(' ').next().and_then(|it| it.parse().ok()).unwrap_or(0);
    }
    Ok(nanoseconds as f64 / 1e9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_memory_is_what_is_not_shared() {
        let rollup = "5581 [rollup]\nRss: 900 kB\nShared_Clean: 100 kB\nPrivate_Clean: 30 kB\n\
            Private_Dirty: 12 kB\nPrivate_Hugetlb: 0 kB\n";
        assert_eq!(private_kilobytes(rollup), 42);
    }

    #[test]
    fn this_process_has_used_time() {
        assert!(processor_seconds(std::process::id()).unwrap() > 0.0);
    }

    #[test]
    fn a_program_that_is_not_there_is_said() {
        assert!(program(Some(Path::new("/nowhere/tasuki"))).is_err());
    }
}
