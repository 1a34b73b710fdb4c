//! The storage classes of a bucket: their usage inputs and what each is billed by (Amazon S3 pricing).

use super::usage_line::{Charge, UsageLine, fields};
use crate::catalog::Field;

/// A class as a part of a bucket.
#[derive(Clone, Copy, Debug)]
pub(super) struct Class {
    /// Its block of the usage.
    pub(super) usage: &'static str,
    pub(super) part: &'static str,
    /// The class that lifecycle rules name; empty for what every bucket has.
    pub(super) moved_to: &'static str,
    pub(super) lines: &'static [UsageLine],
}

const fn requests(name: &'static str, help: &'static str, line: &'static str, item: &'static str) -> UsageLine {
    UsageLine::new(Field::number(name, "requests a month", help), line, Charge::Requests(item))
}

const fn stored(name: &'static str, help: &'static str, line: &'static str, item: &'static str) -> UsageLine {
    UsageLine::new(Field::number(name, "GiB", help), line, Charge::Stored(item))
}

const fn moved(name: &'static str, help: &'static str, line: &'static str, item: &'static str) -> UsageLine {
    UsageLine::new(Field::number(name, "GiB a month", help), line, Charge::Moved(item))
}

const WRITES: &str = "PUT, COPY, POST and LIST requests";
const READS: &str = "GET and all other requests";
const TRANSITIONS: &str = "Lifecycle transitions into the class";
const SCANNED: &str = "S3 Select: data scanned";
const RETURNED: &str = "S3 Select: data returned";
const RETRIEVED: &str = "Data retrieved";
/// GiB-months that were deleted before the minimum duration of a class and are billed as if kept.
const EARLY: &str = "early_delete_gb";
const EARLY_HELP: &str = "GiB-months left of the minimum duration of what is deleted, overwritten or moved early.";
const EARLY_LINE: &str = "Early deletion";

const STANDARD: [UsageLine; 5] = [
    stored("storage_gb", "Bytes held.", "Storage", "s3.storage.standard"),
    requests("monthly_tier_1_requests", "PUT, COPY, POST and LIST requests.", WRITES, "s3.request.tier1.standard"),
    requests("monthly_tier_2_requests", "GET and all other requests.", READS, "s3.request.tier2.standard"),
    moved("monthly_select_data_scanned_gb", "Data that S3 Select scans.", SCANNED, "s3.select.scanned.standard"),
    moved("monthly_select_data_returned_gb", "Data that S3 Select returns.", RETURNED, "s3.select.returned.standard"),
];

const INTELLIGENT_TIERING: [UsageLine; 12] = [
    stored(
        "frequent_access_storage_gb",
        "Bytes in the Frequent Access tier.",
        "Storage (Frequent Access)",
        "s3.storage.int.frequent",
    ),
    stored(
        "infrequent_access_storage_gb",
        "Bytes in the Infrequent Access tier.",
        "Storage (Infrequent Access)",
        "s3.storage.int.infrequent",
    ),
    stored(
        "archive_instant_access_storage_gb",
        "Bytes in the Archive Instant Access tier.",
        "Storage (Archive Instant Access)",
        "s3.storage.int.archive_instant",
    ),
    stored(
        "archive_access_storage_gb",
        "Bytes in the Archive Access tier.",
        "Storage (Archive Access)",
        "s3.storage.int.archive",
    ),
    stored(
        "deep_archive_access_storage_gb",
        "Bytes in the Deep Archive Access tier.",
        "Storage (Deep Archive Access)",
        "s3.storage.int.deep_archive",
    ),
    UsageLine::new(
        Field::number("monitored_objects", "objects", "Objects of 128 KB or more, which are monitored."),
        "Monitoring and automation",
        Charge::Objects("s3.int.monitoring"),
    ),
    requests("monthly_tier_1_requests", "PUT, COPY, POST and LIST requests.", WRITES, "s3.request.tier1.int"),
    requests("monthly_tier_2_requests", "GET and all other requests.", READS, "s3.request.tier2.int"),
    requests(
        "monthly_lifecycle_transition_requests",
        "Objects that lifecycle rules move into the class.",
        TRANSITIONS,
        "s3.transition.to_int",
    ),
    moved("monthly_select_data_scanned_gb", "Data that S3 Select scans.", SCANNED, "s3.select.scanned.int"),
    moved("monthly_select_data_returned_gb", "Data that S3 Select returns.", RETURNED, "s3.select.returned.int"),
    // The class has no minimum duration since 2021-09 (Amazon S3 pricing).
    UsageLine::new(Field::number(EARLY, "GiB", "Accepted; the class bills no early deletion."), "", Charge::Nothing),
];

