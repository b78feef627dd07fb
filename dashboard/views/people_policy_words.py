"""Policies in words: clocks, their hours, ladders step by step."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from channels_registry.enums import ContactFunction
from dashboard.templatetags.durations import span_in_words
from sla.domain.checking import place_in_words
from sla.domain.comparing import Difference, What
from sla.domain.contents import Place, RuleWords, StepWords, place_of_rule
from sla.enums import (
    PLATFORM_CLOCKS,
    ClockKind,
    Lane,
    NoticeCheck,
    StartEvent,
    StepAction,
    StepAnchor,
    Urgency,
)
from sla.models import Calendar, ClockRule, LadderStep

StepLike = LadderStep | StepWords


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder in words."""

    when: str
    what: str
    step: LadderStep


@dataclass(frozen=True, slots=True)
class RuleInWords:
    """One clock for one urgency in words, with its ladder."""

    rule: ClockRule
    allowance: str
    ladder: list[Rung]

    @property
    def standing(self) -> str:
        """The one standing of every step, in words; empty where they differ."""
        standings = {rung.step.get_standing_display() for rung in self.ladder}
        return standings.pop() if len(standings) == 1 else ""

    @property
    def said(self) -> list[object]:
        """What the ladder says, to tell whether another says the same."""
        rule = self.rule
        stops = (rule.on_clarification, rule.on_impossibility, rule.on_review)
        return [stops, *((rung.when, rung.what, rung.step.standing) for rung in self.ladder)]


@dataclass(frozen=True, slots=True)
class ClockInWords:
    """One clock of a policy, urgent beside ordinary; ``ours``: who owes is the agency.

    ``trusted`` are the rules of the lane for trusted flaggers, under the same urgencies.
    """

    kind: ClockKind
    ours: bool
    rules: list[tuple[Urgency, RuleInWords | None]]
    trusted: list[RuleInWords | None]

    @property
    def cells(self) -> list[tuple[RuleInWords | None, RuleInWords | None]]:
        """The rule of each urgency, with that of the lane beside it."""
        return [(words, lane) for (_urgency, words), lane in zip(self.rules, self.trusted, strict=True)]

    @property
    def ladders(self) -> list[tuple[str, RuleInWords]]:
        """The ladders under the urgencies that they are for; equal ones stand once."""
        every = [(str(urgency.label), words) for urgency, words in self.rules]
        lane = str(Lane.TRUSTED.label).lower()
        every += [
            (f"{urgency.label}, {lane}", words)
            for (urgency, _standard), words in zip(self.rules, self.trusted, strict=True)
        ]
        found: list[tuple[str, RuleInWords]] = []
        for label, words in every:
            if words is None:
                continue
            same = next((at for at, (_l, other) in enumerate(found) if other.said == words.said), None)
            if same is None:
                found.append((label, words))
            else:
                found[same] = (f"{found[same][0]} · {label}", found[same][1])
        return found


def clocks_in_words(rules: Iterable[ClockRule]) -> list[ClockInWords]:
    """Return the clocks that the version rules, the platform's first."""
    by_place = {(rule.kind, rule.urgency, rule.lane): _in_words(rule) for rule in rules}
    kinds = [*PLATFORM_CLOCKS, *(kind for kind in ClockKind if kind not in PLATFORM_CLOCKS)]
    return [
        ClockInWords(
            kind,
            kind not in PLATFORM_CLOCKS,
            [(each, by_place.get((kind.value, each.value, Lane.STANDARD.value))) for each in Urgency],
            [by_place.get((kind.value, each.value, Lane.TRUSTED.value)) for each in Urgency],
        )
        for kind in kinds
        if any(kind.value == place[0] for place in by_place)
    ]


def _in_words(rule: ClockRule) -> RuleInWords:
    steps = sorted(rule.steps.all(), key=lambda step: (_place(step, rule), step.pk))
    ladder = [Rung(step_when(step), step_what(step), step) for step in steps]
    return RuleInWords(rule, span_in_words(timedelta(minutes=rule.allowance_minutes)), ladder)


def _place(step: LadderStep, rule: ClockRule) -> float:
    """Return the minute of the clock's time at which the step stands."""
    if step.anchor == StepAnchor.SHARE:
        return (step.share or 0) * rule.allowance_minutes / 1000
    offset = step.offset_minutes or 0
    return offset + (rule.allowance_minutes if step.anchor == StepAnchor.DUE else 0)


