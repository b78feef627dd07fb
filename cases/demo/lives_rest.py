"""More cases: overdue for days, half answered, disputed and settled, with ugly texts."""

from datetime import timedelta

from cases.demo.acts_agency import (
    add_evidence,
    amend,
    answer,
    approve,
    close,
    decide_objection,
    extend,
    settle_proposal,
    verify,
    waive,
    withdraw,
    write,
)
from cases.demo.acts_operator import (
    acknowledge,
    ask,
    decide,
    declare_impossible,
    end_impossibility,
    object_to,
    restore,
    say,
    sign,
)
from cases.demo.screens import Handed
from cases.demo.stage import Life
from cases.enums import Outcome, ProposalDecision, RefusalGround, VerifiedOutcome
from sla.enums import ClockKind

HOUR, DAY = 60, 24 * 60
DOWN, STILL_UP = VerifiedOutcome.DOWN, VerifiedOutcome.STILL_UP
ARABIC = (
    "المنشورات تدعو صراحةً إلى حمل السلاح وتحدد زمان اللقاء ومكانه. The posts call openly to take up "
    "arms and name time and place of the meeting."
)
LONG = (
    "A very long title, as sellers on this market like them: SLOT-GACOR-MAXWIN-DEPOSIT-PULSA-TANPA-"
    "POTONGAN-BONUS-NEW-MEMBER-100-PERSEN-DI-DEPAN-SITUS-RESMI-TERPERCAYA-SE-ASIA-TENGGARA, repeated "
    "under fourteen names with the same account for the stakes."
)
LONG_NAME = "tangkapan-layar-" + "undian-tanpa-izin-" * 9 + "2026-11.png"

