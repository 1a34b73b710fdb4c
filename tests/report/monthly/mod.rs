//! The monthly report as a person, a spreadsheet and a program would read it.

mod page;
mod pages_for_browsers;
mod spreadsheets;
mod strangers;
mod synthetic;
