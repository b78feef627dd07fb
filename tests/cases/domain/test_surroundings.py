"""The words around a link help to judge it and never show another link."""

from cases.domain.citations import Placed
from cases.domain.links import Link
from cases.domain.surroundings import with_words
from cases.enums import Disposition
from channels_registry.domain.gate import HostTable, find_links, judge
from channels_registry.enums import ReasonCode, Verdict

HOSTS = HostTable.builtin()


def around(text: str) -> list[tuple[str, str]]:
    placed = [Placed(judge(link.text, HOSTS), link) for link in find_links(text, limit=100, hosts=HOSTS)]
    links = [
        Link(at, each.at.text, "", Verdict.PUBLIC, ReasonCode.SITE_ADDRESS, Disposition.READY)
        for at, each in enumerate(placed)
    ]
    return [(link.before, link.after) for link in with_words(text, placed, links)]


def test_words_stand_before_and_behind() -> None:
    assert around("Please see to https://a.example/x and (https://b.example/y) at once.") == [
        ("Please see to", "and"),
        ("and (", ") at once."),
    ]


def test_words_end_with_their_paragraph() -> None:
    assert around("One thing.\n\nAnother is\nhttps://a.example/x\n\nRegards") == [("Another is", "")]


def test_a_mere_list_has_no_words() -> None:
    assert around("1) https://a.example/x\n2) https://b.example/y") == [("", ""), ("", "")]


def test_long_sentences_are_cut_between_words() -> None:
    [(before, after)] = around("word " * 40 + "https://a.example/x" + " word" * 40)
    assert before == "\u2026 " + " ".join(["word"] * 15)
    assert after == " ".join(["word"] * 15) + " \u2026"


def test_a_link_that_was_found_before_is_hidden_too() -> None:
    secret = "https://t.me/+AbCdSecret"
    pairs = around(f"First {secret} then again {secret} beside https://a.example/x of that man.")
    assert pairs[1] == ("then again \u2026 beside", "of that man.")
    assert "AbCdSecret" not in str(pairs)
