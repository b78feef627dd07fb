import pytest

from channels_registry.domain.gate import HostTable, judge_line
from channels_registry.enums import ReasonCode, Verdict

HOSTS = HostTable.builtin()


@pytest.mark.parametrize(
    "line",
    [
        "https://t.me/Durov/5",
        "  1) https://t.me/durov/5 ",
        "Tautan: hxxps://t[.]me/durov/5.",
        '=HYPERLINK("https://t.me/durov/5","kiriman")',
        "[kiriman](https://t.me/durov/5)",
        "- t . me is written t.me/durov/5",
    ],
)
def test_one_link_in_a_line_is_judged(line: str) -> None:
    judgement = judge_line(line, HOSTS)
    assert (judgement.url, judgement.verdict, judgement.key) == (line, Verdict.PUBLIC, "durov/5")


@pytest.mark.parametrize("line", ["t.me/durov t.me/+AbCdSecret", "see t.me/durov and @abcd, t.me/efgh"])
def test_several_links_in_a_line_have_no_verdict_of_their_own(line: str) -> None:
    judgement = judge_line(line, HOSTS)
    assert (judgement.url, judgement.verdict, judgement.key, judgement.reason) == (
        line, Verdict.INVALID, "", ReasonCode.SEVERAL_LINKS
    )  # fmt: skip
    assert "AbCdSecret" not in judgement.shown


@pytest.mark.parametrize("line", ["just words", "https://user@t.me/durov", "ftp://files.example/a.b/c"])
def test_line_without_a_valid_link_stays_invalid(line: str) -> None:
    assert judge_line(line, HOSTS).verdict == Verdict.INVALID
