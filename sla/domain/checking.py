"""What stands against publishing a version: pure, on plain values, in sentences.

Remarks are shown while a draft is edited. Those that refuse hold back its publication, and
what is left can be run by the planner over its whole life and ends.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from channels_registry.enums import CONTACT_ORDER, ContactFunction
from sla.domain.contents import Contents, Place, RuleWords, StepWords
from sla.enums import PLATFORM_CLOCKS, PROPOSALS, WARNINGS, ClockKind, Lane, StartEvent, StepAction, Urgency

# So far apart at most that no instant leaves the calendar: a year.
MINUTES_AT_MOST = 366 * 24 * 60
# Somebody learns of it by one of these.
TELLS = (
    StepAction.BREACH,
    StepAction.NEXT_CONTACT,
    StepAction.SUPERVISOR,
    StepAction.PROPOSE_WARNING,
    StepAction.PROPOSE_BLOCK,
)
# Of the agency's own clocks the platform learns nothing, and nothing is proposed against it.
AT_THE_PLATFORM = (StepAction.NEXT_CONTACT, *PROPOSALS)

SENTENCES: dict[str, str | Promise] = {
    "no_source": gettext_lazy("Say where this is written: the source is empty."),
    "no_rule": gettext_lazy("Every case needs this clock: there is no rule for it."),
    "no_time": gettext_lazy("The time allowed is zero. Give at least one minute."),
    "too_long": gettext_lazy("More time than a year is allowed."),
    "no_start": gettext_lazy("Say from when the clock runs."),
    "no_deemed_receipt": gettext_lazy(
        "This clock starts at receipt, but no step of “Acknowledge” deems the receipt: "
        "whoever never opens a case would stop time."
    ),
    "starts_late": gettext_lazy(
        "This clock starts at acknowledgement: a platform that never acknowledges never has it."
    ),
    "same_key": gettext_lazy("Two steps have the key “%(key)s”. Each fires once, by its key."),
    "no_key": gettext_lazy("A step has no key."),
    "no_place": gettext_lazy("Step “%(key)s” does not say when."),
    "before_start": gettext_lazy("Step “%(key)s” stands before the clock starts."),
    "never_ends": gettext_lazy(
        "Step “%(key)s” stands more than a year after the deadline: this ladder never ends."
    ),
    "no_contact": gettext_lazy("Step “%(key)s” does not say which contact is told."),
    "nobody_told": gettext_lazy(
        "No step at or after the deadline tells anybody: a breach would stay unseen. Add “Deadline passed”."
    ),
    "early_breach": gettext_lazy("Step “%(key)s” says that the deadline has passed, and stands before it."),
    "late_reminder": gettext_lazy(
        "Reminder “%(key)s” stands at or after the deadline: it would never be sent."
    ),
    "not_acknowledge": gettext_lazy("Step “%(key)s” deems a receipt: that belongs to “Acknowledge” alone."),
    "own_clock": gettext_lazy(
        "Step “%(key)s” turns to the platform, which learns nothing of the agency's own clocks."
    ),
    "early_proposal": gettext_lazy("Step “%(key)s” proposes a sanction before the deadline."),
    "block_first": gettext_lazy("A block is proposed before the warning: first the warning, then the block."),
    "contacts_fall": gettext_lazy(
        "Step “%(key)s” goes back to a lower contact than the one before: duty, technical, legal, executive."
    ),
    "level_falls": gettext_lazy("Step “%(key)s” has a lower level than a step before it."),
    "agreements_cross": gettext_lazy(
        "“%(one)s” and “%(other)s” are in force together, one for the category, one for the urgency: "
        "where both fit, the one for the category decides."
    ),
}
# Said, and yet no reason against publishing.
ONLY_REMARKS = frozenset({"starts_late", "agreements_cross"})


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that is wrong or worth a look; ``place``: in which rule, None for the whole."""

    code: str
    place: Place | None = None
    step: str = ""
    words: tuple[tuple[str, Any], ...] = ()

    @property
    def refuses(self) -> bool:
        """Whether the version cannot be published with it."""
        return self.code not in ONLY_REMARKS

    @property
    def sentence(self) -> str:
        """What is wrong, in the reader's language."""
        return str(SENTENCES[self.code]) % {"key": self.step, **dict(self.words)}

    @property
    def where(self) -> str:
        """In which rule, in the reader's language."""
        return place_in_words(self.place) if self.place else _("The whole version")


def place_in_words(place: Place) -> str:
    """Return for what a rule is: clock, urgency, and the lane where it is not the usual one."""
    words = [place.kind.label, place.urgency.label]
    if place.lane != Lane.STANDARD:
        words.append(place.lane.label)
    return " · ".join(str(word) for word in words)


