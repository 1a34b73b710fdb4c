//! How many connections a database accepts by default: a formula of the class's memory for each engine.

const GIB: f64 = 1_073_741_824.0;

/// Of a class's memory the database gets less: the system and RDS's own processes take about a quarter of a GiB and
/// 2 %. Fitted to `max_connections` as people read it on classes of 1 to 15 GiB, and rather too much than too little.
const KEPT_GIB: f64 = 0.3;
const KEPT_SHARE: f64 = 0.02;

/// The default limit of an engine on a class with so much memory; `None` where the formula is not known.
///
/// Formulas: <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html> (maximum number of database
/// connections) and, for Aurora MySQL,
/// <https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Managing.Performance.html>.
/// `MariaDB` has two by version; this is the one that gives fewer.
pub fn default_limit(engine: &str, memory_gib: f64) -> Option<f64> {
    let memory = ((memory_gib * (1.0 - KEPT_SHARE) - KEPT_GIB) * GIB).max(0.0);
    let limit = match engine {
        "mysql" => memory / 12_582_880.0,
        "mariadb" => (memory / 25_165_760.0).min(12_000.0),
        "postgres" | "aurora-postgresql" => (memory / 9_531_392.0).min(5_000.0),
        "aurora-mysql" => {
            let small = (memory / 805_306_368.0).log2() * 45.0;
            let large = (memory / 8_187_281_408.0).log2() * 1_000.0;
            small.max(large).max(0.0)
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

    /// `max_connections` as it was read on these classes (gist.github.com/guizmaii/1cacffef793c2ba9645083c3e18b3d8c).
    #[test]
    fn the_limit_is_below_what_was_read_and_not_by_much() {
        for (memory_gib, read) in [(2.0, 198.0), (4.0, 413.0), (8.0, 856.0), (15.25, 1660.0)] {
            let limit = default_limit("postgres", memory_gib).unwrap();
            assert!(limit <= read && limit > read * 0.9, "{memory_gib} GiB: {limit}, read {read}");
        }
    }

    #[test]
    fn each_engine_has_its_own() {
        assert_eq!(default_limit("sqlserver-web", 4.0), Some(32_767.0));
        assert_eq!(default_limit("postgres", 512.0), Some(5_000.0));
        assert_eq!(default_limit("db2-se", 16.0), None);
        // 15.38 GiB of 16: log2(15.38 / 7.625) × 1000.
        let aurora = default_limit("aurora-mysql", 16.0).unwrap();
        assert!((aurora - 1012.0).abs() < 3.0, "{aurora}");
        assert_eq!(default_limit("mysql", 0.0), Some(0.0));
    }
}
