//! Declared resources, priced by hand from the price book.

mod compute;
