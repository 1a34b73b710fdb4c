//! A service and a timer of the user's systemd.

use minijinja::context;

use super::quote;
use super::template::render;
use super::texts::{Schedule, Text, Texts};

/// The first line of every unit that this program writes: what lacks it is not touched.
const MARK: &str = "# Written by cloudtrim schedule";

/// Whether a unit file was written by this program.
pub fn is_ours(unit: &str) -> bool {
    unit.lines().next().is_some_and(|line| line.starts_with(MARK))
}

pub(super) fn texts(schedule: &Schedule) -> Result<Texts, minijinja::Error> {
    let name = &schedule.name;
    let run = &schedule.run;
    let line = |words: Vec<String>| words.iter().map(|word| quote::systemd(word)).collect::<Vec<_>>().join(" ");
    let values = context! {
        mark => MARK,
        name => name,
        audit => line(run.audit()),
        report => line(run.report()),
        secrets => &run.secrets,
        on_calendar => run.timing.on_calendar(),
        words => run.timing.words(),
    };
    let texts = vec![
        Text { file_name: format!("{name}.service"), text: render("service", &values)? },
        Text { file_name: format!("{name}.timer"), text: render("timer", &values)? },
    ];
    let mut prerequisites = vec![
        "systemd 244 or newer; `loginctl enable-linger` lets the user's timers run without a login".to_owned(),
        "the user has AWS credentials without a login: an instance profile or `~/.aws`".to_owned(),
    ];
    if !run.secrets.is_empty() {
        prerequisites.push(format!(
            "`~/.config/cloudtrim/{name}.env`, readable by its owner alone (mode 600), sets {}, each as `NAME='value'`",
            run.secrets.join(", ")
        ));
    }
    let next = vec![
        format!(
            "`cloudtrim schedule install --for systemd …` writes both to `~/.config/systemd/user` and starts the timer"
        ),
        format!("`systemctl --user list-timers {name}.timer` says when it runs next"),
    ];
    Ok(Texts { texts, prerequisites, next })
}
