"""Eight real letters, where they stand beside the project; nothing is collected elsewhere.

What a careful reader would report of each was written down by hand.
"""

from pathlib import Path

import pytest

from cases.domain.citations import Placed, citations
from channels_registry.domain.gate import HostTable, find_links, judge

LETTERS = Path(__file__).resolve().parents[4] / "shared" / "data" / "notices"
HOSTS = HostTable.builtin()
HUB = "https://github.com/"

_SPEECH = [
    "agultiga", "Anankke", "mybbsky2012", "BarryZM", "dogeloveskitty", "fbion", "gpf0710", "HaoBingo",
    "isgasho", "LiRETRO", "Miahelloworld", "mingzexi", "NishimoriTuaner", "ugvf2009", "yiguihai",
]  # fmt: skip
REPORTED = {
    "cn-2019-09-05": [
        f"{HUB}dfcbzs/djy/blob/master/gb/n24hr.md?dfh#1",
        f"{HUB}goodabc/news",
        f"{HUB}awwkk/usdom/blob/master/forfor.md",
        f"{HUB}bcdz/true01/blob/master/dodo.md#b",
    ],
    "cn-2021-01-29": [
        f"{HUB}xi-yu-yan-kai-fa?tab=repositories",
        f"{HUB}dnmkrgi?tab=repositories",
        f"{HUB}xi-yu-yan-kai-fa/Xi-Yuyan",
        f"{HUB}xi-yu-yan-kai-fa/Dao-Che",
        f"{HUB}xi-yu-yan-kai-fa/xi-winnie-rainbow-fart",
        f"{HUB}dnmkrgi/xi-speech-synthesizer",
        f"{HUB}dnmkrgi/xi-speech-demo",
        *(f"{HUB}{user}/xi-speech-synthesizer" for user in _SPEECH),
        *(
            f"{HUB}{user}/Xi-Yuyan"
            for user in ("d7d4af8", "li616678065", "lovemikasa", "luciferxiaozhi", "xiaoerli520", "zgxh233")
        ),
        *(
            f"{HUB}{user}/xi-speech-demo"
            for user in ("HaoBingo", "kosserYN", "mingzexi", "stevelee-cq", "d7d4af8")
        ),
        *(f"{HUB}{user}/xi-winnie-rainbow-fart" for user in ("aloha1003", "littlebuaa")),
        f"{HUB}d7d4af8/Xi-Yuyan/network/members",
        f"{HUB}aloha1003/xi-winnie-rainbow-fart/network/members",
        f"{HUB}agultiga/xi-speech-synthesizer/network/members",
        f"{HUB}d7d4af8/xi-speech-demo/network/members",
    ],
    "hk-2021-12-15": [
        "https://bartertone.github.io/leavehomesafer/",
        f"{HUB}RYANCOAL9999/leavehomesafe-android-block-network",
    ],
    "ru-2014-10-21": [
        f"{HUB}russian-suicide/ololo",
        f"{HUB}muromec/blog/blob/d0a4b73064b0d2306a6184b75c9bbfeb3daa2a00/repost/suicide.rst",
        f"{HUB}numitus/objidlib/blob/master/suicide.txt",
        f"{HUB}samm-git/objidlib/blob/master/suicide.txt",
        f"{HUB}l29ah/objidlib/blob/master/suicide.txt",
        f"{HUB}Anakros/objidlib/blob/master/suicide.txt",
        f"{HUB}kleonov/some-text/",
    ],
    "ru-2015-07-22": ["http://fast-die.github.io/"],
    "ru-2016-02-16": [f"{HUB}Alex0007/crimea-ozpp/blob/master/README.md"],
    "ru-2020-06-01": [
        "https://gist.github.com/umerkulovb",
        "https://gist.github.com/umerkulovb/feff8490109d9f64b1a1659ab3fc2574",
    ],
    "ru-2021-07-22": ["https://jozz-casino.github.io/"],
}

if LETTERS.is_dir():

    @pytest.mark.parametrize("name", REPORTED)
    def test_what_a_careful_reader_would_report_is_proposed_and_nothing_else(name: str) -> None:
        text = (LETTERS / f"{name}.md").read_text(encoding="utf-8")
        placed = [Placed(judge(link.text, HOSTS), link) for link in find_links(text, limit=500, hosts=HOSTS)]
        cited = citations(text, placed)
        proposed = {each.judgement.key for place, each in enumerate(placed) if place not in cited}
        assert proposed == {judge(url, HOSTS).key for url in REPORTED[name]}

    def test_no_letter_is_left_out() -> None:
        assert sorted(path.stem for path in LETTERS.glob("*.md")) == sorted(REPORTED)
