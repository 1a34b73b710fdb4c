//! CloudWatch Logs Infrequent Access: half the ingestion price, in a new log group.

use super::Case;
use crate::estate::Resource;
use crate::model::action::Action;
use crate::model::analysis::Evidence;
use crate::model::configuration::Configuration;
use crate::model::edit::Edit;
use crate::model::finding::{Effect, Proposal, Remedy};
use crate::model::gap::GapReason;
use crate::model::vocabulary::LogClass;

pub(super) fn remedy(case: Case<'_>) -> Remedy {
    let Resource::LogGroup(group) = case.entry.resource else { return case.wrong_kind() };
    let Some(Configuration::LogsGroup(now)) = case.entry.placed.as_ref().map(|placed| &placed.configuration) else {
        return case.unknown(GapReason::NoData, case.entry.unmeasured.join("; "));
    };
    let (Some(metric_filters), Some(subscriptions)) = (group.metric_filter_count, group.subscription_filter_count)
    else {
        return case.unknown(GapReason::NoData, "metric or subscription filters could not be read");
    };
    // The class supports neither.
    if now.class != LogClass::Standard || metric_filters > 0 || subscriptions > 0 {
        return Remedy::Nothing;
    }
    let caveats = [
        "the class of a log group cannot change: a new group is created and writers are pointed at it",
        "halves the ingestion price only; what is stored keeps its price and stays in the old group",
        "no metric filters, subscriptions, Live Tail, anomaly detection or export in this class",
    ];
    let Some(ingested) = now.ingested_gib_per_month else {
        let reason = "how much the group ingests was not measured".to_owned();
        return Proposal::of(Action::Configure, Effect::Unknown { reason }).with_caveats(caveats).into_remedy();
    };
    Proposal::exact(Action::Configure, case.key(), Edit::LogClass { class: LogClass::InfrequentAccess })
        .with_evidence([Evidence::fact("ingestion", format!("{ingested:.2} GiB a month"))])
        .with_caveats(caveats)
        .into_remedy()
}
