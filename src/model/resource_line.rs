//! What every line of `resources/<kind>.jsonl` has: where a resource lives, its own fields, its tags.

use std::collections::BTreeMap;

use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

pub type Tags = BTreeMap<String, String>;

/// Structs of the dataset's format; what they use is imported where they are declared.
macro_rules! resources {
    ($($(#[$doc:meta])* $name:ident ($kind:ident) { $($(#[$fdoc:meta])* $field:ident : $type:ty),* $(,)? })*) => {
        $($(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            pub account: AccountId,
            pub region: Region,
            pub id: String,
            $($(#[$fdoc])* pub $field: $type,)*
            /// `None` when the tags could not be read.
            #[serde(default, deserialize_with = "crate::model::resource_line::unique_keys", skip_serializing_if = "Option::is_none")]
            pub tags: Option<Tags>,
        }

        impl $name {
            pub const KIND: ResourceKind = ResourceKind::$kind;

            /// The fields of a line, in order, for did-you-mean and documentation.
            pub const FIELD_NAMES: &'static [&'static str] =
                &["account", "region", "id", $(stringify!($field),)* "tags"];

            /// Why `json` is no value of the field; `None` when it is one, or there is no such field.
            pub fn field_error(field: &str, json: &str) -> Option<serde_json::Error> {
                match field {
                    "account" => serde_json::from_str::<AccountId>(json).err(),
                    "region" => serde_json::from_str::<Region>(json).err(),
                    "id" => serde_json::from_str::<String>(json).err(),
                    "tags" => serde_json::from_str::<Option<Tags>>(json).err(),
                    $(stringify!($field) => serde_json::from_str::<$type>(json).err(),)*
                    _ => None,
                }
            }

            pub fn key(&self) -> ResourceKey {
                ResourceKey {
                    kind: Self::KIND,
                    account: self.account.clone(),
                    region: self.region.clone(),
                    id: self.id.clone(),
                }
            }

            /// The tag `Name`, where there is one.
            pub fn name(&self) -> Option<&str> {
                self.tags.as_ref()?.get("Name").map(String::as_str)
            }
        })*
    };
}

pub(super) use resources;

/// A map or null; a key that is given twice is a mistake, where serde would keep the last.
pub(super) fn unique_keys<'de, D, K, V>(deserializer: D) -> Result<Option<BTreeMap<K, V>>, D::Error>
where
    D: Deserializer<'de>,
    K: Deserialize<'de> + Ord + std::fmt::Display,
    V: Deserialize<'de>,
{
    struct Unique<K, V>(std::marker::PhantomData<(K, V)>);

    impl<'de, K: Deserialize<'de> + Ord + std::fmt::Display, V: Deserialize<'de>> Visitor<'de> for Unique<K, V> {
        type Value = Option<BTreeMap<K, V>>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a map or null")
        }

        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
            let mut map = BTreeMap::new();
            while let Some(key) = entries.next_key::<K>()? {
                if map.contains_key(&key) {
                    return Err(A::Error::custom(format!("duplicate field `{key}`")));
                }
                map.insert(key, entries.next_value()?);
            }
            Ok(Some(map))
        }
    }

    deserializer.deserialize_any(Unique(std::marker::PhantomData))
}
