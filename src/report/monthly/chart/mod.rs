//! Charts as inline SVG: drawn by plotters, colored by the page's style sheet, each in a wide and a narrow shape.

mod columns;
mod heat;
mod lines;
mod money_axis;
mod rows;
mod svg;

use plotters::coord::Shift;
use plotters::prelude::*;
use serde::Serialize;

use crate::report::{RenderError, one_line};

pub(super) use columns::{Columns, Series};
pub(super) use heat::heat_map;
pub(super) use lines::{Band, Line, LineChart};
pub(super) use rows::{Joined, Row, rows, waterfall_start};
use svg::finished;

pub(super) type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
pub(super) type Drawn = Result<(), Box<dyn std::error::Error>>;

/// What a mark means; the style sheet says which color that is in light, dark and print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    /// One of the categorical colors, `0..SERIES`; the last is for all others.
    Series(u8),
    Axis,
    Text,
    /// A total, a level.
    Level,
    More,
    Less,
    /// Between the low and the high of an estimate.
    Band,
    /// An estimate, drawn in dashes.
    Estimate,
    /// A plan or a limit.
    Plan,
    /// Steps of a heat map, `0..HEAT_STEPS`.
    Heat(u8),
    /// An hour without a figure.
    Unknown,
    /// The frame of the hours that a schedule keeps.
    Kept,
}

/// Categorical colors, the one for all others included.
pub(super) const SERIES: usize = 8;
pub(super) const HEAT_STEPS: u8 = 6;

impl Ink {
    /// The number that stands for it in a color of plotters until [`finished`] makes a class of it.
    const fn code(self) -> u8 {
        match self {
            Self::Series(number) => number,
            Self::Axis => 20,
            Self::Text => 21,
            Self::Level => 22,
            Self::More => 23,
            Self::Less => 24,
            Self::Band => 25,
            Self::Estimate => 26,
            Self::Plan => 27,
            Self::Unknown => 28,
            Self::Kept => 29,
            Self::Heat(step) => 40_u8.saturating_add(step),
        }
    }

    pub(super) const fn color(self) -> RGBColor {
        RGBColor(1, 2, self.code())
    }
}

/// Size of the drawing in its own units; the page scales it to its width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    pub width: u32,
    pub height: u32,
    /// For phones: few labels, names above their bars.
    pub narrow: bool,
}

impl Shape {
    const WIDE: u32 = 560;
    const NARROW: u32 = 340;

    pub(super) const fn wide(height: u32) -> Self {
        Self { width: Self::WIDE, height, narrow: false }
    }

    pub(super) const fn narrow(height: u32) -> Self {
        Self { width: Self::NARROW, height, narrow: true }
    }
}

/// A chart as the templates place it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Figure {
    pub id: String,
    pub title: String,
    /// What it shows, for who does not see it; the figures stand in a table beside it.
    pub description: String,
    /// What the colors mean: class of the swatch and name.
    pub legend: Vec<(String, String)>,
    pub svg: Vec<Svg>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Svg {
    /// `wide` or `narrow`.
    pub shape: &'static str,
    pub view_box: String,
    /// Elements that hold numbers and escaped text only.
    pub body: String,
}

/// Draw both shapes.
pub(super) fn figure(
    id: &str,
    title: impl Into<String>,
    description: impl Into<String>,
    shapes: [Shape; 2],
    draw: impl Fn(&Area<'_>, Shape) -> Drawn,
) -> Result<Figure, RenderError> {
    let mut svg = Vec::with_capacity(shapes.len());
    for shape in shapes {
        let mut text = String::new();
        {
            let area = SVGBackend::with_string(&mut text, (shape.width, shape.height)).into_drawing_area();
            draw(&area, shape).map_err(|error| RenderError::Chart(error.to_string()))?;
            area.present().map_err(|error| RenderError::Chart(error.to_string()))?;
        }
        let name = if shape.narrow { "narrow" } else { "wide" };
        let view_box = format!("0 0 {} {}", shape.width, shape.height);
        svg.push(Svg { shape: name, view_box, body: finished(&text) });
    }
    let (title, description) = (one_line(&title.into()), one_line(&description.into()));
    Ok(Figure { id: id.to_owned(), title, description, legend: Vec::new(), svg })
}

impl Figure {
    pub(super) fn with_legend(mut self, legend: impl IntoIterator<Item = (Ink, String)>) -> Self {
        self.legend = legend.into_iter().map(|(ink, name)| (format!("f{}", ink.code()), one_line(&name))).collect();
        self
    }
}

/// Text of the charts: the size is given in the drawing's units.
pub(super) fn label(ink: Ink, size: u32) -> TextStyle<'static> {
    // The SVG backend divides sizes by 1.24.
    ("sans-serif", f64::from(size) * 1.24).into_font().color(&ink.color())
}

/// `$950`, `$1.2k`, `$34k`, `$5.1M`: for axes only.
pub(super) fn axis_money(amount: f64) -> String {
    let sign = if amount < -0.005 { "-" } else { "" };
    let size = amount.abs();
    let scaled = |value: f64, unit: &str| {
        let places = usize::from(value < 10.0 && (value * 10.0).round() % 10.0 != 0.0);
        format!("{sign}${value:.places$}{unit}")
    };
    match size {
        size if size >= 1e9 => scaled(size / 1e9, "B"),
        size if size >= 1e6 => scaled(size / 1e6, "M"),
        size if size >= 1e3 => scaled(size / 1e3, "k"),
        size if size >= 1.0 || size == 0.0 => scaled(size, ""),
        size => format!("{sign}${size:.2}"),
    }
}

/// Where an axis over these amounts starts and ends; zero is always on it.
pub(super) fn axis_range(amounts: impl IntoIterator<Item = f64>) -> (f64, f64) {
    let (low, high) = amounts
        .into_iter()
        .filter(|amount| amount.is_finite())
        .fold((0.0_f64, 0.0_f64), |(low, high), amount| (low.min(amount), high.max(amount)));
    let span = (high - low).max(1.0);
    (if low < 0.0 { low - span * 0.06 } else { 0.0 }, high + span * 0.06)
}

/// Every how many labels are shown so that they do not touch.
pub(super) fn label_stride(labels: usize, shape: Shape) -> usize {
    let fit = if shape.narrow { 5 } else { 9 };
    labels.div_ceil(fit).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axis_labels_are_short() {
        let cases = [
            (0.0, "$0"),
            (0.25, "$0.25"),
            (950.0, "$950"),
            (1200.0, "$1.2k"),
            (2000.0, "$2k"),
            (34_000.0, "$34k"),
            (-1500.0, "-$1.5k"),
            (5_100_000.0, "$5.1M"),
        ];
        for (amount, shown) in cases {
            assert_eq!(axis_money(amount), shown);
        }
    }

    #[test]
    fn an_axis_holds_zero_and_all_amounts() {
        for amounts in [vec![], vec![5.0, 9.0], vec![-3.0, 2.0], vec![f64::NAN, 1.0]] {
            let (low, high) = axis_range(amounts.clone());
            assert!(low <= 0.0 && high > 0.0);
            assert!(amounts.iter().filter(|one| one.is_finite()).all(|one| (low..=high).contains(one)));
        }
    }
}
