"""PostgreSQL and the broker of a stack: the embedded ones, or those whose addresses are given."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from devstack.folders import DataFolder, server_account
from devstack.postgres import Postgres
from devstack.supervise import Part, Supervisor
from devstack.system_servers import Programs
from devstack.valkey import Valkey

BARE = {"PATH": "/usr/bin:/bin", "TZ": "UTC", "LC_ALL": "C"}


def start_servers(
    supervisor: Supervisor,
    data: DataFolder,
    *,
    given: Mapping[str, str],
    durable: bool = True,
    system: Programs | None = None,
) -> dict[str, str]:
    """Start what ``given`` has no address for; wait until it answers; return both addresses.

    ``given`` is an environment: DATABASE_URL and REDIS_URL in it are taken as they are.
    ``system`` are programs to start instead of the embedded ones.
    """
    account = server_account()
    addresses = {key: given[key] for key in ("DATABASE_URL", "REDIS_URL") if given.get(key)}
    waiting: list[tuple[Part, Postgres | Valkey]] = []
    if "DATABASE_URL" not in addresses:
        postgres = Postgres(data, account, durable=durable, binaries=system.postgres if system else None)
        addresses["DATABASE_URL"] = postgres.url
        waiting.append((supervisor.start(postgres, BARE), postgres))
    if "REDIS_URL" not in addresses:
        valkey = Valkey(data, account, binary=system.redis if system else None)
        addresses["REDIS_URL"] = valkey.url
        waiting.append((supervisor.start(valkey, BARE), valkey))
    for part, server in waiting:
        supervisor.wait_for(part, server.is_ready, seconds=60)
        if isinstance(server, Postgres):
            server.create_database()
    return addresses


@contextmanager
def temporary_servers(
    given: Mapping[str, str] = os.environ, system: Programs | None = None
) -> Iterator[dict[str, str]]:
    """Servers of one's own in a folder that is gone afterwards. Gives their addresses."""
    folder = temporary_folder()
    data = DataFolder(folder)
    data.make()
    supervisor = Supervisor(data)
    try:
        yield start_servers(supervisor, data, given=given, durable=False, system=system)
    finally:
        supervisor.end_all()
        shutil.rmtree(folder, ignore_errors=True)


def temporary_folder() -> Path:
    """A new folder in /tmp whose path leaves room for the name of a socket."""
    return Path(tempfile.mkdtemp(prefix="takedown-", dir="/tmp"))
