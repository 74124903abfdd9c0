//! The form of an account's recovery codes.

use zeroize::Zeroizing;

use super::{Draft, Field, Saved, Subject, Work, split};
use crate::exchange::table::codes_among;
use crate::model::{Account, Recovery, RecoveryCode};
use crate::secret::Secret;

impl Draft {
    /// The form of a set of codes. The codes are kept, not shown: their field starts empty.
    pub fn of_recovery(recovery: &Recovery) -> Self {
        let mut draft = Self::whole_of(Subject::Recovery);
        draft.codes.clone_from(&recovery.codes);
        let counted = recovery.counted.map(|n| n.to_string()).unwrap_or_default();
        draft.set(Field::Left, &counted);
        draft.set(Field::Place, &recovery.place);
        draft.set_day(Field::Checked, recovery.checked);
        draft
    }

    /// How many codes the account had, which stay unless others are typed.
    pub fn keeps_codes(&self) -> usize {
        self.codes.len()
    }

    /// Types the codes of a text into their line, as an import would take them; how many pieces of it are none.
    pub fn type_codes(&mut self, text: &str) -> usize {
        let (codes, others) = codes_among(text, split::codes(text));
        self.set(Field::Codes, &Zeroizing::new(codes.join("\n")));
        others
    }

    /// How many codes were typed, each as often as it was.
    pub fn typed_codes(&self) -> usize {
        split::codes(self.text(Field::Codes)).count()
    }

    /// The account with the codes as the form has them; whoever typed codes or a count has looked
    /// at them today. A code that stood there already stays used, if it was.
    pub fn build_recovery(&self, account: &Account, work: &Work) -> Saved<Account> {
        let base = account.recovery.clone().unwrap_or_default();
        let shown = Self::of_recovery(&base);
        self.check(&shown, work.today)?;
        let touched = |field: Field| shown.text(field) != self.text(field);
        let mut recovery = base.clone();
        recovery.codes.clone_from(&self.codes);
        if touched(Field::Left) {
            recovery.counted = self.whole(Field::Left, 0).ok();
            if self.text(Field::Left).trim().is_empty() {
                recovery.counted = None;
            }
        }
        if touched(Field::Codes) {
            let known = |code: &str| {
                let same = base.codes.iter().find(|known| known.code.expose() == code.as_bytes());
                same.and_then(|known| known.used)
            };
            let mut codes: Vec<RecoveryCode> = Vec::new();
            for code in split::codes(self.text(Field::Codes)) {
                if codes.iter().all(|other| other.code.expose() != code.as_bytes()) {
                    let used = known(code);
                    codes.push(RecoveryCode { code: Secret::new(code.as_bytes().to_vec()), used });
                }
            }
            // Commas alone are no codes.
            if !codes.is_empty() {
                recovery.codes = codes;
            }
        }
        if touched(Field::Codes) || touched(Field::Left) {
            recovery.checked = Some(work.today);
        }
        if touched(Field::Place) {
            recovery.place = self.trimmed(Field::Place);
        }
        if touched(Field::Checked) {
            recovery.checked = self.day(Field::Checked);
        }
        // Nothing known of them is no set of codes, unless the file says there is one.
        let empty = recovery == Recovery::default() && account.recovery.as_ref() != Some(&recovery);
        Ok(Account { recovery: (!empty).then_some(recovery), ..account.clone() })
    }
}
