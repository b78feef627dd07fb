"""Runs inside the virtual environment: schema, catalogues, reference data, demo, in one process.

Django takes a second to load; four commands in one process take one of them. Prints one JSON
object a line: ``{"step", "seconds"}`` for each, and ``{"sign_ins"}`` with the demo's rows. Of the
demo only the core is loaded here; the rest follows beside the running desk.
"""

import io
import json
import sys
import time
from collections.abc import Callable

import django
from django.core.management import call_command

from devstack.catalogues import compile_all


def run_step(name: str, work: Callable[[], object]) -> None:
    """Do the work and report it."""
    began = time.monotonic()
    work()
    report({"step": name, "seconds": round(time.monotonic() - began, 2)})


def report(row: dict[str, object]) -> None:
    """One line for the launcher."""
    print(json.dumps(row), flush=True)


def sign_ins(printed: str) -> list[list[str]]:
    """The demo's rows ``role, e-mail, password`` in what ``load_demo`` printed."""
    return [line.split("\t") for line in printed.splitlines() if line.count("\t") == 2]


def main(arguments: list[str]) -> None:
    """Prepare the database named by the environment; ``--no-demo`` leaves it without the demo."""
    run_step("Catalogues", compile_all)
    django.setup()
    run_step("Schema", lambda: call_command("migrate", interactive=False, verbosity=0))
    run_step("Reference data", lambda: call_command("load_reference", stdout=io.StringIO()))
    if "--no-demo" not in arguments:
        printed = io.StringIO()
        run_step("Demo", lambda: call_command("load_demo", "--core", stdout=printed))
        report({"sign_ins": sign_ins(printed.getvalue())})


if __name__ == "__main__":
    main(sys.argv[1:])