const STANDARD_IA: [UsageLine; 7] = [
    stored("storage_gb", "Bytes held.", "Storage", "s3.storage.standard_ia"),
    requests("monthly_tier_1_requests", "PUT, COPY, POST and LIST requests.", WRITES, "s3.request.tier1.standard_ia"),
    requests("monthly_tier_2_requests", "GET and all other requests.", READS, "s3.request.tier2.standard_ia"),
    requests(
        "monthly_lifecycle_transition_requests",
        "Objects that lifecycle rules move into the class.",
        TRANSITIONS,
        "s3.transition.to_standard_ia",
    ),
    moved("monthly_data_retrieval_gb", "Data retrieved.", RETRIEVED, "s3.retrieval.standard_ia"),
    moved("monthly_select_data_scanned_gb", "Data that S3 Select scans.", SCANNED, "s3.select.scanned.standard_ia"),
    moved(
        "monthly_select_data_returned_gb",
        "Data that S3 Select returns.",
        RETURNED,
        "s3.select.returned.standard_ia",
    ),
];

const ONEZONE_IA: [UsageLine; 7] = [
    stored("storage_gb", "Bytes held.", "Storage", "s3.storage.onezone_ia"),
    requests("monthly_tier_1_requests", "PUT, COPY, POST and LIST requests.", WRITES, "s3.request.tier1.onezone_ia"),
    requests("monthly_tier_2_requests", "GET and all other requests.", READS, "s3.request.tier2.onezone_ia"),
    requests(
        "monthly_lifecycle_transition_requests",
        "Objects that lifecycle rules move into the class.",
        TRANSITIONS,
        "s3.transition.to_onezone_ia",
    ),
    moved("monthly_data_retrieval_gb", "Data retrieved.", RETRIEVED, "s3.retrieval.onezone_ia"),
    moved("monthly_select_data_scanned_gb", "Data that S3 Select scans.", SCANNED, "s3.select.scanned.onezone_ia"),
    moved("monthly_select_data_returned_gb", "Data that S3 Select returns.", RETURNED, "s3.select.returned.onezone_ia"),
];

const GLACIER_IR: [UsageLine; 6] = [
    stored("storage_gb", "Bytes held.", "Storage", "s3.storage.glacier_ir"),
    requests("monthly_tier_1_requests", "PUT, COPY, POST and LIST requests.", WRITES, "s3.request.tier1.glacier_ir"),
    requests("monthly_tier_2_requests", "GET and all other requests.", READS, "s3.request.tier2.glacier_ir"),
    requests(
        "monthly_lifecycle_transition_requests",
        "Objects that lifecycle rules move into the class.",
        TRANSITIONS,
        "s3.transition.to_glacier_ir",
    ),
    moved("monthly_data_retrieval_gb", "Data retrieved.", RETRIEVED, "s3.retrieval.glacier_ir"),
    stored(EARLY, EARLY_HELP, EARLY_LINE, "s3.storage.glacier_ir"),
];

const GLACIER: [UsageLine; 15] = [
    stored("storage_gb", "Bytes held.", "Storage", "s3.storage.glacier_flexible"),
    requests(
        "monthly_tier_1_requests",
        "PUT, COPY, POST and LIST requests.",
        WRITES,
        "s3.request.tier1.glacier_flexible",
    ),
    requests("monthly_tier_2_requests", "GET and all other requests.", READS, "s3.request.tier2.glacier_flexible"),
    requests(
        "monthly_lifecycle_transition_requests",
        "Objects that lifecycle rules move into the class.",
        TRANSITIONS,
        "s3.transition.to_glacier_flexible",
    ),
    requests(
        "monthly_standard_data_retrieval_requests",
        "Restore requests (standard).",
        "Restore requests (standard)",
        "s3.restore.request.standard",
    ),
    moved(
        "monthly_standard_data_retrieval_gb",
        "Data restored (standard).",
        "Data restored (standard)",
        "s3.retrieval.glacier_flexible.standard",
    ),
    moved(
        "monthly_standard_select_data_scanned_gb",
        "Data that S3 Select scans.",
        "S3 Select: data scanned (standard)",
        "s3.select.scanned.glacier_flexible.standard",
    ),
    moved(
        "monthly_standard_select_data_returned_gb",
        "Data that S3 Select returns.",
        "S3 Select: data returned (standard)",
        "s3.select.returned.glacier_flexible.standard",
    ),
    requests(
        "monthly_expedited_data_retrieval_requests",
        "Restore requests (expedited).",
        "Restore requests (expedited)",
        "s3.restore.request.expedited",
    ),
    moved(
        "monthly_expedited_data_retrieval_gb",
        "Data restored (expedited).",
        "Data restored (expedited)",
        "s3.retrieval.glacier_flexible.expedited",
    ),
    moved(
        "monthly_expedited_select_data_scanned_gb",
        "Data that S3 Select scans.",
        "S3 Select: data scanned (expedited)",
        "s3.select.scanned.glacier_flexible.expedited",
    ),
    moved(
        "monthly_expedited_select_data_returned_gb",
        "Data that S3 Select returns.",
        "S3 Select: data returned (expedited)",
        "s3.select.returned.glacier_flexible.expedited",
    ),
    moved(
        "monthly_bulk_select_data_scanned_gb",
        "Data that S3 Select scans.",
        "S3 Select: data scanned (bulk)",
        "s3.select.scanned.glacier_flexible.bulk",
    ),
    moved(
        "monthly_bulk_select_data_returned_gb",
        "Data that S3 Select returns.",
        "S3 Select: data returned (bulk)",
        "s3.select.returned.glacier_flexible.bulk",
    ),
    stored(EARLY, EARLY_HELP, EARLY_LINE, "s3.storage.glacier_flexible"),
];

