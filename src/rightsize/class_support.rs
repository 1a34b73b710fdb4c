//! Which families of classes and nodes a version of an engine runs on. What AWS's tables do not list is not known, and
//! not proposed; a line newer than all that are listed keeps the families of the one before it.

/// The least version of each line (`16.x`, `8.0.x`) of an engine, oldest first.
type Least = &'static [&'static [u32]];

/// Every version that there is.
const ANY: Least = &[&[0]];

/// Whether an RDS or Aurora database of `engine` and `version` may get a class of `family` (`m6g`).
///
/// Sources: <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Support.html> as of 2026
/// and, for Aurora, <https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.DBInstanceClass.SupportAurora.html>
/// as of 2023, which knows no `r8g`.
pub fn database_runs_on(engine: &str, version: Option<&str>, family: &str) -> bool {
    let numbers = |version| match engine {
        "aurora-mysql" => aurora_mysql(version),
        _ => numbers(version),
    };
    let (line, least) = match engine {
        "mysql" => (2, mysql(family)),
        "mariadb" => (2, mariadb(family)),
        "postgres" => (1, postgres(family)),
        "aurora-mysql" => (1, aurora_mysql_least(family)),
        "aurora-postgresql" => (1, aurora_postgresql(family)),
        // No Graviton, and newer Intel only by edition and licence.
        name if name.starts_with("oracle") => (1, oracle(family)),
        name if name.starts_with("sqlserver") => (1, sqlserver(family)),
        _ => return false,
    };
    supports(version.map(numbers), line, least)
}

/// Whether a cache of `engine` and `version` may get nodes of `family`.
///
/// Source: <https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html> as of 2026.
pub fn cache_runs_on(engine: &str, version: Option<&str>, family: &str) -> bool {
    let least: Option<Least> = match (engine, family) {
        ("valkey", _) => Some(ANY),
        ("redis", "m7g" | "r7g" | "c7gn" | "r6gd") => Some(&[&[6, 2]]),
        ("redis", "m6g" | "r6g" | "t4g") => Some(&[&[5, 0, 6]]),
        ("redis", "m5" | "r5" | "t3" | "m4" | "r4" | "t2") => Some(&[&[4, 0, 10]]),
        ("memcached", "m8g" | "r8g" | "c7gn" | "c8gn") => Some(&[&[1, 6, 6]]),
        ("memcached", "m7g" | "r7g" | "m6g" | "r6g" | "t4g" | "m5" | "r5" | "t3" | "m4" | "r4" | "t2") => {
            Some(&[&[1, 5, 16]])
        }
        _ => None,
    };
    supports(version.map(numbers), 1, least)
}

/// Against the least version of the newest line that is no newer than its own.
fn supports(version: Option<Vec<u32>>, line: usize, least: Option<Least>) -> bool {
    let Some(least) = least else { return false };
    if least == ANY {
        return true;
    }
    let Some(version) = version else { return false };
    let own_line = |numbers: &[u32]| numbers.iter().copied().take(line).collect::<Vec<u32>>();
    let newest = least.iter().rev().find(|least| own_line(least) <= own_line(&version));
    newest.is_some_and(|least| version.as_slice() >= *least)
}

/// `19.0.0.0.ru-2024-01` is 19.0.0.0.
fn numbers(version: &str) -> Vec<u32> {
    version.split('.').map_while(|part| part.parse().ok()).collect()
}

/// Aurora's own version: `8.0.mysql_aurora.3.04.0` is 3.4.0.
fn aurora_mysql(version: &str) -> Vec<u32> {
    numbers(version.split_once("mysql_aurora.").map_or("", |(_, own)| own))
}

fn mysql(family: &str) -> Option<Least> {
    Some(match family {
        "m5" | "r5" | "t3" => ANY,
        "m5d" | "r5d" | "m6i" | "r6i" | "m6id" | "r6id" | "m6g" | "r6g" | "m6gd" | "r6gd" | "m7g" | "r7g" | "x2g"
        | "t4g" => &[&[8, 0]],
        "m7i" | "r7i" | "m8g" | "r8g" => &[&[8, 0, 32]],
        "m8gd" | "r8gd" => &[&[8, 0, 40], &[8, 4, 3]],
        _ => return None,
    })
}

fn mariadb(family: &str) -> Option<Least> {
    Some(match family {
        "m5" | "r5" | "t3" => ANY,
        "m5d" | "r5d" | "m6i" | "r6i" | "m6id" | "r6id" | "m6g" | "r6g" | "m6gd" | "r6gd" | "m7g" | "r7g" | "m7i"
        | "r7i" | "x2g" | "t4g" => &[&[10, 4]],
        "m8g" | "r8g" => &[&[10, 4, 29], &[10, 5, 20], &[10, 6, 13], &[10, 11, 7], &[11, 4, 3], &[11, 8, 3]],
        "m8gd" | "r8gd" => &[&[10, 5, 27], &[10, 6, 19], &[10, 11, 9], &[11, 4, 3], &[11, 8, 3]],
        _ => return None,
    })
}

