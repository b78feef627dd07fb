from enum import Enum

import pytest
from django.template import Context, Template

from cases.enums import (
    ApprovalDecision,
    CaseKind,
    CaseState,
    Disposition,
    Outcome,
    ProposalDecision,
    ReceiptKind,
    ReportState,
    RowStanding,
    SheetState,
    VerifiedOutcome,
)
from channels_registry.enums import Verdict
from dashboard.templatetags.icons import drawings
from dashboard.templatetags.status import LOOKS, UNKNOWN, look_of
from sla.enums import ClockState, Standing, StepAction, Urgency, VersionState

SHOWN = (
    ApprovalDecision,
    CaseKind,
    CaseState,
    ClockState,
    Disposition,
    Outcome,
    ProposalDecision,
    ReceiptKind,
    ReportState,
    RowStanding,
    SheetState,
    Standing,
    StepAction,
    Urgency,
    Verdict,
    VerifiedOutcome,
)
SHOWN_TOO = (VersionState,)


def rendered(source: str, **context: object) -> str:
    return Template("{% load desk %}" + source).render(Context(context))


@pytest.mark.parametrize("words", [*SHOWN, *SHOWN_TOO], ids=lambda words: words.__name__)
def test_every_word_that_a_page_shows_has_an_icon_and_a_tone(words: type[Enum]) -> None:
    assert [word.value for word in words if look_of(word.value) == UNKNOWN] == []


def test_every_icon_is_in_the_installed_set() -> None:
    wanted = {icon for _tone, icon in [*LOOKS.values(), UNKNOWN]}
    assert sorted(wanted - drawings().keys()) == []


def test_no_word_is_red_or_amber() -> None:
    assert {tone for tone, _icon in LOOKS.values()} == {"quiet", "teal", "done", "ink"}


def test_a_member_brings_its_own_label() -> None:
    html = rendered("{% status_badge state %}", state=CaseState.AWAITING_APPROVAL)
    assert html.startswith('<span class="st" data-tone="teal"><svg class="ic "')
    assert html.strip().endswith("<span>Awaiting approval</span></span>")


def test_a_stored_value_takes_the_label_beside_it() -> None:
    html = rendered("{% status_badge value label quiet=True %}", value="still_up", label="Still up")
    assert html.startswith('<span class="st st-quiet" data-tone="ink">')
    assert html.strip().endswith("<span>Still up</span></span>")


def test_an_unknown_word_is_shown_quietly_and_escaped() -> None:
    html = rendered("{% status_badge value %}", value="<b>new</b>")
    assert html.startswith('<span class="st" data-tone="quiet">')
    assert html.strip().endswith("<span>&lt;b&gt;new&lt;/b&gt;</span></span>")
