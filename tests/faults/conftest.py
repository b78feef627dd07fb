"""Real processes of the product beside the test, on the test's own database."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


class Runners:
    """Starts programs of the product and ends every one of them, by its id."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.started: list[subprocess.Popen[bytes]] = []

    def start(self, *command: str, redis_url: str | None = None) -> subprocess.Popen[bytes]:
        """Start ``python -m …`` on the test's database; mail goes to files in the folder."""
        env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "takedown.settings.development",
            "DATABASE_URL": database_url(),
            "REDIS_URL": redis_url or os.environ["REDIS_URL"],
            "TAKEDOWN_DATA": str(self.folder),
        }
        with (self.folder / f"{len(self.started)}.log").open("wb") as log:
            process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=env, stdout=log, stderr=log)
        self.started.append(process)
        return process

    def end_all(self) -> None:
        """End what still runs."""
        for process in self.started:
            process.terminate()
        for process in self.started:
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def logs(self) -> str:
        """What they said, for a failed test."""
        return "\n".join(
            path.read_text(errors="replace")[-2000:] for path in sorted(self.folder.glob("*.log"))
        )


def database_url() -> str:
    """The address of the test's database, as the settings of another process read it."""
    given = connection.settings_dict
    host, name = str(given["HOST"]), given["NAME"]
    if host.startswith("/"):  # the folder of a socket
        return f"postgres://{given['USER']}@/{host}/{name}"
    password = f":{quote(str(given['PASSWORD']))}" if given["PASSWORD"] else ""
    return f"postgres://{given['USER']}{password}@{host}:{given['PORT'] or 5432}/{name}"


@pytest.fixture
def runners(tmp_path: Path) -> Iterator[Runners]:
    """Programs that end with the test."""
    running = Runners(tmp_path)
    try:
        yield running
    finally:
        running.end_all()
