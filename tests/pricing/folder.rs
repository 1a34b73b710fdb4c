//! A folder of the user's prices: what it answers, and every mistake in it.

use std::fs;
use std::path::{Path, PathBuf};

use cloudtrim::model::vocabulary::{SnapshotTier, VolumeType};
use cloudtrim::pricing::{ChangeKind, FolderError, PriceBook, PriceFilter, PriceFolder, PriceOrigin, changes, verify};
use sha2::{Digest, Sha256};

const SOURCES: &str = "id,source,as_of\nmine,\"a letter, signed\",2026-11-01\n";
const EBS: &str = "region,item,tier_from,tier_to,unit,usd_per_unit,source,sku\n\
    eu-west-1,ebs.gp3.storage,0,Inf,GB-Mo,0.07,mine,\n\
    eu-west-1,ebs.io2.provisioned_iops,0,1000,IOPS-Mo,0.06,mine,ABCDEFGH12345678\n\
    eu-west-1,ebs.io2.provisioned_iops,1000,Inf,IOPS-Mo,0.05,mine,\n";

/// A folder with these files, and a manifest that is true of them.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("sources.csv"), SOURCES).unwrap();
    let mut listed = Vec::new();
    for (path, text) in files {
        write(folder.path(), path, text);
        let sha256 = super::hex(&Sha256::digest(text));
        listed.push(serde_json::json!({"path": path, "rows": text.lines().count() - 1, "sha256": sha256,
            "oldest": "2026-11-01", "newest": "2026-11-01", "sources": {"mine": text.lines().count() - 1}}));
    }
    let manifest = serde_json::json!({"schema": "cloudtrim.prices/1", "currency": "USD", "files": listed});
    fs::write(folder.path().join("manifest.json"), manifest.to_string()).unwrap();
    folder
}

fn write(folder: &Path, path: &str, text: &str) -> PathBuf {
    let file = folder.join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, text).unwrap();
    file
}

/// Every mistake, with the folder's own name left out.
fn mistakes(folder: &Path) -> String {
    let Err(FolderError::Mistakes(mistakes)) = PriceBook::with_folder(folder) else { panic!("no mistakes") };
    let text: Vec<_> = mistakes.iter().map(ToString::to_string).collect();
    text.join("\n").replace(&format!("{}/", folder.display()), "")
}

#[test]
fn an_item_comes_from_the_folder_with_all_its_tiers_or_from_the_embedded_book() {
    let folder = folder(&[("AmazonEC2/ebs.csv", EBS)]);
    let book = PriceBook::with_folder(folder.path()).unwrap();
    let (here, there) = ("eu-west-1".into(), "us-east-1".into());
    let own = book.ebs_storage(&here, &VolumeType::Gp3).unwrap();
    assert_eq!(own.unit_price, "0.07".parse().unwrap());
    assert_eq!((own.source.source.as_str(), own.source.as_of.as_str()), ("a letter, signed", "2026-11-01"));
    assert_eq!(book.ebs_iops(&here, &VolumeType::Io2).unwrap().tiers.len(), 2, "the embedded book has three");
    let embedded = PriceBook::embedded();
    assert_eq!(book.ebs_storage(&there, &VolumeType::Gp3), embedded.ebs_storage(&there, &VolumeType::Gp3));
    assert_eq!(
        book.ebs_snapshot(&here, &SnapshotTier::Standard),
        embedded.ebs_snapshot(&here, &SnapshotTier::Standard)
    );
    let filter = PriceFilter {
        region: Some("eu-west-1".to_owned()),
        text: Some("ebs.io2".to_owned()),
        ..PriceFilter::default()
    };
    let listed: Vec<_> = book.list(&filter).map(|row| (row.item, row.origin)).collect();
    let iops = ("ebs.io2.provisioned_iops".to_owned(), PriceOrigin::Folder);
    assert_eq!(listed, [iops.clone(), iops, ("ebs.io2.storage".to_owned(), PriceOrigin::Embedded)]);
}

#[test]
fn a_copy_of_the_embedded_folder_answers_the_same() {
    let pricing = Path::new(env!("CARGO_MANIFEST_DIR")).join("pricing");
    let copy = PriceFolder::load(&pricing).unwrap();
    assert!(changes(&PriceFolder::embedded(), &copy).is_empty());
    assert_eq!(copy.rows().count(), PriceFolder::embedded().rows().count());
}

#[test]
fn what_is_written_is_read_back() {
    let written = tempfile::tempdir().unwrap();
    let embedded = PriceFolder::embedded();
    PriceFolder::write(written.path(), embedded.rows().cloned().collect()).unwrap();
    let read = PriceFolder::load(written.path()).unwrap();
    assert!(changes(&embedded, &read).is_empty() && changes(&read, &embedded).is_empty());
    let sources = |folder: &PriceFolder| folder.rows().map(|row| row.source.clone()).collect::<Vec<_>>();
    assert_eq!(sources(&embedded), sources(&read));
}

