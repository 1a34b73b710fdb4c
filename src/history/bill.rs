//! What the bill that one analysis read says of a closed month.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::model::history::PastAnalysis;
use crate::model::ids::{AccountId, Region, ResourceKey, ResourceKind};
use crate::model::spend::{Cut, CutName, Spend};
use crate::units::Usd;
use crate::units::month::Month;

/// The resource's account, region and name as the bill writes it.
type BilledResource<'a> = (Month, &'a AccountId, &'a Region, &'a str);

/// The bill of one analysis, by service and, where it has such rows, by resource.
pub(super) struct Bill<'a> {
    today: NaiveDate,
    spend: Option<&'a Spend>,
    /// `None` for a month that was not closed.
    months: HashMap<Month, Option<HashMap<&'a str, Usd>>>,
    resources: HashMap<BilledResource<'a>, Usd>,
}

impl<'a> Bill<'a> {
    pub(super) fn of(past: &'a PastAnalysis) -> Self {
        let today = past.analysis.as_of.date_naive();
        let mut bill = Self { today, spend: past.spend.as_ref(), months: HashMap::new(), resources: HashMap::new() };
        for month in past.analysis.billing.iter().flat_map(|billing| &billing.months) {
            let Ok(name) = month.month.parse::<Month>() else { continue };
            let services =
                month.services.iter().map(|service| (service.service_name.as_str(), service.billed_cost_usd));
            bill.months.insert(name, (!month.estimated).then(|| services.collect()));
        }
        for row in past.spend.iter().flat_map(|spend| &spend.resources) {
            let key = (row.month, &row.account, &row.region, billed_id(&row.resource_id));
            *bill.resources.entry(key).or_default() += row.billed_cost_usd;
        }
        bill
    }

    fn is_over(&self, month: Month) -> bool {
        month.end() <= self.today
    }

    /// Whether the month is over and its rows are final.
    pub(super) fn is_closed(&self, month: Month) -> bool {
        let service = |spend: &&Spend| spend.months.iter().any(|row| row.month == month && row.cut == Cut::Service);
        let estimated = match (self.months.get(&month), self.spend.filter(service)) {
            (Some(services), _) => services.is_none(),
            (None, Some(spend)) => spend.months.iter().any(|row| row.month == month && row.estimated),
            (None, None) => return false,
        };
        self.is_over(month) && !estimated
    }

    /// A service that is not in a month that was read cost nothing in it; `None` for a month that is not known.
    pub(super) fn service(&self, service: &str, month: Month) -> Option<Usd> {
        if !self.is_closed(month) {
            return None;
        }
        if let Some(Some(services)) = self.months.get(&month) {
            return Some(services.get(service).copied().unwrap_or_default());
        }
        let spend = self.spend.filter(|spend| spend.covers(&CutName::Service, month, self.today))?;
        let rows = spend.months.iter().filter(|row| row.month == month && row.cut == Cut::Service);
        Some(rows.filter(|row| row.service_name == service).map(|row| row.billed_cost_usd).sum())
    }

    /// What one resource was billed; `None` where the bill has no rows by resource for all of the month.
    pub(super) fn resource(&self, key: &ResourceKey, month: Month) -> Option<Usd> {
        let covered = self.spend.is_some_and(|spend| spend.covers(&CutName::Resource, month, self.today));
        if !covered || !self.is_closed(month) {
            return None;
        }
        let arn = key.arn();
        let found = [key.id.as_str(), billed_id(&arn)]
            .map(|id| self.resources.get(&(month, &key.account, &key.region, id)).copied().unwrap_or_default());
        Some(found.iter().sum())
    }
}

/// Bills name some resources by id, others by ARN, whose partition, region and account stand in columns of their own.
fn billed_id(text: &str) -> &str {
    let resource = text.strip_prefix("arn:").and_then(|rest| rest.splitn(5, ':').nth(4));
    resource.unwrap_or(text)
}

/// Cost Explorer's SERVICE that holds what a resource of the kind costs itself.
pub(super) fn service_name(kind: ResourceKind) -> Option<&'static str> {
    // https://docs.aws.amazon.com/cost-management/latest/userguide/ce-filtering.html
    Some(match (kind, kind.service()) {
        // Since public IPv4 addresses bear a charge (2024-02).
        (ResourceKind::Ec2Address, _) => "Amazon Virtual Private Cloud",
        // An image costs its snapshots.
        (ResourceKind::Ec2Image, _) | (_, "EBS") => "EC2 - Other",
        // Purchases are billed where what they cover is; a Savings Plan has a service of its own.
        (ResourceKind::SavingsPlan, _) => "Savings Plans for AWS Compute usage",
        (_, "EC2" | "EC2 Auto Scaling" | "Reserved Instances") => "Amazon Elastic Compute Cloud - Compute",
        (_, "ECS") => "Amazon Elastic Container Service",
        (_, "CloudWatch" | "CloudWatch Logs") => "AmazonCloudWatch",
        (_, "DynamoDB") => "Amazon DynamoDB",
        (_, "Lambda") => "AWS Lambda",
        (_, "S3") => "Amazon Simple Storage Service",
        (_, "RDS" | "Aurora") => "Amazon Relational Database Service",
        (_, "ElastiCache") => "Amazon ElastiCache",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_arns_are_the_same_resource() {
        let cases = [
            ("i-0abc", "i-0abc"),
            ("arn:aws:ec2:eu-west-1:123456789012:snapshot/snap-1", "snapshot/snap-1"),
            ("arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/a", "log-group:/aws/lambda/a"),
            ("arn:aws:s3:::my-bucket", "my-bucket"),
            ("arn:broken", "arn:broken"),
        ];
        for (text, id) in cases {
            assert_eq!(billed_id(text), id);
        }
    }

    #[test]
    fn every_kind_that_is_priced_has_a_service() {
        for kind in ResourceKind::ALL {
            assert!(service_name(kind).is_some(), "{kind}");
        }
    }
}
