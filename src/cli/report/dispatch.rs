//! A report as it goes to its targets.

use std::rc::Rc;

use super::super::deliver::{DeliverArguments, DeliverContext, deliver_all};
use super::super::screen::{Voice, width};
use super::super::{Failure, Outcome};
use super::Arguments;
use crate::deliver::{Deliveries, DocumentFormat, Fact, Parcel};
use crate::history::Store;
use crate::model::monthly::MonthlyReport;
use crate::report::{MonthlyFormat, MonthlyMessage, RenderError, monthly_message, render_monthly};

/// Render what the targets need, and send it.
pub(super) fn dispatch(
    report: &MonthlyReport,
    arguments: &Arguments,
    store: Option<&Rc<Store>>,
    deliveries: Deliveries,
    voice: Voice,
) -> Result<Outcome, Failure> {
    let parcel = parcel(report, &deliveries)?;
    let context = DeliverContext {
        store,
        profile: arguments.profile.as_deref(),
        width: width(true),
        say: &|line| voice.say(line),
    };
    deliver_all(&parcel, &arguments.deliver, deliveries, &context)
}

fn parcel(report: &MonthlyReport, deliveries: &Deliveries) -> Result<Parcel, RenderError> {
    let MonthlyMessage { title, figures, sentences } = monthly_message(report);
    let rendered = DeliverArguments::formats(deliveries)
        .into_iter()
        .map(|format| Ok((format, render_monthly(report, monthly_format(format))?)));
    Ok(Parcel {
        title,
        month: Some(report.month.to_string()),
        as_of: report.as_of,
        facts: figures.into_iter().map(|(label, value)| Fact { label, value }).collect(),
        summary: sentences,
        documents: rendered.collect::<Result<_, RenderError>>()?,
    })
}

const fn monthly_format(format: DocumentFormat) -> MonthlyFormat {
    match format {
        DocumentFormat::Html => MonthlyFormat::Html,
        DocumentFormat::Markdown => MonthlyFormat::Markdown,
        DocumentFormat::Json => MonthlyFormat::Json,
        DocumentFormat::Csv => MonthlyFormat::Csv,
        DocumentFormat::Xlsx => MonthlyFormat::Xlsx,
    }
}