#[test]
fn every_mistake_is_said_at_once() {
    let wrong = "region,item,tier_from,tier_to,unit,usd_per_unit,source,sku\n\
        eu-west-1,gap,0,10,GB,1,mine,\n\
        eu-west-1,gap,20,Inf,GB,1,mine,\n\
        eu-west-1,late,5,Inf,GB,1,mine,\n\
        eu-west-1,mixed,0,10,GB,1,mine,\n\
        eu-west-1,mixed,10,Inf,GB-Mo,1,mine,\n\
        eu-west-1,twice,0,Inf,GB,1,mine,\n\
        eu-west-1,twice,0,Inf,GB,2,mine,\n\
        eu-west-1,negative,0,Inf,GB,-1,mine,\n\
        eu-west-1,word,0,Inf,GB,cheap,mine,\n\
        eu-west-1,nan,0,Inf,GB,NaN,mine,\n\
        eu-west-1,huge,0,Inf,GB,99999999999999999999999999999999,mine,\n\
        eu-west-1,backwards,10,5,GB,1,mine,\n\
        eu-west-1,stranger,0,Inf,GB,1,nobody,\n\
        eu-west-1,short\n\
        ,,0,Inf,,1,mine,\n";
    let folder = folder(&[
        ("AmazonEC2/ebs.csv", "region,item,tier_from,tier_to,unit,usd,source,note\n"),
        (
            "AmazonEC2/on-demand/eu-west-1.csv",
            "instance_type,platform,tenancy,usd_per_hour,source\nm5.large,,shared,0.1,mine\n",
        ),
        ("AmazonEC2/empty.csv", "region,item\n"),
        ("AmazonS3/storage.csv", wrong),
    ]);
    write(folder.path(), "AmazonEC2/stray.csv", EBS);
    write(folder.path(), "AmazonEC2/empty.csv", "");
    insta::with_settings!({filters => vec![("[0-9a-f]{64}", "…")]}, {
        insta::assert_snapshot!("folder_mistakes", mistakes(folder.path()));
    });
}

const DATABASES: &str = "instance_class,engine,license,deployment,usd_per_hour,source\n\
    db.t4g.micro,mysql,none,multi-az,0.5,mine\n";

#[test]
fn tables_by_region_have_the_columns_of_the_book() {
    let nodes = "engine,node_type,usd_per_hour,sku,source\nvalkey,cache.r7g.large,0.25,ABCDEFGH12345678,mine\n";
    let folder = folder(&[
        ("AmazonElastiCache/on-demand/eu-west-1.csv", nodes),
        (
            "AmazonES/reserved/eu-west-1.csv",
            "instance_type,term,payment,usd_per_hour,source\nm6g.large.search,1yr,no-upfront,0.125,mine\n",
        ),
        ("AmazonRDS/on-demand/eu-west-1.csv", DATABASES),
    ]);
    let book = PriceBook::with_folder(folder.path()).unwrap();
    for (table, item, usd) in [
        ("AmazonElastiCache/on-demand", "cache.r7g.large valkey", "0.25"),
        ("AmazonES/reserved", "m6g.large.search 1yr no-upfront", "0.125"),
        ("AmazonRDS/on-demand", "db.t4g.micro mysql none multi-az", "0.5"),
    ] {
        let price = book.hourly(table, &"eu-west-1".into(), item).unwrap();
        assert_eq!(
            (price.unit_price, price.source.source.as_str()),
            (usd.parse().unwrap(), "a letter, signed"),
            "{item}"
        );
        let elsewhere = book.hourly(table, &"eu-west-2".into(), item);
        assert_eq!(elsewhere, PriceBook::embedded().hourly(table, &"eu-west-2".into(), item));
    }
}

#[test]
fn tables_that_are_not_those_of_the_book_are_mistakes() {
    let folder = folder(&[
        ("AmazonEC2/spot/eu-west-1.csv", DATABASES),
        ("AmazonElastiCache/on-demand/eu-west-1.csv", "node_typ,engine,usd_per_hour,source\n"),
        ("AmazonRDS/on-demands/eu-west-1.csv", DATABASES),
        ("AmazonRDS/on-demand/eu-west-1.csv", &DATABASES.replace(",mysql", ",my sql").replace("0.5", "half")),
        ("AmazonRDS/on-demand/eu-west-2.csv", "instance_class,engine,deployment,usd_per_hour,source\n"),
    ]);
    insta::assert_snapshot!("table_mistakes", mistakes(folder.path()));
}

