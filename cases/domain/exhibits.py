"""What evidence goes with a case. Inner parts of verbs that hold the lock of case or report."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Evidence, Exhibit, Item, Report
from kernel.errors import Invalid
from sla.models import Category


def take_from_report(case: Case, report: Report, of_case: Sequence[Item], *, alone: bool) -> None:
    """Let go with a new case what proves one of its links, or its service as a whole.

    What names nothing goes with the only case of a report. Of a report that becomes several
    it goes with none: no operator learns of another by a picture.
    """
    items = {item.key: item for item in of_case}
    whole = Q(platform=None) if alone else Q(pk__in=[])
    ours = Q(platform=case.platform, key__in=["", *items])
    rows = Evidence.objects.filter(whole | ours, report=report, exhibit=None)
    let_go(case, [(evidence, items.get(evidence.key)) for evidence in rows])


def let_go(case: Case, pairs: Sequence[tuple[Evidence, Item | None]]) -> None:
    """Make exhibits of evidence: copies of what the platform may know of it."""
    Exhibit.objects.bulk_create(
        Exhibit(
            public_id=evidence.public_id,
            case=case,
            organisation_id=case.organisation_id,
            evidence=evidence,
            item=item,
            media_type=evidence.media_type,
            size=evidence.size,
            sha256=evidence.sha256,
            preview=evidence.preview,
            thumbnail=evidence.thumbnail,
            added_at=evidence.added_at,
        )
        for evidence, item in pairs
    )


def evidence_of_report(case: Case) -> QuerySet[Evidence]:
    """Return all evidence of the report that a case came from, whether it goes with it or not."""
    return Evidence.objects.filter(report__filings__case=case)


def refuse_restricted(category: Category | None, has_evidence: bool) -> None:
    """Raise Invalid where files are attached and the category allows none."""
    if has_evidence and category is not None and category.restricted:
        raise Invalid(
            "evidence_attached",
            _(
                "No file may be kept for this category. Remove every file from the report first; if it is "
                "filed already, withdraw its cases and enter the links anew, without files."
            ),
            field="category",
        )


def refuse_files(*categories: Category | None) -> None:
    """Raise Invalid where one of the categories allows no file."""
    if any(category is not None and category.restricted for category in categories):
        raise Invalid(
            "no_files_here",
            _("No file is taken for this category: hash and link only."),
            field="uploads",
        )
