"""A PostgreSQL of one's own: for development, the demo and tests, on a socket in a private folder."""

import re
import shutil
import signal
import subprocess
from pathlib import Path

from devstack import processes
from devstack.folders import Account, DataFolder, own_private_folder
from devstack.health import PATIENCE, Health
from devstack.progress import Refused
from devstack.wheels import postgres_binaries

DATABASE = "takedown"
OWNER = "takedown"
NO_RESPONSE = 2  # of pg_isready; 1 is a server that does not take connections yet
FAST_AND_FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class Postgres:
    """One PostgreSQL on one data folder. ``durable=False`` is for databases that nobody will miss."""

    name = "postgres"
    stop_signal = signal.SIGINT  # "fast": ends sessions, writes a checkpoint
    patience = 30.0

    def __init__(
        self,
        data: DataFolder,
        account: Account | None,
        *,
        durable: bool = True,
        binaries: Path | None = None,
    ) -> None:
        self.account = account
        self.durable = durable
        self.binaries = binaries or postgres_binaries(data, account)
        self.release = release_of(self.binaries)
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
                *self._locale(),
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

    def _locale(self) -> tuple[str, ...]:
        if self.release < 17:
            return ("--locale=C.UTF-8",)
        return ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")

    def command(self) -> list[str | Path]:
        """What starts the server."""
        options = [
            "listen_addresses=",
            f"unix_socket_directories={self.sockets}",
            "unix_socket_permissions=0700",
            "dynamic_shared_memory_type=mmap",  # needs no /dev/shm that its account may write to
            *(("io_method=sync",) if self.release >= 18 else ()),  # three processes less
            "max_connections=100",
            *(() if self.durable else FAST_AND_FORGETFUL),
        ]
        settings = [part for option in options for part in ("-c", option)]
        return [self.binaries / "postgres", "-D", self.cluster, *settings]

    @property
    def health(self) -> Health:
        """It answers a query; while it recovers it says so, and may take its time."""
        return Health(self._works, "does not answer a query")

    def _works(self, pid: int) -> bool | None:
        try:
            if self._client("psql", "-d", "postgres", "-Atc", "SELECT 1").returncode == 0:
                return True
        except subprocess.TimeoutExpired:  # it took the connection and then nothing more
            return False
        unreachable = self._client("pg_isready", "-q", "-d", "postgres").returncode == NO_RESPONSE
        return False if unreachable else None

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
            env={"PATH": "/usr/bin:/bin", "PGCONNECT_TIMEOUT": f"{PATIENCE:.0f}"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=self.patience,
            check=False,
        )

    def _end_leftover(self) -> None:
        """End a server that outlived its launcher; forget a pid file whose number is another's now.

        PostgreSQL itself refuses to start when the number in its pid file is alive, whoever it is.
        A file whose number is dead stays: by it PostgreSQL finds out whether sessions of the dead
        server still write to its data, and refuses to start until they have ended.
        """
        pid_file = self.cluster / "postmaster.pid"
        pid = processes.pid_in(pid_file)
        if pid and is_server_of(pid, self.cluster):
            processes.send(pid, signal.SIGINT)
            processes.send(pid, signal.SIGCONT)  # it may have been stopped
            if not processes.wait_until(lambda: not processes.is_running(pid), seconds=self.patience):
                raise Refused(f"A PostgreSQL of an earlier start (process {pid}) does not end.")
        elif processes.is_running(pid):
            pid_file.unlink()


def release_of(binaries: Path) -> int:
    """The major version of these programs."""
    said = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True, check=True)
    return int(re.findall(r"\d+", said.stdout)[0])


def is_server_of(pid: int, cluster: Path) -> bool:
    """Whether the process of this number is a PostgreSQL that serves this very cluster."""
    arguments = processes.command_line(pid)
    return bool(arguments) and Path(arguments[0]).name == "postgres" and str(cluster) in arguments
