//! All targets, one after the other: a failed one fails alone.

use std::time::Duration;

use super::ledger::Ledger;
use super::message::{Making, Message, Payload, Prepared};
use super::parcel::Parcel;
use super::retry::{AttemptError, Breaker, Tried, persist};
use super::settings::{Deliveries, Surroundings};
use super::target::{Contents, Name, Target};
use super::wording::Link;
use super::{file, reach};
use crate::model::delivery::{Claim, Delivery, DeliveryState};

/// What came of it, in the order of sending.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub deliveries: Vec<Delivery>,
    pub warnings: Vec<String>,
}

impl Outcome {
    /// Targets and messages that failed.
    pub fn failed(&self) -> usize {
        self.deliveries.iter().filter(|delivery| delivery.failed()).count()
    }
}

/// Hands a message over, once.
pub(super) trait Sender {
    fn send(&self, message: &Message) -> Result<(), AttemptError>;
}

/// Send `parcel` to every target that does not have it yet; `ledger` says which do, and is told of the others.
pub fn deliver(
    parcel: &Parcel,
    deliveries: &Deliveries,
    ledger: &mut Ledger,
    surroundings: &Surroundings<'_>,
) -> Outcome {
    let mut run = Run::new(parcel, deliveries, surroundings, ledger);
    for target in in_order(&deliveries.targets) {
        let delivered = run.to(target, ledger);
        run.remember(target, &delivered);
        run.outcome.deliveries.extend(delivered);
    }
    run.outcome
}

/// What [`deliver`] would do: nothing is sent, written or asked.
pub fn preview(parcel: &Parcel, deliveries: &Deliveries, ledger: &Ledger, surroundings: &Surroundings<'_>) -> Outcome {
    let mut run = Run::new(parcel, deliveries, surroundings, ledger);
    for target in in_order(&deliveries.targets) {
        let previewed = run.preview(target, ledger);
        run.remember(target, &previewed);
        run.outcome.deliveries.extend(previewed);
    }
    run.outcome
}

/// Each once; files and objects first, since messages refer to them.
fn in_order(targets: &[Target]) -> Vec<&Target> {
    let mut ordered: Vec<&Target> = Vec::new();
    for target in targets {
        if !ordered.contains(&target) {
            ordered.push(target);
        }
    }
    ordered.sort_by_key(|target| target.rank());
    ordered
}

/// While another run sends a message.
const ASK_AGAIN: Duration = Duration::from_secs(5);
/// Longer than any turn lasts.
const LONGEST_WAIT: Duration = Duration::from_mins(30);

struct Run<'a> {
    parcel: &'a Parcel,
    deliveries: &'a Deliveries,
    surroundings: &'a Surroundings<'a>,
    /// Where the whole report is by now.
    links: Vec<Link>,
    outcome: Outcome,
}

impl<'a> Run<'a> {
    fn new(
        parcel: &'a Parcel,
        deliveries: &'a Deliveries,
        surroundings: &'a Surroundings<'a>,
        ledger: &Ledger,
    ) -> Self {
        let filled = |link: &String| link.replace("{month}", &parcel.month()).replace("{date}", &parcel.date());
        let links = deliveries.link.iter().map(filled).map(Link::page).collect();
        let outcome = Outcome { deliveries: Vec::new(), warnings: ledger.warnings.clone() };
        Self { parcel, deliveries, surroundings, links, outcome }
    }

    fn prepare(&self, target: &Target) -> Result<Prepared, Box<Delivery>> {
        let making = Making {
            parcel: self.parcel,
            deliveries: self.deliveries,
            links: &self.links,
            surroundings: self.surroundings,
        };
        making.messages(target).map_err(|reason| {
            Box::new(Delivery {
                target: target.shown(self.parcel),
                contents: String::new(),
                bytes: 0,
                state: DeliveryState::Failed { reason, attempts: 0 },
                preview: None,
            })
        })
    }

    fn preview(&self, target: &Target, ledger: &Ledger) -> Vec<Delivery> {
        let prepared = match self.prepare(target) {
            Ok(prepared) => prepared,
            Err(failed) => return vec![*failed],
        };
        let previewed = |message: Message| {
            let state = self.known(&message, ledger).unwrap_or(DeliveryState::WouldSend);
            let preview = Some(message.preview.clone());
            Delivery { preview, ..delivery(&message, state) }
        };
        prepared.messages.into_iter().map(previewed).collect()
    }

    /// Where the message is already.
    fn known(&self, message: &Message, ledger: &Ledger) -> Option<DeliveryState> {
        match (&message.payload, &message.key) {
            (Payload::File { path, bytes }, _) => file::holds(path, bytes).then_some(DeliveryState::Unchanged),
            (_, Some(key)) if !self.deliveries.resend => ledger.sent(key).map(|at| DeliveryState::AlreadySent { at }),
            _ => None,
        }
    }

