//! The units of the price book.

use super::Unit;

macro_rules! units {
    ($($(#[$doc:meta])* $unit:ident = $name:literal;)*) => {
        $($(#[$doc])* #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)] pub struct $unit;
        impl Unit for $unit { const NAME: &'static str = $name; })*
    };
}

/// What is billed by the hour and counted by the month: 730 hours of one are one of the other.
pub trait Hourly: Unit {
    type Month: Unit;
}

macro_rules! hourly {
    ($($hour:ident => $month:ident;)*) => { $(impl Hourly for $hour { type Month = $month; })* };
}

units! {
    /// One hour of a running thing.
    Hour = "Hrs";
    /// One GiB kept for a month (AWS bills binary gigabytes and calls them GB).
    GbMonth = "GB-Mo";
    /// One GiB moved or processed.
    Gb = "GB";
    /// One TiB scanned.
    Tb = "TB";
    /// One provisioned I/O operation a second, kept for a month.
    IopsMonth = "IOPS-Mo";
    /// One provisioned MiB/s, kept for a month.
    MibpsMonth = "MiBps-Mo";
    /// One request.
    Request = "Requests";
    /// One vCPU for an hour: surplus CPU credits, Fargate, extended support.
    VcpuHour = "vCPU-Hours";
    /// One vCPU for a month.
    VcpuMonth = "vCPU-Mo";
    /// One GiB of memory for an hour.
    GbHour = "GB-Hours";
    /// One GiB of memory for a second.
    GbSecond = "GB-Seconds";
    /// One second.
    Second = "Seconds";
    /// One minute.
    Minute = "Minutes";
    /// One month of a thing that is billed whole.
    Month = "Months";
    /// One CloudWatch metric kept for a month.
    MetricMonth = "Metrics";
    /// One metric asked for by an API call.
    MetricRequest = "MetricRequests";
    /// One update of a metric stream.
    MetricUpdate = "MetricUpdates";
    /// One alarm, or one metric of an alarm, for a month.
    Alarm = "Alarms";
    /// One dashboard for a month.
    Dashboard = "Dashboards";
    /// One rule for a month.
    Rule = "Rules";
    /// One rule group for a month.
    RuleGroup = "RuleGroups";
    /// One run.
    Run = "Runs";
    /// One monitored, listed or stored object (a month of it where it is kept).
    ObjectMonth = "Objects";
    /// One object tag for a month.
    Tag = "Tags";
    /// One event.
    Event = "Events";
    /// One secret for a month.
    Secret = "Secrets";
    /// One key for a month.
    Key = "Keys";
    /// One message.
    Message = "Messages";
    /// One delivered notification.
    Notification = "Notifications";
    /// One invalidated path.
    InvalidationPath = "URL";
    /// One state transition.
    StateTransition = "StateTransitions";
    /// One hosted zone for a month.
    HostedZone = "HostedZone";
    /// One DNS query.
    Query = "Queries";
    /// One evaluation.
    Evaluation = "Evaluations";
    /// One recorded configuration item.
    ConfigurationItem = "ConfigurationItems";
    /// One operation.
    Operation = "Operations";
    /// One licensed or named user for a month.
    User = "Users";
    /// One issued certificate.
    Certificate = "Certificates";
    /// One line of a log.
    LogLine = "Lines";
    /// One change record.
    ChangeRecord = "ChangeRecords";
    /// One load balancer capacity unit for an hour.
    LcuHour = "LCU-Hrs";
    /// One load balancer capacity unit for a month.
    LcuMonth = "LCU-Mo";
    /// One Aurora capacity unit for an hour.
    AcuHour = "ACU-Hr";
    /// One Aurora capacity unit for a month.
    AcuMonth = "ACU-Mo";
    /// One Redshift processing unit for an hour.
    RpuHour = "RPU-Hr";
    /// One Glue data processing unit for an hour.
    DpuHour = "DPU-Hour";
    /// One Kinesis processing unit for an hour.
    KpuHour = "KPU-Hour";
    /// One Kinesis processing unit for a month.
    KpuMonth = "KPU-Mo";
    /// One shard (or one shard for one consumer) for an hour.
    ShardHour = "ShardHour";
    /// One 25 KB payload unit put into a stream.
    PutPayloadUnit = "PutRequest";
    /// One node for a second.
    NodeSecond = "NodeSeconds";
    /// One domain controller for an hour.
    ControllerHour = "Controller-Hrs";
    /// One domain controller for a month.
    ControllerMonth = "Controller-Mo";
    /// One account a directory is shared with, for an hour.
    SharedAccountHour = "SharedAccount-Hrs";
    /// One account a directory is shared with, for a month.
    SharedAccountMonth = "SharedAccount-Mo";
    /// One data services unit for an hour: fast snapshot restore.
    DsuHour = "DSU-Hrs";
    /// One unit of the EBS direct APIs.
    SnapshotApiUnit = "SnapshotAPIUnits";
    /// One MB/s of throughput for a month.
    MbpsMonth = "MBps-Mo";
    /// One read request unit of DynamoDB.
    ReadRequestUnit = "ReadRequestUnits";
    /// One write request unit of DynamoDB.
    WriteRequestUnit = "WriteRequestUnits";
    /// One replicated write request unit of DynamoDB.
    ReplicatedWriteRequestUnit = "ReplicatedWriteRequestUnits";
    /// One unit of change data capture of DynamoDB.
    ChangeDataCaptureUnit = "ChangeDataCaptureUnits";
    /// One read capacity unit of DynamoDB for an hour.
    ReadCapacityUnitHour = "ReadCapacityUnit-Hrs";
    /// One read capacity unit of DynamoDB for a month.
    ReadCapacityUnitMonth = "ReadCapacityUnit-Mo";
    /// One write capacity unit of DynamoDB for an hour.
    WriteCapacityUnitHour = "WriteCapacityUnit-Hrs";
    /// One write capacity unit of DynamoDB for a month.
    WriteCapacityUnitMonth = "WriteCapacityUnit-Mo";
    /// One replicated write capacity unit of DynamoDB for an hour.
    ReplicatedWriteCapacityUnitHour = "ReplicatedWriteCapacityUnit-Hrs";
    /// One replicated write capacity unit of DynamoDB for a month.
    ReplicatedWriteCapacityUnitMonth = "ReplicatedWriteCapacityUnit-Mo";
}

hourly! {
    VcpuHour => VcpuMonth;
    GbHour => GbMonth;
    LcuHour => LcuMonth;
    AcuHour => AcuMonth;
    KpuHour => KpuMonth;
    ControllerHour => ControllerMonth;
    SharedAccountHour => SharedAccountMonth;
    ReadCapacityUnitHour => ReadCapacityUnitMonth;
    WriteCapacityUnitHour => WriteCapacityUnitMonth;
    ReplicatedWriteCapacityUnitHour => ReplicatedWriteCapacityUnitMonth;
}
