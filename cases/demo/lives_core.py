"""What a first look at the desk meets: something to do for every role, then every state."""

from cases.demo.acts_agency import approve, close, edit, send_back, verify, withdraw
from cases.demo.acts_operator import acknowledge, ask, decide, declare_impossible, object_to, sign
from cases.demo.stage import Life
from cases.enums import Outcome, VerifiedOutcome

HOUR, DAY = 60, 24 * 60
DOWN, BACK_UP = VerifiedOutcome.DOWN, VerifiedOutcome.BACK_UP

# To approve, to answer, to verify.
FIRST = (
    Life(
        number="B-116/DKD/2026",
        service="kanal-stories",
        category="violent-extremism",
        ago=25,
        links=("kobar", "kobar/1", "kobar/2"),
        also="A private invitation is in the letter too: https://kanal.example/join/AbCdEf123456",
        reasons="Stories that show how to pass a checkpoint with a hidden blade.",
    ),
    Life(
        number="B-112/DKD/2026",
        service="kanal",
        category="terrorism",
        ago=150,
        links=("lentera-barat", "lentera-barat/77"),
        reasons="A manual for cutting rail signals, in four parts.",
        acts=(
            (4, approve()),
            (10, sign()),
            (55, ask("manifest_error", "The second link leads to a weather channel. Is it meant?")),
        ),
    ),
    Life(
        number="B-107/DKD/2026",
        service="kanal",
        category="terrorism",
        ago=260,
        links=("suara-gurun/9", "suara-gurun/10"),
        reasons="Two posts that praise an attack of last week and promise the next.",
        acts=(
            (5, approve()),
            (8, acknowledge()),
            (60, decide(Outcome.REMOVED, text="Both posts are removed everywhere.")),
        ),
    ),
)
STATES = (
    Life(
        number="S-2288/PPI/2026",
        service="obrol",
        category="defamation",
        ago=20 * HOUR,
        filer="analyst2",
        links=("g/kabar-kota/posts/90",),
        reasons="The post calls an official corrupt.",
        acts=((100, send_back("Criticism of an official is lawful. Show what is untrue, or drop it.")),),
    ),
    Life(
        number="S-2299/PPI/2026",
        service="guangchang",
        category="gambling",
        ago=3 * HOUR,
        links=("u/raja-slot", "u/raja-slot/status/1"),
        reasons="An account that leads to games for money.",
        acts=((45, edit("An account that leads to games for money; the stakes go to a named account.")),),
    ),
    Life(
        number="B-101/DKD/2026",
        service="layl",
        category="violent-extremism",
        ago=31 * HOUR,
        links=("c/panji-selatan", "watch/panji-selatan/5"),
        reasons="A channel of a banned group that publishes its oath and takes names of recruits.",
        acts=((5, approve()),),
    ),
    Life(
        number="B-105/DKD/2026",
        service="kanal-stories",
        category="violent-extremism",
        ago=5 * HOUR,
        links=("panglima-muda/4",),
        reasons="A story with the oath of a banned group, shown to minors.",
        acts=(
            (5, approve()),
            (50, declare_impossible("technical", "Stories cannot be withdrawn while the store is rebuilt.")),
        ),
    ),
    Life(
        number="S-2270/PPI/2026",
        service="guangchang",
        category="disinformation",
        ago=2 * DAY,
        links=("u/warta-satir/status/61",),
        reasons="The post reports a ban on cash that nobody has decided; people queue at banks.",
        acts=(
            (30, approve()),
            (300, object_to("The account is satire and says so in its name and in every post.")),
        ),
    ),
    Life(
        number="S-2279/PPI/2026",
        service="obrol",
        category="fraud",
        ago=30 * HOUR,
        links=("g/lowongan-palsu/posts/2",),
        reasons="Work abroad is offered; who answers loses his passport.",
        acts=(
            (20, approve()),
            (55, acknowledge()),
            (300, decide(Outcome.SUSPENDED, text="The group is closed.")),
            (700, verify(DOWN)),
        ),
    ),
    Life(
        number="B-089/DKD/2026",
        service="guangchang",
        category="terrorism",
        ago=3 * DAY,
        links=("u/panah-hitam", "u/panah-hitam/status/8"),
        reasons="An account that counts down to an attack.",
        acts=(
            (6, approve()),
            (16, acknowledge()),
            (130, decide(Outcome.SUSPENDED, text="Suspended.")),
            (200, verify(DOWN)),
            (240, close()),
            (3 * DAY - 100, verify(BACK_UP)),
        ),
    ),
    Life(
        number="B-095/DKD/2026",
        service="kanal",
        category="terrorism",
        ago=2.2 * DAY,
        links=("kobar-senja/9",),
        reasons="A map with marked posts.",
        acts=(
            (8, approve()),
            (14, acknowledge()),
            (58, decide(Outcome.REMOVED, text="Removed.")),
            (90, verify(DOWN)),
            (95, close()),
        ),
    ),
    Life(
        number="S-2272/PPI/2026",
        service="lapak",
        category="drugs",
        ago=2 * DAY,
        links=("toko/apotek-malam/4", "toko/apotek-malam/5"),
        reasons="Pills without a prescription, sent by courier.",
        acts=(
            (30, approve()),
            (85, acknowledge()),
            (400, decide(Outcome.REMOVED, text="Removed.")),
            (28 * HOUR, withdraw("The seller is a licensed pharmacy; the register was out of date.")),
        ),
    ),
)
