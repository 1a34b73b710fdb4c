//! What went where, and for a dry run what would.

use super::grid::{Column, grid};
use super::text::one_line;
use crate::model::delivery::{Delivery, DeliveryState, Preview};

/// One line a message; `width` columns.
pub fn delivery_table(deliveries: &[Delivery], width: usize) -> String {
    let mut rows = vec![["Target", "What", "Size", "Outcome"].map(str::to_owned).to_vec()];
    for delivery in deliveries {
        let size = if delivery.bytes == 0 { String::new() } else { size(delivery.bytes) };
        rows.push(vec![one_line(&delivery.target), one_line(&delivery.contents), size, outcome(&delivery.state)]);
    }
    let widest = |column: usize, most: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0).min(most)
    };
    let (target, what) = (widest(0, width * 2 / 5), widest(1, 30));
    let outcome = width.saturating_sub(target + what + SIZE + 6).max(20);
    grid(&[Column::text(target), Column::text(what), Column::money(SIZE), Column::text(outcome)], &rows)
}

/// `1023 kB`.
const SIZE: usize = 8;

fn size(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

fn outcome(state: &DeliveryState) -> String {
    match state {
        DeliveryState::Sent { attempts: 1 } => "sent".to_owned(),
        DeliveryState::Sent { attempts } => format!("sent at attempt {attempts}"),
        DeliveryState::Unchanged => "the same is there already".to_owned(),
        DeliveryState::AlreadySent { at } => {
            format!("sent before, on {} UTC; `--resend` sends it again", at.format("%Y-%m-%d %H:%M"))
        }
        DeliveryState::WouldSend => "would be sent".to_owned(),
        DeliveryState::Failed { reason, attempts: 0 | 1 } => format!("FAILED: {}", one_line(reason)),
        DeliveryState::Failed { reason, attempts } => format!("FAILED after {attempts} attempts: {}", one_line(reason)),
    }
}

/// The table and, for each message, its fields and text.
pub fn delivery_preview(deliveries: &[Delivery], width: usize) -> String {
    let mut text = delivery_table(deliveries, width);
    for delivery in deliveries {
        let Some(Preview { fields, payload }) = &delivery.preview else { continue };
        if fields.is_empty() && payload.is_empty() {
            continue;
        }
        text.push_str(&format!("\n== {}, {}\n", one_line(&delivery.target), one_line(&delivery.contents)));
        for (name, value) in fields {
            text.push_str(&format!("{name}: {}\n", one_line(value)));
        }
        if !payload.is_empty() {
            text.push('\n');
            payload.lines().for_each(|line| text.push_str(&format!("    {}\n", one_line_kept(line))));
        }
    }
    text
}

/// Indentation stays; control characters do not reach the terminal.
fn one_line_kept(line: &str) -> String {
    line.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}
