//! How many connections a database accepts by default: a formula of the class's memory for each engine.

use super::dimension::BYTES_PER_GIB;

/// Of a class's memory the database gets less: the system and RDS's own processes take about a quarter of a GiB and
/// 2 %. Fitted to `max_connections` as people read it on classes of 1 to 15 GiB, and rather too much than too little.
const KEPT_GIB: f64 = 0.3;
const KEPT_SHARE: f64 = 0.02;

/// The default limit of an engine on a class with so much memory; `None` where the formula is not known.
///
/// Formulas: <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html> (maximum number of database
/// connections; of `MariaDB` that of 10.5 and newer, which is half of the older one; of Oracle that of `processes`) and,
/// for Aurora MySQL, <https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Managing.Performance.html>,
/// whose table of limits is its formula with the logarithm to base 2 rounded to a whole number.
pub fn default_limit(engine: &str, memory_gib: f64) -> Option<f64> {
    let memory = ((memory_gib * (1.0 - KEPT_SHARE) - KEPT_GIB) * BYTES_PER_GIB).max(0.0);
    let limit = match engine {
        "mysql" => memory / 12_582_880.0,
        "mariadb" => (memory / 25_165_760.0).min(12_000.0),
        "postgres" | "aurora-postgresql" => (memory / 9_531_392.0).min(5_000.0),
        "aurora-mysql" => {
            let doublings = |unit: f64| (memory / unit).log2().round();
            (doublings(805_306_368.0) * 45.0).max(doublings(8_187_281_408.0) * 1_000.0).max(0.0)
        }
        name if name.starts_with("oracle") => (memory / 9_868_951.0).min(20_000.0),
        name if name.starts_with("sqlserver") => 32_767.0,
        _ => return None,
    };
    Some(limit.floor())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `max_connections` as it was read on these classes (gist.github.com/guizmaii/1cacffef793c2ba9645083c3e18b3d8c), and
    /// "around 1,300" of AWS's page for `MySQL` on 16 GiB.
    #[test]
    fn the_limit_is_about_what_was_read() {
        let cases = [
            ("postgres", 2.0, 198.0),
            ("postgres", 4.0, 413.0),
            ("postgres", 8.0, 856.0),
            ("postgres", 15.25, 1660.0),
            ("mysql", 16.0, 1313.0),
        ];
        for (engine, memory_gib, read) in cases {
            let limit = default_limit(engine, memory_gib).unwrap();
            assert!(limit <= read && limit > read * 0.9, "{memory_gib} GiB: {limit}, read {read}");
        }
    }

    /// AWS's table, by the memory of t3.small to large, r5.large to 24xlarge and x2g.12xlarge.
    #[test]
    fn aurora_mysql_as_its_table_says() {
        let cases = [
            (2.0, 45.0),
            (4.0, 90.0),
            (8.0, 135.0),
            (16.0, 1_000.0),
            (32.0, 2_000.0),
            (64.0, 3_000.0),
            (128.0, 4_000.0),
            (256.0, 5_000.0),
            (384.0, 6_000.0),
            (512.0, 6_000.0),
            (768.0, 7_000.0),
            (1_024.0, 7_000.0),
        ];
        for (memory_gib, expected) in cases {
            assert_eq!(default_limit("aurora-mysql", memory_gib), Some(expected), "{memory_gib} GiB");
        }
    }

    #[test]
    fn each_engine_has_its_own() {
        assert_eq!(default_limit("sqlserver-web", 4.0), Some(32_767.0));
        assert_eq!(default_limit("postgres", 512.0), Some(5_000.0));
        assert_eq!(default_limit("db2-se", 16.0), None);
        assert_eq!(default_limit("mysql", 0.0), Some(0.0));
    }
}
