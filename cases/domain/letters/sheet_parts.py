"""The parts that several letters share, in words."""

from typing import Any

from django.utils.translation import gettext as _

from cases.domain.letters import phrases
from cases.domain.letters.facts import Facts
from cases.domain.letters.sheet import Party, Row, Section, Sheet, Text, given, paragraphs, row
from cases.enums import LetterKind
from channels_registry.enums import TargetKind
from sla.enums import Urgency

# Who writes which letter; the other side is the addressee.
BY_AGENCY = (LetterKind.ORDER, LetterKind.CONFIRMATION, LetterKind.AMENDMENT)


def sheet_with(
    content: Facts, data_hash: str, *, title: str, sections: list[Section], signature: list[Text]
) -> Sheet:
    """Return a whole sheet: letterhead, what the letter is about, its sections, who signs."""
    sender, addressee = content["agency"], content["operator"]
    to = Party(addressee["name"], _addressed(content))
    if content["kind"] not in BY_AGENCY:
        sender, addressee = addressee, sender
        to = Party(addressee["name"], [Text(phrases.country(addressee["jurisdiction"]))])
    return Sheet(
        language=phrases.language(),
        title=title,
        reference=content["reference"],
        sender=Party(sender["name"], [Text(phrases.country(sender["jurisdiction"]))]),
        addressee=to,
        facts=_facts(content, sender["zone"]),
        sections=sections,
        signature=signature,
        words={
            "to": _("To"),
            "from": _("From"),
            "page": _("Page"),
            "data": _("SHA-256 of what this letter says:"),
        },
        hash=data_hash,
        salt=content["salt"],
    )


def _addressed(content: Facts) -> list[Text]:
    lines = [Text(phrases.country(content["operator"]["jurisdiction"]))]
    contact = content.get("contact")
    if contact:
        lines += [given(contact["name"]), given(contact["email"], "muted")]
    return lines


def _facts(content: Facts, zone: str) -> list[Row]:
    rows = [row(_("Reference"), content["reference"])]
    if content["file_number"]:
        rows.append(row(_("File number"), given(content["file_number"])))
    rows.append(row(_("Issued"), phrases.at(content["at"], zone)))
    urgency = phrases.words(content["urgency"], Urgency)
    rows.append(row(_("Service"), given(content["platform"])))
    rows.append(row(_("Category"), f"{phrases.in_language(content['category'])} · {urgency}"))
    return rows


def order_row(content: Facts) -> list[Row]:
    """Return which order is meant, by its date and the hash of what it says."""
    order = content["order"]
    if order is None:
        return []
    when = phrases.at(order["at"], content["agency"]["zone"])
    return [row(_("Order of"), when, Text(f"SHA-256 {order['hash']}", "hash"))]


def item_cell(item: dict[str, Any]) -> list[Text]:
    """Return where an item stands, exactly, and what else identifies it."""
    kind = phrases.words(item["kind"], TargetKind)
    lines = [given(item["url"], "url"), given(f"{kind} · {item['key']}", "key")]
    return [*lines, *paragraphs(item.get("statement", ""))]


def number_cell(item: dict[str, Any]) -> list[Text]:
    """Return the number by which both sides call an item."""
    return [Text(str(item["position"]))]
