import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from channels_registry.domain.gate import HostEntry
from channels_registry.domain.hosts import host_table
from channels_registry.enums import Grammar
from tests.factories.organisations import make_operator
from tests.factories.platforms import make_platform

pytestmark = pytest.mark.django_db


def test_table_holds_every_registered_host_with_its_platform_and_grammar() -> None:
    operator = make_operator()
    make_platform(operator, "tube", ["tube.example", "tu.example"])
    make_platform(operator, "tele", ["t.me", "tx.example"], grammar=Grammar.TELEGRAM)
    with CaptureQueriesContext(connection) as queries:
        table = host_table()
    assert len(queries) == 1
    assert dict(table.entries) == {
        "tube.example": HostEntry("tube", "generic"),
        "tu.example": HostEntry("tube", "generic"),
        "tx.example": HostEntry("tele", "telegram"),
    }
    assert table.find("telegram.dog") == HostEntry("tele", "telegram")
