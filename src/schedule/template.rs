//! The texts' templates, compiled in; values are quoted by filters for the language that they stand in.

use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};

use super::quote;

const TEMPLATES: [(&str, &str); 6] = [
    ("crontab", include_str!("templates/crontab.j2")),
    ("service", include_str!("templates/service.j2")),
    ("timer", include_str!("templates/timer.j2")),
    ("github-actions", include_str!("templates/github-actions.yml.j2")),
    ("kubernetes", include_str!("templates/kubernetes.yml.j2")),
    ("ecs", include_str!("templates/ecs.yml.j2")),
];

/// Render a template; a value that it names and does not get is an error of the template.
pub(super) fn render(name: &str, values: &Value) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    let mut syntax = environment.syntax().to_builder();
    environment.set_syntax(syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build()?);
    environment.add_filter("shell", |word: &str| quote::shell(word));
    environment.add_filter("systemd", |word: &str| quote::systemd(word));
    environment.add_filter("double", |word: &str| quote::double(word));
    environment.add_filter("kubernetes", |word: &str| quote::kubernetes(word));
    for (name, text) in TEMPLATES {
        environment.add_template(name, text)?;
    }
    environment.get_template(name)?.render(values.clone())
}
