import pytest

from channels_registry.domain.gate import HostEntry, HostTable

TABLE = HostTable.of([("Tube.example", "tube", "generic"), ("telegram.me", "tele", "telegram")])


def test_builtin_table_knows_the_well_known_services() -> None:
    table = HostTable.builtin()
    assert table.find("t.me") == HostEntry("telegram", "telegram", "main")
    assert table.find("m.youtube.com") == HostEntry("youtube", "youtube", "main")
    assert table.find("id-id.facebook.com") == HostEntry("facebook", "facebook", "main")
    assert table.find("studio.youtube.com") == HostEntry("youtube", "youtube", "closed")
    assert table.find("a.b.wa.me") == HostEntry("whatsapp", "whatsapp", "phone")
    assert table.find("elsewhere.x.com") == HostEntry("x", "x", "below")
    assert table.find("m.www.x.com") == HostEntry("x", "x", "main")
    assert table.find("a.m.x.com") == HostEntry("x", "x", "below")
    assert [table.find(host) for host in ("tube.example", "notx.com", "com", "", "x.com.example")] == [
        None
    ] * 5


@pytest.mark.parametrize(
    "host", ["tube.example", "www.tube.example", "m.tube.example", "mobile.tube.example"]
)
def test_registered_host_is_found_behind_its_usual_doors(host: str) -> None:
    assert TABLE.find(host) == HostEntry("tube", "generic")


@pytest.mark.parametrize("host", ["a.tube.example", "www.m.tube.example", "example", "xtube.example", ""])
def test_other_host_is_not_found(host: str) -> None:
    assert TABLE.find(host) is None


def test_all_hosts_of_a_service_go_to_the_platform_that_has_one() -> None:
    assert TABLE.telegram == "tele"
    assert {TABLE.find(host).platform for host in ("t.me", "telegram.me", "telegram.dog")} == {"tele"}
    table = HostTable.of([("fb.com", "fb", "generic"), ("video.example", "clips", "youtube")])
    assert table.find("m.facebook.com") == HostEntry("fb", "facebook", "main")
    assert table.find("video.example") == HostEntry("clips", "youtube")
    assert table.find("youtu.be") == HostEntry("youtube", "youtube", "video")


def test_host_below_a_well_known_one_cannot_be_registered_away() -> None:
    table = HostTable.of([("studio.youtube.com", "studio", "generic")])
    assert table.find("studio.youtube.com").door == "closed"


def test_telegrams_grammar_cannot_be_taken_from_its_hosts() -> None:
    table = HostTable.of([("t.me", "other", "generic")])
    assert table.find("t.me") == HostEntry("other", "telegram")
