//! Units of the user's systemd: files in `~/.config/systemd/user`, started by `systemctl --user`.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::super::screen::Voice;
use super::super::{Failure, output};
use super::create_folder;
use crate::schedule::{Texts, is_our_unit};

pub(super) fn install(name: &str, texts: &Texts, dry_run: bool, voice: Voice) -> Result<(), Failure> {
    let folder = folder()?;
    for text in &texts.texts {
        refuse_foreign(&folder.join(&text.file_name))?;
    }
    if dry_run {
        let shown: Vec<_> = texts
            .texts
            .iter()
            .map(|text| format!("# {}\n{}", folder.join(&text.file_name).display(), text.text))
            .collect();
        voice.say(&format!("would write these, then run `systemctl --user enable --now {name}.timer`:"));
        return output::write(&shown.join("\n"), None);
    }
    create_folder(&folder)?;
    let mut changed = false;
    for text in &texts.texts {
        let path = folder.join(&text.file_name);
        if read(&path)?.as_deref() != Some(text.text.as_str()) {
            output::write(&text.text, Some(&path))?;
            voice.say(&format!("wrote `{}`", path.display()));
            changed = true;
        }
    }
    systemctl(&["daemon-reload"])?;
    systemctl(&["enable", "--now", &format!("{name}.timer")])?;
    if changed {
        // A running timer keeps its old times until it is started again.
        systemctl(&["restart", &format!("{name}.timer")])?;
        voice.say(&format!("`{name}.timer` is enabled and runs"));
    } else {
        voice.say(&format!("`{name}.timer` was installed already; nothing changed"));
    }
    Ok(())
}

pub(super) fn remove(name: &str, dry_run: bool, voice: Voice) -> Result<(), Failure> {
    let folder = folder()?;
    let mut files = Vec::new();
    for end in ["timer", "service"] {
        let path = folder.join(format!("{name}.{end}"));
        refuse_foreign(&path)?;
        if path.exists() {
            files.push(path);
        }
    }
    if files.is_empty() {
        voice.say(&format!("your systemd has no units `{name}`; nothing changed"));
        return Ok(());
    }
    if dry_run {
        let shown: Vec<_> = files.iter().map(|path| format!("{}\n", path.display())).collect();
        voice.say(&format!("would run `systemctl --user disable --now {name}.timer`, then remove:"));
        return output::write(&shown.concat(), None);
    }
    systemctl(&["disable", "--now", &format!("{name}.timer")])?;
    for path in &files {
        fs::remove_file(path).map_err(|error| Failure::new(format!("cannot remove `{}`: {error}", path.display())))?;
        voice.say(&format!("removed `{}`", path.display()));
    }
    systemctl(&["daemon-reload"])
}

/// systemd.unit(5): the user's configuration.
fn folder() -> Result<PathBuf, Failure> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let config = set("XDG_CONFIG_HOME").or_else(|| set("HOME").map(|home| home.join(".config")));
    let config = config.ok_or_else(|| Failure::new("`HOME` is not set, so there is no place for units"))?;
    Ok(config.join("systemd/user"))
}

fn read(path: &Path) -> Result<Option<String>, Failure> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::new(format!("cannot read `{}`: {error}", path.display()))),
    }
}

/// Somebody else's unit of that name is not replaced and not removed.
fn refuse_foreign(path: &Path) -> Result<(), Failure> {
    match read(path)? {
        Some(text) if !is_our_unit(&text) => {
            Err(Failure::new(format!("`{}` was not written by cloudtrim and is left as it is", path.display()))
                .hint("give another `--name`"))
        }
        _ => Ok(()),
    }
}

fn systemctl(words: &[&str]) -> Result<(), Failure> {
    let shown = format!("systemctl --user {}", words.join(" "));
    let output = Command::new("systemctl").arg("--user").args(words).output();
    let output = output.map_err(|error| Failure::new(format!("cannot run `{shown}`: {error}")))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Failure::new(format!("`{shown}` failed: {}", said.trim()))
        .hint("the user's systemd must run: log in, or `loginctl enable-linger`; then do this again"))
}
