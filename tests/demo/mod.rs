//! The datasets that ship: the demo, its generator, and the page that describes their format.

mod estate;
mod format_page;
mod regeneration;
mod year;
mod year_report;
