"""Cases with letters, and short looks at them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from accounts.domain.acting import COMMAND, acting_as
from audit.models import Entry
from cases.domain import receipt, response
from cases.domain.letters.sheet import Sheet, Text
from cases.domain.response import ItemDecision
from cases.enums import LetterKind, Outcome
from cases.models import Case, Item, Letter
from tests.factories.desk import Desk

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def opened(desk: Desk, *, items: int = 2) -> Case:
    """A case sent at noon and signed for ten minutes later."""
    case = desk.sent_case(NOON, items=items)
    return receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=NOON + 10 * MINUTE)


def decided(desk: Desk, case: Case, *outcomes: Outcome, at: datetime = NOON + 20 * MINUTE) -> None:
    """The platform decides the first items, each with the outcome at its place."""
    with acting_as(COMMAND):
        items = list(Item.objects.filter(case=case).order_by("position"))
    decisions = [
        ItemDecision(
            item.public_id, outcome, "not_illegal" if outcome == Outcome.REFUSED else "", f"Note {outcome}."
        )
        for item, outcome in zip(items, outcomes, strict=False)
    ]
    response.decide(
        actor=desk.moderator, reference=case.reference, decisions=decisions, text="We looked.", now=at
    )


def letters_of(case: Case) -> list[Letter]:
    with acting_as(COMMAND):
        return list(Letter.objects.filter(case=case).order_by("pk"))


def letter_of(case: Case, kind: LetterKind) -> Letter:
    """The last letter of a kind."""
    return next(letter for letter in reversed(letters_of(case)) if letter.kind == kind)


def changes_of(case: Case, verb: str) -> dict[str, Any]:
    """What the record's last entry of a verb says."""
    chain = Entry.objects.filter(subject_kind="case", subject_id=case.reference, verb=verb)
    changes: dict[str, Any] = chain.latest("sequence").changes
    return changes


def said_in(sheet: Sheet) -> list[str]:
    """Every word of a sheet, in its order."""
    texts: list[Text | str] = [sheet.addressee.name, *sheet.addressee.lines, sheet.sender.name]
    texts += sheet.sender.lines
    texts.append(sheet.title)
    for row in sheet.facts:
        texts += [row.label, *row.values]
    for section in sheet.sections:
        texts.append(section.title)
        for row in section.rows:
            texts += [row.label, *row.values]
        texts += section.paragraphs
        if section.table:
            texts += section.table.columns
            texts += [text for cells in section.table.rows for cell in cells for text in cell]
    texts += sheet.signature
    return [text.text if isinstance(text, Text) else text for text in texts]
