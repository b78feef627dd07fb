"""Finding the Chromium that the browser tests and the pictures drive."""

import os
import shutil
from pathlib import Path

from devstack.install import apt_install
from devstack.progress import Refused, say, warn

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def find_chromium() -> str | None:
    """The path of a Chromium on this machine: named by CHROMIUM, else looked for on the PATH."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def get_chromium() -> str | None:
    """A Chromium, installed by apt where root may and Debian has it; None where none can be had."""
    found = find_chromium()
    if found or not may_install():
        return found
    say("Chromium by apt ...")
    try:
        apt_install("chromium")
    except Refused as refusal:
        warn(str(refusal))
    return find_chromium()


def may_install() -> bool:
    """Whether this is root on a Debian, whose package is the browser itself."""
    release = Path("/etc/os-release")
    is_debian = release.exists() and "ID=debian" in release.read_text().splitlines()
    return os.geteuid() == 0 and is_debian and shutil.which("apt-get") is not None
