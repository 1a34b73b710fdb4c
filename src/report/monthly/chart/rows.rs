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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::report::monthly) enum Joined {
    Steps,
    Apart,
}

const WIDE_ROW: u32 = 26;
const NARROW_ROW: u32 = 40;
const BAR: i32 = 14;
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
    let height = |row: u32| number.saturating_mul(row).saturating_add(6);
    let shapes = [Shape::wide(height(WIDE_ROW)), Shape::narrow(height(NARROW_ROW))];
    figure(id, title, description, shapes, |area, shape| draw(area, shape, rows, joined))
}

fn draw(area: &Area<'_>, shape: Shape, rows: &[Row], joined: Joined) -> Drawn {
    let (low, high) = axis_range(rows.iter().flat_map(|row| [row.from, row.to]));
    let names = if shape.narrow { 0 } else { 230 };
    let width = i32::try_from(shape.width).unwrap_or(i32::MAX);
    let room = f64::from(width - names - VALUES);
    let place = |amount: f64| names + to_pixel((amount - low) / (high - low) * room);
    let step = if shape.narrow { NARROW_ROW } else { WIDE_ROW };
    let zero = place(0.0);
    area.draw(&PathElement::new(
        [(zero, 0), (zero, i32::try_from(shape.height).unwrap_or(i32::MAX))],
        Ink::Axis.color().stroke_width(1),
    ))?;
    let longest = if shape.narrow { 44 } else { 34 };
    let mut previous: Option<(i32, i32)> = None;
    for (position, row) in rows.iter().enumerate() {
        let top = i32::try_from(position).unwrap_or(0).saturating_mul(i32::try_from(step).unwrap_or(0)) + 3;
        let bar = if shape.narrow { top + 19 } else { top + 4 };
        let (left, right) = (place(row.from.min(row.to)), place(row.from.max(row.to)));
        let name = shortened(&row.name, longest);
        let anchor = if shape.narrow {
            label(Ink::Text, 13).pos(Pos::new(HPos::Left, VPos::Center))
        } else {
            label(Ink::Text, 13).pos(Pos::new(HPos::Right, VPos::Center))
        };
        let at = if shape.narrow { (0, top + 9) } else { (names - 10, bar + BAR / 2) };
        area.draw(&Text::new(name, at, anchor))?;
        if let Some((x, from)) = previous {
            area.draw(&PathElement::new([(x, from), (x, bar)], Ink::Axis.color().stroke_width(1)))?;
        }
        area.draw(&Rectangle::new([(left, bar), (right.max(left + 1), bar + BAR)], row.ink.color().filled()))?;
        let value = label(Ink::Text, 13).pos(Pos::new(HPos::Left, VPos::Center));
        area.draw(&Text::new(row.value.clone(), (right.max(zero) + 6, bar + BAR / 2), value))?;
        previous = (joined == Joined::Steps).then(|| (place(row.to), bar + BAR));
    }
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
