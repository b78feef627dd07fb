"""Runs inside the virtual environment: the sheets that ``./dev bench sheet`` has imported, and its floor.

Prints one JSON object: the seconds of each import, and of each floor.
"""

import csv
import io
import json
import sys
import time
from collections.abc import Callable
from functools import partial

import django

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402  models need the set-up above
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from accounts.domain.acting import COMMAND, acting_as  # noqa: E402
from accounts.enums import OrganisationKind, Role  # noqa: E402
from accounts.models import Membership  # noqa: E402
from cases.enums import SheetState  # noqa: E402
from cases.models import Finding, Sheet  # noqa: E402
from channels_registry.enums import Grammar  # noqa: E402
from channels_registry.models import PlatformHost  # noqa: E402
from sla.models import Category  # noqa: E402

HEADER = ["No", "Tautan", "Kategori", "Urgensi", "Uraian temuan", "Nomor surat"]
REASONS = ("Calls for violence at a named place and day.", "Offers bets to children.", "Sells arms.")


def main(rows: int, runs: int, patience: float) -> None:
    """Load the demo's core; then, run by run, the floor and the import of a sheet of its own."""
    call_command("load_demo", "--core", stdout=io.StringIO())
    setup_test_environment()
    seats = Membership.objects.filter(organisation__kind=OrganisationKind.ISSUING)
    analyst = seats.filter(roles__contains=[Role.ANALYST]).select_related("user").order_by("pk")[0].user
    browser = Client()
    browser.force_login(analyst)
    seconds: dict[str, list[float]] = {"import": [], "floor": []}
    for run in range(runs):
        data = sheet(rows, run)
        seconds["floor"].append(_timed(partial(copied, data)))
        seconds["import"].append(_timed(partial(imported, browser, data, rows, patience)))
    print(json.dumps(seconds), flush=True)


def sheet(rows: int, run: int) -> bytes:
    """Return a sheet as analysts bring them: most links to services, some sites, some refused."""
    hosts = list(
        PlatformHost.objects.filter(platform__grammar=Grammar.GENERIC, platform__active=True).values_list(
            "host", flat=True
        )
    )
    categories = list(Category.objects.filter(active=True, restricted=False).values_list("code", flat=True))
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(HEADER)
    for number in range(rows):
        link = f"https://{hosts[number % len(hosts)]}/bench{run}/{number}"
        if number % 10 == 7:
            link = f"https://site{number}.example/{run}/page?id={number}"
        elif number % 100 == 9:
            link = f"https://t.me/+AbCdEfGh{number:08}"
        urgency, reasons = ("mendesak", "biasa")[number % 2], REASONS[number % 3]
        writer.writerow([number + 1, link, categories[number % 3], urgency, reasons, f"B-{run}/2026"])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def copied(data: bytes) -> None:
    """The least that could be done: read the rows and copy them into a table."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(
        list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    )
    out.seek(0)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS bench_floor (a text, b text, c text, d text, e text, f text)"
        )
        cursor.copy_expert("COPY bench_floor FROM STDIN WITH CSV", out)


def imported(browser: Client, data: bytes, rows: int, patience: float) -> None:
    """Upload, wait for the check, import the good rows, wait for the last draft."""
    answer = browser.post("/reports/sheets/", {"uploads": SimpleUploadedFile("bench.csv", data)})
    address = answer["Location"]
    checked = _waited(address, SheetState.JUDGED, patience)
    ordered = browser.post(f"{address}import/", {"edit_version": checked.edit_version, "only_good": "on"})
    assert ordered.status_code == 302, ordered.content
    done = _waited(address, SheetState.IMPORTED, patience)
    with acting_as(COMMAND):
        reports = done.rows.exclude(report=None).values("report")
        kept = Finding.objects.filter(report__in=reports).count()
        assert kept == done.rows.exclude(report=None).count() == rows - rows // 100


def _waited(address: str, state: SheetState, patience: float) -> Sheet:
    end = time.monotonic() + patience
    while time.monotonic() < end:
        with acting_as(COMMAND):
            found = Sheet.objects.get(public_id=address.strip("/").rpartition("/")[2])
        if found.state == state:
            return found
        time.sleep(0.05)
    raise SystemExit(f"still {found.state} after {patience} s")


def _timed(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
