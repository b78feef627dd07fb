"""Cases that fall due in the next minutes; played again, with new links, at later starts."""

from cases.demo.acts_agency import answer, approve, send_alone
from cases.demo.acts_operator import acknowledge, ask, sign
from cases.demo.stage import Life

CHINESE = (
    "该频道逐条发布招募信息，并公布收款账户。The channel publishes calls for recruits one after another, "
    "with an account for money."
)

AT_ONCE = (
    Life(
        number="B-114/DKD/2026",
        service="kanal",
        category="terrorism",
        ago=62,
        links=("suara-malam", "suara-malam/412", "suara-malam/413"),
        reasons="Three posts name a police post as the next target and ask readers to report patrols.",
        acts=((12, approve()),),
    ),
    Life(
        number="B-115/DKD/2026",
        service="lapak",
        category="violent-extremism",
        ago=45,
        links=("toko/seragam-laskar/88120", "toko/seragam-laskar/88121"),
        reasons="Uniforms of a banned group are sold with its oath printed on the label.",
        acts=((5, approve()), (20, sign())),
    ),
    Life(
        number="B-108/DKD/2026",
        service="guangchang",
        category="terrorism",
        ago=240,
        links=("u/pelopor/status/55120", "u/pelopor/status/55121", "u/pelopor/status/55122"),
        reasons=CHINESE,
        acts=((4, approve()), (10, sign()), (14, acknowledge())),
    ),
    Life(
        number="B-113/DKD/2026",
        service="kanal",
        category="terrorism",
        ago=55,
        filer="analyst2",
        links=("kabar-fajar/2210",),
        reasons="A live call to gather tonight with fuel and bottles; the place is named.",
        acts=((6, send_alone()), (12, sign()), (15, acknowledge())),
    ),
)
AFTERWARDS = (
    Life(
        number="S-2301/PPI/2026",
        service="obrol",
        category="incitement-and-hate",
        ago=352,
        filer="analyst2",
        links=("g/warga-blok-c/posts/7731",),
        reasons="The post calls to drive the families of one faith out of the block before Friday.",
        acts=((7, approve()),),
    ),
    Life(
        number="EU-2026-00731",
        service="guangchang",
        category="terrorism",
        ago=170,
        house="office",
        links=("video/tanzil-08", "video/tanzil-09"),
        reasons="Two films show how a device is made and where to leave it; both bear a listed group's mark.",
        considerations="No news report, no research and no comment: instruction alone.",
        acts=(
            (5, approve()),
            (9, sign()),
            (20, ask("insufficient", "Which of the two films is the second link? It opens a list.")),
            (125, answer("The ninth of the list, eleven minutes long, put up on the evening before.")),
        ),
    ),
)
