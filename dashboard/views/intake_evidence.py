"""Files that come with the form of a report."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from cases.domain.evidence import attach_to_report, remove_from_report
from cases.domain.evidence_reading import Piece, pieces_of_report
from cases.models import Report
from dashboard.forms.intake_report import ReportForm
from dashboard.views.evidence_case import attached_words
from dashboard.views.evidence_upload import handed_in
from kernel.clock import now_of
from kernel.errors import Conflict, Invalid, NotKnown, Unavailable
from kernel.files import FIELD

REMOVE = "remove-"  # the beginning of a button's word; the file follows


def take_files(request: HttpRequest, actor: Actor, report: Report, form: ReportForm) -> Report:
    """Attach the files of a form to the report that was saved from it.

    What cannot be taken becomes a sentence at the form's field; the rest is kept.
    """
    handed = handed_in(request)
    try:
        handed.hand_over(actor, now_of(request), report=report.reference)
        if handed.files:
            report = attach_to_report(
                actor=actor,
                reference=report.reference,
                files=handed.files,
                proves=form.cleaned_data["proves"],
                capture=form.capture(),
                now=now_of(request),
            )
            messages.success(request, attached_words(len(handed.files)))
    except (Conflict, Invalid, Unavailable) as error:
        form.add_error(error.field if error.field in form.fields else FIELD, str(error))
    for problem in handed.problems:
        form.add_error(FIELD, problem)
    return report


def files_are_lost(request: HttpRequest, form: ReportForm) -> None:
    """Say that files were chosen which a page that comes back cannot hold."""
    if request.FILES.getlist(FIELD):
        form.add_error(FIELD, _("The files were not taken: choose them again."))


def remove_file(request: HttpRequest, actor: Actor, report: Report, evidence: str) -> None:
    """Remove the file that a button of the form names."""
    try:
        which = UUID(evidence)
    except ValueError:
        raise NotKnown("evidence_unknown", _("There is no such file.")) from None
    remove_from_report(actor=actor, reference=report.reference, evidence=which, now=now_of(request))
    messages.success(request, _("The file is removed."))


def pieces_for(actor: Actor, report: Report) -> list[Piece]:
    """Return the files of a report, read in a scope of their own."""
    with acting_as(actor):
        return pieces_of_report(actor, report)
