//! DescribeSavingsPlans: the active plans of the account, in every region at once.

use aws_sdk_savingsplans::types::{SavingsPlan as Answer, SavingsPlanState};
use chrono::{DateTime, Utc};

use super::listing::{Listing, Malformed, read_pages};
use super::operation::Operation;
use super::session::Session;
use super::time::term;
use crate::model::ids::Region;
use crate::model::resource::SavingsPlan;
use crate::model::vocabulary::SavingsPlanType;
use crate::units::Usd;

const DESCRIBE_SAVINGS_PLANS: Operation =
    Operation::free("Savings Plans", "DescribeSavingsPlans", &["savingsplans:DescribeSavingsPlans"]);
pub(super) const OPERATIONS: &[Operation] = &[DESCRIBE_SAVINGS_PLANS];

/// Pages of a hundred plans; nobody holds more.
const MOST_PAGES: usize = 100;

pub(super) async fn savings_plans(session: &Session<'_>) -> Listing<SavingsPlan> {
    let client = session.savings_plans();
    let (mut token, mut pages) = (None::<String>, 0);
    let next_page = async || {
        if pages == MOST_PAGES || (pages > 0 && token.is_none()) {
            return None;
        }
        pages += 1;
        let call = client.describe_savings_plans().states(SavingsPlanState::Active).max_results(100);
        let answer = call.set_next_token(token.take()).send().await;
        if let Ok(answer) = &answer {
            token = answer.next_token().filter(|token| !token.is_empty()).map(str::to_owned);
        }
        Some(answer)
    };
    read_pages(session, None, &DESCRIBE_SAVINGS_PLANS, next_page, |page| {
        page.savings_plans().iter().map(|answer| plan(session, answer)).collect()
    })
    .await
}

fn plan(session: &Session<'_>, answer: &Answer) -> Result<SavingsPlan, Malformed> {
    let id = answer.savings_plan_id().ok_or(Malformed::new(None, "savingsPlanId"))?;
    let missing = |what| Malformed::new(Some(id), what);
    let text = |value: Option<&str>| value.filter(|value| !value.is_empty()).map(str::to_owned);
    let commitment = answer.commitment().and_then(|amount| amount.parse::<Usd>().ok());
    let mut tags: Option<crate::model::resource::Tags> = None;
    if let Some(answered) = answer.tags() {
        tags = Some(answered.iter().map(|(key, value)| (key.clone(), value.clone())).collect());
    }
    let (start, end) = term(answer.start().and_then(moment), answer.end().and_then(moment));
    Ok(SavingsPlan {
        account: session.account.clone(),
        // Compute plans are bound to no region.
        region: text(answer.region()).map_or_else(|| Region::from("global"), Region::new),
        id: id.to_owned(),
        plan_type: answer
            .savings_plan_type()
            .map(|kind| SavingsPlanType::from_word(kind.as_str()))
            .ok_or(missing("savingsPlanType"))?,
        instance_family: text(answer.ec2_instance_family()),
        commitment_hourly_usd: commitment.filter(|amount| *amount > Usd::ZERO).ok_or(missing("commitment"))?,
        payment_option: answer.payment_option().map(|option| option.as_str().to_owned()),
        state: answer.state().map_or("active", SavingsPlanState::as_str).to_owned(),
        start,
        end,
        tags,
    })
}

/// `2026-03-01T00:00:00.000Z`.
fn moment(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text).ok().map(|moment| moment.to_utc())
}
