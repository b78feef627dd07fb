"""./dev up with little patience, for the tests that kill and stop its parts."""

import sys

from devstack import commandline
from devstack.folders import DataFolder
from devstack.health import Pace
from devstack.progress import say
from devstack.stack import Stack

PACE = Pace(every=0.3, patience=2.0, patience_at_start=90.0, silence=4.0, last_chance=0.5)


def main(arguments: list[str]) -> None:
    """Start a stack without the demo and watch it until it is interrupted."""
    commandline.heed_signals()
    options = commandline.parser().parse_args(["up", *arguments])
    try:
        with Stack(DataFolder(options.data), options.port, demo=False, pace=PACE) as stack:
            stack.start()
            say(f"Ready: {stack.url}")
            stack.watch()
    except KeyboardInterrupt:
        say("Ended.")


if __name__ == "__main__":
    main(sys.argv[1:])
