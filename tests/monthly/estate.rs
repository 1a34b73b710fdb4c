//! Bills by hand, row by row.

use chrono::{DateTime, NaiveDate, Utc};
use cloudtrim::model::analysis::Analysis;
use cloudtrim::model::history::{History, PastBill};
use cloudtrim::model::monthly::MonthlyReport;
use cloudtrim::model::spend::{Cut, CutName, CutRead, DaySpend, MonthSpend, Spend};
use cloudtrim::monthly::settings::ReportSettings;
use cloudtrim::monthly::{Inputs, monthly_report};
use cloudtrim::units::Usd;
use cloudtrim::units::month::Month;

use crate::report::analysis::nothing;

pub(crate) const EC2: &str = "Amazon Elastic Compute Cloud - Compute";
pub(crate) const S3: &str = "Amazon Simple Storage Service";

pub(crate) fn usd(text: &str) -> Usd {
    text.parse().unwrap()
}

pub(crate) fn month(text: &str) -> Month {
    text.parse().unwrap()
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The inputs of one report.
#[derive(Clone, Debug)]
pub(crate) struct Estate {
    pub(crate) month: Month,
    pub(crate) analysis: Analysis,
    pub(crate) spend: Option<Spend>,
    pub(crate) history: Option<History>,
    pub(crate) settings: ReportSettings,
}

impl Estate {
    /// Without a bill; the dataset was read at six in the morning.
    pub(crate) fn of(month_text: &str, as_of: &str) -> Self {
        let mut analysis = nothing();
        analysis.as_of = moment(as_of);
        Self { month: month(month_text), analysis, spend: None, history: None, settings: ReportSettings::default() }
    }

    pub(crate) fn spend(&mut self) -> &mut Spend {
        self.spend.get_or_insert_with(empty)
    }

    /// The analysis's bill was read so, from the first day to before the last.
    pub(crate) fn read(mut self, cut: CutName, start: &str, end: &str) -> Self {
        self.spend().read.push(CutRead { cut, start: day(start), end: day(end) });
        self
    }

    pub(crate) fn row(mut self, of: &str, cut: Cut, service: &str, dollars: &str) -> Self {
        self.spend().months.push(row(of, cut, service, dollars));
        self
    }

    /// Rows by service of one month, and that it was read.
    pub(crate) fn billed(mut self, of: &str, services: &[(&str, &str)]) -> Self {
        let (first, end) = (month(of).first_day().to_string(), month(of).end().min(self.analysis.as_of.date_naive()));
        for (service, dollars) in services {
            self = self.row(of, Cut::Service, service, dollars);
        }
        self.read(CutName::Service, &first, &end.to_string())
    }

    /// A usage type of a service in a month.
    pub(crate) fn usage(mut self, of: &str, service: &str, usage_type: &str, dollars: &str, hours: f64) -> Self {
        let mut row = row(of, Cut::UsageType(usage_type.to_owned()), service, dollars);
        row.quantity = Some(hours);
        row.unit = Some("Hrs".to_owned());
        self.spend().months.push(row);
        self
    }

    /// Each day from the first to before the last, and that they were read.
    pub(crate) fn daily(
        mut self,
        start: &str,
        end: &str,
        service: &str,
        dollars: impl Fn(NaiveDate) -> Option<f64>,
    ) -> Self {
        let (start, end) = (day(start), day(end));
        for day in start.iter_days().take_while(|day| *day < end) {
            let Some(dollars) = dollars(day) else { continue };
            let billed_cost_usd = Usd::from_f64(dollars).unwrap();
            let service_name = service.to_owned();
            self.spend().days.push(DaySpend { day, service_name, billed_cost_usd, estimated: false });
        }
        let read = CutRead { cut: CutName::ServiceByDay, start, end };
        if !self.spend().read.contains(&read) {
            self.spend().read.push(read);
        }
        self
    }

    pub(crate) fn past(&mut self) -> &mut History {
        self.history.get_or_insert_with(|| History {
            entries: Vec::new(),
            lives: Vec::new(),
            realized: Vec::new(),
            bills: Vec::new(),
            skipped: Vec::new(),
            warnings: Vec::new(),
        })
    }

    /// The bill as an earlier or a later analysis of the same accounts read it.
    pub(crate) fn also_read(mut self, other: &Self) -> Self {
        let bill = PastBill {
            as_of: other.analysis.as_of,
            accounts: self.analysis.accounts.clone(),
            billing: other.analysis.billing.clone(),
            spend: other.spend.clone(),
        };
        self.past().bills.push(bill);
        self
    }

    pub(crate) fn report(&self) -> MonthlyReport {
        monthly_report(&Inputs {
            month: self.month,
            analysis: &self.analysis,
            spend: self.spend.as_ref(),
            history: self.history.as_ref(),
            settings: &self.settings,
            until: moment("2027-12-31"),
        })
    }
}

pub(crate) fn moment(day: &str) -> DateTime<Utc> {
    format!("{day}T06:00:00Z").parse().unwrap()
}

fn empty() -> Spend {
    Spend { currency: "USD".to_owned(), ..Spend::default() }
}

fn row(of: &str, cut: Cut, service: &str, dollars: &str) -> MonthSpend {
    MonthSpend {
        month: month(of),
        cut,
        service_name: service.to_owned(),
        billed_cost_usd: usd(dollars),
        effective_cost_usd: None,
        quantity: None,
        unit: None,
        estimated: false,
    }
}

/// The reasons of a report's missing parts, a line each.
pub(crate) fn missing(report: &MonthlyReport) -> String {
    report.missing.iter().map(|part| format!("{:?}: {}", part.part, part.reason)).collect::<Vec<_>>().join("\n")
}
