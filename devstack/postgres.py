"""The embedded PostgreSQL: for development, the demo and tests, on a socket in a private folder."""

import shutil
import signal
import subprocess
from pathlib import Path

from devstack import processes
from devstack.folders import Account, DataFolder, own_private_folder
from devstack.progress import Refused
from devstack.wheels import postgres_binaries

DATABASE = "takedown"
OWNER = "takedown"
FAST_AND_FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class Postgres:
    """One PostgreSQL on one data folder. ``durable=False`` is for databases that nobody will miss."""

    name = "postgres"
    stop_signal = signal.SIGINT  # "fast": ends sessions, writes a checkpoint
    patience = 30.0

    def __init__(self, data: DataFolder, account: Account | None, *, durable: bool = True) -> None:
        self.account = account
        self.durable = durable
        self.binaries = postgres_binaries(data, account)
        self.cluster = data.server_folder(account) / "postgres"
        self.sockets = data.socket_folder(account)

    @property
    def url(self) -> str:
        """The address in the form in which django-environ takes a socket's folder for the host."""
        return f"postgres://{OWNER}@/{self.sockets}/{DATABASE}"

    def prepare(self) -> None:
        """Make the cluster if there is none, and clear away what a killed server left behind."""
        if not (self.cluster / "PG_VERSION").exists():
            self._initialise()
        self._end_leftover()

    def _initialise(self) -> None:
        unfinished = self.cluster.with_name("postgres.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        own_private_folder(unfinished, self.account)
        made = subprocess.run(
            [
                self.binaries / "initdb",
                f"--pgdata={unfinished}",
                f"--username={OWNER}",
                "--auth=trust",  # the socket lies in a folder of mode 0700
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-sync",
                "--no-instructions",
            ],
            user=self.account.uid if self.account else None,
            group=self.account.gid if self.account else None,
            extra_groups=[] if self.account else None,
            env={"PATH": "/usr/bin:/bin", "TZ": "UTC"},
            cwd="/",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if made.returncode:
            raise Refused(f"PostgreSQL could not make its data folder:\n{made.stdout}")
        unfinished.rename(self.cluster)

    def command(self) -> list[str | Path]:
        """What starts the server."""
        options = [
            "listen_addresses=",
            f"unix_socket_directories={self.sockets}",
            "unix_socket_permissions=0700",
            "dynamic_shared_memory_type=mmap",  # needs no /dev/shm that its account may write to
            "io_method=sync",  # three processes less
            "max_connections=100",
            *(() if self.durable else FAST_AND_FORGETFUL),
        ]
        settings = [part for option in options for part in ("-c", option)]
        return [self.binaries / "postgres", "-D", self.cluster, *settings]

    def is_ready(self) -> bool:
        """Whether the server takes connections."""
        return self._client("pg_isready", "-q", "-d", "postgres").returncode == 0

    def create_database(self) -> None:
        """Make the database if the cluster has none."""
        listed = self._client("psql", "-d", "postgres", "-Atc", "SELECT datname FROM pg_database")
        if DATABASE not in listed.stdout.split():
            made = self._client("createdb", DATABASE)
            if made.returncode:
                raise Refused(f"PostgreSQL could not make the database:\n{made.stdout}")

    def _client(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.binaries / program, "-h", self.sockets, "-U", OWNER, *arguments],
            env={"PATH": "/usr/bin:/bin"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )

    def _end_leftover(self) -> None:
        """End a server that outlived its launcher; forget a pid file whose number is another's now.

        PostgreSQL itself refuses to start when the number in its pid file is alive, whoever it is.
        """
        pid_file = self.cluster / "postmaster.pid"
        pid = processes.pid_in(pid_file)
        if pid and is_server_of(pid, self.cluster):
            processes.send(pid, signal.SIGINT)
            if not processes.wait_until(lambda: not processes.is_running(pid), seconds=self.patience):
                raise Refused(f"A PostgreSQL of an earlier start (process {pid}) does not end.")
        pid_file.unlink(missing_ok=True)
        (self.sockets / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
        (self.sockets / ".s.PGSQL.5432").unlink(missing_ok=True)


def is_server_of(pid: int, cluster: Path) -> bool:
    """Whether the process of this number is a PostgreSQL that serves this very cluster."""
    arguments = processes.command_line(pid)
    return bool(arguments) and Path(arguments[0]).name == "postgres" and str(cluster) in arguments
