//! A newer generation of the same line, cheaper and specified no lower.

use super::Case;
use super::instance_type_change::Changeable;
use crate::model::action::Action;
use crate::model::analysis::Evidence;
use crate::model::finding::{Proposal, Remedy};
use crate::pricing::InstanceSpec;
use crate::rightsize::generation::newer;

pub(super) fn remedy(case: Case<'_>) -> Remedy {
    let changeable = match Changeable::of(case) {
        Ok(changeable) => changeable,
        Err(remedy) => return *remedy,
    };
    let specs = case.context.prices.instance_specs();
    let attached = changeable.instance.volume_ids.len();
    let takes_volumes = |spec: &InstanceSpec| spec.max_ebs_attachments.is_none_or(|most| attached <= most as usize);
    let eligible = |name: &str| {
        Changeable::offered(case, name)
            && case
                .context
                .prices
                .instance_spec(name)
                .is_some_and(|spec| changeable.image_starts_on(spec) && takes_volumes(spec))
    };
    let Some((target, _)) = newer(specs, changeable.spec, &eligible, &|spec| changeable.list_cost(case, spec)) else {
        return Remedy::Nothing;
    };
    let mut caveats = changeable.caveats();
    if changeable.spec.hypervisor == "xen" && target.hypervisor == "nitro" {
        caveats.push("from Xen to Nitro: the system needs NVMe and ENA drivers, and device names change".to_owned());
    }
    if changeable.spec.family == "t2" {
        caveats.push(
            "T3 starts in unlimited mode: sustained load above the baseline is charged, unless set to standard"
                .to_owned(),
        );
    }
    if changeable.spec.local_disk_gb > 0.0 {
        caveats.push("data on instance store volumes is lost".to_owned());
    }
    let evidence =
        Evidence::fact("newer generation", format!("{} after {}", target.instance_type, changeable.spec.family));
    Proposal::exact(Action::Upgrade, case.key(), changeable.edit_to(target))
        .with_evidence([evidence])
        .with_caveats(caveats)
        .into_remedy()
}