#[test]
fn a_price_changed_by_hand_is_noticed() {
    let folder = folder(&[("AmazonEC2/ebs.csv", EBS)]);
    write(folder.path(), "AmazonEC2/ebs.csv", &EBS.replace("0.07", "0.01"));
    let said = mistakes(folder.path());
    assert!(said.starts_with("AmazonEC2/ebs.csv: its sha256 is "), "{said}");
    fs::remove_file(folder.path().join("AmazonEC2/ebs.csv")).unwrap();
    assert!(mistakes(folder.path()).starts_with("manifest.json: `AmazonEC2/ebs.csv` is not there"));
}

#[test]
fn manifests_and_sources_are_read_strictly() {
    let cases = [
        ("manifest.json", "{", "manifest.json:1:1: EOF while parsing"),
        (
            "manifest.json",
            r#"{"schema": "x/2", "currency": "EUR", "files": []}"#,
            "manifest.json: holds `x/2` in `EUR`",
        ),
        ("manifest.json", r#"{"schema": "cloudtrim.prices/1", "curency": "USD"}"#, "unknown field `curency`"),
        ("sources.csv", "id,source,as_of\nmine,text,yesterday\n", "sources.csv:2: `yesterday` is no day"),
        ("sources.csv", "id,source,as_of\na,b,2026-01-01\na,c,2026-01-01\n", "sources.csv:3: `a` is there twice"),
        ("sources.csv", "id,source\na,b\n", "sources.csv:2: CSV deserialize error"),
    ];
    for (file, text, expected) in cases {
        let folder = folder(&[("AmazonEC2/ebs.csv", EBS)]);
        fs::write(folder.path().join(file), text).unwrap();
        let said = mistakes(folder.path());
        assert!(said.contains(expected), "{text}: {said}");
    }
    let folder = folder(&[]);
    fs::remove_file(folder.path().join("manifest.json")).unwrap();
    fs::remove_file(folder.path().join("sources.csv")).unwrap();
    assert_eq!(mistakes(folder.path()).matches("\n  hint: ").count(), 2);
    assert!(matches!(PriceBook::with_folder(Path::new("/nowhere/at/all")), Err(FolderError::Io { .. })));
}

#[test]
fn a_sum_in_another_place_does_not_lead_out_of_the_folder() {
    let folder = folder(&[("AmazonEC2/ebs.csv", EBS)]);
    let manifest = fs::read_to_string(folder.path().join("manifest.json")).unwrap();
    fs::write(folder.path().join("manifest.json"), manifest.replace("AmazonEC2/ebs.csv", "../../etc/passwd")).unwrap();
    assert!(mistakes(folder.path()).contains("`../../etc/passwd` is not there"));
}

#[test]
fn differences_say_what_changed_and_by_how_much() {
    let one = folder(&[("AmazonEC2/ebs.csv", EBS)]);
    let other =
        EBS.replace("0.07", "0.084").replace("ebs.io2.provisioned_iops,0,1000", "ebs.io1.provisioned_iops,0,Inf");
    let other = folder(&[("AmazonEC2/ebs.csv", &other.replace("provisioned_iops,1000", "provisioned_iops,0"))]);
    let (one, other) = (PriceFolder::load(one.path()).unwrap(), PriceFolder::load(other.path()).unwrap());
    let found: Vec<_> = changes(&one, &other)
        .iter()
        .map(|change| {
            (change.kind, change.item.clone(), change.tier_from.to_string(), change.change_percent.map(f64::round))
        })
        .collect();
    assert_eq!(
        found,
        [
            (ChangeKind::Changed, "ebs.gp3.storage".to_owned(), "0".to_owned(), Some(20.0)),
            (ChangeKind::New, "ebs.io1.provisioned_iops".to_owned(), "0".to_owned(), None),
            (ChangeKind::Changed, "ebs.io2.provisioned_iops".to_owned(), "0".to_owned(), Some(-17.0)),
            (ChangeKind::Gone, "ebs.io2.provisioned_iops".to_owned(), "1000".to_owned(), None),
        ]
    );
    assert!(changes(&one, &one).is_empty());
}

#[test]
fn verifying_counts_what_is_old_and_finds_strange_units() {
    let day = |text| chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap();
    let sound = folder(&[("AmazonEC2/ebs.csv", EBS)]);
    let verification = verify(Some(sound.path()), day("2027-01-30")).unwrap();
    assert_eq!((verification.files, verification.rows, verification.stale()), (1, 3, 0));
    assert_eq!(verify(Some(sound.path()), day("2027-01-31")).unwrap().stale(), 3, "91 days");
    assert!(verify(Some(sound.path()), day("2026-10-31")).is_err(), "from the future");
    let strange = folder(&[("AmazonEC2/ebs.csv", &EBS.replace("GB-Mo", "furlongs"))]);
    let Err(FolderError::Mistakes(mistakes)) = verify(Some(strange.path()), day("2026-11-21")) else { panic!() };
    assert_eq!((mistakes.len(), mistakes[0].line, mistakes[0].field.as_str()), (1, 2, "unit"));
    assert!(verify(None, day("2026-11-21")).unwrap().stale() > 0);
}
