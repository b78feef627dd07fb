"""What the report's page says of the links typed so far: verdicts, counts, deadlines."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accounts.domain.acting import Actor, acting_as
from accounts.enums import OrganisationKind
from cases.domain.due_preview import DuePreview, preview
from cases.domain.intake import examine
from cases.domain.joining import tokens_to_join
from cases.domain.links import KINDS_OF_NAMES, Examination, Link
from cases.enums import Disposition
from dashboard.forms.intake_report import ReportForm
from dashboard.views.evidence_upload import choices_of
from dashboard.views.intake_source import offers_for
from kernel.errors import DomainError, Invalid


@dataclass(slots=True)
class Checked:
    """The links of a form as judged, or the sentence why they cannot be."""

    examination: Examination | None = None
    problem: str = ""
    previews: list[DuePreview] = field(default_factory=list)
    preview_problem: str = ""

    @property
    def links(self) -> list[Link]:
        """All links, in their order."""
        return list(self.examination.links) if self.examination else []

    @property
    def counts(self) -> list[tuple[Disposition, int]]:
        """How many links have which disposition, none left out that occurs."""
        if self.examination is None:
            return []
        counted = [(word, self.examination.count_of(word)) for word in Disposition]
        return [(word, number) for word, number in counted if number]

    @property
    def asks_kinds(self) -> bool:
        """Whether any link is a name of which only a person can tell what it is."""
        return any(link.asks_kind for link in self.links)

    @property
    def ticked(self) -> str:
        """The links of which the analyst says whether they are reported."""
        return " ".join(link.token for link in self.links if link.asks_reported)

    @property
    def services(self) -> list[str]:
        """The services that would each get a case."""
        return [platform.name for platform in self.examination.by_platform] if self.examination else []


def checked(form: ReportForm, actor: Actor, now: datetime, reference: str = "") -> Checked:
    """Return what is to be said of the links in ``form`` as typed. Writes nothing."""
    found = Checked()
    try:
        found.examination = examine(
            actor=actor,
            paste=form.typed_paste,
            now=now,
            answers=form.answers,
            reference=reference,
        )
    except Invalid as error:
        found.problem = str(error)
        return found
    _add_previews(found, form, actor, now)
    return found


def _add_previews(found: Checked, form: ReportForm, actor: Actor, now: datetime) -> None:
    category, urgency = form.chosen_category, form.chosen_urgency
    if category is None or found.examination is None or actor.organisation_kind != OrganisationKind.ISSUING:
        return
    try:
        found.previews = [
            preview(agency=form.house, platform=platform, category=category, urgency=urgency, now=now)
            for platform in found.examination.by_platform
        ]
    except DomainError as error:
        found.preview_problem = str(error)


def links_page(form: ReportForm, found: Checked) -> dict[str, Any]:
    """Return what the fragments of links and deadlines show."""
    form.offer_links(choices_of(found.links))
    return {
        "form": form,
        "checked": found,
        "offers": offers_for(form),
        "kinds": [(kind.value, kind.label) for kind in KINDS_OF_NAMES],
    }


def joins_of(actor: Actor, reference: str) -> frozenset[str]:
    """Return how the links are named that can be joined from the saved report; of a new one none."""
    if not reference:
        return frozenset()
    with acting_as(actor):
        return tokens_to_join(actor, reference)
