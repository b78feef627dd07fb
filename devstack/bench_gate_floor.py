"""The least that a command like ``classify_links`` could do: the floor of ``./dev bench gate``.

Reads the links of a file, takes each apart and writes one JSON object a line.
"""

import json
import sys
from pathlib import Path
from urllib.parse import urlsplit


def main(path: Path) -> None:
    """Read, take apart, write."""
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            parts = urlsplit(line.rstrip("\n").replace("[.]", "."))
            said = {"url": parts.geturl(), "host": parts.netloc, "path": parts.path}
            sys.stdout.write(json.dumps(said) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
