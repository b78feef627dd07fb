"""The subcommands of ``./dev`` and their options."""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from devstack import bench, bench_faults, checks
from devstack.folders import DEFAULT_DATA, ROOT, DataFolder
from devstack.install import PYTHON
from devstack.progress import Refused, say, warn
from devstack.stack import Stack

INTERRUPTED = 130


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(prog="./dev", description="Runs and checks Takedown on this machine.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    up = commands.add_parser("up", help="start everything; Ctrl-C ends it")
    up.add_argument("--port", type=port_number, default=8000, help="of the web pages (8000)")
    up.add_argument("--no-demo", action="store_true", help="leave the database without the demo")
    add_data(up)
    test = commands.add_parser("test", help="every check and every test")
    test.add_argument("--fast", action="store_true", help="without browser and fault tests")
    test.add_argument("--require-browser", action="store_true", help="fail where no Chromium can be had")
    test.add_argument(
        "--servers",
        choices=("own", "system"),
        default="own",
        help="system: on the PostgreSQL and Redis of Debian's packages",
    )
    test.add_argument("-k", metavar="EXPRESSION", help="only tests whose names match (and no other checks)")
    test.add_argument("paths", nargs="*", help="only tests in these files (and no other checks)")
    commands.add_parser("lint", help="the checks that need no database")
    messages = commands.add_parser("messages", help="bring new messages into the translations")
    messages.add_argument("--check", action="store_true", help="only say what is not translated")
    manage = commands.add_parser("manage", help="manage.py on the running servers", add_help=False)
    manage.add_argument("arguments", nargs=argparse.REMAINDER)
    commands.add_parser("pictures", help="screenshots of every page for every role")
    figures = commands.add_parser("bench", help="measure; one JSON object a line")
    figures.add_argument("name", choices=sorted([*bench.BENCHES, bench_faults.NAME]))
    figures.add_argument("--only", action="append", metavar="NAME", help="of faults: this storm alone")
    figures.add_argument("--long", action="store_true", help="of faults: hours instead of forty minutes")
    return top


def add_data(command: argparse.ArgumentParser) -> None:
    """The option that chooses the data folder."""
    command.add_argument(
        "--data", type=Path, default=data_folder(), metavar="DIR", help="data folder (.data)"
    )


def data_folder() -> Path:
    """The data folder that no option chose: TAKEDOWN_DATA, else .data in the checkout."""
    return Path(os.environ.get("TAKEDOWN_DATA") or DEFAULT_DATA)


def port_number(text: str) -> int:
    """A port that an account without rights may listen on."""
    number = int(text)
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError("a port lies between 1 and 65535")
    return number


def main(arguments: Sequence[str]) -> int:
    """Run one subcommand; returns the exit code. Refusals are one clear line, never a traceback."""
    heed_signals()
    if arguments[:1] == ["manage"]:  # everything after it is Django's, options too
        options = argparse.Namespace(command="manage", arguments=list(arguments[1:]))
    else:
        options = parser().parse_args(arguments)
    try:
        return COMMANDS[options.command](options)
    except Refused as refusal:
        warn(str(refusal))
        return 1
    except PermissionError as error:
        warn(f"No right to use {error.filename}. Another account made it? --data DIR takes another folder.")
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


def heed_signals() -> None:
    """Let whatever asks the command to end interrupt it, as Ctrl-C does."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)


def interrupt(number: int, frame: object) -> None:
    """The first signal ends the command in order; later ones do not disturb the ending."""
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt


def up(options: argparse.Namespace) -> int:
    """Start a stack, say where it is, keep it alive until interrupted."""
    say(f"Takedown, data in {shown(options.data)}")
    try:
        with Stack(DataFolder(options.data), options.port, demo=not options.no_demo) as stack:
            stack.start()
            say(f"Ready: {stack.url}")
            if options.no_demo:
                say(f"\nWithout the demo: {_manage_on(options.data)} create_organisation --help")
                say("says how the owning agency is founded and its first administrator invited.")
            show_sign_ins(stack.sign_ins)
            stack.watch()
    except KeyboardInterrupt:
        say("\nEnded.")
    return 0


def _manage_on(data: Path) -> str:
    """How manage.py is called on this data, as one types it."""
    chosen = "" if data == data_folder() else f"TAKEDOWN_DATA={data} "
    return f"{chosen}./dev manage"


def show_sign_ins(sign_ins: list[list[str]]) -> None:
    """The demo's accounts, one a role."""
    if not sign_ins:
        return
    say("\nSign in as")
    widths = [max(len(row[column]) for row in sign_ins) for column in range(2)]
    for role, email, password in sign_ins:
        say(f"  {role:<{widths[0]}}  {email:<{widths[1]}}  {password}")
    say("\nCtrl-C ends it. The rest of the demo comes in meanwhile.")


def manage(options: argparse.Namespace) -> int:
    """Become manage.py with the addresses of the servers that run."""
    if not PYTHON.exists():
        raise Refused("Nothing is installed yet: ./dev up first.")
    data = DataFolder(data_folder())
    env = dict(os.environ)
    if not env.get("DATABASE_URL"):
        addresses = data.addresses()
        if not addresses:
            raise Refused(f"No servers run on {shown(data.path)}: ./dev up first, or set DATABASE_URL.")
        url = addresses.pop("url")
        env |= addresses | {
            "DJANGO_SETTINGS_MODULE": "takedown.settings.development",
            "SECRET_KEY": data.secret_key(),
            "TAKEDOWN_DATA": str(data.path),
            "BASE_URL": url,
        }
    os.execve(PYTHON, [str(PYTHON), str(ROOT / "manage.py"), *options.arguments], env)


def shown(path: Path) -> str:
    """A path as short as it can be said from here."""
    path = path.resolve()
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def measure(options: argparse.Namespace) -> int:
    """``./dev bench``: figures, or the storms."""
    if options.name == bench_faults.NAME:
        return bench_faults.run(only=options.only or [], long=options.long)
    if options.only or options.long:
        raise Refused("--only and --long are of the bench of faults.")
    return bench.run(options.name, sys.stdout)


COMMANDS = {
    "up": up,
    "manage": manage,
    "test": checks.test,
    "lint": checks.lint,
    "messages": checks.messages,
    "pictures": checks.pictures,
    "bench": measure,
}
