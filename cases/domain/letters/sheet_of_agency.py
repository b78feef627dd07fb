"""The agency's letters in words: the order, its confirmation, an amendment."""

from django.utils.translation import gettext as _

from cases.domain.letters import phrases
from cases.domain.letters.facts import Facts
from cases.domain.letters.sheet import Row, Section, Sheet, Table, Text, given, paragraphs, row
from cases.domain.letters.sheet_parts import item_cell, number_cell, order_row, sheet_with
from cases.enums import LetterKind
from sla.enums import Lane, PauseCause, Standing, StartEvent, StopEffect, WhyPolicy


def order_sheet(content: Facts, data_hash: str) -> Sheet:
    """Return the order letter."""
    sections = [
        _asked(content),
        Section(_("Legal basis"), rows=[_basis(basis) for basis in content["bases"]]),
        Section(_("Reasons"), paragraphs=paragraphs(content["reasons"])),
        Section(
            _("Journalism, research, art, satire and criticism of officials were considered"),
            paragraphs=paragraphs(content["considerations"]),
        ),
        Section(_("Time limits"), rows=_limits(content)),
        Section(_("Preservation and disclosure"), rows=_duties(content)),
        Section(_("Answer and redress"), rows=_answers(content)),
    ]
    title = str(LetterKind.ORDER.label)
    return sheet_with(content, data_hash, title=title, sections=sections, signature=_signature(content))


def confirmation_sheet(content: Facts, data_hash: str) -> Sheet:
    """Return the letter that names the official of an order sent on one signature."""
    words = _("The order stands as it was sent. The official named below answers for it.")
    section = Section(_("Confirmation"), rows=order_row(content), paragraphs=[Text(words)])
    title = str(LetterKind.CONFIRMATION.label)
    return sheet_with(content, data_hash, title=title, sections=[section], signature=_signature(content))


def amendment_sheet(content: Facts, data_hash: str) -> Sheet:
    """Return an amendment."""
    title = _("Amendment %(number)s to the order") % {"number": content["amendment"]}
    sections = [
        Section(_("Amended"), rows=order_row(content)),
        Section(_("What is added"), paragraphs=paragraphs(content["text"])),
    ]
    by = [given(content["agency"]["name"], "strong"), Text(phrases.roles(content["roles"]), "muted")]
    return sheet_with(content, data_hash, title=title, sections=sections, signature=by)


def _asked(content: Facts) -> Section:
    words = _("Remove, or disable access to, the public content at the exact addresses below.")
    table = Table(
        columns=[_("No."), _("Exact address and further identification"), _("Legal basis")],
        widths=[7, 3],
        rows=[[number_cell(item), item_cell(item), [given(item["basis"])]] for item in content["items"]],
    )
    return Section(_("What is ordered"), paragraphs=[Text(words)], table=table)


def _basis(basis: Facts) -> Row:
    lines = paragraphs(phrases.in_language(basis["text"]))
    if basis["standing"] != Standing.SOURCE:
        lines.append(Text(phrases.words(basis["standing"], Standing), "muted"))
    return Row(basis["citation"], lines)


def _limits(content: Facts) -> list[Row]:
    zone = content["agency"]["zone"]
    acknowledge, effect = content["acknowledge"], content["effect"]
    starts = {
        StartEvent.SENT: _("%(span)s, counted from when this order was sent"),
        StartEvent.RECEIVED: _("%(span)s, counted from the receipt of this order"),
        StartEvent.ACKNOWLEDGED: _("%(span)s, counted from its acknowledgement"),
    }
    spans = {"span": phrases.span(effect["minutes"])}
    rows = [
        _limit(
            _("Acknowledge"),
            _("%(span)s, by %(instant)s")
            % {
                "span": phrases.span(acknowledge["minutes"]),
                "instant": phrases.at(acknowledge["due_at"], zone),
            },
            acknowledge,
        ),
        _limit(_("Give effect"), starts[StartEvent(effect["starts"])] % spans, effect),
    ]
    if content["deemed_at"]:
        deemed = _("Where nobody signs the receipt, it is deemed on %(instant)s.")
        rows.append(row(_("Deemed receipt"), deemed % {"instant": phrases.at(content["deemed_at"], zone)}))
    rows.append(row(_("Stops of this time"), *_stops(content["stops"])))
    return [*rows, _procedure(content["procedure"])]


def _limit(label: str, words: str, rule: Facts) -> Row:
    source = phrases.founded(rule["citation"], rule["standing"])
    hours = [Text(phrases.hours(rule["calendar"]))] if "calendar" in rule else []
    return Row(label, [Text(words), *hours, *([source] if source else [])])


def _stops(stops: Facts) -> list[Text]:
    return [
        Text(f"{cause.label}: {phrases.words(stops[cause], StopEffect)}")
        for cause in PauseCause
        if cause in stops
    ]


def _procedure(procedure: Facts) -> Row:
    name = f"{phrases.in_language(procedure['name'])} v{procedure['version']}"
    why = phrases.words(procedure["why"], WhyPolicy)
    agreed = f"{why}: {procedure['agreement']}" if procedure["agreement"] else why
    texts = [given(name), given(procedure["source"], "muted"), given(agreed, "muted")]
    if procedure["lane"] != Lane.STANDARD:
        texts.append(given(phrases.words(procedure["lane"], Lane), "muted"))
    return row(_("Procedure"), *texts)


def _duties(content: Facts) -> list[Row]:
    kept, silent = content["preservation_until"], content["non_disclosure_until"]
    until = _("until %(day)s")
    return [
        row(
            _("Preserve a copy"),
            until % {"day": phrases.day(kept)} if kept else phrases.none_ordered(),
        ),
        row(
            _("Not to be disclosed"),
            until % {"day": phrases.day(silent)} if silent else phrases.none_ordered(),
        ),
    ]


def _answers(content: Facts) -> list[Row]:
    desk = Text(content["answer_at"], "muted")
    objection = _(
        "An objection is made on the desk; a person decides it who neither filed nor approved this order."
    )
    return [
        row(_("Answer to"), given(content["agency"]["name"]), desk),
        Row(_("Redress"), [*paragraphs(content["redress"]), Text(objection)]),
    ]


def _signature(content: Facts) -> list[Text]:
    agency = given(content["agency"]["name"])
    if content["official"]:
        post = [given(content["post"])] if content["post"] else []
        return [given(content["official"], "strong"), *post, agency]
    waits = _("The official who answers for this order is named in a confirmation that follows.")
    return [given(content["agency"]["name"], "strong"), Text(waits, "muted")]
