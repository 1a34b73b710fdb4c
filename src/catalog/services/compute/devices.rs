//! EBS volumes, as resources and as block devices of instances.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::catalog::resource::Block;
use crate::catalog::{Field, Sheet};
use crate::estimate::{self, GP3_INCLUDED_IOPS, GP3_INCLUDED_THROUGHPUT_MIBPS};
use crate::model::configuration::{Configuration, Placed, VolumeConfiguration};
use crate::model::vocabulary::VolumeType;
use crate::pricing::TieredPrice;
use crate::units::{GbMonth, Quantity, Request};

/// Size of the root volume of Amazon Linux and most other images, in GiB.
pub(super) const ROOT_GIB: u32 = 8;

/// The fields of a block device's volume.
pub(super) const FIELDS: &[Field] = &[
    Field::text("volume_type", "`gp3`, `io2`, …; gp2 without it."),
    Field::number("volume_size", "GiB", "The image's or the snapshot's size without it."),
    Field::number("iops", "IOPS", "Of gp3 (3,000 without it), io1 and io2."),
    Field::number("throughput", "MiB/s", "Of gp3 (125 without it)."),
    Field::text("device_name", "`/dev/sdb`: where a launch template's device is replaced."),
];

/// A volume as it is declared.
#[derive(Clone, Debug)]
pub(super) struct Volume {
    pub(super) storage: VolumeType,
    /// GiB.
    pub(super) size: Option<Decimal>,
    pub(super) iops: Option<Decimal>,
    /// MiB/s.
    pub(super) throughput: Option<Decimal>,
    /// I/O requests a month, billed on magnetic volumes.
    pub(super) requests: Option<Decimal>,
}

impl Volume {
    pub(super) fn of_block(block: Block<'_>) -> Self {
        Self {
            storage: volume_type(block.text("volume_type")),
            size: block.number("volume_size"),
            iops: block.number("iops"),
            throughput: block.number("throughput"),
            requests: None,
        }
    }

    pub(super) const fn gp2(size: Decimal) -> Self {
        Self { storage: VolumeType::Gp2, size: Some(size), iops: None, throughput: None, requests: None }
    }

    /// A volume whose size is not known is a gap.
    pub(super) fn price(&self, sheet: &mut Sheet<'_>) {
        let Some(size) = self.size else { return sheet.gap("the size of a volume is not known") };
        let Some(size_gib) = size.ceil().to_u32() else {
            return sheet.gap(format!("{size} GiB is no size of a volume"));
        };
        if self.storage == VolumeType::Standard {
            return self.magnetic(size_gib, sheet);
        }
        let gp3 = self.storage == VolumeType::Gp3;
        let configuration = VolumeConfiguration {
            volume_type: self.storage.clone(),
            size_gib,
            iops: whole(self.iops).or(gp3.then_some(GP3_INCLUDED_IOPS)),
            throughput_mibps: whole(self.throughput).or(gp3.then_some(GP3_INCLUDED_THROUGHPUT_MIBPS)),
        };
        let placed = Placed { region: sheet.region.clone(), configuration: Configuration::EbsVolume(configuration) };
        sheet.adopt(estimate::estimate(&placed, sheet.prices));
    }

    /// Requests are usage here, which the calculator of collected volumes does not know.
    fn magnetic(&self, size_gib: u32, sheet: &mut Sheet<'_>) {
        let storage = sheet.prices.ebs_storage(sheet.region, &self.storage).map(TieredPrice::from);
        sheet.fixed("Storage", Quantity::<GbMonth>::of(size_gib), storage);
        let price = sheet.rate_of::<Request>("AmazonEC2", "ebs.standard.io_requests");
        sheet.usage("I/O requests", self.requests, price);
    }
}

/// gp2 is the default of the EC2 API.
pub(super) fn volume_type(word: Option<&str>) -> VolumeType {
    word.map_or(VolumeType::Gp2, VolumeType::from_word)
}

fn whole(number: Option<Decimal>) -> Option<u32> {
    number.and_then(|number| number.ceil().to_u32())
}

/// One block device of an instance.
#[derive(Clone, Debug)]
pub(super) struct Device<'a> {
    /// Where it is declared: `root_block_device`.
    pub(super) part: String,
    pub(super) name: Option<&'a str>,
    pub(super) root: bool,
    pub(super) volume: Volume,
}

impl Device<'_> {
    pub(super) fn price(&self, sheet: &mut Sheet<'_>) {
        let mut volume = self.volume.clone();
        if self.root && volume.size.is_none() {
            volume.size = Some(assumed_root(sheet));
        }
        sheet.part(&self.part, |sheet| volume.price(sheet));
    }
}

/// The devices, and the image's root volume where none of them is it.
pub(super) fn price(devices: &[Device<'_>], sheet: &mut Sheet<'_>) {
    if !devices.iter().any(|device| device.root) {
        let volume = Volume::gp2(assumed_root(sheet));
        sheet.part("root_block_device", |sheet| volume.price(sheet));
    }
    for device in devices {
        device.price(sheet);
    }
}

fn assumed_root(sheet: &mut Sheet<'_>) -> Decimal {
    sheet.gap(format!("the size of the root volume is the image's and not known: {ROOT_GIB} GiB are assumed"));
    Decimal::from(ROOT_GIB)
}
