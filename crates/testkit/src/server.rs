//! The program under test as a process of its own: started, waited for, stopped, killed.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use crate::PATIENCE;

/// How a server is started.
#[derive(Debug, Clone)]
pub struct Program {
    path: PathBuf,
    /// Said to run the program under another one, such as `strace`.
    under: Vec<String>,
    arguments: Vec<String>,
    variables: Vec<(String, String)>,
}

impl Program {
    /// The program at `path`, without the settings of whoever runs the tests.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), under: vec![], arguments: vec![], variables: vec![] }
    }

    /// The same with more arguments.
    #[must_use]
    pub fn with<A: AsRef<OsStr>>(mut self, arguments: impl IntoIterator<Item = A>) -> Self {
        let text = |it: A| it.as_ref().to_string_lossy().into_owned();
        self.arguments.extend(arguments.into_iter().map(text));
        self
    }

    /// The same with a variable of the environment.
    #[must_use]
    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same under another program, which must put ours into its own place.
    #[must_use]
    pub fn under<A: AsRef<OsStr>>(mut self, line: impl IntoIterator<Item = A>) -> Self {
        self.under =
            line.into_iter().map(|it| it.as_ref().to_string_lossy().into_owned()).collect();
        self
    }

    fn command(&self) -> Command {
        let mut command = match self.under.split_first() {
            None => Command::new(&self.path),
            Some((first, rest)) => {
                let mut command = Command::new(first);
                command.args(rest).arg(&self.path);
                command
            }
        };
        command.args(&self.arguments);
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("TASUKI_") || text == "CREDENTIALS_DIRECTORY" {
                command.env_remove(&name);
            }
        }
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs it to its end with `input` on its standard input.
    ///
    /// # Panics
    /// When it cannot be run.
    pub fn run(&self, input: &str) -> Output {
        let mut command = self.command();
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program runs");
        let mut stdin = child.stdin.take().expect("a pipe to the program");
        // It may end without reading all of it.
        drop(stdin.write_all(input.as_bytes()));
        drop(stdin);
        child.wait_with_output().expect("the program ends")
    }

    /// Runs it to its end; each line that it says is given to `reply`, whose words go back to it.
    ///
    /// # Panics
    /// When it cannot be run.
    pub fn converse(&self, mut reply: impl FnMut(&str) -> Option<String>) -> Output {
        let mut command = self.command();
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program runs");
        let mut stdin = child.stdin.take().expect("a pipe to the program");
        let said = lines(BufReader::new(child.stdout.take().expect("a pipe from the program")));
        let mut all = Vec::new();
        while let Ok(line) = said.recv_timeout(PATIENCE) {
            all.extend_from_slice(format!("{line}\n").as_bytes());
            if let Some(words) = reply(&line) {
                // It may have ended.
                drop(writeln!(stdin, "{words}"));
            }
        }
        drop(stdin);
        let output = child.wait_with_output().expect("the program ends");
        Output { stdout: all, ..output }
    }

    /// Starts it and waits for the line `ready https://…`. What it says on standard error is
    /// added to the file `log`.
    ///
    /// # Panics
    /// When it ends instead, or says nothing for a long time; the message is what it logged.
    pub fn start(&self, log: &Path) -> Server {
        let file = std::fs::OpenOptions::new().create(true).append(true).open(log);
        let mut command = self.command();
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(file.expect("a log file"));
        let mut child = command.spawn().unwrap_or_else(|e| panic!("{command:?}: {e}"));
        let said = child.stdout.take().map(|out| lines(BufReader::new(out)));
        let mut server = Server { child, said: said.expect("a pipe"), port: 0, log: log.into() };
        let line = server.next_line().unwrap_or_else(|| panic!("no server: {}", server.logged()));
        let port = line.strip_prefix("ready https://").and_then(|it| it.rsplit(':').next());
        server.port = port.and_then(|it| it.parse().ok()).unwrap_or_else(|| panic!("{line}"));
        server
    }
}

fn lines(out: impl BufRead + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for line in out.lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    receiver
}

/// A running server; killed when dropped.
pub struct Server {
    child: Child,
    said: Receiver<String>,
    port: u16,
    log: PathBuf,
}

impl Server {
    /// The port of its staff's listener.
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// The number of its process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// The next line on its standard output; none when it said no more.
    pub fn next_line(&mut self) -> Option<String> {
        self.said.recv_timeout(PATIENCE).ok()
    }

    /// What it logged so far.
    pub fn logged(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Ends it at once, as a crash of the machine's memory would: no handler of its own runs.
    ///
    /// # Panics
    /// When the system does not let us.
    pub fn kill(mut self) {
        self.child.kill().expect("our own process can be killed");
        self.child.wait().expect("a killed process ends");
    }

    /// Asks it to stop, as an operator does, and waits at most `limit`.
    ///
    /// # Panics
    /// When it does not.
    pub fn stop_within(mut self, limit: Duration) -> ExitStatus {
        let id = self.process().to_string();
        let asked = Command::new("sh").args(["-c", "kill -s TERM $0", &id]).status();
        assert!(asked.is_ok_and(|it| it.success()), "kill -s TERM {id}");
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("our own process") {
                return status;
            }
            assert!(begun.elapsed() < limit, "it did not stop: {}", self.logged());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Asks it to stop and waits as long as a test waits for anything.
    pub fn stop(self) -> ExitStatus {
        self.stop_within(PATIENCE)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Program {
        Program::new("sh").with(["-c", script])
    }

    #[test]
    fn it_is_waited_for_until_ready_and_stopped() {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("log");
        let script =
            "echo careful >&2; echo ready https://localhost:4711; echo more; exec sleep 60";
        let mut server = shell(script).start(&log);
        assert_eq!(server.port(), 4711);
        assert_eq!(server.next_line().as_deref(), Some("more"));
        assert_eq!(server.logged(), "careful\n");
        assert!(!server.stop().success());
        shell(script).start(&log).kill();
    }

    #[test]
    #[should_panic(expected = "no server: cannot")]
    fn one_that_ends_instead_is_told_of() {
        let folder = tempfile::tempdir().unwrap();
        shell("echo cannot >&2; exit 1").start(&folder.path().join("log"));
    }

    #[test]
    fn it_is_conversed_with() {
        let script = "echo $greeting; read a; echo got $a; exit 3";
        let program = shell(script).variable("greeting", "hello");
        let output = program.converse(|line| (line == "hello").then(|| "you".into()));
        assert_eq!(String::from_utf8_lossy(&output.stdout), "hello\ngot you\n");
        assert_eq!(output.status.code(), Some(3));
    }

    #[test]
    fn it_runs_under_another_program_with_its_input() {
        let output = shell("read line; echo $0 $line").under(["env", "-i"]).run("hello\n");
        assert_eq!(String::from_utf8_lossy(&output.stdout), "sh hello\n");
    }
}
