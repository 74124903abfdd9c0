//! The person's own SSH key, by way of `ssh-keygen`: it signs what it reads. The key is never read here,
//! and what is signed is in no argument.

use std::io;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::child::{Unanswered, Wanted, ask};

/// How long a signature may take: a key in a token is touched first.
const LIMIT: Duration = Duration::from_mins(1);
/// How a signature ends that came whole.
const END: &[u8] = b"-----END SSH SIGNATURE-----\n";

/// Why there is no signature.
#[derive(Debug)]
pub enum SignError {
    /// There is no `ssh-keygen`.
    Missing,
    /// It could not be started.
    Unstarted(io::Error),
    /// It took longer than anybody waits.
    Late,
    /// The key is protected, and no agent holds it.
    Protected,
    /// It said no. A stranger's text.
    Refused(String),
}

/// A signature of a text, to be kept in a file of its own. `namespace` says what it is for, so that it
/// cannot be passed off as one for something else. A key with a passphrase works by way of an agent:
/// nothing is asked here.
pub fn ssh_sign(key: &Path, namespace: &str, text: &[u8]) -> Result<Vec<u8>, SignError> {
    let mut command = Command::new("ssh-keygen");
    command.args(["-Y", "sign", "-n", namespace, "-f"]).arg(key);
    // A question would go to a terminal that is not its own, or to a window nobody expects.
    command.env("SSH_ASKPASS", "false").env("SSH_ASKPASS_REQUIRE", "force");
    let ended = ask(&mut command, text, Wanted::Output, LIMIT).map_err(|error| match error {
        Unanswered::Unstarted(error) if error.kind() == io::ErrorKind::NotFound => {
            SignError::Missing
        }
        Unanswered::Unstarted(error) => SignError::Unstarted(error),
        Unanswered::Late => SignError::Late,
    })?;
    if ended.well && ended.output.ends_with(END) {
        return Ok(ended.output);
    }
    let said = String::from_utf8_lossy(&ended.complaint).trim().to_owned();
    if said.contains("passphrase") {
        return Err(SignError::Protected);
    }
    Err(SignError::Refused(said))
}
