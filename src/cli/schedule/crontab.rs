//! The user's crontab, by `crontab` itself.

use std::io::Write;
use std::process::{Command, Stdio};

use super::super::screen::Voice;
use super::super::{Failure, output};
use crate::schedule::{Texts, with_entry, without_entry};

pub(super) fn install(name: &str, texts: &Texts, dry_run: bool, voice: Voice) -> Result<(), Failure> {
    let entry = texts.texts.first().map_or("", |text| text.text.as_str());
    let old = read()?;
    let new = with_entry(&old, name, entry).map_err(|error| Failure::of(&error))?;
    if dry_run {
        voice.say("your crontab would be:");
        return output::write(&new, None);
    }
    if new == old {
        voice.say(&format!("`{name}` is in your crontab already; nothing changed"));
        return Ok(());
    }
    write(&new)?;
    voice.say(&format!(
        "`{name}` is in your crontab; `cloudtrim schedule remove --for cron --name {name}` takes it out"
    ));
    Ok(())
}

pub(super) fn remove(name: &str, dry_run: bool, voice: Voice) -> Result<(), Failure> {
    let Some(new) = without_entry(&read()?, name).map_err(|error| Failure::of(&error))? else {
        voice.say(&format!("your crontab has no entry `{name}`; nothing changed"));
        return Ok(());
    };
    if dry_run {
        voice.say("your crontab would be:");
        return output::write(&new, None);
    }
    write(&new)?;
    voice.say(&format!("`{name}` is out of your crontab"));
    Ok(())
}

fn failed(error: &std::io::Error) -> Failure {
    Failure::new(format!("cannot run `crontab`: {error}")).hint("install cron, or use `--for systemd`")
}

/// Empty where the user has none.
fn read() -> Result<String, Failure> {
    let output = Command::new("crontab").arg("-l").env("LC_ALL", "C").output().map_err(|error| failed(&error))?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        // What every cron says, some with a prefix.
        if said.to_lowercase().contains("no crontab for") {
            return Ok(String::new());
        }
        return Err(Failure::new(format!("`crontab -l` failed: {}", said.trim())));
    }
    String::from_utf8(output.stdout)
        .map_err(|_| Failure::new("your crontab is not UTF-8: edit it with `crontab -e` instead"))
}

fn write(text: &str) -> Result<(), Failure> {
    let mut command = Command::new("crontab");
    command.arg("-").stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| failed(&error))?;
    let written = child.stdin.take().map_or(Ok(()), |mut stdin| stdin.write_all(text.as_bytes()));
    let output = child.wait_with_output().map_err(|error| failed(&error))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(Failure::new(format!("`crontab -` refused the new crontab: {}", said.trim())));
    }
    written.map_err(|error| failed(&error))
}
