"""Where a stack keeps its things, and which account its embedded servers run under.

PostgreSQL refuses to run as root. There it runs as ``nobody``, and its data and sockets must lie
where ``nobody`` can reach them: in the data folder, or beside it when a parent folder is closed.
"""

import fcntl
import hashlib
import json
import os
import pwd
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from devstack.processes import is_running
from devstack.progress import Refused

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_DATA = ROOT / ".data"
# The kernel takes 107 bytes for the path of a socket; ".s.PGSQL.5432.lock" is the longest name used.
LONGEST_SOCKET_FOLDER = 80


@dataclass(frozen=True)
class Account:
    """A user of the machine, by number."""

    uid: int
    gid: int


def server_account() -> Account | None:
    """The account of the embedded servers: ``nobody`` for root, else None (the caller's own)."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid)


def is_reachable_by_others(folder: Path) -> bool:
    """Whether an account without rights of its own may pass through the folder and its parents."""
    path = folder.resolve()
    return all(part.stat().st_mode & 0o001 for part in (path, *path.parents))


def socket_folder_is_short(folder: Path) -> bool:
    """Whether a socket in this folder keeps below the kernel's limit."""
    return len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER


class DataFolder:
    """One stack's data folder. Made on first use; locked while a stack runs on it."""

    def __init__(self, path: Path) -> None:
        self.path = path.expanduser().resolve()
        self._lock: IO[str] | None = None

    def make(self) -> None:
        """Create the folder and what lies in it that is the caller's own."""
        self.path.mkdir(parents=True, exist_ok=True)
        self.path.chmod(0o711 if os.geteuid() == 0 else 0o700)
        for name in ("log", "mail", "beat"):
            (self.path / name).mkdir(mode=0o700, exist_ok=True)

    def lock(self) -> None:
        """Take the folder for this process until it ends. Raises Refused where another holds it."""
        handle = (self.path / "lock").open("a+")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.close()
            url = self.addresses().get("url", "")
            where = f" at {url}" if url else ""
            raise Refused(
                f"Takedown already runs on {self.path}{where}. "
                "End it with Ctrl-C there, or give this one a folder of its own: --data DIR."
            ) from None
        self._lock = handle

    def release(self) -> None:
        """Give the folder back; the servers have ended and their addresses are forgotten with them."""
        if self._lock is not None:
            (self.path / "addresses.json").unlink(missing_ok=True)
            self._lock.close()
            self._lock = None

    def log(self, name: str) -> Path:
        """The file that a part of the stack writes its output to."""
        return self.path / "log" / f"{name.replace(' ', '-')}.log"

    @property
    def running(self) -> Path:
        """The file that remembers which processes run on this folder."""
        return self.path / "running.json"

    def secret_key(self) -> str:
        """The key that signs this stack's sessions and links; made once, readable by its owner only."""
        file = self.path / "secret_key"
        if not file.exists():
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
                handle.write(secrets.token_urlsafe(50))
        return file.read_text().strip()

    # The addresses of the running servers, for a second terminal.

    def write_addresses(self, values: dict[str, str]) -> None:
        """Leave the servers' addresses where ``./dev manage`` finds them."""
        file = self.path / "addresses.json"
        fresh = file.with_suffix(".new")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as handle:
            json.dump({**values, "pid": os.getpid()}, handle)
        fresh.replace(file)

    def addresses(self) -> dict[str, str]:
        """The addresses of the servers that run on this folder; empty where none do."""
        try:
            values: dict[str, str] = json.loads((self.path / "addresses.json").read_text())
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return {}
        return values if is_running(int(values.pop("pid", 0))) else {}

    # The embedded servers' own folders.

    def server_folder(self, account: Account | None) -> Path:
        """Where the servers keep their data: here, or in /var/tmp where ``account`` cannot come here."""
        if account is None or is_reachable_by_others(self.path):
            return self.path
        mark = hashlib.sha256(os.fsencode(self.path)).hexdigest()[:12]
        folder = Path("/var/tmp") / f"takedown-{mark}"
        folder.mkdir(exist_ok=True)
        if folder.stat().st_uid != os.geteuid() or folder.is_symlink():
            raise Refused(f"{folder} belongs to somebody else; give --data a folder that everyone can reach.")
        folder.chmod(0o711)  # mkdir's mode is cut by the umask
        (self.path / "servers_are_in").write_text(f"{folder}\n")
        return folder

    def socket_folder(self, account: Account | None) -> Path:
        """A private folder for sockets with a path short enough; remembered when it lies elsewhere."""
        near = self.server_folder(account) / "run"
        if socket_folder_is_short(near):
            return own_private_folder(near, account)
        note = self.path / "sockets_are_in"
        if note.exists():
            known = Path(note.read_text().strip())
            if known.is_dir() and not known.is_symlink() and known.stat().st_uid == _owner(account):
                return known
        short = Path(tempfile.mkdtemp(prefix="takedown-", dir="/tmp"))
        note.write_text(f"{short}\n")
        return own_private_folder(short, account)


def own_private_folder(folder: Path, account: Account | None) -> Path:
    """Make ``folder`` if need be and give it to ``account`` alone (mode 0700)."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if account is not None:
        os.chown(folder, account.uid, account.gid)
    folder.chmod(0o700)
    return folder


def _owner(account: Account | None) -> int:
    return os.geteuid() if account is None else account.uid
