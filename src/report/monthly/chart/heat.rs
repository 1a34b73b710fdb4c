//! A heat map of the hours of a week, with the hours that a schedule keeps framed.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::{Area, Drawn, Figure, HEAT_STEPS, Ink, Shape, figure, label};
use crate::report::RenderError;

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const NAMES: i32 = 34;
const HOURS: i32 = 18;

/// `percent[day × 24 + hour]`, from Monday midnight; `kept` are the hours that stay on.
pub(in crate::report::monthly) fn heat_map(
    id: &str,
    title: &str,
    description: String,
    percent: &[Option<f64>],
    kept: &[bool],
) -> Result<Figure, RenderError> {
    let shapes = [Shape::wide(178), Shape::narrow(150)];
    let legend = [
        (Ink::Heat(0), "up to 5 %"),
        (Ink::Heat(2), "10 to 20 %"),
        (Ink::Heat(5), "over 70 %"),
        (Ink::Unknown, "not measured"),
        (Ink::Kept, "runs as advised"),
    ];
    let figure = figure(id, title, description, shapes, |area, shape| draw(area, shape, percent, kept))?;
    Ok(figure.with_legend(legend.map(|(ink, name)| (ink, name.to_owned()))))
}

fn draw(area: &Area<'_>, shape: Shape, percent: &[Option<f64>], kept: &[bool]) -> Drawn {
    let cell_width = (i32::try_from(shape.width)? - NAMES) / 24;
    let cell_height = (i32::try_from(shape.height)? - HOURS) / 7;
    let words = |at: (i32, i32), text: String, across: HPos, down: VPos| {
        area.draw(&Text::new(text, at, label(Ink::Text, 12).pos(Pos::new(across, down))))
    };
    for (hour, column) in (0..24_i32).enumerate().step_by(if shape.narrow { 6 } else { 3 }) {
        words((NAMES + column * cell_width, 0), format!("{hour:02}"), HPos::Left, VPos::Top)?;
    }
    for ((name, day), row) in DAYS.iter().zip(0_usize..).zip(0_i32..) {
        let top = HOURS + row * cell_height;
        words((0, top + cell_height / 2), (*name).to_owned(), HPos::Left, VPos::Center)?;
        for (hour, column) in (0_usize..24).zip(0_i32..) {
            let at = day * 24 + hour;
            let left = NAMES + column * cell_width;
            let corners = [(left, top), (left + cell_width - 1, top + cell_height - 1)];
            let ink = percent.get(at).copied().flatten().map_or(Ink::Unknown, step);
            area.draw(&Rectangle::new(corners, ink.color().filled()))?;
            if kept.get(at).copied().unwrap_or(false) {
                let under = [(left, top + cell_height - 3), (left + cell_width - 1, top + cell_height - 1)];
                area.draw(&Rectangle::new(under, Ink::Kept.color().filled()))?;
            }
        }
    }
    Ok(())
}

/// What the darker steps are above, in percent; up to the first an hour is idle, where a rule has no other bound.
const STEPS: [f64; 5] = [5.0, 10.0, 20.0, 40.0, 70.0];

fn step(percent: f64) -> Ink {
    let above = STEPS.iter().filter(|bound| percent > **bound).count();
    Ink::Heat(u8::try_from(above).unwrap_or(0).min(HEAT_STEPS - 1))
}
