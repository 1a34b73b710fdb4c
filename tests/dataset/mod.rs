//! The folder format: what loads, what is refused and in which words, what saving leaves behind.

mod broken;
mod estate;
mod frames;
mod killed;
mod round_trip;
mod scale;
mod spend;
mod statistics;
