"""``python -m tests.architecture.print_routes``: what every route answers now, as routes.txt holds it.

For the review of a change: write it over routes.txt and read the difference line by line.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
HEAD = "head"  # a file beside one of each part


def main() -> int:
    """Run the tests, which write what they observe, and print it in the order of the names."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pytest", "-q", str(HERE / "test_routes.py"), "-k", "answer_as"]
        env = {**os.environ, "TAKEDOWN_PRINT_ROUTES": folder}
        subprocess.run(command, env=env, stdout=sys.stderr, check=False)
        parts = {path.name: path.read_text().strip() for path in Path(folder).iterdir()}
    blocks = [block for name, text in parts.items() if name != HEAD for block in text.split("\n\n")]
    sys.stdout.write("\n\n".join([parts[HEAD], *sorted(blocks)]) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
