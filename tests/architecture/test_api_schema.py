"""What the schema says is what is answered: every operation, asked by both sides with what it may take.

Cases of every state stand on the desk, so that a made-up body meets a real case. Each ask is
undone. ``API_EXAMPLES`` asks more often than a day's run does.
"""

import logging
import os
from collections.abc import Iterator
from itertools import chain
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from accounts.domain.acting import COMMAND, Actor, acting_as
from accounts.enums import Role
from cases.models import Case, Escalation, Evidence, Item, Letter
from kernel.clock import database_now
from sla.enums import PROPOSALS
from tests.architecture.conftest import undone
from tests.architecture.route_world import World, make_world
from tests.factories.files import picture, text
from tests.factories.people import actor_for
from tests.factories.sheets import make_sheet
from tests.factories.tokens import make_token

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("API_EXAMPLES", "4"))
FILES = [picture(), text(), b"<svg/>"]
LOOKED_AT = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]


@pytest.fixture(scope="module")
def world(module_transaction: None) -> Iterator[World]:
    logging.disable(logging.CRITICAL)
    # The server's own handler closes connections between requests: here all is one transaction.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield make_world(database_now())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    logging.disable(logging.NOTSET)


DESK = get_wsgi_application()


def served(environ: dict[str, Any], start: Any) -> list[bytes]:
    """Answer as a server does: it ends each answer, and with it the files that came in."""
    answer = DESK(environ, start)
    try:
        return [b"".join(answer)]
    finally:
        answer.close()


def askers_of(world: World) -> dict[str, Actor]:
    home = world.home.people
    return {
        "agency": actor_for(home["casework"]),
        "approver": actor_for(home[Role.APPROVER]),
        "platform": actor_for(home[Role.MODERATOR]),
    }


def make_sheets(world: World, uploader: Actor) -> list[str]:
    """A checked sheet of the agency's asker, with a good and a bad row, and one without columns."""
    good = f"https://{world.home.desk.platform.slug}.example/sheet/1"
    found = [
        make_sheet(world.home.desk, *lines, actor=uploader) for lines in ((good, "none"), ("a;b", "c;d"))
    ]
    return [str(sheet.public_id) for sheet in found]


class Named:
    """What stands on the desk, to be named in an ask."""

    def __init__(self, world: World, sheets: list[str]) -> None:
        self.sheets = sheets
        home = world.home
        with acting_as(COMMAND):
            self.versions = dict(Case.objects.values_list("reference", "edit_version"))
            items = Item.objects.values_list("case__reference", "public_id")
            self.items: dict[str, list[str]] = {}
            for reference, item in items:
                self.items.setdefault(reference, []).append(str(item))
            steps = Escalation.objects.filter(action__in=PROPOSALS, decision="")
            self.proposals = [str(each) for each in steps.values_list("public_id", flat=True)]
            self.letters: dict[str, list[str]] = {}
            for reference, letter in Letter.objects.values_list("case__reference", "public_id"):
                self.letters.setdefault(reference, []).append(str(letter))
            files = Evidence.objects.select_related("exhibit__case", "report")
            self.files: dict[str, list[str]] = {}
            for file in files:
                case = getattr(getattr(file, "exhibit", None), "case", None)
                for reference in {file.report.reference, case.reference if case else ""}:
                    self.files.setdefault(reference, []).append(str(file.public_id))
        self.joinings = [str(each) for each in home.joinings.values()]
        self.cases = [case.reference for case in home.cases.values()]
        self.reports = [report.reference for report in home.reports.values()]
        self.versions |= {report.reference: report.edit_version for report in home.reports.values()}

    def put_into(self, case: Any, data: st.DataObject) -> None:
        """Name real things in a made-up ask."""
        names = case.path_parameters or {}
        if "evidence" in names and "reference" not in names:
            names["evidence"] = data.draw(st.sampled_from(sorted({*chain(*self.files.values())})))
        if "sheet" in names:
            names["sheet"] = data.draw(st.sampled_from(self.sheets))
        if "joining" in names:
            names["joining"] = data.draw(st.sampled_from(self.joinings))
        if "reference" not in names:
            return
        pool = self.reports if "/reports/" in case.path else self.cases
        names["reference"] = data.draw(st.sampled_from(pool))
        if "proposal" in names and self.proposals:
            names["proposal"] = data.draw(st.sampled_from(self.proposals))
        if "letter" in names and self.letters.get(names["reference"]):
            names["letter"] = data.draw(st.sampled_from(self.letters[names["reference"]]))
        if "evidence" in names and self.files.get(names["reference"]):
            names["evidence"] = data.draw(st.sampled_from(self.files[names["reference"]]))
        if "If-Match" in (case.headers or {}):
            case.headers["If-Match"] = f'"{self.versions[names["reference"]]}"'
        if isinstance(case.body, dict) and "uploads" in case.body and data.draw(st.booleans()):
            case.body["uploads"] = [data.draw(st.sampled_from(FILES))]
        self._name_items(case.body, self.items.get(names["reference"], []))

    def _name_items(self, body: Any, items: list[str]) -> None:
        for rows in body.values() if isinstance(body, dict) else ():
            for row, item in zip(rows if isinstance(rows, list) else (), items, strict=False):
                if isinstance(row, dict) and "item" in row:
                    row["item"] = item


@pytest.mark.parametrize("side", ["agency", "approver", "platform"])
def test_every_operation_answers_as_the_schema_says(side: str, world: World) -> None:
    named = Named(world, make_sheets(world, askers_of(world)["agency"]))
    _token, secret = make_token(askers_of(world)[side])
    headers = {"Authorization": f"Bearer {secret}"}
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", app=served, headers=headers)
    asked = set()
    for found in schema.get_all_operations():
        operation = found.ok()
        asked.add(operation.label)

        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(), data=st.data())
        def ask(case: Any, data: st.DataObject) -> None:
            named.put_into(case, data)
            with undone():
                case.call_and_validate(headers=headers, checks=LOOKED_AT)

        ask()
    assert len(asked) == 84
