"""``python -m tests.faults.storms.shifted SECONDS COMMAND…``: manage.py on a host whose clock is wrong.

Python's clock is shifted, on all its ways; the database's is not.
"""

import os
import sys
from datetime import UTC, datetime, timedelta

import time_machine
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "takedown.settings.development")
    shift = timedelta(seconds=int(sys.argv[1]))
    time_machine.travel(datetime.now(UTC) + shift, tick=True).start()
    execute_from_command_line(["manage.py", *sys.argv[2:]])
