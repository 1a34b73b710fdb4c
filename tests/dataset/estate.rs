//! A small dataset as files, for the tests of this area.

use std::collections::BTreeMap;
use std::path::Path;

/// Path within the dataset → content.
pub(crate) type Files = BTreeMap<&'static str, Vec<u8>>;

pub(crate) const MANIFEST: &str = r#"{
  "schema": "cloudtrim.dataset/1",
  "tool_version": "0.1.0",
  "as_of": "2026-10-31T12:00:00Z",
  "lookback_days": 14,
  "accounts": ["111122223333"],
  "regions": ["eu-west-1", "us-east-1"]
}"#;

pub(crate) const VOLUME: &str = r#"{"account":"111122223333","region":"eu-west-1","id":"vol-1","volume_type":"gp3","size_gib":100,"iops":3000,"throughput_mibps":125,"state":"in-use","created_at":"2026-01-01T00:00:00Z","attachments":[{"instance_id":"i-1","attached_at":"2026-01-01T00:00:00Z"}],"tags":{"Name":"data"}}"#;

pub(crate) const INSTANCE: &str = r#"{"account":"111122223333","region":"eu-west-1","id":"i-1","instance_type":"m5.large","platform":"linux","tenancy":"shared","lifecycle":"on-demand","architecture":"x86_64","state":"stopped","stopped_at":"2026-09-01T12:00:00Z","launched_at":"2026-08-01T00:00:00Z","root_attached_at":"2026-01-01T00:00:00Z","volume_ids":["vol-1"],"tags":{}}"#;

pub(crate) const POINTS: &str = "account,region,resource,metric,statistic,period_s,timestamp,value\n\
    111122223333,eu-west-1,i-1,CPUUtilization,Maximum,300,2026-10-30T00:00:00Z,4.5\n\
    111122223333,eu-west-1,i-1,CPUUtilization,Maximum,300,2026-10-30T00:05:00Z,2.5\n";

pub(crate) const COSTS: &str = "SubAccountId,ChargePeriodStart,ChargePeriodEnd,ServiceName,BilledCost,EffectiveCost,BillingCurrency,x_Estimated\n\
    111122223333,2026-09-01,2026-10-01,EC2 - Other,12.5,,USD,false\n";

pub(crate) const DETAIL: &str = "x_Cut,SubAccountId,ChargePeriodStart,ChargePeriodEnd,ServiceName,RegionId,ResourceId,x_UsageType,x_TagKey,x_TagValue,ConsumedQuantity,ConsumedUnit,BilledCost,EffectiveCost,BillingCurrency,x_Estimated\n\
    service-by-day,111122223333,2026-09-01,2026-09-02,EC2 - Other,,,,,,,,0.5,,USD,false\n\
    account,444455556666,2026-09-01,2026-10-01,EC2 - Other,,,,,,,,2.5,2.5,USD,false\n\
    region,111122223333,2026-09-01,2026-10-01,EC2 - Other,eu-west-1,,,,,,,12.5,12.5,USD,false\n\
    tag,111122223333,2026-09-01,2026-10-01,EC2 - Other,,,,team,web,,,10.0,10.0,USD,false\n\
    tag,111122223333,2026-09-01,2026-10-01,EC2 - Other,,,,team,,,,2.5,2.5,USD,false\n\
    usage-type,111122223333,2026-09-01,2026-10-01,EC2 - Other,,,EBS:VolumeUsage.gp3,,,156.25,GB-Mo,12.5,12.5,USD,false\n\
    resource,111122223333,2026-09-01,2026-10-01,EC2 - Other,eu-west-1,vol-1,,,,,,8.0,,USD,false\n";

pub(crate) const CUTS: &str = "x_Cut,x_TagKey,ChargePeriodStart,ChargePeriodEnd\n\
    service-by-day,,2026-09-01,2026-10-31\n\
    tag,team,2026-09-01,2026-10-31\n";

pub(crate) const BUDGETS: &str = "SubAccountId,BudgetName,TimeUnit,ChargePeriodStart,ChargePeriodEnd,LimitCost,SpentCost,ForecastCost,Filters,Alerts\n\
    111122223333,all,MONTHLY,2026-10-01,2026-11-01,500.0,231.4,,\"{\"\"Service\"\":[\"\"EC2 - Other\"\"]}\",actual>80%; forecasted>600\n";

pub(crate) fn files() -> Files {
    let line = |text: &str| format!("{text}\n").into_bytes();
    BTreeMap::from([
        ("manifest.json", line(MANIFEST)),
        ("resources/ebs-volume.jsonl", line(VOLUME)),
        ("resources/ec2-instance.jsonl", line(INSTANCE)),
        ("metrics/ec2-instance.csv", POINTS.into()),
        ("billing/cost-explorer.csv", COSTS.into()),
        ("billing/detail.csv", DETAIL.into()),
        ("billing/cuts.csv", CUTS.into()),
        ("billing/budgets.csv", BUDGETS.into()),
    ])
}

pub(crate) fn write(root: &Path, files: &Files) {
    for (path, content) in files {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
}
