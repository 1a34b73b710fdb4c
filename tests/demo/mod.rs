//! The datasets that ship: the demo, the minimal one, and the page that describes their format.

mod format_page;
