"""The servers of Debian's packages: the production side, beside the embedded ones.

Only their programs are used, on folders of one's own; the machine's services are left alone.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from devstack.progress import Refused

POSTGRES = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Programs:
    """Where the servers' programs lie."""

    postgres: Path  # the folder with postgres, initdb and their like
    redis: Path


def system_programs(root: Path = POSTGRES, path: str | None = None) -> Programs:
    """Find the newest PostgreSQL under ``root`` and Redis on the PATH. Raises Refused without either."""
    releases = [folder for folder in root.glob("*/bin") if (folder / "initdb").exists()]
    redis = shutil.which("redis-server", path=path)
    if not releases or redis is None:
        raise Refused(
            "PostgreSQL or Redis of this machine was not found. "
            "Run: sudo apt-get install postgresql redis-server"
        )
    return Programs(max(releases, key=lambda folder: float(folder.parent.name)), Path(redis))
