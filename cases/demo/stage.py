"""Plays one case of the demo: its verbs at their instants, the real sweep between them.

Every step of a ladder fires within two or three seconds of its instant, as it would
have with the engine running; so the record of the demo is true of the demo.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Min

from accounts.domain.acting import COMMAND, acting_as
from cases.demo.houses import Desk
from cases.demo.places import SERVICES
from cases.demo.screens import Handed, add_to_report
from cases.domain.content import content_hash, content_of
from cases.domain.report_storing import ReportDraft
from cases.domain.reports import file_report, save_report
from cases.domain.sweep import sweep
from cases.models import Case, Clock, Item
from kernel.references import new_reference

CONSIDERED = (
    "Journalism, research, art, satire and criticism of officials were considered: the posts report "
    "nothing, discuss nothing and mock nobody; they call for the deed itself."
)
NOTICED_AFTER = (0.05, 2.4)  # seconds between due and noticed
SERVED = {service.slug: service for service in SERVICES}
BASES = {"ID": "id-permenkominfo-5-2020-9", "EU": "eu-tco-2021-784-3"}


@dataclass(frozen=True, slots=True)
class Life:
    """One case: its file number, what is reported, how long ago (minutes), what followed.

    ``acts``: (minutes after filing, act). ``links`` are paths on the service's first
    host; ``also`` stands in the paste beside them (private links, other hosts).
    ``evidence`` is attached to the report.
    """

    number: str
    service: str
    category: str
    reasons: str
    ago: float
    acts: Sequence[tuple[float, "Act"]] = ()
    links: Sequence[str] = ()
    also: str = ""
    house: str = "ministry"
    filer: str = "analyst"
    urgency: str = ""
    considerations: str = ""
    evidence: Sequence[Handed] = ()


@dataclass(slots=True)
class Stage:
    """The desk, the present, and the case that is being played."""

    desk: Desk
    now: datetime
    seed: str = ""
    reference: str = ""
    case_id: int = 0
    life: Life | None = None
    chance: random.Random = field(default_factory=random.Random)

    def report(self, life: Life, at: datetime) -> None:
        """Write the report and file it; the stage then stands at its case."""
        actor = self.desk[f"{life.house}.{life.filer}"]
        report = save_report(
            actor=actor,
            reference=new_reference(),
            draft=draft_of(life, actor.jurisdiction, self.seed),
            edit_version=0,
            now=at,
        )
        report = add_to_report(actor, report, life.evidence, at)
        self.take(
            file_report(
                actor=actor,
                reference=report.reference,
                edit_version=report.edit_version,
                considered=True,
                now=at + timedelta(seconds=40),
            )[0],
            life,
        )

    def take(self, case: Case, life: Life) -> None:
        """Stand at this case."""
        self.life, self.reference, self.case_id = life, case.reference, case.pk
        self.chance = random.Random(life.number)

    @property
    def agency(self) -> str:
        """Key of the agency of the case."""
        return self.life.house if self.life else ""

    @property
    def operator(self) -> str:
        """Key of the operator of the case."""
        return SERVED[self.life.service].operator if self.life else ""

    def items(self) -> list[UUID]:
        """Return the items of the case, in order."""
        with acting_as(COMMAND):
            return list(
                Item.objects.filter(case_id=self.case_id)
                .order_by("position")
                .values_list("public_id", flat=True)
            )

    def content(self) -> str:
        """Return the hash of what an approver would see now."""
        with acting_as(COMMAND):
            return content_hash(content_of(Case.objects.get(pk=self.case_id)))

    def edit_version(self) -> int:
        """Return the version of the case's row."""
        with acting_as(COMMAND):
            return Case.objects.get(pk=self.case_id).edit_version

    def sweep_until(self, until: datetime) -> None:
        """Fire every step that falls due before ``until``, each a moment after its instant."""
        while True:
            with acting_as(COMMAND):
                clocks = Clock.objects.filter(case_id=self.case_id)
                due: datetime | None = clocks.aggregate(due=Min("next_step_at"))["due"]
            if due is None:
                return
            noticed = due + timedelta(seconds=self.chance.uniform(*NOTICED_AFTER))
            if noticed >= until:
                return
            sweep(now=noticed, only=[self.case_id])


Act = Callable[[Stage, datetime], None]


def play(stage: Stage, life: Life, begin: Act | None = None) -> str:
    """Play one case up to the present; return its reference. Inside ``all_together``.

    ``begin`` files it in another way than by a report of its own agency.
    """
    at = stage.now - timedelta(minutes=life.ago)
    stage.life = life
    if begin is None:
        stage.report(life, at)
    else:
        begin(stage, at)
    for minutes, act in life.acts:
        when = at + timedelta(minutes=minutes)
        if when >= stage.now:
            raise ValueError(f"{life.reasons[:40]}: an act lies in the future")
        stage.sweep_until(when)
        act(stage, when)
    stage.sweep_until(stage.now)
    return stage.reference


def draft_of(life: Life, jurisdiction: str, seed: str) -> ReportDraft:
    """Return the report's form as the analyst filled it in."""
    host = SERVED[life.service].hosts[0]
    lines = [f"https://{host}/{path}{seed}" for path in life.links]
    return ReportDraft(
        paste="\n".join([*lines, life.also]).strip(),
        category=life.category,
        legal_basis=BASES[jurisdiction],
        urgency=life.urgency,
        reasons=life.reasons,
        considerations=life.considerations or CONSIDERED,
        file_number=life.number if not seed else "",
    )
