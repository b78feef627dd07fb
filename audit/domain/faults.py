"""What is wrong with the record, in a sentence that names the entry."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.enums import FaultKind

CHECKPOINTS = "checkpoint"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing found wrong. ``sequence`` is the entry's place, or a checkpoint's number.

    ``other``: the last place of a gap, the place where an entry belongs, or the number of
    the checkpoint that says otherwise; 0 where there is none.
    """

    subject_kind: str
    subject_id: str
    sequence: int
    kind: FaultKind
    other: int = 0

    @property
    def place(self) -> str:
        """The entry or checkpoint, as a person types it: ``case:TD-… #3``."""
        if self.subject_kind == CHECKPOINTS:
            return f"{CHECKPOINTS} {self.sequence}"
        subject = f"{self.subject_kind}:{self.subject_id}"
        return f"{subject} #{self.sequence}" if self.sequence else subject

    @property
    def sentence(self) -> str:
        """The place and what is wrong with it, in the reader's language."""
        return f"{self.place}: {self.kind.label}{self._more()}"

    def _more(self) -> str:
        if not self.other:
            return ""
        values = {"number": self.other}
        match self.kind:
            case FaultKind.MISSING | FaultKind.LAST_MISSING:
                return _(", up to #%(number)s") % values if self.other > self.sequence else ""
            case FaultKind.REORDERED:
                return _(", belongs at #%(number)s") % values
        return _(", see checkpoint %(number)s") % values


@dataclass(slots=True)
class Verification:
    """What was checked, and what was found wrong. Whole where ``faults`` is empty."""

    faults: list[Fault] = field(default_factory=list)
    chains: int = 0
    entries: int = 0
    checkpoints: int = 0

    @property
    def whole(self) -> bool:
        """Whether nothing was found wrong."""
        return not self.faults

    @property
    def summary(self) -> str:
        """How much was checked, in the reader's language."""
        chains = ngettext("%(n)s chain", "%(n)s chains", self.chains) % {"n": self.chains}
        entries = ngettext("%(n)s entry", "%(n)s entries", self.entries) % {"n": self.entries}
        seals = ngettext("%(n)s checkpoint", "%(n)s checkpoints", self.checkpoints) % {"n": self.checkpoints}
        return _("Checked: %(chains)s, %(entries)s, %(checkpoints)s.") % {
            "chains": chains,
            "entries": entries,
            "checkpoints": seals,
        }
