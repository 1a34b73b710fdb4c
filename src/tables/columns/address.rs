//! Elastic IP addresses.

use super::{columns, flag, maybe_text, text};
use crate::model::resource::Address;

columns! { Ec2Address: Address {
    "public_ip": Text, "the address", "never", |a, _| text(&a.public_ip);
    "associated": Flag, "it is associated with an instance or network interface", "never",
        |a, _| flag(a.association_id.is_some() || a.instance_id.is_some() || a.network_interface_id.is_some());
    "instance_state": Text, "the state of the instance it is associated with", "none, or it could not be read",
        |a, j| maybe_text(a.instance_id.as_deref().and_then(|id| j.instance(&a.account, &a.region, id)).map(|i| i.state.word()));
    "service_managed": Flag, "an AWS service manages it", "never", |a, _| flag(a.service_managed.is_some());
    "amazon_owned": Flag, "it is of Amazon's pool, which is billed", "the pool is not known",
        |a, _| flag(a.pool.as_deref().map(|pool| pool == "amazon"));
} }
