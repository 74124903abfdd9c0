//! How one value of three versions becomes one: the version both sides come from, and the two sides.
//!
//! Every way here gives the same whichever side is called ours. What only one side changed is taken
//! from that side. Where both did, differently, one value is picked by its own order, and it is
//! noted that they clash: so the outcome hangs on no clock, and on nobody's machine.

use std::collections::BTreeSet;

use super::{Clash, Pick, Three};
use crate::otp::{Key, Kind};
use crate::time::Date;

/// A value as a whole.
pub(super) fn atom<V: Ord + Clone>(three: Three<&V>, pick: Pick, clash: &mut Clash) -> V {
    three
        .one_sided()
        .unwrap_or_else(|| {
            clash.note();
            pick.of(three.ours, three.theirs)
        })
        .clone()
}

/// The later of two: what both sides saw happen, one after the other.
pub(super) fn latest<V: Ord + Clone>(three: Three<&V>, _: Pick, _: &mut Clash) -> V {
    three.one_sided().unwrap_or_else(|| three.ours.max(three.theirs)).clone()
}

/// The earlier of two days: what both sides noted of the same.
pub(super) fn earliest(three: Three<&Option<Date>>, _: Pick, _: &mut Clash) -> Option<Date> {
    match three.one_sided() {
        Some(one) => *one,
        None => three.ours.iter().chain(three.theirs).min().copied(),
    }
}

/// Words or references of which each is there or not; their order says nothing.
pub(super) fn set<V: Ord + Clone>(three: Three<&Vec<V>>, _: Pick, _: &mut Clash) -> Vec<V> {
    if let Some(one) = three.one_sided() {
        return one.clone();
    }
    let of = |side: &[V]| side.iter().cloned().collect::<BTreeSet<V>>();
    let (ours, theirs) = (of(three.ours), of(three.theirs));
    let base = three.base.map(Vec::as_slice).unwrap_or_default();
    let was = of(base);
    let mut seen = BTreeSet::new();
    let kept = base.iter().filter(|value| ours.contains(value) && theirs.contains(value));
    let new = ours.union(&theirs).filter(|value| !was.contains(value));
    kept.chain(new).filter(|value| seen.insert(*value)).cloned().collect()
}

/// Entries told apart by a key of their own, each merged for itself. What one side took away and the
/// other changed stays. Where a key does not tell them apart, the list is one value.
pub(super) fn list<V: Ord + Clone, K: Ord>(
    three: Three<&Vec<V>>,
    pick: Pick,
    clash: &mut Clash,
    key: fn(&V) -> K,
    merge: fn(Three<&V>, Pick, &mut Clash) -> V,
) -> Vec<V> {
    if let Some(one) = three.one_sided() {
        return one.clone();
    }
    let base = three.base.map(Vec::as_slice).unwrap_or_default();
    let differ = |side: &[V]| side.iter().map(key).collect::<BTreeSet<K>>().len() == side.len();
    if !(differ(base) && differ(three.ours) && differ(three.theirs)) {
        return atom(three, pick, clash);
    }
    let find = |side: &'_ [V], wanted: &K| side.iter().position(|value| key(value) == *wanted);
    let mut merged = Vec::new();
    let was: Vec<K> = base.iter().map(key).collect();
    let new: BTreeSet<K> =
        three.ours.iter().chain(three.theirs).map(key).filter(|key| !was.contains(key)).collect();
    for key in was.iter().chain(&new) {
        let of = |side: &[V]| find(side, key);
        let base = of(base).map(|at| &base[at]);
        let ours = of(three.ours).map(|at| &three.ours[at]);
        let theirs = of(three.theirs).map(|at| &three.theirs[at]);
        merged.extend(present(base, ours, theirs, |three| merge(three, pick, clash)));
    }
    merged
}

/// An entry that may be missing on either side.
pub(super) fn present<V: PartialEq + Clone>(
    base: Option<&V>,
    ours: Option<&V>,
    theirs: Option<&V>,
    merge: impl FnOnce(Three<&V>) -> V,
) -> Option<V> {
    match (ours, theirs) {
        (Some(ours), Some(theirs)) => {
            let three = Three { base, ours, theirs };
            Some(three.one_sided().cloned().unwrap_or_else(|| merge(three)))
        }
        // Taken away there; stays where it was changed here.
        (Some(one), None) | (None, Some(one)) => (base != Some(one)).then(|| one.clone()),
        (None, None) => None,
    }
}

/// A key: of one that counts, the higher counter, since the lower one was used.
pub(super) fn key(three: Three<&Option<Key>>, pick: Pick, clash: &mut Clash) -> Option<Key> {
    if three.one_sided().is_none()
        && let Some((one, other)) = counters(three.ours.as_ref(), three.theirs.as_ref())
    {
        return if one >= other { three.ours } else { three.theirs }.clone();
    }
    atom(three, pick, clash)
}

/// Whether two keys are one, wherever its counter stands.
pub(super) fn is_one(ours: Option<&Key>, theirs: Option<&Key>) -> bool {
    ours == theirs || counters(ours, theirs).is_some()
}

/// Where the counters of one key stand; `None` of any other two.
fn counters(ours: Option<&Key>, theirs: Option<&Key>) -> Option<(u64, u64)> {
    let (ours, theirs) = (ours?, theirs?);
    let said = |key: &Key| (key.algorithm(), key.digits());
    match (ours.kind(), theirs.kind()) {
        (Kind::Hotp { counter: one }, Kind::Hotp { counter: other })
            if ours.secret() == theirs.secret() && said(ours) == said(theirs) =>
        {
            Some((one, other))
        }
        _ => None,
    }
}
