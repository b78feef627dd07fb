"""Policies: what runs how long, which steps follow, where it is written."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.domain.acting import Actor
from accounts.domain.rights import edits_shared
from accounts.enums import Role
from channels_registry.enums import ContactFunction
from dashboard.templatetags.durations import span_in_words
from dashboard.views.desk import desk_view
from dashboard.views.people_saving import press, setup_page
from kernel.clock import now_of
from sla.domain.confirming import confirm_fact
from sla.domain.notice_rules import effects_of
from sla.domain.policies import agreements_for, policies_for, policy_for, rules_of
from sla.enums import PLATFORM_CLOCKS, ClockKind, Lane, StepAnchor, Urgency, VersionState
from sla.models import Agreement, ClockRule, LadderStep


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


@require_safe
@desk_view()
def policies(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the policies that the reader may know of."""
    return setup_page(request, actor, "policies.html", {"policies": policies_for(actor)})


@require_safe
@desk_view()
def policy(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Show a policy: clocks and ladders of its published version, facts, agreements."""
    found = policy_for(actor, code)
    versions = list(found.versions.order_by("-number"))
    version = next((each for each in versions if each.state == VersionState.PUBLISHED), None)
    rules = rules_of(version) if version is not None else []
    context = {
        "policy": found,
        "version": version,
        "versions": versions,
        "urgencies": list(Urgency),
        "clocks": _clocks(rules),
        "notice": list(effects_of(version).items()) if version is not None else [],
        "facts": list(found.facts.all()),
        "agreements": [(each, _span(each)) for each in agreements_for(actor, found)],
        "may_edit": edits_shared(actor),
        "crumbs": [
            {"label": _("Policies"), "url": reverse("dashboard:policies")},
            {"label": str(found), "url": ""},
        ],
    }
    return setup_page(request, actor, "policy.html", context)


@require_POST
@desk_view(Role.ADMINISTRATOR, owner=True)
def fact_confirm(request: HttpRequest, actor: Actor, code: str, key: str) -> HttpResponse:
    """Confirm a fact by name."""
    return press(
        request,
        lambda: confirm_fact(actor=actor, policy=code, key=key, now=now_of(request)),
        done=gettext_lazy("Confirmed in your name."),
        to=reverse("dashboard:policy", args=[code]),
    )


def _clocks(rules: Iterable[ClockRule]) -> list[ClockInWords]:
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
    ladder = [Rung(_when(step), _what(step), step) for step in steps]
    return RuleInWords(rule, span_in_words(timedelta(minutes=rule.allowance_minutes)), ladder)


def _place(step: LadderStep, rule: ClockRule) -> float:
    """Return the minute of the clock's time at which the step stands."""
    if step.anchor == StepAnchor.SHARE:
        return (step.share or 0) * rule.allowance_minutes / 1000
    offset = step.offset_minutes or 0
    return offset + (rule.allowance_minutes if step.anchor == StepAnchor.DUE else 0)


def _when(step: LadderStep) -> str:
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


def _what(step: LadderStep) -> str:
    words = [step.get_action_display()]
    if step.contact_function:
        words.append(str(ContactFunction(step.contact_function).label))
    if step.level:
        words.append(_("level %(level)s") % {"level": step.level})
    return " · ".join(words)


def _span(agreement: Agreement) -> tuple[object, object]:
    return agreement.in_force.lower, agreement.in_force.upper
