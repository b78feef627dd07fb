"""The launcher's side of ``devstack.prepare``: start it, read its steps, print them."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

from devstack import processes
from devstack.folders import ROOT, DataFolder
from devstack.install import PYTHON
from devstack.progress import Refused, done, tail


class Preparation:
    """The database on its way to what this version of the product needs."""

    def __init__(self, data: DataFolder, env: Mapping[str, str], *, demo: bool) -> None:
        self.sign_ins: list[list[str]] = []
        self._rows, self._log = data.log("prepared"), data.log("prepare")
        self._noted = 0
        command: list[str | Path] = [PYTHON, "-m", "devstack.prepare", *([] if demo else ["--no-demo"])]
        with self._rows.open("wb") as output, self._log.open("wb") as errors:
            self._process: subprocess.Popen[bytes] = processes.spawn(
                command, env=env, cwd=ROOT, output=output, errors=errors
            )

    def is_over(self) -> bool:
        """Print the steps that ended since the last call. Raises Refused, with its words, if it failed."""
        code = self._process.poll()
        whole_lines = self._rows.read_text().split("\n")[:-1]
        for line in whole_lines[self._noted :]:
            row = json.loads(line)
            self.sign_ins = row.get("sign_ins", self.sign_ins)
            if "step" in row:
                done(row["step"], row["seconds"])
        self._noted = len(whole_lines)
        if code:
            raise Refused(f"The database could not be prepared. {self._log} ends with:\n{tail(self._log)}")
        return code == 0

    def end(self) -> None:
        """End it: the command was interrupted, or it is over."""
        processes.end(self._process)
