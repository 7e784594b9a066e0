//! A shell that cleans up after a test process, however that ends.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// A process of its own that waits for the pipe from us to close, which happens when this is
/// dropped and also when the test process is killed.
pub(crate) struct Guard(Child);

impl Guard {
    /// Starts a shell `script` with `arguments` as `$1`, `$2` …. It says one line when it is
    /// ready, reads its input to the end, and then cleans up. `None` when it ends before that.
    pub(crate) fn start<A: AsRef<OsStr>>(
        script: &str,
        arguments: impl IntoIterator<Item = A>,
    ) -> Option<Self> {
        let mut shell = Command::new("sh");
        shell.args(["-c", script, "guard"]).args(arguments).current_dir("/");
        shell.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        // A key pressed to stop the tests is for them, not for who cleans up behind them.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut shell, 0);
        let mut child = shell.spawn().expect("a shell");
        let said = child.stdout.take().and_then(|it| BufReader::new(it).lines().next());
        let guard = Self(child);
        said.is_some_and(|line| line.is_ok()).then_some(guard)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        drop(self.0.wait());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_cleans_up_when_dropped_and_not_before() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a");
        let script = "echo ready; cat >/dev/null; echo done >\"$1\"";
        let guard = Guard::start(script, [&file]).unwrap();
        assert!(!file.exists());
        drop(guard);
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "done\n");
    }

    #[test]
    fn one_that_cannot_prepare_is_none() {
        assert!(Guard::start("exit 1", [""; 0]).is_none());
    }
}
