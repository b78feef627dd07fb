"""What is asked of the routes of sheets: their uploader's alone, whatever is asked."""

from typing import Any

from cases.models import Sheet
from tests.architecture.route_asks import ABSENT, NO_ID, Asks
from tests.architecture.route_side import Side

VERSION = str(Sheet._meta.get_field("edit_version").get_default() + 2)  # checked once
UPLOADER = {"home": frozenset({"ana"}), "other": frozenset({"oth"})}


class Upload:
    """A sheet to upload that can be read as often as it is asked."""

    name = "list.csv"

    def __init__(self, side: Side) -> None:
        self.data = f"url\nhttps://{side.desk.platform.slug}.example/fresh/1".encode()

    def read(self) -> bytes:
        """All of it."""
        return self.data

    def __str__(self) -> str:
        return self.name


def sheets(asks: Asks) -> None:
    """Sheets: uploaded, looked at, their columns chosen, imported, handed back, thrown away."""
    asks.get("dashboard:sheets")
    asks.post("dashboard:sheets", "upload", body={"uploads": Upload(asks.home)})
    asks.post("dashboard:sheets", "nothing", body={})
    for route in ("sheet", "sheet_errors_csv", "sheet_errors_xlsx"):
        for side in (asks.home, asks.other):
            asks.get(f"dashboard:{route}", side.word, [side.sheets["checked"]], knows=UPLOADER[side.word])
        asks.get(f"dashboard:{route}", ABSENT, [NO_ID])
    for side in (asks.home, asks.other):
        args, knows = [side.sheets["columns"]], UPLOADER[side.word]
        asks.get("dashboard:sheet", f"{side.word} without columns", args, knows=knows)
        asks.post("dashboard:sheet_columns", side.word, args, body={"link": "0"}, knows=knows)
    asks.post("dashboard:sheet_columns", ABSENT, [NO_ID], body={"link": "0"})
    _acting(asks)


ONCE = {"Idempotency-Key": "asked-once"}


def api_sheets(asks: Asks) -> None:
    """Sheets by programs: the same, and as little of anybody else's."""
    asks.get("api:sheets")
    asks.post("api:sheets", "upload", body={"uploads": Upload(asks.home)}, headers=ONCE)
    for route in ("sheet", "sheet_rows", "sheet_errors_csv", "sheet_errors_xlsx"):
        for side in (asks.home, asks.other):
            asks.get(f"api:{route}", side.word, [side.sheets["checked"]], knows=UPLOADER[side.word])
        asks.get(f"api:{route}", ABSENT, [NO_ID])
    bodies: dict[str, tuple[str, str, dict[str, Any], str]] = {
        "columns": ("sheet_columns", "columns", {"columns": {"link": 0}}, ""),
        "only good": ("sheet_import", "checked", {"only_good": True}, VERSION),
        "all": ("sheet_import", "checked", {"only_good": False}, VERSION),
        "away": ("sheet_discard", "checked", {}, ""),
    }
    for label, (route, which, body, version) in bodies.items():
        headers = {**ONCE, "If-Match": f'"{version}"'} if version else ONCE
        for side in (asks.home, asks.other):
            args, knows = [side.sheets[which]], UPLOADER[side.word]
            asks.post(f"api:{route}", f"{side.word} {label}", args, body=body, knows=knows, headers=headers)
        if label != "all":
            asks.post(f"api:{route}", ABSENT, [NO_ID], body=body, headers=headers)


def _acting(asks: Asks) -> None:
    bodies: dict[str, tuple[str, dict[str, Any]]] = {
        "only good": ("sheet_import", {"edit_version": VERSION, "only_good": "on"}),
        "all": ("sheet_import", {"edit_version": VERSION}),
        "away": ("sheet_discard", {}),
    }
    for label, (route, body) in bodies.items():
        for side in (asks.home, asks.other):
            args, knows = [side.sheets["checked"]], UPLOADER[side.word]
            asks.post(f"dashboard:{route}", f"{side.word} {label}", args, body=body, knows=knows)
        if label != "all":
            asks.post(f"dashboard:{route}", ABSENT, [NO_ID], body=body)
