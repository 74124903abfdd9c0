//! The job that this process is part of, as a shell sees it.
//!
//! On Linux from `/proc`: where the leader of our session or job lives outside of our namespace of
//! processes (a container entered from without), the system calls name it as 0, which rustix takes
//! for impossible.

#[cfg(not(target_os = "linux"))]
use rustix::process::{Pid, getpgrp, getpid, getppid, getsid};

use super::seat::LONGEST_CHAIN;

/// Whether somebody outside of our job could continue it, was it stopped: a shell in our session.
/// Where there is none, the system itself ignores a stop by Ctrl-Z; whoever stops by other means must
/// ask here first, or stops for ever.
pub fn can_be_continued() -> bool {
    could_continue(own(), of)
}

/// The number of our job, 0 where it is led from outside of our namespace.
pub fn own_job() -> Option<i32> {
    own().map(|own| own.job)
}

/// Where a process stands. A job or a session led from outside of our namespace is 0.
#[derive(Clone, Copy)]
struct Place {
    id: i32,
    /// 0 for the first.
    parent: i32,
    job: i32,
    session: i32,
}

/// The rule, over any table of processes.
fn could_continue(own: Option<Place>, of: impl Fn(i32) -> Option<Place>) -> bool {
    let Some(own) = own else { return false };
    let mut child = own;
    for _ in 0..LONGEST_CHAIN {
        // Who leads the session has its parent outside of it.
        if child.parent == 0 || child.id == own.session {
            return false;
        }
        let Some(parent) = of(child.parent) else { return false };
        if parent.session != own.session {
            return false;
        }
        if parent.job != own.job {
            return true;
        }
        child = parent;
    }
    false
}

#[cfg(target_os = "linux")]
fn own() -> Option<Place> {
    read("self")
}

#[cfg(target_os = "linux")]
fn of(id: i32) -> Option<Place> {
    read(&id.to_string())
}

#[cfg(target_os = "linux")]
fn read(process: &str) -> Option<Place> {
    parse(&std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?)
}

/// Reads `pid (comm) state ppid pgrp session` (man page `proc_pid_stat`). The name may hold anything,
/// brackets too.
#[cfg(target_os = "linux")]
fn parse(stat: &str) -> Option<Place> {
    let (id, rest) = stat.split_once(" (")?;
    let (_, rest) = rest.rsplit_once(") ")?;
    let mut numbers = rest.split(' ').skip(1).map(|number| number.parse().ok());
    let mut next = || numbers.next().flatten();
    Some(Place { id: id.parse().ok()?, parent: next()?, job: next()?, session: next()? })
}

#[cfg(not(target_os = "linux"))]
fn own() -> Option<Place> {
    let number = Pid::as_raw_pid;
    Some(Place {
        id: number(getpid()),
        parent: getppid().map_or(0, number),
        job: number(getpgrp()),
        session: number(getsid(None).ok()?),
    })
}

/// Its parent is not to be had without more: a script in a shell is the usual, so that one counts as
/// another job.
#[cfg(not(target_os = "linux"))]
fn of(id: i32) -> Option<Place> {
    let process = Pid::from_raw(id)?;
    let session = getsid(Some(process)).ok()?.as_raw_pid();
    Some(Place { id, parent: 0, job: 0, session })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_could_continue_us() {
        // Name, answer, ourselves and our parents upwards as (id, job, session).
        type Case<'a> = (&'a str, bool, &'a [(i32, i32, i32)]);
        let cases: &[Case] = &[
            ("a shell", true, &[(9, 9, 5), (5, 5, 5), (1, 1, 1)]),
            ("a script in a shell", true, &[(9, 8, 5), (8, 8, 5), (5, 5, 5), (1, 1, 1)]),
            ("we lead the session", false, &[(9, 9, 9), (5, 5, 5), (1, 1, 1)]),
            ("a script leads it", false, &[(9, 8, 8), (8, 8, 8), (1, 1, 1)]),
            ("led from outside of the container", false, &[(9, 9, 9), (5, 0, 0), (1, 0, 0)]),
            ("a shell, session led from outside", true, &[(9, 9, 0), (5, 5, 0), (1, 0, 0)]),
            ("the first of a container", false, &[(1, 0, 0)]),
            ("parents hidden", false, &[(9, 9, 5)]),
            ("nothing to be read", false, &[]),
        ];
        for &(name, answer, chain) in cases {
            let hidden = if name == "parents hidden" { 5 } else { 0 };
            let mut places = Vec::new();
            for (at, &(id, job, session)) in chain.iter().enumerate() {
                let parent = chain.get(at + 1).map_or(hidden, |next| next.0);
                places.push(Place { id, parent, job, session });
            }
            let of = |id| places.iter().copied().find(|place| place.id == id);
            assert_eq!(could_continue(places.first().copied(), of), answer, "{name}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_name_may_hold_brackets() {
        let place = parse("42 (a) b (c) S 7 41 5 34816 42 4194304 0\n").expect("reads");
        assert_eq!([place.id, place.parent, place.job, place.session], [42, 7, 41, 5]);
    }
}
