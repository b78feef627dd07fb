"""What is asked of the pages about one's own organisation: first steps, its zone, its record."""

from cases.enums import RecordPart
from tests.architecture.route_asks import Asks


def own_house(asks: Asks) -> None:
    """First steps, language and zone, and each part of the record of many years."""
    asks.get("dashboard:first_steps")
    asks.get("dashboard:own_organisation")
    said = {"language": "id", "time_zone": "Asia/Makassar"}
    asks.post("dashboard:own_organisation", body=said)
    asks.get("dashboard:own_record")
    span = {"since": "2001-01-01", "until": "2199-01-01"}
    for part in RecordPart:
        asks.post("dashboard:own_record", part.value, body={**span, "part": part.value})
    asks.post("dashboard:own_record", "no span", body={"part": "whole"})
