"""A sheet becomes a PDF: in a process of its own that is given a few seconds."""

import json
import subprocess
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import structlog
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import must_hold_nothing
from cases.domain.letters.sheet import Sheet
from kernel.errors import Unavailable

SECONDS = 8
COMPILER = Path(__file__).with_name("compiler.py")
TEMPLATE = settings.BASE_DIR / "templates" / "cases" / "letter.typ"
log = structlog.get_logger(__name__)


def typeset(sheet: Sheet, at: datetime) -> bytes:
    """Return the PDF of a sheet: the same bytes for the same sheet and instant, on every machine.

    Never inside a transaction. Raises Unavailable where it takes too long or cannot be set.
    """
    must_hold_nothing()
    command = [sys.executable, "-I", str(COMPILER), str(TEMPLATE), str(int(at.timestamp()))]
    given = json.dumps(asdict(sheet), sort_keys=True).encode()
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=SECONDS, check=True, env={})
    except subprocess.TimeoutExpired as error:
        log.error("letter_took_too_long", reference=sheet.reference)
        raise _unavailable() from error
    except subprocess.CalledProcessError as error:
        log.error(
            "letter_not_set", reference=sheet.reference, said=error.stderr.decode(errors="replace")[-500:]
        )
        raise _unavailable() from error
    return done.stdout


def _unavailable() -> Unavailable:
    return Unavailable(
        "letter_not_set", _("This letter could not be made as PDF. Its page says all of it: print the page.")
    )
