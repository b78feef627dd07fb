"""Languages, zones and jurisdictions."""

import zoneinfo

import pytest

from accounts.domain.places import (
    check_jurisdiction,
    check_language,
    check_zone,
    jurisdictions,
    zone_groups,
)
from kernel.errors import Invalid


def test_zones_stand_under_their_area_with_utc_first():
    groups = dict(zone_groups())
    assert next(iter(groups)) == "UTC"
    assert "Asia/Jakarta" in groups["Asia"]
    assert not {"US", "Etc", "Brazil"} & set(groups)


def test_every_zone_offered_can_be_opened():
    offered = [zone for _area, zones in zone_groups() for zone in zones]
    assert [zoneinfo.ZoneInfo(zone).key for zone in offered] == offered
    assert len(offered) == len(set(offered))


def test_jurisdictions_are_named_in_the_readers_language():
    assert dict(jurisdictions("en"))["EU"] == "European Union"
    assert dict(jurisdictions("id"))["EU"] == "Uni Eropa"
    assert "ZZ" not in dict(jurisdictions("en"))


@pytest.mark.parametrize(
    ("check", "good", "bad", "field"),
    [
        (check_language, "id", "xx", "language"),
        (check_zone, "Asia/Jakarta", "Asia/../Jakarta", "time_zone"),
        (check_jurisdiction, "ID", "id", "jurisdiction"),
    ],
)
def test_what_is_not_offered_is_refused_at_its_field(check, good, bad, field):
    assert check(good) == good
    with pytest.raises(Invalid) as raised:
        check(bad)
    assert raised.value.field == field
