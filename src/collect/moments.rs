//! Moments that cannot be: before AWS existed, or long after `as_of`.
//!
//! Such a moment is not known, and a gap says so; it must not make the dataset refuse to load.

use chrono::{DateTime, Utc};

use crate::dataset::{LATEST_AFTER_AS_OF, Resources, first_day};
use crate::model::gap::{Gap, GapReason};
use crate::model::ids::{AccountId, Region};

struct Forgetting {
    latest: DateTime<Utc>,
    gaps: Vec<Gap>,
}

impl Forgetting {
    fn possible(&self, moment: DateTime<Utc>) -> bool {
        moment >= first_day() && moment <= self.latest
    }

    fn note(&mut self, at: (&AccountId, &Region, &str), service: &str, field: &str, moment: DateTime<Utc>) {
        self.gaps.push(Gap {
            service: service.to_owned(),
            account: Some(at.0.clone()),
            region: Some(at.1.clone()),
            operation: None,
            rule: None,
            resource_id: Some(at.2.to_owned()),
            reason: GapReason::BadAnswer,
            detail: format!(
                "its {field} is {}, which cannot be; it counts as not known",
                moment.format("%Y-%m-%dT%H:%M:%SZ")
            ),
        });
    }

    fn check(
        &mut self,
        at: (&AccountId, &Region, &str),
        service: &str,
        field: &str,
        moment: &mut Option<DateTime<Utc>>,
    ) {
        if let Some(told) = moment.filter(|told| !self.possible(*told)) {
            self.note(at, service, field, told);
            *moment = None;
        }
    }
}

/// Forget every moment that cannot be; a gap for each.
pub(super) fn forget_impossible(resources: &mut Resources, as_of: DateTime<Utc>) -> Vec<Gap> {
    let latest = as_of.checked_add_signed(LATEST_AFTER_AS_OF).unwrap_or(DateTime::<Utc>::MAX_UTC);
    let mut forgetting = Forgetting { latest, gaps: Vec::new() };
    for it in &mut resources.instances {
        let at = (&it.account, &it.region, it.id.as_str());
        forgetting.check(at, "EC2", "launch time", &mut it.launched_at);
        forgetting.check(at, "EC2", "stop time", &mut it.stopped_at);
        forgetting.check(at, "EC2", "root volume's attachment", &mut it.root_attached_at);
    }
    for it in &mut resources.images {
        forgetting.check((&it.account, &it.region, &it.id), "EC2", "creation", &mut it.created_at);
    }
    for it in &mut resources.auto_scaling_groups {
        forgetting.check((&it.account, &it.region, &it.id), "EC2 Auto Scaling", "creation", &mut it.created_at);
    }
    for it in &mut resources.ecs_services {
        forgetting.check((&it.account, &it.region, &it.id), "ECS", "creation", &mut it.created_at);
    }
    for it in &mut resources.volumes {
        let at = (&it.account, &it.region, it.id.as_str());
        forgetting.check(at, "EBS", "creation", &mut it.created_at);
        for attachment in &mut it.attachments {
            forgetting.check(at, "EBS", "attachment", &mut attachment.attached_at);
        }
    }
    for it in &mut resources.snapshots {
        forgetting.check((&it.account, &it.region, &it.id), "EBS", "start", &mut it.started_at);
    }
    for it in &mut resources.tables {
        forgetting.check((&it.account, &it.region, &it.id), "DynamoDB", "creation", &mut it.created_at);
    }
    for it in &mut resources.functions {
        forgetting.check((&it.account, &it.region, &it.id), "Lambda", "last change", &mut it.modified_at);
    }
    for it in &mut resources.log_groups {
        forgetting.check((&it.account, &it.region, &it.id), "CloudWatch Logs", "creation", &mut it.created_at);
    }
    for it in &mut resources.databases {
        forgetting.check((&it.account, &it.region, &it.id), "RDS", "creation", &mut it.created_at);
    }
    for it in &mut resources.caches {
        forgetting.check((&it.account, &it.region, &it.id), "ElastiCache", "creation", &mut it.created_at);
    }
    for it in &mut resources.buckets {
        let at = (&it.account, &it.region, it.id.as_str());
        forgetting.check(at, "S3", "creation", &mut it.created_at);
        let uploads = it.incomplete_uploads.as_ref().map(|uploads| uploads.uploads.as_slice()).unwrap_or_default();
        let impossible = uploads.iter().map(|upload| upload.initiated_at).find(|moment| !forgetting.possible(*moment));
        if let Some(moment) = impossible {
            forgetting.note(at, "S3", "incomplete uploads' beginning", moment);
            it.incomplete_uploads = None;
        }
    }
    forgetting.gaps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn volume(created_at: &str) -> crate::model::resource::Volume {
        serde_json::from_value(serde_json::json!({
            "account": "111122223333", "region": "eu-west-1", "id": "vol-1", "volume_type": "gp3", "size_gib": 1,
            "state": "available", "created_at": created_at,
        }))
        .unwrap()
    }

    #[test]
    fn what_cannot_be_is_not_known_and_a_gap_says_so() {
        let as_of: DateTime<Utc> = "2026-11-15T00:00:00Z".parse().unwrap();
        for (created_at, kept) in [
            ("2005-12-31T23:59:59Z", false),
            ("2006-01-01T00:00:00Z", true),
            ("2027-11-16T00:00:00Z", true),
            ("2027-11-16T00:00:01Z", false),
            ("2174-02-15T14:53:01Z", false),
        ] {
            let mut resources = Resources { volumes: vec![volume(created_at)], ..Resources::default() };
            let gaps = forget_impossible(&mut resources, as_of);
            assert_eq!(resources.volumes[0].created_at.is_some(), kept, "{created_at}");
            assert_eq!(gaps.len(), usize::from(!kept), "{created_at}");
            assert!(gaps.iter().all(|gap| gap.detail.contains(created_at)), "{gaps:?}");
        }
    }
}
