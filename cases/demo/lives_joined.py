"""Cases that two agencies found: joined, asked to be joined, overtaken, passed on."""

from cases.demo.acts_agency import approve, withdraw
from cases.demo.acts_joining import joined_by, overtaken_by
from cases.demo.acts_operator import decide, say, sign
from cases.demo.stage import Life
from cases.enums import Outcome

JOINED = (
    Life(
        number="A-31/2026",
        house="office",
        service="kanal",
        category="terrorism",
        ago=50,
        links=("menara-api/7", "menara-api/8"),
        reasons="Two posts that show how to make a charge from kitchen goods.",
        acts=(
            (3, approve()),
            (6, sign()),
            (33, joined_by("ministry", "The same manual is read in two provinces, with names of buyers.")),
            (40, say("We have both posts before us; the second needs a translation.")),
        ),
    ),
    Life(
        number="A-32/2026",
        house="office",
        service="obrol",
        category="terrorism",
        ago=35,
        links=("g/gerbang-timur/posts/4",),
        reasons="The group names a day and a square.",
        acts=(
            (4, approve()),
            (15, joined_by("ministry", "The square lies in our capital.", confirmed=False)),
        ),
    ),
    Life(
        number="B-117/DKD/2026",
        service="kanal-stories",
        category="terrorism",
        ago=12,
        links=("panah-senja/11", "panah-senja/12", "panah-senja/13"),
        reasons="Three stories of one oath, told as an invitation.",
        acts=(
            (3, overtaken_by("office", "A story that calls for an attack on a station.")),
            (6, approve()),
        ),
    ),
    Life(
        number="A-29/2026",
        house="office",
        service="guangchang",
        category="terrorism",
        ago=55,
        links=("u/obor-malam/status/71",),
        reasons="A post that praises an attack and names the next.",
        acts=(
            (3, approve()),
            (10, joined_by("ministry", "The attack was here; the next that it names is here too.")),
            (20, decide(Outcome.REMOVED, text="Removed everywhere.")),
            (35, withdraw("The author sits outside our jurisdiction; others pursue it.")),
        ),
    ),
)