fn postgres(family: &str) -> Option<Least> {
    Some(match family {
        "m5" | "r5" => &[&[9, 6, 22], &[10, 17], &[11]],
        "t3" => &[&[9, 6, 22], &[10]],
        "m6i" | "r6i" => &[&[10, 21], &[11, 13], &[12, 8], &[13, 4], &[14]],
        "m6g" | "r6g" | "x2g" | "t4g" => &[&[12, 7], &[13]],
        "m5d" | "r5d" | "m6id" | "r6id" | "m6gd" | "r6gd" => &[&[13, 7], &[14, 5], &[15]],
        "m7g" | "r7g" => &[&[13, 4], &[14, 5], &[15]],
        "m7i" | "r7i" | "m8g" | "r8g" => &[&[13, 11], &[14, 9], &[15, 4], &[16, 1], &[17, 1]],
        "m8gd" | "r8gd" => &[&[13, 18], &[14, 17], &[15, 10], &[16, 6], &[17, 2], &[18, 1]],
        _ => return None,
    })
}

fn oracle(family: &str) -> Option<Least> {
    match family {
        "m5" | "r5" | "t3" | "m5d" | "r5d" | "r6i" => Some(ANY),
        "m6i" => Some(&[&[19]]),
        _ => None,
    }
}

fn sqlserver(family: &str) -> Option<Least> {
    matches!(family, "m5" | "r5" | "t3" | "m5d" | "r5d" | "m6i" | "r6i").then_some(ANY)
}

fn aurora_mysql_least(family: &str) -> Option<Least> {
    Some(match family {
        "r5" => &[&[2, 6], &[3, 1]],
        "r6i" => &[&[2, 11], &[3, 2, 1]],
        "r6g" | "x2g" | "t4g" => &[&[2, 9, 2], &[3, 1]],
        "t3" => &[&[2, 10], &[3, 1]],
        "r7g" => &[&[3, 3, 1]],
        _ => return None,
    })
}

fn aurora_postgresql(family: &str) -> Option<Least> {
    Some(match family {
        "r5" => ANY,
        "r6i" => &[&[12, 9], &[13, 5], &[14, 3]],
        "r6g" | "x2g" => &[&[11, 12], &[12, 8], &[13, 3], &[14, 3]],
        "t3" | "t4g" => &[&[11, 12], &[12, 7], &[13, 3], &[14, 3]],
        "r7g" => &[&[13, 10], &[14, 7], &[15, 2]],
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn databases_by_engine_version_and_family() {
        let cases = [
            ("postgres", "16.3", "m6g", true),
            ("postgres", "12.6", "m6g", false),
            ("postgres", "12.7", "m6g", true),
            ("postgres", "12.22", "m7g", false),
            ("postgres", "13.4", "m7g", true),
            ("postgres", "14.4", "m7g", false),
            ("postgres", "16.0", "m8g", false),
            ("postgres", "18.1", "m8g", true),
            ("postgres", "9.6.21", "m5", false),
            ("mysql", "5.7.44", "m6i", false),
            ("mysql", "5.7.44", "m5", true),
            ("mysql", "8.0.31", "r8g", false),
            ("mysql", "8.0.36", "r8g", true),
            ("mysql", "8.4.5", "r8g", true),
            ("mysql", "8.4.2", "r8gd", false),
            ("mariadb", "10.3.39", "t4g", false),
            ("mariadb", "10.6.12", "m8g", false),
            ("mariadb", "11.4.3", "m8g", true),
            ("oracle-se2", "19.0.0.0.ru-2024-01.rur-2024-01.r1", "m6i", true),
            ("oracle-se2", "19.0.0.0.ru-2024-01.rur-2024-01.r1", "m6g", false),
            ("sqlserver-web", "15.00.4236.7.v1", "m6i", true),
            ("sqlserver-web", "15.00.4236.7.v1", "m7i", false),
            ("aurora-mysql", "8.0.mysql_aurora.3.03.0", "r7g", false),
            ("aurora-mysql", "8.0.mysql_aurora.3.04.0", "r7g", true),
            ("aurora-mysql", "5.7.mysql_aurora.2.11.2", "r6g", true),
            ("aurora-mysql", "5.7.mysql_aurora.2.11.2", "r7g", false),
            ("aurora-mysql", "8.0.28", "r6g", false),
            ("aurora-postgresql", "15.2", "r7g", true),
            ("aurora-postgresql", "15.2", "r8g", false),
            ("db2-se", "11.5.9.0.sb00000000.r1", "m7i", false),
        ];
        for (engine, version, family, expected) in cases {
            assert_eq!(database_runs_on(engine, Some(version), family), expected, "{engine} {version} on {family}");
        }
        assert!(!database_runs_on("postgres", None, "m6g"));
        assert!(database_runs_on("mysql", None, "m5"));
    }

    #[test]
    fn caches_by_engine_version_and_family() {
        let cases = [
            ("redis", "5.0.5", "m6g", false),
            ("redis", "5.0.6", "m6g", true),
            ("redis", "6.0.5", "r7g", false),
            ("redis", "7.1.0", "r7g", true),
            ("redis", "7.1.0", "r8g", false),
            ("valkey", "8.0", "r8g", true),
            ("memcached", "1.5.10", "m6g", false),
            ("memcached", "1.6.6", "m8g", true),
            ("memcached", "1.6.22", "m9g", false),
        ];
        for (engine, version, family, expected) in cases {
            assert_eq!(cache_runs_on(engine, Some(version), family), expected, "{engine} {version} on {family}");
        }
    }
}
