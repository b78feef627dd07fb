import pytest

from channels_registry.domain.gate import HostEntry, HostTable

TABLE = HostTable.of([("Tube.example", "tube", "generic"), ("telegram.me", "tele", "telegram")])


def test_builtin_table_knows_telegram_only() -> None:
    assert dict(HostTable.builtin().entries) == {
        host: HostEntry("telegram", "telegram") for host in ("t.me", "telegram.me", "telegram.dog")
    }


@pytest.mark.parametrize(
    "host", ["tube.example", "www.tube.example", "m.tube.example", "mobile.tube.example"]
)
def test_registered_host_is_found_behind_its_usual_doors(host: str) -> None:
    assert TABLE.find(host) == HostEntry("tube", "generic")


@pytest.mark.parametrize("host", ["a.tube.example", "www.m.tube.example", "example", "xtube.example", ""])
def test_other_host_is_not_found(host: str) -> None:
    assert TABLE.find(host) is None


def test_all_of_telegrams_hosts_go_to_the_platform_that_has_one() -> None:
    assert TABLE.telegram == "tele"
    assert {TABLE.entries[host].platform for host in ("t.me", "telegram.me", "telegram.dog")} == {"tele"}


def test_telegrams_grammar_cannot_be_taken_from_its_hosts() -> None:
    table = HostTable.of([("t.me", "other", "generic")])
    assert table.find("t.me") == HostEntry("other", "telegram")
