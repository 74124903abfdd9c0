//! Which fields a record has, and the way each of them is merged.

use super::way::{atom, earliest, is_one, key, latest, list, set};
use super::{Clash, Conflict, Field, Pick, Three, Together};
use crate::model::past::remember;
use crate::model::{
    Account, Device, Id, KeyCopy, Method, Number, PastKey, Person, Platform, Recovery, RecoveryCode,
};

/// A record that keeps what clashed in it.
pub trait Merges: Clone + PartialEq + Sized + 'static {
    /// Its fields but the id, in the order they are shown in.
    const FIELDS: &'static [Field<Self>];
    /// Which of them are one value where two sides changed them apart.
    const TOGETHER: Option<Together<Self>> = None;

    /// All that may clash, in the order it is shown in: what belongs together, then each field.
    fn fields() -> impl Iterator<Item = &'static Field<Self>> {
        const { &Self::TOGETHER }.iter().map(|all| &all.field).chain(Self::FIELDS)
    }
    /// The one of a name.
    fn field(name: &str) -> Option<&'static Field<Self>> {
        Self::fields().find(|field| field.name == name)
    }
    /// What tells it from others of its list.
    fn id(&self) -> Id;
    /// What people call it; strangers' text. A number is masked.
    fn name(&self) -> String;
    /// A record of the same id that says nothing.
    #[must_use]
    fn blank(&self) -> Self;
    /// What clashed, in one order.
    fn conflicts(&self) -> &[Conflict<Self>];
    /// The same, to be changed.
    fn conflicts_mut(&mut self) -> &mut Vec<Conflict<Self>>;
}

macro_rules! merges {
    ($type:ident, $called:expr, $blank:expr, [$($name:literal $field:ident $way:ident,)*] $(, $together:expr)?) => {
        impl Merges for $type {
            $(const TOGETHER: Option<Together<Self>> = Some($together);)?
            const FIELDS: &'static [Field<Self>] = &[$(Field {
                name: $name,
                copy: |from, to| to.$field.clone_from(&from.$field),
                compare: |a, b| a.$field.cmp(&b.$field),
                merge: |three, out, pick, clash| {
                    out.$field = $way(three.map(|record| &record.$field), pick, clash);
                },
            },)*];

            fn id(&self) -> Id {
                self.id
            }

            fn name(&self) -> String {
                $called(self)
            }

            fn blank(&self) -> Self {
                $blank(self.id)
            }

            fn conflicts(&self) -> &[Conflict<Self>] {
                &self.conflicts
            }

            fn conflicts_mut(&mut self) -> &mut Vec<Conflict<Self>> {
                &mut self.conflicts
            }
        }
    };
}

merges!(Account, Account::full_name, Account::blank, [
    "platform" platform atom,
    "store" store atom,
    "login" login atom,
    "sites" marketplaces set,
    "company" company atom,
    "tags" tags set,
    "note" note atom,
    "pinned" pinned atom,
    "key" key key,
    "keyed" keyed atom,
    "exposed" exposed latest,
    "arrived" arrived latest,
    "past" past past,
    "copies" copies copies,
    "two_step" two_step atom,
    "recovery" recovery recovery,
    "users" users set,
    "profile" profile atom,
    "console" console atom,
    "methods" methods methods,
], SIGN_IN);

/// A key opens the login it was made for, and no other.
const SIGN_IN: Together<Account> = Together {
    field: Field {
        name: "sign_in",
        copy: |from, to| {
            to.login.clone_from(&from.login);
            to.key.clone_from(&from.key);
            to.keyed = from.keyed;
        },
        compare: |a, b| (&a.login, &a.key, a.keyed).cmp(&(&b.login, &b.key, b.keyed)),
        merge: |three, out, pick, clash| {
            let of = three.map(|account| (&account.login, &account.key, account.keyed));
            let (login, key, keyed) = atom(of.as_ref(), pick, clash);
            (out.login, out.key, out.keyed) = (login.clone(), key.clone(), keyed);
        },
    },
    of: &["login", "key", "keyed"],
    are_apart: |a, b| a.login != b.login && !is_one(a.key.as_ref(), b.key.as_ref()),
};

