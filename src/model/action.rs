//! What to do and how hard it is, in the words of AWS Cost Optimization Hub.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident),* $(,)? })*) => {
        $($(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$vdoc])* $variant),* }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => stringify!($variant)),* }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.name())
            }
        })*
    };
}

words! {
    Action {
        Stop,
        Delete,
        ScaleIn,
        Rightsize,
        Upgrade,
        MigrateToGraviton,
        PurchaseSavingsPlans,
        PurchaseReservedInstances,
        /// Retention, lifecycle, monitoring and the like (cloudtrim's own word).
        Configure,
        /// Run at some hours of the week only (cloudtrim's own word).
        Schedule,
    }
    /// Implementation effort.
    Effort { VeryLow, Low, Medium, High, VeryHigh }
    /// How much a finding matters to the reader, for `--fail-on`.
    Severity { Low, Medium, High }
}
