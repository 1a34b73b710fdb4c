//! `--group-by`: net savings by service, region, account, rule or a tag's value.

use std::collections::BTreeMap;
use std::str::FromStr;

use serde::Serialize;

use super::standing::{Standing, Standings};
use crate::model::analysis::{Analysis, Recommendation};
use crate::units::Usd;

/// What to group by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GroupBy {
    Service,
    Region,
    Account,
    Rule,
    /// The value of the tag with this key.
    Tag(String),
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GroupByError {
    #[error("`{0}` is none of `service`, `region`, `account`, `rule`, `tag:KEY`")]
    Unknown(String),
    #[error("`tag:` needs a key, as in `tag:team`")]
    NoKey,
}

impl FromStr for GroupBy {
    type Err = GroupByError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "service" => Ok(Self::Service),
            "region" => Ok(Self::Region),
            "account" => Ok(Self::Account),
            "rule" => Ok(Self::Rule),
            other => match other.strip_prefix("tag:") {
                Some("") => Err(GroupByError::NoKey),
                Some(key) => Ok(Self::Tag(key.to_owned())),
                None => Err(GroupByError::Unknown(other.to_owned())),
            },
        }
    }
}

impl GroupBy {
    /// As on the command line: `service`, `tag:team`.
    pub fn name(&self) -> String {
        match self {
            Self::Service => "service".to_owned(),
            Self::Region => "region".to_owned(),
            Self::Account => "account".to_owned(),
            Self::Rule => "rule".to_owned(),
            Self::Tag(key) => format!("tag:{key}"),
        }
    }

    /// The group of a recommendation; resources without the tag share one, named for what they lack.
    pub fn group_of(&self, recommendation: &Recommendation) -> String {
        match self {
            Self::Service => recommendation.resource_kind.service().to_owned(),
            Self::Region => recommendation.region.to_string(),
            Self::Account => recommendation.account.to_string(),
            Self::Rule => recommendation.rule.clone(),
            Self::Tag(key) => recommendation.tags.get(key).cloned().unwrap_or_else(|| format!("(no tag `{key}`)")),
        }
    }
}

/// Subtotals that add up to the net total.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Groups {
    /// As on the command line.
    pub group_by: String,
    /// By savings, the largest first.
    pub subtotals: Vec<Subtotal>,
    /// Net total − sum of the subtotals: what counted changes of one resource save together beyond (or short of)
    /// what each saves on its own.
    pub together_monthly_usd: Usd,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Subtotal {
    pub group: String,
    /// Recommendations that count.
    pub recommendations: usize,
    pub net_savings_monthly_usd: Usd,
}

impl Groups {
    pub fn new(analysis: &Analysis, group_by: &GroupBy) -> Self {
        let mut sums: BTreeMap<String, (usize, Usd)> = BTreeMap::new();
        let standings = Standings::new(analysis);
        let counted = |one: &&Recommendation| matches!(standings.of(one), Standing::Counted);
        for recommendation in analysis.recommendations.iter().filter(counted) {
            let (number, sum) = sums.entry(group_by.group_of(recommendation)).or_default();
            *number = number.saturating_add(1);
            *sum += recommendation.monthly_savings_usd.unwrap_or_default();
        }
        let mut subtotals: Vec<_> = sums
            .into_iter()
            .map(|(group, (recommendations, sum))| Subtotal { group, recommendations, net_savings_monthly_usd: sum })
            .collect();
        subtotals.sort_by(|one, other| {
            other.net_savings_monthly_usd.cmp(&one.net_savings_monthly_usd).then_with(|| one.group.cmp(&other.group))
        });
        let sum: Usd = subtotals.iter().map(|subtotal| subtotal.net_savings_monthly_usd).sum();
        let together_monthly_usd = analysis.totals.net_savings_monthly_usd - sum;
        Self { group_by: group_by.name(), subtotals, together_monthly_usd }
    }
}
