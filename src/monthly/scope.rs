//! What a part of the bill cost in a month.

use super::bill::{Bill, key};
use super::missing::READ_MORE;
use super::settings::Scope;
use crate::model::spend::CutName;
use crate::units::Usd;
use crate::units::month::Month;

/// Why a scope has no figure, and what would help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unread {
    pub(super) reason: String,
    pub(super) hint: &'static str,
}

impl Scope {
    /// Everything, or a service as a whole: then the daily bill tells it too.
    pub(super) fn is_of_service(&self) -> bool {
        self.account.is_none() && self.region.is_none() && self.tag.is_none()
    }

    /// The cut that tells it, and the key within; `Err` where no cut does.
    fn cut(&self) -> Result<(CutName, Option<String>), Unread> {
        let cuts = [
            self.account.as_ref().map(|account| (CutName::Account, Some(account.to_string()))),
            self.region.as_ref().map(|region| (CutName::Region, Some(region.to_string()))),
            self.tag.as_ref().map(|(key, value)| (CutName::Tag { key: key.clone() }, Some(value.clone()))),
        ];
        let mut cuts = cuts.into_iter().flatten();
        let first = cuts.next();
        if cuts.next().is_some() {
            let reason = "the bill is read by one of account, region and tag at a time".to_owned();
            return Err(Unread { reason, hint: "" });
        }
        Ok(first.unwrap_or((CutName::Service, None)))
    }

    /// What it cost in a month that was read.
    pub(super) fn billed(&self, bill: &Bill<'_>, month: Month) -> Result<Usd, Unread> {
        let (cut, of) = self.cut()?;
        let Some(rows) = bill.rows(&cut, month) else {
            let by = match &cut {
                CutName::Account => " by account".to_owned(),
                CutName::Region => " by region".to_owned(),
                CutName::Tag { key } => format!(" by tag {key}"),
                _ => String::new(),
            };
            return Err(Unread { reason: format!("the bill of {month} was not read{by}"), hint: READ_MORE });
        };
        let of_key = rows.iter().filter(|row| of.is_none() || key(row) == of);
        let of_service = of_key.filter(|row| self.service.as_ref().is_none_or(|service| *service == row.service_name));
        Ok(of_service.map(|row| row.billed_cost_usd).sum())
    }
}
