"""What the analyst ticks of a letter is stored with it and decides what is filed."""

from datetime import date

import pytest

from accounts.domain.acting import acting_as
from cases.domain.intake import examine
from cases.domain.links import Answers, token_of
from cases.domain.report_checks import answers_of
from cases.domain.reports import file_report, save_report
from cases.enums import Disposition
from cases.models import Item, Report
from channels_registry.enums import Grammar
from kernel.errors import Invalid
from tests.factories.cases import NOON, draft_for, link_on, save_draft
from tests.factories.desk import Desk, make_desk
from tests.factories.platforms import make_platform
from tests.factories.recorded import changes_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    desk = make_desk()
    make_platform(desk.operator, "telegram", ["t.me"], grammar=Grammar.TELEGRAM)
    return desk


LETTER = (
    "Under the Online Act (https://laws.example/act) we ask you to see to {link} and to {other} today.\n"
    "Kind regards, the desk, https://www.contoh.go.id/desk"
)


def letter(desk: Desk) -> str:
    return LETTER.format(link=link_on(desk, "room/1"), other=link_on(desk, "room/2"))


def file(desk: Desk, report: Report) -> None:
    file_report(
        actor=desk.analyst,
        reference=report.reference,
        edit_version=report.edit_version,
        considered=True,
        now=NOON,
    )


def dispositions(report: Report) -> dict[str, str]:
    return dict(report.findings.values_list("key", "disposition"))


def test_what_a_letter_only_cites_is_proposed_as_not_reported(desk):
    report = save_draft(desk, letter(desk))
    assert dispositions(report) == {
        "laws.example/act": Disposition.NOT_REPORTED,
        "room/1": Disposition.READY,
        "room/2": Disposition.READY,
        "www.contoh.go.id/desk": Disposition.NOT_REPORTED,
    }


def test_the_analysts_ticks_are_kept_on_save_edit_and_filing(desk):
    ticks = {
        token_of(desk.platform.slug, "room/2"): False,
        token_of("", "laws.example/act"): True,
    }
    report = save_draft(desk, letter(desk), answers=Answers(reported=ticks))
    decided = {
        "laws.example/act": Disposition.NO_ADDRESSEE,
        "room/1": Disposition.READY,
        "room/2": Disposition.NOT_REPORTED,
        "www.contoh.go.id/desk": Disposition.NOT_REPORTED,
    }
    assert dispositions(report) == decided
    with acting_as(desk.analyst):
        kept = answers_of(report.findings.select_related("platform"))
    report = save_report(
        actor=desk.analyst,
        reference=report.reference,
        draft=draft_for(desk, report.paste, answers=kept),
        edit_version=report.edit_version,
        now=NOON,
    )
    assert dispositions(report) == decided
    # Of a service, what is not reported stays as it was written: it may be reported yet.
    assert link_on(desk, "room/2") in report.paste
    file(desk, report)
    with acting_as(desk.analyst):
        assert list(Item.objects.values_list("key", flat=True)) == ["room/1"]
    assert dispositions(report) == decided


def test_a_report_of_which_nothing_is_ticked_is_not_filed(desk):
    ticks = {token_of(desk.platform.slug, f"room/{number}"): False for number in (1, 2)}
    report = save_draft(desk, letter(desk), answers=Answers(reported=ticks))
    with pytest.raises(Invalid) as refused:
        file(desk, report)
    assert refused.value.code == "nothing_reportable"


def test_a_name_that_is_not_reported_needs_no_kind(desk):
    [link] = examine(
        actor=desk.analyst,
        paste="@some_channel",
        now=NOON,
        answers=Answers(reported={token_of("telegram", "some_channel"): False}),
    ).links
    assert (link.disposition, link.asks_kind, link.asks_reported) == (Disposition.NOT_REPORTED, False, True)


def test_the_date_of_the_letter_is_kept_and_stands_in_the_record(desk):
    report = save_draft(desk, letter_date=date(2025, 9, 12))
    report.refresh_from_db()
    assert report.letter_date == date(2025, 9, 12)
    assert changes_of("report", report.reference)["letter_date"] == "2025-09-12"
