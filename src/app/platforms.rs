//! What is known of the platforms on this machine: the list that comes with the program, and over it
//! the person's own. What a vault says is laid over both by [`Catalogue::with`].

use std::path::{Path, PathBuf};

use crate::config::{self, PLATFORMS_NAME, SettingsError};
use crate::model::platform::{ReadError, read};
use crate::model::{Catalogue, Platform};

/// Why the person's own list cannot be used.
#[derive(Debug)]
pub enum PlatformsError {
    /// The file is too large, or the system would not let us read it.
    File(SettingsError),
    /// Something in it is not as it should be.
    Wrong {
        /// The file.
        path: PathBuf,
        /// What and where.
        error: ReadError,
    },
}

/// The platforms, with the list in a settings folder laid over them, if there is one.
pub fn catalogue(folder: Option<&Path>) -> Result<Catalogue, PlatformsError> {
    let own = folder.map_or_else(|| Ok(Vec::new()), own)?;
    Ok(Catalogue::shipped().over(own))
}

fn own(folder: &Path) -> Result<Vec<Platform>, PlatformsError> {
    let path = folder.join(PLATFORMS_NAME);
    match config::read(&path).map_err(PlatformsError::File)? {
        Some(bytes) => read(&bytes).map_err(|error| PlatformsError::Wrong { path, error }),
        None => Ok(Vec::new()),
    }
}