    fn to(&mut self, target: &Target, ledger: &mut Ledger) -> Vec<Delivery> {
        let prepared = match self.prepare(target) {
            Ok(prepared) => prepared,
            Err(failed) => return vec![*failed],
        };
        let mut sender = None;
        let mut breaker = Breaker::default();
        let mut delivered = Vec::new();
        for message in &prepared.messages {
            let state = match self.known(message, ledger).map_or_else(|| self.claim(message, ledger), Err) {
                Err(state) => state,
                Ok(turn) => {
                    let sender =
                        sender.get_or_insert_with(|| reach::sender(target, self.deliveries, self.surroundings));
                    let state = self.send(message, &prepared, sender.as_deref(), &mut breaker);
                    self.note(message, &state, turn, ledger);
                    state
                }
            };
            delivered.push(delivery(message, state));
        }
        delivered
    }

    /// The turn of sending it, or why it is not sent. While another run sends it, this one waits for what comes of it.
    fn claim(&self, message: &Message, ledger: &Ledger) -> Result<Option<u32>, DeliveryState> {
        let Some(key) = message.key.as_ref().filter(|_| !self.deliveries.resend) else { return Ok(None) };
        let failed = |reason| DeliveryState::Failed { reason, attempts: 0 };
        let mut waited = Duration::ZERO;
        loop {
            match ledger.claim(key) {
                Ok(Claim::Ours { turn }) => return Ok(Some(turn)),
                Ok(Claim::Sent { at }) => return Err(DeliveryState::AlreadySent { at }),
                Ok(Claim::Another { since }) if waited >= LONGEST_WAIT => {
                    let since = since.format("%Y-%m-%d %H:%M:%S UTC");
                    return Err(failed(format!("another run has been sending it since {since}")));
                }
                Ok(Claim::Another { .. }) => {
                    if waited.is_zero() {
                        (self.surroundings.said)(&format!("{}: another run is sending it; waiting", message.shown));
                    }
                    (self.surroundings.sleep)(ASK_AGAIN);
                    waited = waited.saturating_add(ASK_AGAIN);
                }
                Err(error) => {
                    return Err(failed(format!(
                        "it was not sent, since that could not be noted: {error}; keep the list elsewhere with \
                         `--deliveries`"
                    )));
                }
            }
        }
    }

    fn send(
        &self,
        message: &Message,
        prepared: &Prepared,
        sender: Result<&dyn Sender, &String>,
        breaker: &mut Breaker,
    ) -> DeliveryState {
        let sender = match sender {
            Ok(sender) => sender,
            Err(reason) => return DeliveryState::Failed { reason: reason.clone(), attempts: 0 },
        };
        let attempt = || {
            sender
                .send(message)
                .map_err(|error| AttemptError { reason: prepared.redactor.scrub(&error.reason), ..error })
        };
        match persist(&message.shown, &self.deliveries.patience, self.surroundings, breaker, attempt) {
            Tried::Done { attempts } => DeliveryState::Sent { attempts },
            Tried::Failed { attempts, reason } => DeliveryState::Failed { reason, attempts },
        }
    }

    fn note(&mut self, message: &Message, state: &DeliveryState, turn: Option<u32>, ledger: &mut Ledger) {
        let Some(key) = &message.key else { return };
        let shown = &message.shown;
        let warning = match (state, turn) {
            (DeliveryState::Sent { .. }, _) => {
                let noted = ledger.note(key, shown, self.surroundings.now);
                noted.map_err(|error| format!("{shown} was sent, but a rerun would send it again: {error}"))
            }
            (_, Some(turn)) => {
                let given_up = ledger.give_up(key, turn);
                given_up
                    .map_err(|error| format!("{shown} was not sent, and will not be for a quarter of an hour: {error}"))
            }
            (_, None) => Ok(()),
        };
        self.outcome.warnings.extend(warning.err());
    }

    /// Objects that are there are what later messages refer to.
    fn remember(&mut self, target: &Target, delivered: &[Delivery]) {
        let Target::S3 { bucket, key } = target else { return };
        if delivered.iter().any(Delivery::failed) {
            return;
        }
        self.links.push(Link::object(format!("s3://{bucket}/{}", shown_key(key, self.parcel))));
    }
}

fn shown_key(key: &Name, parcel: &Parcel) -> String {
    let filled = key.filled(parcel);
    match key.contents() {
        Contents::Document(_) => filled,
        // The page that people open, where there is one.
        Contents::Folder => {
            let page = parcel.documents.contains_key(&super::DocumentFormat::Html);
            if page { format!("{filled}{}", parcel.file_name(super::DocumentFormat::Html)) } else { filled }
        }
    }
}

fn delivery(message: &Message, state: DeliveryState) -> Delivery {
    Delivery {
        target: message.shown.clone(),
        contents: message.contents.clone(),
        bytes: message.bytes,
        state,
        preview: None,
    }
}
