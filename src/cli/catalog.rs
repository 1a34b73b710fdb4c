//! `cloudtrim catalog`.

use super::screen::{ColorChoice, width};
use super::values::did_you_mean;
use super::{Failure, Outcome, output};
use crate::catalog::{Field, Form, Kind, find, is_free, kinds};
use crate::report::{Column, grid};

/// List the resource types that can be priced, or what one takes
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// A type, as `aws_db_instance` or `rds-instance`
    #[arg(value_name = "TYPE")]
    name: Option<String>,
}

pub(super) fn run(arguments: &Arguments, color: ColorChoice) -> Result<Outcome, Failure> {
    let text = match &arguments.name {
        None => list(color),
        Some(name) => match find(name) {
            Some(kind) => describe(kind, color),
            None => return Err(unknown(name)),
        },
    };
    output::write(&text, None)?;
    Ok(Outcome::Done)
}

fn unknown(name: &str) -> Failure {
    if is_free(name) {
        return Failure::new(format!("`{name}` bears no charge itself, so it takes no inputs"));
    }
    let known = kinds().iter().flat_map(|kind| [kind.type_name, kind.kind]);
    let failure = Failure::new(format!("`{name}` is not supported"));
    match did_you_mean(name, known) {
        Some(near) => failure.hint(format!("did you mean `{near}`?")),
        None => failure.hint("`cloudtrim catalog` lists the types"),
    }
}

fn list(color: ColorChoice) -> String {
    let mut rows = vec![["Type", "Kind", "Service"].map(str::to_owned).to_vec()];
    rows.extend(kinds().iter().map(|kind| [kind.type_name, kind.kind, kind.service].map(str::to_owned).to_vec()));
    let columns = [Column::text(48), Column::text(44), Column::text(28)];
    color.paint(true).header(&grid(&columns, &rows))
}

fn describe(kind: &Kind, color: ColorChoice) -> String {
    let paint = color.paint(true);
    let mut text = format!("{} ({}), priced from {}\n", paint.bold(kind.type_name), kind.kind, kind.service);
    for (heading, fields) in [("Attributes", kind.attributes), ("Usage", kind.usage)] {
        if fields.is_empty() {
            continue;
        }
        let mut rows = Vec::new();
        for field in fields {
            describe_field(field, "", &mut rows);
        }
        let name = rows.iter().filter_map(|row| row.first()).map(|name| name.chars().count()).max().unwrap_or(0);
        let columns =
            [Column::text(name.min(50)), Column::text(24), Column::text(width(true).saturating_sub(name + 28).max(30))];
        text.push_str(&format!("\n{}\n", paint.bold(heading)));
        text.push_str(&grid(&columns, &rows));
    }
    text
}

fn describe_field(field: &Field, path: &str, rows: &mut Vec<Vec<String>>) {
    let name = if path.is_empty() { field.name.to_owned() } else { format!("{path}.{}", field.name) };
    let form = match field.form {
        Form::Text => "text",
        Form::Flag => "true or false",
        Form::Number(unit) => unit,
        Form::Block(_) => "block",
        Form::Any => "anything",
    };
    rows.push(vec![name.clone(), form.to_owned(), field.help.to_owned()]);
    if let Form::Block(fields) = field.form {
        for field in fields {
            describe_field(field, &name, rows);
        }
    }
}
