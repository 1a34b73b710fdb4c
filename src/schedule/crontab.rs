//! An entry of a crontab, between two comments that are found again.

use minijinja::context;

use super::quote;
use super::template::render;
use super::texts::{Schedule, Text, Texts, check_name};

/// Vixie's cron, Debian's too, keeps so many bytes of a command (`MAX_COMMAND`), its end included.
const LONGEST_COMMAND: usize = 998;

/// Why a crontab is left as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CrontabError {
    #[error("{0}")]
    Name(String),
    #[error("the crontab has `{begin}` and no `{end}` after it: repair it with `crontab -e`")]
    Unfinished { begin: String, end: String },
    #[error("the crontab has `{end}` without `{begin}` before it: repair it with `crontab -e`")]
    Unopened { begin: String, end: String },
}

fn begin(name: &str) -> String {
    format!("# cloudtrim schedule {name}: begin")
}

fn end(name: &str) -> String {
    format!("# cloudtrim schedule {name}: end")
}

/// The command as a shell reads it.
fn command(schedule: &Schedule) -> String {
    let line = |words: Vec<String>| words.iter().map(|word| quote::shell(word)).collect::<Vec<_>>().join(" ");
    let mut parts = vec!["export PATH=/usr/local/bin:/usr/bin:/bin".to_owned()];
    if !schedule.run.secrets.is_empty() {
        parts.push(format!("set -a; . \"$HOME/.config/cloudtrim/{}.env\"; set +a", schedule.name));
    }
    parts.push(format!("{} && {}", line(schedule.run.audit()), line(schedule.run.report())));
    parts.join("; ")
}

pub(super) fn mistakes(schedule: &Schedule) -> Vec<String> {
    let mut mistakes = Vec::new();
    if schedule.time_zone_given {
        mistakes.push(
            "cron runs by the clock of its machine: leave out `--time-zone`, or use `--for systemd`, which takes one"
                .to_owned(),
        );
    }
    let length = command(schedule).len();
    if length > LONGEST_COMMAND {
        mistakes.push(format!(
            "the command has {length} bytes and cron takes {LONGEST_COMMAND}: give fewer targets and regions, or use \
             `--for systemd`"
        ));
    }
    mistakes
}

pub(super) fn texts(schedule: &Schedule) -> Result<Texts, minijinja::Error> {
    let name = &schedule.name;
    let text = render(
        "crontab",
        &context! {
            begin => begin(name),
            end => end(name),
            name => name,
            cron => schedule.run.timing.cron(),
            command => quote::crontab(&command(schedule)),
        },
    )?;
    let mut prerequisites = vec![
        "cron is running, and the machine is on at that time; a month that was missed is reported by the next run"
            .to_owned(),
        "the user of the crontab has AWS credentials without a login: an instance profile or `~/.aws`".to_owned(),
    ];
    if !schedule.run.secrets.is_empty() {
        prerequisites.push(format!(
            "`~/.config/cloudtrim/{name}.env`, readable by its owner alone (mode 600), sets {}, each as `NAME='value'`",
            schedule.run.secrets.join(", ")
        ));
    }
    if std::path::Path::new(&schedule.run.program).is_relative() {
        prerequisites.push(format!("`{}` is in /usr/local/bin, /usr/bin or /bin", schedule.run.program));
    }
    let next = vec![format!("`cloudtrim schedule install --for cron …` adds this to your crontab under `{name}`")];
    Ok(Texts { texts: vec![Text { file_name: format!("{name}.crontab"), text }], prerequisites, next })
}

/// `crontab` with `entry` (from the first comment to the last) in the place of the one of that name, or at the end.
pub fn with_entry(crontab: &str, name: &str, entry: &str) -> Result<String, CrontabError> {
    let (before, after) = match split(crontab, name)? {
        Some((before, after)) => (before, after),
        None => (crontab, ""),
    };
    let mut text = before.to_owned();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str(entry);
    if !entry.ends_with('\n') {
        text.push('\n');
    }
    text.push_str(after);
    Ok(text)
}

/// `crontab` without the entry of that name; `None` where there is none.
pub fn without_entry(crontab: &str, name: &str) -> Result<Option<String>, CrontabError> {
    Ok(split(crontab, name)?.map(|(before, after)| format!("{before}{after}")))
}

/// What stands before and after the entry.
fn split<'t>(crontab: &'t str, name: &str) -> Result<Option<(&'t str, &'t str)>, CrontabError> {
    check_name(name).map_err(CrontabError::Name)?;
    let (begin, end) = (begin(name), end(name));
    let mut position = 0_usize;
    let mut start = None;
    for line in crontab.split_inclusive('\n') {
        let after = position.saturating_add(line.len());
        match (line.trim_end(), start) {
            (text, None) if text == begin => start = Some(position),
            (text, None) if text == end => return Err(CrontabError::Unopened { begin, end }),
            (text, Some(_)) if text == begin => return Err(CrontabError::Unfinished { begin, end }),
            (text, Some(start)) if text == end => {
                return Ok(crontab.get(..start).zip(crontab.get(after..)));
            }
            _ => {}
        }
        position = after;
    }
    if start.is_some() { Err(CrontabError::Unfinished { begin, end }) } else { Ok(None) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ENTRY: &str = "# cloudtrim schedule costs: begin\n0 6 5 * * x\n# cloudtrim schedule costs: end\n";

    #[test]
    fn an_entry_is_replaced_where_it_stands() {
        let old = format!("MAILTO=me\n{}@daily backup\n", ENTRY.replace("0 6 5", "0 7 1"));
        assert_eq!(with_entry(&old, "costs", ENTRY).unwrap(), format!("MAILTO=me\n{ENTRY}@daily backup\n"));
    }

    #[test]
    fn broken_marks_are_left_alone() {
        let begin = "# cloudtrim schedule costs: begin\n";
        let end = "# cloudtrim schedule costs: end\n";
        for text in [format!("{begin}x\n"), format!("x\n{end}"), format!("{begin}x\n{begin}y\n{end}")] {
            assert!(with_entry(&text, "costs", ENTRY).is_err(), "{text}");
            assert!(without_entry(&text, "costs").is_err(), "{text}");
        }
        assert!(without_entry("x\n", "no name").is_err());
    }

    proptest! {
        /// Whatever else stands in a crontab stays as it is, byte for byte, but for a line feed at its end.
        #[test]
        fn remove_undoes_install(lines in proptest::collection::vec("[ -~]{0,30}", 0..8), ends in any::<bool>()) {
            let mut other = lines.join("\n");
            if ends && !other.is_empty() {
                other.push('\n');
            }
            let once = with_entry(&other, "costs", ENTRY).unwrap();
            prop_assert_eq!(&with_entry(&once, "costs", ENTRY).unwrap(), &once);
            let removed = without_entry(&once, "costs").unwrap().unwrap();
            let expected = if other.is_empty() || other.ends_with('\n') { other } else { other + "\n" };
            prop_assert_eq!(&removed, &expected);
            prop_assert_eq!(without_entry(&removed, "costs").unwrap(), None);
            prop_assert_eq!(without_entry(&once, "others").unwrap(), None);
        }
    }
}
