//! Files: whole or not at all, and the same bytes are not written twice.

use cloudtrim::model::delivery::DeliveryState;

use super::{Room, only, parcel, reason, to};

#[test]
fn a_file_is_written_into_folders_that_are_made_for_it_and_only_once() {
    let room = Room::new();
    let deliveries = to(&[&format!("file:{}/reports/{{month}}/{{date}}.html", room.path().display())]);
    let written = room.path().join("reports/2026-10/2026-11-01.html");
    let parcel = parcel();
    assert_eq!(only(&room.deliver(&parcel, &deliveries)).state, DeliveryState::Sent { attempts: 1 });
    assert_eq!(std::fs::read(&written).unwrap(), parcel.documents[&cloudtrim::deliver::DocumentFormat::Html]);
    assert_eq!(only(&room.deliver(&parcel, &deliveries)).state, DeliveryState::Unchanged);
    // A file that somebody removed is missing, whatever was sent before.
    std::fs::remove_file(&written).unwrap();
    assert_eq!(only(&room.deliver(&parcel, &deliveries)).state, DeliveryState::Sent { attempts: 1 });
    let left: Vec<_> = std::fs::read_dir(written.parent().unwrap()).unwrap().collect();
    assert_eq!(left.len(), 1, "nothing half-written stays: {left:?}");
}

#[test]
fn a_folder_takes_every_format() {
    let room = Room::new();
    let outcome = room.deliver(&parcel(), &to(&[&format!("file:{}/all/", room.path().display())]));
    assert_eq!(outcome.failed(), 0);
    let mut names: Vec<_> = std::fs::read_dir(room.path().join("all"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let expected = ["csv", "html", "json", "md", "xlsx"].map(|extension| format!("cloudtrim-2026-10.{extension}"));
    assert_eq!(names, expected);
}

#[test]
fn a_target_that_fails_fails_alone() {
    let room = Room::new();
    std::fs::write(room.path().join("in-the-way"), "").unwrap();
    let folder = room.path().display();
    let mut parcel = parcel();
    parcel.documents.remove(&cloudtrim::deliver::DocumentFormat::Csv);
    let outcome = room.deliver(
        &parcel,
        &to(&[
            &format!("file:{folder}/in-the-way/report.html"),
            &format!("file:{folder}/report.csv"),
            "slack:NOT_SET",
            &format!("file:{folder}/report.md"),
        ]),
    );
    assert_eq!(outcome.failed(), 3);
    assert!(reason(&outcome.deliveries[0]).0.starts_with("cannot be written: "), "{outcome:?}");
    assert_eq!(reason(&outcome.deliveries[1]), ("the report was not made as CSV", 0));
    assert_eq!(outcome.deliveries[2].state, DeliveryState::Sent { attempts: 1 });
    assert_eq!(reason(&outcome.deliveries[3]), ("the environment variable `NOT_SET` is not set", 0));
    assert!(room.path().join("report.md").exists());
}
