"""Runs inside the virtual environment: the links of ``./dev bench gate``, and the loops that it times.

``rates N RUNS``: links a second of ``judge`` and of ``urlsplit``. ``links N``: the links themselves.
"""

import json
import random
import sys
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from channels_registry.domain.gate import HostTable, judge

LETTERS = "abcdefghijklmnopqrstuvwxyz"
CODES = LETTERS + LETTERS.upper() + "0123456789_-"

# What comes in, and how often of a hundred: as an analyst of a ministry pastes it.
MIX: tuple[tuple[int, str], ...] = (
    (14, "https://t.me/{name}/{number}"),
    (6, "https://t.me/{name}"),
    (2, "https://t.me/s/{name}/{number}"),
    (3, "https://t.me/+{code}"),
    (2, "hxxps://t[.]me/{name}/{number}"),
    (8, "https://www.youtube.com/watch?v={id}&t={short}"),
    (4, "https://youtu.be/{id}?si={code}"),
    (2, "https://www.youtube.com/@{name}"),
    (8, "https://x.com/{name}/status/{number}?s=20"),
    (2, "https://twitter.com/{name}"),
    (5, "https://www.facebook.com/{name}/posts/pfbid{code}{code}"),
    (3, "https://www.facebook.com/watch/?v={number}"),
    (2, "https://m.facebook.com/story.php?story_fbid={number}&id={number}"),
    (2, "https://www.facebook.com/groups/{number}/permalink/{number}/"),
    (5, "https://www.instagram.com/p/{id}/?igsh={code}"),
    (3, "https://www.instagram.com/reel/{id}/"),
    (7, "https://www.tiktok.com/@{name}/video/{number}?is_from_webapp=1"),
    (2, "https://vt.tiktok.com/{id}/"),
    (2, "https://chat.whatsapp.com/{code}"),
    (1, "https://www.threads.net/@{name}/post/{id}"),
    (1, "https://line.me/R/ti/p/@{name}"),
    (1, "https://discord.gg/{id}"),
    (2, "https://bit.ly/{id}"),
    (9, "https://{name}.example/{name}/{name}?utm_source={short}&page={short}"),
    (3, "{name}.example/{name}"),
    (1, "https://{name}.example/away?to=https%3A%2F%2Ft.me%2F{name}"),
)


def links(number: int) -> list[str]:
    """Return so many links, the same at every call; one host in three is new, as on the open web."""
    chance = random.Random(20170714)
    forms = [form for share, form in MIX for _ in range(share)]
    return [_filled(chance.choice(forms), chance) for _ in range(number)]


def _filled(form: str, chance: random.Random) -> str:
    return form.format(
        name="".join(chance.choices(LETTERS, k=chance.randint(6, 14))) + "x",
        number=chance.randint(10**5, 10**9),
        short=chance.randint(1, 99),
        id="".join(chance.choices(CODES, k=11)),
        code="".join(chance.choices(CODES[:62], k=16)),
    )


def rate(call: Callable[[str], object], given: list[str]) -> float:
    """Return how many links a second a function takes."""
    began = time.perf_counter()
    for link in given:
        call(link)
    return len(given) / (time.perf_counter() - began)


def rates(number: int, runs: int) -> dict[str, list[float]]:
    """Return the rates of each run of the floor and of the gate, by turns."""
    given, table = links(number), HostTable.builtin()
    plain = [link.replace("[.]", ".") for link in given]  # urlsplit knows no defanging
    found: dict[str, list[float]] = {"judge": [], "urlsplit": []}
    for run in range(runs + 1):
        floor = rate(urlsplit, plain)
        ours = rate(lambda link: judge(link, table), given)
        if run:  # the first warms up
            found["urlsplit"].append(floor)
            found["judge"].append(ours)
    return found


if __name__ == "__main__":
    what, about = sys.argv[1], int(sys.argv[2])
    print(json.dumps(rates(about, int(sys.argv[3]))) if what == "rates" else "\n".join(links(about)))
