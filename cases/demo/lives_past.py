"""Closed cases of the last weeks, so that the board has something to count."""

from dataclasses import dataclass

from cases.demo.acts_agency import approve, close, confirm, send_alone, verify
from cases.demo.acts_operator import acknowledge, decide, sign
from cases.demo.stage import Life
from cases.enums import Outcome, VerifiedOutcome

DAY = 24 * 60
SENT = 10
LETTERS = {"ministry": "B-{:03}/DKD/2026", "office": "EU-2026-00{}"}


@dataclass(frozen=True, slots=True)
class Past:
    """One closed case: days ago, then minutes from sending to each answer."""

    number: int
    days: float
    service: str
    category: str
    link: str
    reasons: str
    signed: int
    acknowledged: int
    effect: int
    outcome: Outcome = Outcome.REMOVED
    house: str = "ministry"
    alone: bool = False


PAST = (
    Past(98, 1.4, "kanal", "terrorism", "kobar-senja/4", "A call to burn a station.", 6, 9, 71, alone=True),
    Past(87, 2.9, "lapak", "gambling", "toko/togel-88/1", "A game of numbers for money.", 95, 130, 700),
    Past(
        702,
        3.6,
        "guangchang",
        "terrorism",
        "video/ajakan-01",
        "A film that recruits.",
        8,
        11,
        41,
        house="office",
    ),
    Past(76, 4.8, "layl", "terrorism", "watch/ajakan-pagi/1", "A sermon that names a target.", 75, 96, 380),
    Past(70, 5.5, "obrol", "fraud", "g/arisan-kilat/posts/3", "A chain of stakes.", 60, 240, 1100),
    Past(
        64,
        6.3,
        "kanal",
        "violent-extremism",
        "laskar-lama",
        "A banned group's channel.",
        5,
        8,
        64,
        Outcome.SUSPENDED,
    ),
    Past(51, 9.0, "lapak", "weapons", "toko/sajam/7", "Blades with a striking edge.", 120, 200, 1600),
    Past(33, 15.0, "layl", "violent-extremism", "watch/sumpah/2", "An oath, spoken by minors.", 30, 52, 230),
    Past(12, 26.0, "kanal", "terrorism", "saf-depan/1", "A list of names and addresses.", 7, 10, 90),
)


def life_of(past: Past) -> Life:
    """Return a closed case as the stage plays it."""
    confirmed = [(SENT + 20, confirm())] if past.alone else []
    acts = [
        (SENT, send_alone() if past.alone else approve()),
        *confirmed,
        (SENT + past.signed, sign()),
        (SENT + past.acknowledged, acknowledge()),
        (SENT + past.effect, decide(past.outcome, text="Done.")),
        (SENT + past.effect + 35, verify(VerifiedOutcome.DOWN)),
        (SENT + past.effect + 50, close()),
    ]
    return Life(
        number=LETTERS[past.house].format(past.number),
        service=past.service,
        category=past.category,
        ago=past.days * DAY,
        house=past.house,
        links=(past.link,),
        reasons=past.reasons,
        acts=sorted(acts, key=lambda act: act[0]),
    )


CLOSED = tuple(life_of(past) for past in PAST)