merges!(Device, |it: &Device| it.label.clone(), |id| Device::new(id, String::new()), [
    "label" label atom,
    "kind" kind atom,
    "holder" holder atom,
    "location" location atom,
    "state" state atom,
    "since" since atom,
    "auto_time" auto_time atom,
    "note" note atom,
]);

merges!(Number, Number::masked, |id| Number::new(id, String::new()), [
    "number" number atom,
    "kind" kind atom,
    "carrier" carrier atom,
    "registered_to" registered_to atom,
    "device" device atom,
    "state" state atom,
    "since" since atom,
    "keepalive" keepalive atom,
    "note" note atom,
]);

merges!(Person, |it: &Person| it.name.clone(), |id| Person::new(id, String::new()), [
    "name" name atom,
    "team" team atom,
    "left" left atom,
]);

/// Methods, told apart by how and where they arrive.
fn methods(three: Three<&Vec<Method>>, pick: Pick, clash: &mut Clash) -> Vec<Method> {
    let key = |method: &Method| (method.kind, method.device, method.number, method.address.clone());
    list(three, pick, clash, key, |three, pick, clash| Method {
        role: atom(three.map(|method| &method.role), pick, clash),
        state: atom(three.map(|method| &method.state), pick, clash),
        registered: atom(three.map(|method| &method.registered), pick, clash),
        tested: latest(three.map(|method| &method.tested), pick, clash),
        ..three.ours.clone()
    })
}

/// Key copies, told apart by what and where they are.
fn copies(three: Three<&Vec<KeyCopy>>, pick: Pick, clash: &mut Clash) -> Vec<KeyCopy> {
    let key = |copy: &KeyCopy| (copy.kind, copy.place.clone(), copy.device, copy.holder);
    list(three, pick, clash, key, |three, pick, clash| KeyCopy {
        added: earliest(three.map(|copy| &copy.added), pick, clash),
        removed: earliest(three.map(|copy| &copy.removed), pick, clash),
        ..three.ours.clone()
    })
}

/// Keys of before, told apart by their marks. None is forgotten, and of one that both know the worst holds.
fn past(three: Three<&Vec<PastKey>>, _: Pick, _: &mut Clash) -> Vec<PastKey> {
    if let Some(one) = three.one_sided() {
        return one.clone();
    }
    let mut all = Vec::new();
    for known in three.ours.iter().chain(three.theirs) {
        remember(&mut all, known.clone());
    }
    all.sort();
    all
}

/// Recovery codes, told apart by themselves, and what is known of those kept elsewhere.
fn recovery(three: Three<&Option<Recovery>>, pick: Pick, clash: &mut Clash) -> Option<Recovery> {
    let none = Recovery::default();
    let three = three.map(|recovery| recovery.as_ref().unwrap_or(&none));
    let used = |three: Three<&RecoveryCode>, pick: Pick, clash: &mut Clash| RecoveryCode {
        used: earliest(three.map(|code| &code.used), pick, clash),
        ..three.ours.clone()
    };
    let codes = three.map(|recovery| &recovery.codes);
    let merged = Recovery {
        codes: list(codes, pick, clash, |code| code.code.clone(), used),
        counted: atom(three.map(|recovery| &recovery.counted), pick, clash),
        place: atom(three.map(|recovery| &recovery.place), pick, clash),
        checked: latest(three.map(|recovery| &recovery.checked), pick, clash),
    };
    (merged != none).then_some(merged)
}

/// What only one side changed of a platform, and the rest as one of the two says.
pub(super) fn platform(three: Three<&Platform>, later: &Platform) -> Platform {
    macro_rules! each {
        ($($field:ident)*) => {
            Platform { $($field: {
                let of = three.map(|platform| &platform.$field);
                of.one_sided().unwrap_or(&later.$field).clone()
            },)* }
        };
    }
    each!(name aliases console consoles kinds app_twice one_number mandates recovery_codes sharing
          sub_users money withdrawing checked_on source mark note)
}