def step_when(step: StepLike) -> str:
    """Return when a step comes, counted as it was written."""
    if step.anchor == StepAnchor.SHARE:
        return _("at %(percent)g %% of the time") % {"percent": (step.share or 0) / 10}
    minutes = step.offset_minutes or 0
    span = {"span": span_in_words(timedelta(minutes=abs(minutes)))}
    if step.anchor == StepAnchor.START:
        return _("%(span)s after the start") % span if minutes else _("at the start")
    if not minutes:
        return _("at the deadline")
    if minutes < 0:
        return _("%(span)s before the deadline") % span
    return _("%(span)s after the deadline") % span


def step_what(step: StepLike) -> str:
    """Return what a step does: its action, whom it turns to, the level that it raises."""
    words = [str(StepAction(step.action).label)]
    if step.contact_function:
        words.append(str(ContactFunction(step.contact_function).label))
    if step.level:
        words.append(_("level %(level)s") % {"level": step.level})
    return " · ".join(words)


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a rule of a draft stands or could stand; ``words`` is None where there is none."""

    place: Place
    words: RuleInWords | None


def seats_of(rules: Iterable[ClockRule]) -> list[tuple[ClockKind, bool, list[tuple[Seat, Seat]]]]:
    """Return every clock, whether the agency owes it, and of each urgency the rule and that of the lane."""
    there = {place_of_rule(rule): _in_words(rule) for rule in rules}

    def seat(kind: ClockKind, urgency: Urgency, lane: Lane) -> Seat:
        place = Place(kind, urgency, lane)
        return Seat(place, there.get(place))

    kinds = [*PLATFORM_CLOCKS, *(kind for kind in ClockKind if kind not in PLATFORM_CLOCKS)]
    return [
        (
            kind,
            kind not in PLATFORM_CLOCKS,
            [(seat(kind, each, Lane.STANDARD), seat(kind, each, Lane.TRUSTED)) for each in Urgency],
        )
        for kind in kinds
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is said otherwise: what, how it was, how it is; empty where it was or is not there."""

    what: str
    before: str
    after: str


FIELDS: dict[str, str | Promise] = {
    "source": gettext_lazy("Source"),
    "single_signature_urgent": gettext_lazy("Urgent, one signature"),
    "allowance_minutes": gettext_lazy("Time allowed"),
    "standing": gettext_lazy("How it is founded"),
    "starts": gettext_lazy("Runs from"),
    "on_clarification": gettext_lazy("On a clarification the clock"),
    "on_impossibility": gettext_lazy("On an impossibility the clock"),
    "on_review": gettext_lazy("Under review the clock"),
    "citation": gettext_lazy("Citation"),
    "calendar_id": gettext_lazy("Runs in the hours of"),
}


def differences_in_words(found: Iterable[Difference]) -> list[tuple[str, list[Line]]]:
    """Return differences in words, under the rule that they are about."""
    groups: dict[str, list[Line]] = {}
    for each in found:
        title = place_in_words(each.place) if each.place else _("The whole version")
        groups.setdefault(title, []).append(_line(each))
    return list(groups.items())


def _line(each: Difference) -> Line:
    if each.what == What.CHECK:
        effects = [str(effect.label) for effect in (each.before, each.after)]
        return Line(str(NoticeCheck(each.name).label), *effects)
    if each.what == What.RULE:
        return Line(_("Rule"), _rule_line(each.before), _rule_line(each.after))
    if each.what == What.STEP:
        return Line(_("Step “%(key)s”") % {"key": each.name}, _step_line(each.before), _step_line(each.after))
    return Line(str(FIELDS[each.name]), _value(each.name, each.before), _value(each.name, each.after))


def _value(name: str, value: Any) -> str:
    if name == "allowance_minutes":
        return span_in_words(timedelta(minutes=value))
    if name == "calendar_id":
        calendar = Calendar.objects.filter(pk=value).first()
        return f"{calendar} ({calendar.number})" if calendar else _("at all hours")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "starts" and value:
        return str(StartEvent(value).label)
    return str(getattr(value, "label", value))


def _rule_line(rule: RuleWords | None) -> str:
    if rule is None:
        return ""
    words = {"span": span_in_words(timedelta(minutes=rule.allowance_minutes)), "n": len(rule.steps)}
    return ngettext("%(span)s, %(n)s step", "%(span)s, %(n)s steps", len(rule.steps)) % words


def _step_line(step: StepWords | None) -> str:
    return f"{step_when(step)}: {step_what(step)} ({step.standing.label})" if step else ""
