//! AWS's closed word lists as types: strings end at the edge.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A closed list of AWS words; a word that is not in it is kept as `Other`, never guessed.
macro_rules! vocabulary {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),* $(,)? })*) => {
        $($(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$vdoc])* $variant,)*
            /// A word this version does not know.
            Other(String),
        }

        impl $name {
            /// The words this version knows.
            pub const WORDS: &'static [&'static str] = &[$($word),*];

            pub fn from_word(word: &str) -> Self {
                match word {
                    $($word => Self::$variant,)*
                    other => Self::Other(other.to_owned()),
                }
            }

            pub fn word(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)*
                    Self::Other(word) => word,
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.word())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.word())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Ok(Self::from_word(&String::deserialize(deserializer)?))
            }
        })*
    };
}

vocabulary! {
    /// EC2 operating system and licence, as far as it moves the price.
    Platform {
        Linux = "linux",
        Windows = "windows",
        Rhel = "rhel",
        /// Red Hat Enterprise Linux with High Availability.
        RhelHa = "rhel-ha",
        Suse = "suse",
    }
    Tenancy { Shared = "shared", Dedicated = "dedicated", Host = "host" }
    Lifecycle { OnDemand = "on-demand", Spot = "spot" }
    InstanceState {
        Pending = "pending",
        Running = "running",
        ShuttingDown = "shutting-down",
        Terminated = "terminated",
        Stopping = "stopping",
        Stopped = "stopped",
    }
    Architecture { X8664 = "x86_64", Arm64 = "arm64", I386 = "i386" }
    VolumeType { Gp2 = "gp2", Gp3 = "gp3", Io1 = "io1", Io2 = "io2", St1 = "st1", Sc1 = "sc1", Standard = "standard" }
    VolumeState { Creating = "creating", Available = "available", InUse = "in-use", Deleting = "deleting", Error = "error" }
    SnapshotTier { Standard = "standard", Archive = "archive" }
    /// How a Lambda function is deployed.
    PackageType { Zip = "Zip", Image = "Image" }
    /// DynamoDB's read/write capacity mode.
    BillingMode { Provisioned = "PROVISIONED", PayPerRequest = "PAY_PER_REQUEST" }
    TableClass { Standard = "STANDARD", StandardInfrequentAccess = "STANDARD_INFREQUENT_ACCESS" }
    /// What a capacity unit is for, as CloudWatch and Application Auto Scaling name it.
    CapacityDirection { Read = "Read", Write = "Write" }
    /// What a Reserved Instance applies to.
    ReservationScope { Region = "Region", AvailabilityZone = "Availability Zone" }
    OfferingClass { Standard = "standard", Convertible = "convertible" }
    SavingsPlanType {
        /// EC2, Fargate and Lambda anywhere.
        Compute = "Compute",
        /// One instance family in one region.
        Ec2Instance = "EC2Instance",
        SageMaker = "SageMaker",
        Database = "Database",
    }
    LogClass { Standard = "STANDARD", InfrequentAccess = "INFREQUENT_ACCESS", Delivery = "DELIVERY" }
    /// An S3 storage class as CloudWatch's `StorageType` dimension counts bytes, without overheads: `STANDARD` is
    /// `StandardStorage` and so on; Intelligent-Tiering has one word for each of its tiers.
    StorageClass {
        Standard = "STANDARD",
        StandardIa = "STANDARD_IA",
        OneZoneIa = "ONEZONE_IA",
        IntelligentTieringFrequent = "INTELLIGENT_TIERING_FA",
        IntelligentTieringInfrequent = "INTELLIGENT_TIERING_IA",
        IntelligentTieringArchiveInstant = "INTELLIGENT_TIERING_AIA",
        IntelligentTieringArchive = "INTELLIGENT_TIERING_AA",
        IntelligentTieringDeepArchive = "INTELLIGENT_TIERING_DAA",
        GlacierInstantRetrieval = "GLACIER_IR",
        Glacier = "GLACIER",
        DeepArchive = "DEEP_ARCHIVE",
        ReducedRedundancy = "REDUCED_REDUNDANCY",
        ExpressOneZone = "EXPRESS_ONEZONE",
    }
}

impl StorageClass {
    /// One of Intelligent-Tiering's tiers that this version knows.
    pub const fn is_intelligent_tiering(&self) -> bool {
        matches!(
            self,
            Self::IntelligentTieringFrequent
                | Self::IntelligentTieringInfrequent
                | Self::IntelligentTieringArchiveInstant
                | Self::IntelligentTieringArchive
                | Self::IntelligentTieringDeepArchive
        )
    }
}
