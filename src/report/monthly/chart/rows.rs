//! Horizontal bars, one a row: waterfalls, and amounts by name.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::{Area, Drawn, Figure, Ink, Shape, axis_range, figure, label};
use crate::report::RenderError;

/// A bar from one amount to another; its value is written beside it.
#[derive(Clone, Debug)]
pub(in crate::report::monthly) struct Row {
    pub name: String,
    pub from: f64,
    pub to: f64,
    pub ink: Ink,
    pub value: String,
}

/// Whether each bar starts where the one before ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::report::monthly) enum Joined {
    /// The axis starts at this amount, so that small steps between large totals can be seen.
    Steps {
        start: f64,
    },
    Apart,
}

/// Where the axis of a waterfall over these levels starts: zero, unless the steps would be too small to see.
pub(in crate::report::monthly) fn waterfall_start(levels: &[f64]) -> f64 {
    let lowest = levels.iter().copied().fold(f64::INFINITY, f64::min);
    let highest = levels.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let span = (highest - lowest).max(highest.abs() * 0.01);
    if !span.is_finite() || lowest <= 0.0 || span > highest * 0.4 {
        return 0.0;
    }
    let round = 10_f64.powf(span.log10().floor());
    (((lowest - span * 0.6) / round).floor() * round).max(0.0)
}

const WIDE_ROW: i32 = 26;
const NARROW_ROW: i32 = 36;
const BAR: i32 = 14;
/// Room for the names, to the left of the bars; narrow drawings have them above.
const NAMES: i32 = 190;
/// Room for the values, to the right of the longest bar.
const VALUES: i32 = 86;

pub(in crate::report::monthly) fn rows(
    id: &str,
    title: &str,
    description: String,
    rows: &[Row],
    joined: Joined,
) -> Result<Figure, RenderError> {
    let number = u32::try_from(rows.len()).unwrap_or(u32::MAX).max(1);
    let height = |row: i32| number.saturating_mul(row.unsigned_abs()).saturating_add(6);
    let shapes = [Shape::wide(height(WIDE_ROW)), Shape::narrow(height(NARROW_ROW))];
    figure(id, title, description, shapes, |area, shape| draw(area, shape, rows, joined))
}

/// From amounts to pixels.
struct Scale {
    left: i32,
    room: f64,
    low: f64,
    high: f64,
}

impl Scale {
    fn of(rows: &[Row], shape: Shape, joined: Joined) -> Self {
        let (low, high) = axis_range(rows.iter().flat_map(|row| [row.from, row.to]));
        let left = if shape.narrow { 0 } else { NAMES };
        let width = i32::try_from(shape.width).unwrap_or(i32::MAX);
        let low = match joined {
            Joined::Steps { start } if start > low => start,
            _ => low,
        };
        Self { left, room: f64::from(width - left - VALUES), low, high }
    }

    fn place(&self, amount: f64) -> i32 {
        self.left + to_pixel((amount.max(self.low) - self.low) / (self.high - self.low) * self.room)
    }
}

fn draw(area: &Area<'_>, shape: Shape, rows: &[Row], joined: Joined) -> Drawn {
    let scale = Scale::of(rows, shape, joined);
    let zero = scale.place(0.0);
    let bottom = i32::try_from(shape.height).unwrap_or(i32::MAX);
    area.draw(&PathElement::new([(zero, 0), (zero, bottom)], Ink::Axis.color().stroke_width(1)))?;
    let mut previous: Option<(i32, i32)> = None;
    let step = if shape.narrow { NARROW_ROW } else { WIDE_ROW };
    for (row, position) in rows.iter().zip(0_i32..) {
        let top = position.saturating_mul(step).saturating_add(3);
        let bar = top + if shape.narrow { 17 } else { 4 };
        named(area, shape, row, (top, bar))?;
        if let Some((x, from)) = previous {
            area.draw(&PathElement::new([(x, from), (x, bar)], Ink::Axis.color().stroke_width(1)))?;
        }
        let (left, right) = (scale.place(row.from.min(row.to)), scale.place(row.from.max(row.to)));
        area.draw(&Rectangle::new([(left, bar), (right.max(left + 1), bar + BAR)], row.ink.color().filled()))?;
        let value = label(Ink::Text, 13).pos(Pos::new(HPos::Left, VPos::Center));
        area.draw(&Text::new(row.value.clone(), (right.max(zero) + 6, bar + BAR / 2), value))?;
        previous = matches!(joined, Joined::Steps { .. }).then(|| (scale.place(row.to), bar + BAR));
    }
    Ok(())
}

fn named(area: &Area<'_>, shape: Shape, row: &Row, (top, bar): (i32, i32)) -> Drawn {
    let (longest, at, across) =
        if shape.narrow { (44, (0, top + 8), HPos::Left) } else { (26, (NAMES - 10, bar + BAR / 2), HPos::Right) };
    let style = label(Ink::Text, 13).pos(Pos::new(across, VPos::Center));
    area.draw(&Text::new(shortened(&row.name, longest), at, style))?;
    Ok(())
}

#[expect(clippy::cast_possible_truncation, reason = "a pixel within the drawing; casts from floats saturate")]
fn to_pixel(value: f64) -> i32 {
    value.round() as i32
}

/// So many characters at most, the last of them an ellipsis where it is cut.
fn shortened(name: &str, longest: usize) -> String {
    let name = crate::report::one_line(name);
    if name.chars().count() <= longest {
        return name;
    }
    name.chars().take(longest.saturating_sub(1)).chain(std::iter::once('…')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_is_cut_only_where_steps_are_small() {
        let cases: [(&[f64], f64); 5] = [
            (&[45_000.0, 45_600.0], 44_600.0),
            (&[100.0, 300.0], 0.0),
            (&[-5.0, 5.0], 0.0),
            (&[0.0, 0.0], 0.0),
            (&[], 0.0),
        ];
        for (levels, start) in cases {
            assert!((waterfall_start(levels) - start).abs() < 1e-9, "{levels:?}: {}", waterfall_start(levels));
        }
    }
}
