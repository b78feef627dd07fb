"""What a report must have before it can leave the desk of its author."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cases.domain.links import Answers, Examination, token_of
from cases.enums import Disposition
from cases.models import Finding, Report
from channels_registry.enums import ReasonCode
from kernel.errors import Invalid

MOST_ITEMS = 500  # in one case


def answers_of(findings: Iterable[Finding]) -> Answers:
    """Return what was said of single links when they were stored."""
    kinds, statements, reported = {}, {}, {}
    for finding in findings:
        if not finding.key or finding.disposition == Disposition.REPEATED:
            continue
        token = token_of(finding.platform.slug if finding.platform else "", finding.key)
        reported[token] = finding.disposition != Disposition.NOT_REPORTED
        if finding.reason == ReasonCode.TELEGRAM_NAME and finding.kind:
            kinds[token] = finding.kind
        if finding.statement:
            statements[token] = finding.statement
    return Answers(kinds=kinds, statements=statements, reported=reported)


def finding_of(report: Report, token: str) -> Finding | None:
    """Return the link of a report that ``token`` names. Inner read."""
    for finding in report.findings.select_related("platform"):
        if finding.platform is not None and token_of(finding.platform.slug, finding.key) == token:
            return finding
    return None


def check_complete(report: Report, examination: Examination, *, considered: bool) -> None:
    """Raise Invalid for the first thing that a report lacks before it can be filed."""
    for lack in lacks_of(report, examination, considered=considered):
        raise lack


def must_have_links(examination: Examination) -> None:
    """Raise Invalid where nothing of the paste can be reported, with what stands against it."""
    lack = _lack_of_links(examination)
    if lack is not None:
        raise lack


def lacks_of(report: Report, examination: Examination, *, considered: bool) -> Iterator[Invalid]:
    """Yield all that a report lacks before it can be filed, each naming its field. Pure."""
    nothing = _lack_of_links(examination)
    if nothing is not None:
        yield nothing
    if examination.kinds_missing:
        yield Invalid(
            "kinds_missing",
            _("Say of each name whether it is a channel, a group, a bot or a person's account."),
            field="names_are",
        )
    yield from _overfull(examination)
    yield from _unwritten(report, considered)


def _lack_of_links(examination: Examination) -> Invalid | None:
    if examination.ready:
        return None
    if not examination.links:
        return Invalid("no_links", _("There is no link in this text."), field="paste")
    refused = examination.count_of(Disposition.REFUSED)
    if refused < len(examination.links):
        none = _("None of these links can be sent as it stands; each says why. The draft is kept.")
        return Invalid("nothing_reportable", none, field="paste")
    message = ngettext(
        "The only link is refused: it is private, invalid or not content. The draft is kept.",
        "All %(count)s links are refused: they are private, invalid or not content. The draft is kept.",
        refused,
    )
    return Invalid("nothing_reportable", message % {"count": refused}, field="paste")


def _overfull(examination: Examination) -> Iterator[Invalid]:
    for platform, links in examination.by_platform.items():
        if len(links) > MOST_ITEMS:
            words = {"found": f"{len(links):,}", "most": MOST_ITEMS, "platform": platform.name}
            message = _(
                "%(found)s links for %(platform)s can be reported; one case takes at most %(most)s. "
                "Leave some out and enter them in another report."
            )
            yield Invalid("too_many_items", message % words, field="paste")


def _unwritten(report: Report, considered: bool) -> Iterator[Invalid]:
    if report.category is None:
        yield Invalid("category_missing", _("Choose a category."), field="category")
    if report.legal_basis is None:
        yield Invalid("basis_missing", _("Choose the legal basis."), field="legal_basis")
    if not report.reasons.strip():
        yield Invalid("reasons_missing", _("Write why this content is unlawful."), field="reasons")
    if not considered:
        yield Invalid("not_considered", _("Confirm that these were considered."), field="considered")
    if not report.considerations.strip():
        yield Invalid(
            "considerations_missing", _("Write what you considered and found."), field="considerations"
        )
