"""``python -m tests.faults.storms.shifted SECONDS manage|celery …``: a program whose host has a wrong clock.

Python's clock is shifted, on all its ways; the database's is not.
"""

import os
import sys
from datetime import UTC, datetime, timedelta

import time_machine
from celery.__main__ import main as celery
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "takedown.settings.development")
    shift, program = timedelta(seconds=int(sys.argv[1])), sys.argv[2]
    time_machine.travel(datetime.now(UTC) + shift, tick=True).start()
    sys.argv = [program, *sys.argv[3:]]
    if program == "celery":
        celery()
    else:
        execute_from_command_line(sys.argv)
