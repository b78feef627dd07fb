"""``./dev test`` and ``./dev lint``: every check in turn, and one summary at the end."""

import argparse
import os
import subprocess
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from devstack.browser import get_chromium
from devstack.folders import ROOT
from devstack.install import PYTHON, Installation
from devstack.progress import say
from devstack.servers import temporary_servers
from devstack.system_servers import system_programs

NO_TESTS = 5  # pytest's exit code when its selection is empty
LINT: dict[str, list[str]] = {
    "ruff": ["-m", "ruff", "check", "."],
    "ruff format": ["-m", "ruff", "format", "--check", "."],
    "djLint": ["-m", "djlint", "templates", "--lint", "--quiet"],
    "mypy": ["-m", "mypy"],
    "import contracts": [
        "-c",
        "from importlinter.cli import lint_imports_command as run; run(['--no-logo'])",
    ],
}


@dataclass(frozen=True)
class Result:
    """How one line of the summary came out."""

    name: str
    passed: int = 0
    failed: int = 0
    not_run: int = 0
    seconds: float = 0.0
    note: str = ""

    @property
    def verdict(self) -> str:
        """In a word or two."""
        if self.failed:
            return "FAILED"
        return "passed" if self.passed else "not run"


def install_all() -> None:
    """Everything that the checks need, installed."""
    installation = Installation(with_tests=True)
    try:
        installation.wait_for_python()
        installation.wait_for_npm()
    finally:
        installation.end()


def call(arguments: Sequence[str | Path], env: Mapping[str, str]) -> int:
    """Run the Python of the virtual environment, its output on the terminal; its exit code."""
    process = subprocess.Popen([PYTHON, *arguments], env=env, cwd=ROOT, stdin=subprocess.DEVNULL)
    try:
        return process.wait()
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()


def check(name: str, arguments: Sequence[str], env: Mapping[str, str]) -> Result:
    """One check that passes or fails as a whole."""
    say(f"\n{name}")
    began = time.monotonic()
    code = call(arguments, env)
    return Result(name, passed=int(code == 0), failed=int(code != 0), seconds=time.monotonic() - began)


def pytest(name: str, arguments: Sequence[str], env: Mapping[str, str], *, may_be_empty: bool) -> Result:
    """One run of pytest; its tests are counted one by one."""
    say(f"\n{name}")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="takedown-") as folder:
        report = Path(folder) / "report.xml"
        code = call(["-m", "pytest", "-q", f"--junitxml={report}", *arguments], env)
        passed, failed, skipped = counted(report)
    seconds = time.monotonic() - began
    if code == NO_TESTS and may_be_empty:
        return Result(name, note="nothing selected", seconds=seconds)
    if code and not failed:  # it broke before, beside or after its tests, or ran none
        return Result(name, passed, 1, skipped, seconds, f"pytest ended with {code}")
    return Result(name, passed, failed, skipped, seconds)


def counted(report: Path) -> tuple[int, int, int]:
    """Tests passed, failed and skipped in a JUnit report; none where there is no report."""
    if not report.exists():
        return 0, 0, 0
    suites = ElementTree.parse(report).getroot().iter("testsuite")
    total = failed = skipped = 0
    for suite in suites:
        total += int(suite.get("tests", 0))
        failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped += int(suite.get("skipped", 0))
    return max(total - failed - skipped, 0), failed, skipped


def static_checks() -> list[Result]:
    """The checks that need no database."""
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "takedown.settings.test"}
    return [check(name, arguments, env) for name, arguments in LINT.items()]


def lint(options: argparse.Namespace) -> int:
    """``./dev lint``."""
    install_all()
    return summary(static_checks())


def messages(options: argparse.Namespace) -> int:
    """``./dev messages``: update the catalogues, or only check them."""
    install_all()
    return call(["-m", "devstack.catalogues", *(["--check"] if options.check else [])], os.environ)


def pictures(options: argparse.Namespace) -> int:
    """``./dev pictures``, in the virtual environment, since it needs Playwright."""
    install_all()
    return call(["-m", "devstack.pictures"], os.environ)


def test(options: argparse.Namespace) -> int:
    """``./dev test``. With paths or -k only those tests run, and no other check."""
    system = system_programs() if options.servers == "system" else None
    install_all()
    selection = [*options.paths, *(["-k", options.k] if options.k else [])]
    results = [] if selection else static_checks()
    with temporary_servers({} if system else os.environ, system) as addresses:
        env = {**os.environ, **addresses, "DJANGO_SETTINGS_MODULE": "takedown.settings.test"}
        if not selection:
            results += database_checks(env)
        results += test_runs(options, selection, env)
    return summary(results)


def database_checks(env: Mapping[str, str]) -> list[Result]:
    """The checks of migrations and translations."""
    return [
        check("migrations", ["-m", "django", "makemigrations", "--check", "--dry-run"], env),
        check("translations", ["-m", "devstack.catalogues", "--check"], env),
    ]


def test_runs(options: argparse.Namespace, selection: list[str], env: Mapping[str, str]) -> list[Result]:
    """The tests: those side by side first, then what needs the machine for itself."""
    chosen = bool(selection)
    workers = ["-n", "0" if chosen and len(selection) == 1 and "::" in selection[0] else "2"]
    plain = ["-m", "not browser and not faults", *workers, *selection]
    results = [pytest("tests", plain, env, may_be_empty=chosen)]
    if options.fast:
        return results
    chromium = get_chromium()
    if chromium:
        seen = {**env, "CHROMIUM": chromium, "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}
        results.append(pytest("browser tests", ["-m", "browser", *selection], seen, may_be_empty=chosen))
    else:
        wanted = int(options.require_browser)
        results.append(Result("browser tests", failed=wanted, not_run=1 - wanted, note="no Chromium"))
    results.append(pytest("fault tests", ["-m", "faults", *selection], env, may_be_empty=chosen))
    return results


def summary(results: Sequence[Result]) -> int:
    """Print the one closing summary; 1 where anything failed or nothing ran, else 0."""
    say("\nSummary")
    for result in results:
        count = f"{result.passed + result.failed}" if result.passed + result.failed > 1 else ""
        line = f"  {result.name:<20} {result.verdict:<8} {count:>6} {result.seconds:7.1f} s  {result.note}"
        say(line.rstrip())
    passed, failed, not_run = (
        sum(getattr(result, field) for result in results) for field in ("passed", "failed", "not_run")
    )
    say(f"\n{passed} passed, {failed} failed" + (f", {not_run} skipped" if not_run else ""))
    return int(failed > 0 or passed == 0)