PRESSING = (
    Life(
        number="B-111/DKD/2026",
        service="layl",
        category="terrorism",
        ago=190,
        links=("watch/صوت-الليل/0001", "watch/صوت-الليل/0002", "c/صوت-الليل"),
        reasons=ARABIC,
        evidence=(Handed("لقطة شاشة من قناة صوت الليل قبل الحذف.png"), Handed("layar-0002.png")),
        acts=((6, approve()),),
    ),
    Life(
        number="B-081/DKD/2026",
        service="obrol",
        category="terrorism",
        ago=4 * DAY,
        links=("g/barisan-timur/posts/19", "g/barisan-timur/posts/20", "g/barisan-timur"),
        reasons="The group collects money for the families of attackers and names the next attack.",
        acts=(
            (10, approve()),
            (32 * HOUR, settle_proposal(ProposalDecision.NOTED, "The letter is being drawn up.")),
        ),
    ),
    Life(
        number="B-106/DKD/2026",
        service="kanal",
        category="terrorism",
        ago=280,
        links=("arus-balik/3", "arus-balik/4"),
        reasons="Two posts with the address of a judge and a reward.",
        evidence=(Handed("arus-balik-3.png"), Handed("arus-balik-4.png")),
        acts=(
            (4, approve()),
            (8, sign()),
            (10, acknowledge()),
            (90, decide(Outcome.REMOVED, text="Removed.")),
            (150, verify(DOWN, STILL_UP)),
        ),
    ),
    Life(
        number="S-2296/PPI/2026",
        service="lapak",
        category="fraud",
        ago=9 * HOUR,
        links=("toko/undian-bank/1", "toko/undian-bank/2"),
        reasons="A lottery in the name of a bank that holds none; 40 victims have reported it.",
        evidence=(
            Handed("undian-bank-beranda.png"),
            Handed(LONG_NAME),
            Handed("keterangan-korban.txt", words="Forty complaints, LP/B/801 to LP/B/840. No names."),
        ),
    ),
)
IN_HAND = (
    Life(
        number="S-2291/PPI/2026-PERJUDIAN-DARING-GELOMBANG-KETIGA",
        service="lapak",
        category="gambling",
        ago=15 * HOUR,
        links=tuple(f"toko/slot-gacor-maxwin/{number}" for number in range(1, 15)),
        reasons=LONG,
        acts=(
            (20, approve()),
            (60, sign()),
            (65, acknowledge()),
            (400, decide(*[Outcome.REMOVED] * 7, Outcome.REFUSED, Outcome.NOT_FOUND, text="Nine so far.")),
            (420, extend(ClockKind.EFFECT, timedelta(hours=2), "Public holiday at the operator's seat.")),
        ),
    ),
    Life(
        number="S-2285/PPI/2026",
        service="guangchang",
        category="fraud",
        ago=20 * HOUR,
        links=("u/kripto-pasti-untung", "u/kripto-pasti-untung/status/2"),
        reasons="假冒银行客服，骗取验证码。The account poses as a bank's help desk and asks for codes.",
        acts=(
            (30, approve()),
            (72, acknowledge()),
            (90, say("我们需要受害人的报案编号。We need the file number of the victims' report.")),
            (140, write("It is LP/B/771. The victims' names stay with us.")),
            (150, add_evidence(Handed("kripto-pasti-untung-dm.png"))),
            (200, amend("A third post appeared under the same name; it is part of this request.")),
        ),
    ),
    Life(
        number="S-2263/PPI/2026",
        service="lapak",
        category="weapons",
        ago=60 * HOUR,
        links=("toko/airsoft-modif/1", "toko/airsoft-modif/2", "toko/pisau-dapur/9"),
        reasons="Toy guns altered to fire live rounds, sold with the tools for it.",
        acts=(
            (30, approve()),
            (110, acknowledge()),
            (
                900,
                decide(
                    Outcome.REMOVED,
                    Outcome.SUSPENDED,
                    Outcome.REFUSED,
                    text="Two removed. The third sells kitchen knives.",
                ),
            ),
        ),
    ),
)
SETTLED = (
    Life(
        number="S-2201/PPI/2026",
        service="kanal",
        category="incitement-and-hate",
        ago=9 * DAY,
        links=("obrolan-pasar/18",),
        reasons="A call to boycott shops of one faith.",
        acts=(
            (30, approve()),
            (45, sign()),
            (120, object_to("The post reports on such calls and condemns them.")),
            (150, decide_objection(True, "The whole thread was read: it is a report.")),
        ),
    ),
    Life(
        number="S-2188/PPI/2026",
        service="guangchang",
        category="incitement-and-hate",
        ago=12 * DAY,
        links=("u/tabuh/status/44", "u/tabuh/status/45"),
        reasons="Two posts that call a people vermin and ask for fire.",
        acts=(
            (30, approve()),
            (55, acknowledge()),
            (100, decide(Outcome.DISABLED_IN_COUNTRY, text="Not shown in Indonesia.")),
            (160, verify(DOWN)),
            (400, object_to("The first post quotes a novel.")),
            (900, decide_objection(False, "Quoted, then called for in the writer's own words.")),
            (1000, close()),
        ),
    ),
    Life(
        number="S-2230/PPI/2026",
        service="lapak",
        category="intellectual-property",
        ago=6 * DAY,
        links=("toko/buku-bajakan/1",),
        reasons="Scans of school books are sold.",
        acts=(
            (30, approve()),
            (95, acknowledge()),
            (300, decide(Outcome.REMOVED, text="Removed.")),
            (26 * HOUR, withdraw("The seller holds the rights; the complaint was false.")),
            (30 * HOUR, restore("Put back, and the seller told.")),
        ),
    ),
    Life(
        number="S-2210/PPI/2026",
        service="obrol",
        category="fraud",
        ago=8 * DAY,
        links=("g/pinjol-kilat/posts/1",),
        reasons="Loans that ask for the contacts of the borrower's telephone.",
        acts=(
            (30, approve()),
            (70, ask("insufficient", "Which law is broken by the third post?")),
            (200, answer("There is no third post. One link, one provision.")),
            (900, waive(ClockKind.EFFECT, "The operator closed the group before the order was read.")),
        ),
    ),
    Life(
        number="S-2219/PPI/2026",
        service="guangchang",
        category="drugs",
        ago=7 * DAY,
        links=("u/toko-daun/status/1",),
        reasons="An account that delivers by telephone within the hour.",
        acts=(
            (30, approve()),
            (65, declare_impossible("force_majeure", "The data centre is under water.")),
            (600, end_impossibility("The data centre answers again.")),
            (660, decide(Outcome.REFUSED, ground=RefusalGround.INSUFFICIENT, text="No post is named.")),
            (700, verify(VerifiedOutcome.NOT_VERIFIABLE)),
            (720, close()),
        ),
    ),
)
REST = (*PRESSING, *IN_HAND, *SETTLED)
