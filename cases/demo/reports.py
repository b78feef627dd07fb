"""Reports that are no case yet, and one that another agency referred."""

from datetime import datetime, timedelta

from accounts.models import Organisation
from cases.demo.acts_agency import approve, verify
from cases.demo.acts_operator import acknowledge, decide
from cases.demo.places import MINISTRY
from cases.demo.screens import Handed, add_to_report
from cases.demo.stage import Life, Stage, draft_of
from cases.domain.referring import refer, return_report, take_over
from cases.domain.reports import file_report, save_report
from cases.enums import Outcome, VerifiedOutcome
from cases.models import Report
from kernel.references import new_reference

REFERRED = Life(
    number="BNN/77/2026",
    service="lapak",
    category="drugs",
    ago=50,
    house="bureau",
    links=("toko/jamur-ajaib/1", "toko/jamur-ajaib/2"),
    reasons="Mushrooms with a forbidden substance, sold as seeds.",
)
SENT_BACK = Life(
    number="BNN/71/2026",
    service="obrol",
    category="drugs",
    ago=30 * 60,
    house="bureau",
    links=("g/kebun-belakang/posts/8",),
    reasons="Plants in a garden.",
)
TAKEN_OVER = Life(
    number="BNN/70/2026",
    service="lapak",
    category="drugs",
    ago=28 * 60,
    links=("toko/obat-tidur/3", "toko/obat-tidur/4"),
    reasons="Sleeping pills without a prescription, found by the bureau's patrol.",
    acts=(
        (60, approve()),
        (104, acknowledge()),
        (500, decide(Outcome.REMOVED, text="Both offers are gone; the seller is warned.")),
        (600, verify(VerifiedOutcome.DOWN)),
    ),
)
DRAFT = Life(
    number="B-117/DKD/2026",
    service="kanal",
    category="terrorism",
    ago=14,
    filer="analyst2",
    links=("gema-subuh/1", "gema-subuh/2"),
    also="\n".join(
        (
            "hxxps://obrol[.]example/g/gema-subuh/posts/1",
            "https://kanal.example/join/Zx81kqPQ",
            "https://tempat-lain.example/berita/5",
            "https://layl.example/watch/%D8%B5%D9%88%D8%AA/9",
        )
    ),
    reasons="Collected from one letter; still to be sorted.",
    evidence=(Handed("surat-warga-halaman-1.png"), Handed("surat-warga-halaman-2.png")),
)


def begun(stage: Stage, life: Life) -> datetime:
    """Return the instant at which a life begins."""
    return stage.now - timedelta(minutes=life.ago)


def keep_as_draft(stage: Stage) -> None:
    """The ministry's analyst saves a report and does not file it."""
    _save(stage, DRAFT, DRAFT.house)


def refer_and_wait(stage: Stage) -> None:
    """The bureau refers a report; nobody has taken it over yet."""
    _refer(stage, REFERRED)


def refer_and_return(stage: Stage) -> None:
    """The bureau refers a report; the ministry's analyst returns it."""
    return_report(
        actor=stage.desk["ministry.analyst"],
        reference=_refer(stage, SENT_BACK),
        reason="Which plants? Nothing in the picture is forbidden.",
        now=begun(stage, SENT_BACK) + timedelta(hours=2),
    )


def take_over_and_file(stage: Stage, at: datetime) -> None:
    """The bureau refers, the ministry's analyst takes over and files: how ``TAKEN_OVER`` begins."""
    reference = _refer(stage, TAKEN_OVER)
    analyst = stage.desk["ministry.analyst"]
    report = take_over(actor=analyst, reference=reference, now=at + timedelta(minutes=20))
    cases = file_report(
        actor=analyst,
        reference=reference,
        edit_version=report.edit_version,
        considered=True,
        now=at + timedelta(minutes=30),
    )
    stage.take(cases[0], TAKEN_OVER)


def _save(stage: Stage, life: Life, house: str) -> Report:
    actor = stage.desk[f"{house}.{life.filer}"]
    at = begun(stage, life)
    report = save_report(
        actor=actor,
        reference=new_reference(),
        draft=draft_of(life, actor.jurisdiction, stage.seed),
        edit_version=0,
        now=at,
    )
    return add_to_report(actor, report, life.evidence, at)


def _refer(stage: Stage, life: Life) -> str:
    report = _save(stage, life, "bureau")
    refer(
        actor=stage.desk["bureau.analyst"],
        reference=report.reference,
        issuing=Organisation.objects.get(name=MINISTRY.name).public_id,
        edit_version=report.edit_version,
        now=begun(stage, life) + timedelta(minutes=2),
    )
    return report.reference
