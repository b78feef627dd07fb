"""The platform's letters in words: what was done, and what is not carried out."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.domain.letters import phrases
from cases.domain.letters.facts import Facts
from cases.domain.letters.sheet import Row, Section, Sheet, Table, Text, given, paragraphs, row
from cases.domain.letters.sheet_parts import item_cell, number_cell, order_row, sheet_with
from cases.enums import (
    ClarificationGround,
    ImpossibilityGround,
    LetterKind,
    NonExecutionGround,
    Outcome,
    ReceiptKind,
    RefusalGround,
)

NOWHERE = (Outcome.ALREADY_GONE, Outcome.NOT_FOUND)


def effect_sheet(content: Facts, data_hash: str) -> Sheet:
    """Return the effect report."""
    sections = [
        Section(
            _("The order and its receipt"), rows=[*order_row(content), *_receipts(content), *_due(content)]
        ),
        Section(_("Measures"), paragraphs=_refused(content), table=_measures(content)),
        *_remark(content),
    ]
    title = _numbered(LetterKind.EFFECT, content)
    return sheet_with(content, data_hash, title=title, sections=sections, signature=_responsible(content))


def non_execution_sheet(content: Facts, data_hash: str) -> Sheet:
    """Return the notice that an order is not carried out, wholly or in part."""
    ground = NonExecutionGround(content["ground"])
    sections = [
        Section(_("The order and its receipt"), rows=[*order_row(content), *_receipts(content)]),
        Section(_("Why it is not carried out"), rows=_why(ground, content)),
        Section(
            _("Items"),
            table=_refusals(content) if ground == NonExecutionGround.REFUSAL else _waiting(content),
        ),
    ]
    title = _numbered(LetterKind.NON_EXECUTION, content)
    return sheet_with(content, data_hash, title=title, sections=sections, signature=_responsible(content))


def _why(ground: NonExecutionGround, content: Facts) -> list[Row]:
    rows = [row(_("Ground"), str(ground.label), *_detail(ground, content.get("detail", "")))]
    said = paragraphs(content["text"])
    asks = ground == NonExecutionGround.CLARIFICATION
    return [*rows, Row(_("What is needed") if asks else _("Reasons"), said)] if said else rows


def _numbered(kind: LetterKind, content: Facts) -> str:
    return f"{kind.label} {content['number']}"


def _receipts(content: Facts) -> list[Row]:
    zone = content["operator"]["zone"]
    rows = []
    for receipt in content["receipts"]:
        deemed = receipt["kind"] == ReceiptKind.DEEMED
        label = _("Receipt deemed") if deemed else _("Receipt signed")
        by = [given(receipt["name"], "muted")] if receipt["name"] else []
        rows.append(row(label, phrases.at(receipt["at"], zone), *by))
    return rows


def _due(content: Facts) -> list[Row]:
    if not content["due_at"]:
        return []
    return [row(_("Time limit"), phrases.at(content["due_at"], content["operator"]["zone"]))]


def _measures(content: Facts) -> Table:
    zone = content["operator"]["zone"]
    return Table(
        columns=[_("No."), _("Exact address and further identification"), _("Measure"), _("Where")],
        widths=[11, 6, 4],
        rows=[
            [
                number_cell(item),
                item_cell(item),
                [
                    Text(phrases.words(item["outcome"], Outcome), "strong"),
                    Text(phrases.at(item["outcome_at"], zone)),
                    *_author(item, zone),
                    *paragraphs(item["note"]),
                ],
                [Text(_territory(item["outcome"], content))],
            ]
            for item in content["items"]
        ],
    )


def _territory(outcome: str, content: Facts) -> str:
    if outcome == Outcome.REMOVED:
        return _("Everywhere")
    if outcome == Outcome.DISABLED_IN_COUNTRY:
        return phrases.country(content["agency"]["jurisdiction"])
    return "–" if outcome in NOWHERE else _("Not stated")


def _author(item: dict[str, Any], zone: str) -> list[Text]:
    if not item["author_told_at"]:
        return []
    told = _("The author was told on %(instant)s.")
    return [Text(told % {"instant": phrases.at(item["author_told_at"], zone)}, "muted")]


def _refused(content: Facts) -> list[Text]:
    number = content["refused"]
    if not number:
        return []
    words = ngettext(
        "%(number)s item is refused: see the notice of non-execution.",
        "%(number)s items are refused: see the notice of non-execution.",
        number,
    )
    return [Text(words % {"number": number})]


def _remark(content: Facts) -> list[Section]:
    said = paragraphs(content["text"])
    return [Section(_("Remark"), paragraphs=said)] if said else []


def _detail(ground: NonExecutionGround, detail: str) -> list[Text]:
    choices: dict[NonExecutionGround, Any] = {
        NonExecutionGround.CLARIFICATION: ClarificationGround,
        NonExecutionGround.IMPOSSIBILITY: ImpossibilityGround,
    }
    return [Text(phrases.words(detail, choices[ground]))] if ground in choices else []


def _refusals(content: Facts) -> Table:
    return Table(
        columns=[_("No."), _("Exact address and further identification"), _("Ground and reasons")],
        widths=[6, 4],
        rows=[
            [
                number_cell(item),
                item_cell(item),
                [
                    Text(phrases.words(item["refusal_ground"], RefusalGround), "strong"),
                    *paragraphs(item["note"]),
                ],
            ]
            for item in content["items"]
        ],
    )


def _waiting(content: Facts) -> Table | None:
    if not content["items"]:
        return None
    return Table(
        columns=[_("No."), _("Exact address and further identification")],
        widths=[1],
        rows=[[number_cell(item), item_cell(item)] for item in content["items"]],
    )


def _responsible(content: Facts) -> list[Text]:
    person = content["responsible"]
    return [
        given(person["name"], "strong"),
        Text(phrases.roles(person["roles"]), "muted"),
        given(content["operator"]["name"]),
    ]