def remarks_on(contents: Contents) -> list[Remark]:
    """Return what is to be said of a version, the whole first, then rule by rule."""
    return [*_of_whole(contents), *(each for at in contents.rules for each in remarks_at(contents, at))]


def remarks_at(contents: Contents, place: Place) -> list[Remark]:
    """Return what is to be said of one rule, also in view of the others."""
    rule = contents.rules[place]
    found = [*_of_time(place, rule), *_of_start(contents, place, rule)]
    if rule.allowance_minutes > 0:
        found += _of_ladder(place, rule)
    return found


def _of_whole(contents: Contents) -> Iterator[Remark]:
    if not contents.source.strip():
        yield Remark("no_source")
    for urgency in Urgency:
        for kind in ClockKind:
            if Place(kind, urgency) not in contents.rules:
                yield Remark("no_rule", Place(kind, urgency))


def _of_time(place: Place, rule: RuleWords) -> Iterator[Remark]:
    if rule.allowance_minutes <= 0:
        yield Remark("no_time", place)
    if rule.allowance_minutes > MINUTES_AT_MOST:
        yield Remark("too_long", place)


def _of_start(contents: Contents, place: Place, rule: RuleWords) -> Iterator[Remark]:
    if place.kind != ClockKind.EFFECT:
        return
    if not rule.starts:
        yield Remark("no_start", place)
    if rule.starts == StartEvent.ACKNOWLEDGED:
        yield Remark("starts_late", place)
    if rule.starts == StartEvent.RECEIVED and not all(
        _deems_receipt(contents.rule(ClockKind.ACKNOWLEDGE, place.urgency, lane))
        for lane in _lanes_of(contents, place)
    ):
        yield Remark("no_deemed_receipt", place)


def _lanes_of(contents: Contents, place: Place) -> list[Lane]:
    """Return the lanes whose cases come under the rule: it may stand in for one without its own."""
    if place.lane != Lane.STANDARD:
        return [place.lane]
    return [lane for lane in Lane if lane == Lane.STANDARD or place._replace(lane=lane) not in contents.rules]


def _deems_receipt(rule: RuleWords | None) -> bool:
    return rule is None or any(step.action == StepAction.DEEM_RECEIPT for step in rule.steps)


def _of_ladder(place: Place, rule: RuleWords) -> list[Remark]:
    found = [
        Remark("same_key", place, key)
        for key, count in Counter(step.key for step in rule.steps).items()
        if count > 1
    ]
    for step in rule.steps:
        found += [Remark(code, place, step.key) for code in _of_step(place, rule, step)]
    due = rule.allowance_minutes
    ordered = rule.in_order()
    if not any(step.action in TELLS and step.minute(due) >= due for step in ordered):
        found.append(Remark("nobody_told", place))
    return [*found, *_of_order(place, ordered)]


def _of_step(place: Place, rule: RuleWords, step: StepWords) -> Iterator[str]:
    if not step.key:
        yield "no_key"
    if step.action == StepAction.NEXT_CONTACT and not step.contact_function:
        yield "no_contact"
    if step.action == StepAction.DEEM_RECEIPT and place.kind != ClockKind.ACKNOWLEDGE:
        yield "not_acknowledge"
    if step.action in AT_THE_PLATFORM and place.kind not in PLATFORM_CLOCKS:
        yield "own_clock"
    if step.has_place:
        yield from _of_instant(step, rule.allowance_minutes)
    else:
        yield "no_place"


def _of_instant(step: StepWords, due: int) -> Iterator[str]:
    minute = step.minute(due)
    if minute < 0:
        yield "before_start"
    if minute > due + MINUTES_AT_MOST:
        yield "never_ends"
    if step.action == StepAction.BREACH and minute < due:
        yield "early_breach"
    if step.action in WARNINGS and minute >= due:
        yield "late_reminder"
    if step.action in PROPOSALS and minute < due:
        yield "early_proposal"


def _of_order(place: Place, ordered: list[StepWords]) -> Iterator[Remark]:
    """Say where what gets graver with time does not: contacts, levels, proposals."""
    rank, level, blocked = -1, 0, ""
    for step in ordered:
        if step.action == StepAction.NEXT_CONTACT and step.contact_function in CONTACT_ORDER:
            this = CONTACT_ORDER.index(ContactFunction(step.contact_function))
            if this < rank:
                yield Remark("contacts_fall", place, step.key)
            rank = max(rank, this)
        if step.level and step.level < level:
            yield Remark("level_falls", place, step.key)
        level = max(level, step.level)
        if step.action == StepAction.PROPOSE_BLOCK:
            blocked = step.key
        if step.action == StepAction.PROPOSE_WARNING and blocked:
            yield Remark("block_first", place, step.key)