const DEEP_ARCHIVE: [UsageLine; 9] = [
    stored("storage_gb", "Bytes held.", "Storage", "s3.storage.deep_archive"),
    requests("monthly_tier_1_requests", "PUT, COPY, POST and LIST requests.", WRITES, "s3.request.tier1.deep_archive"),
    requests("monthly_tier_2_requests", "GET and all other requests.", READS, "s3.request.tier2.deep_archive"),
    requests(
        "monthly_lifecycle_transition_requests",
        "Objects that lifecycle rules move into the class.",
        TRANSITIONS,
        "s3.transition.to_deep_archive",
    ),
    requests(
        "monthly_standard_data_retrieval_requests",
        "Restore requests (standard).",
        "Restore requests (standard)",
        "s3.restore.request.deep_archive.standard",
    ),
    moved(
        "monthly_standard_data_retrieval_gb",
        "Data restored (standard).",
        "Data restored (standard)",
        "s3.retrieval.deep_archive.standard",
    ),
    requests(
        "monthly_bulk_data_retrieval_requests",
        "Restore requests (bulk).",
        "Restore requests (bulk)",
        "s3.restore.request.deep_archive.bulk",
    ),
    moved(
        "monthly_bulk_data_retrieval_gb",
        "Data restored (bulk).",
        "Data restored (bulk)",
        "s3.retrieval.deep_archive.bulk",
    ),
    stored(EARLY, EARLY_HELP, EARLY_LINE, "s3.storage.deep_archive"),
];

pub(super) const CLASSES: [Class; 7] = [
    Class { usage: "standard", part: "Standard", moved_to: "", lines: &STANDARD },
    Class {
        usage: "intelligent_tiering",
        part: "Intelligent-Tiering",
        moved_to: "INTELLIGENT_TIERING",
        lines: &INTELLIGENT_TIERING,
    },
    Class { usage: "standard_infrequent_access", part: "Standard-IA", moved_to: "STANDARD_IA", lines: &STANDARD_IA },
    Class { usage: "one_zone_infrequent_access", part: "One Zone-IA", moved_to: "ONEZONE_IA", lines: &ONEZONE_IA },
    Class {
        usage: "glacier_instant_retrieval",
        part: "Glacier Instant Retrieval",
        moved_to: "GLACIER_IR",
        lines: &GLACIER_IR,
    },
    Class {
        usage: "glacier_flexible_retrieval",
        part: "Glacier Flexible Retrieval",
        moved_to: "GLACIER",
        lines: &GLACIER,
    },
    Class {
        usage: "glacier_deep_archive",
        part: "Glacier Deep Archive",
        moved_to: "DEEP_ARCHIVE",
        lines: &DEEP_ARCHIVE,
    },
];

const STANDARD_FIELDS: &[Field] = &fields(&STANDARD);
const INTELLIGENT_TIERING_FIELDS: &[Field] = &fields(&INTELLIGENT_TIERING);
const STANDARD_IA_FIELDS: &[Field] = &fields(&STANDARD_IA);
const ONEZONE_IA_FIELDS: &[Field] = &fields(&ONEZONE_IA);
const GLACIER_IR_FIELDS: &[Field] = &fields(&GLACIER_IR);
const GLACIER_FIELDS: &[Field] = &fields(&GLACIER);
const DEEP_ARCHIVE_FIELDS: &[Field] = &fields(&DEEP_ARCHIVE);

pub(super) const FIELDS: &[Field] = &[
    Field::number("object_tags", "tags", "Tags of objects."),
    Field::block("standard", STANDARD_FIELDS, "Standard."),
    Field::block("intelligent_tiering", INTELLIGENT_TIERING_FIELDS, "Intelligent-Tiering."),
    Field::block("standard_infrequent_access", STANDARD_IA_FIELDS, "Standard-IA."),
    Field::block("one_zone_infrequent_access", ONEZONE_IA_FIELDS, "One Zone-IA."),
    Field::block("glacier_instant_retrieval", GLACIER_IR_FIELDS, "Glacier Instant Retrieval."),
    Field::block("glacier_flexible_retrieval", GLACIER_FIELDS, "Glacier Flexible Retrieval."),
    Field::block("glacier_deep_archive", DEEP_ARCHIVE_FIELDS, "Glacier Deep Archive."),
];
