"""Servers and programs of one's own, to be killed, stopped and started again. Knows no Django."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from devstack import processes
from devstack.bench_start import family
from devstack.folders import ROOT, DataFolder
from devstack.servers import start_servers, temporary_folder
from devstack.supervise import Part, Supervisor

PATIENCE = 60.0  # seconds for a server to come back


class Arena:
    """A PostgreSQL that keeps what it has committed, a Valkey, and programs of the product beside them."""

    def __init__(self) -> None:
        self.folder = temporary_folder()
        self.data = DataFolder(self.folder)
        self.data.make()
        self.supervisor = Supervisor(self.data)
        self.programs: dict[str, subprocess.Popen[bytes]] = {}
        addresses = start_servers(self.supervisor, self.data, given={}, durable=True)
        os.environ.update(
            addresses,
            DJANGO_SETTINGS_MODULE="takedown.settings.development",
            TAKEDOWN_DATA=str(self.folder),
        )

    def log(self, name: str) -> Path:
        """Where a program of this name writes what it says."""
        return self.data.log(name)

    def run(self, *arguments: str, name: str, **settings: str) -> subprocess.Popen[bytes]:
        """Start ``python …`` on these servers; where the program of this name runs, it goes on."""
        running = self.programs.get(name)
        if running is not None and running.poll() is None:
            return running
        with self.log(name).open("ab") as output:
            process = processes.spawn(
                [sys.executable, *arguments],
                env={**os.environ, **settings},
                output=output.fileno(),
                cwd=ROOT,
            )
        self.programs[name] = process
        return process

    def complete(self, *arguments: str) -> None:
        """Run ``python …`` to its end; it must end well."""
        command = [sys.executable, *arguments]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise AssertionError(f"{arguments} failed:\n{done.stderr[-3000:]}")

    def end_programs(self, *but: str) -> None:
        """End the programs, not the servers; ``but`` these go on."""
        ending = [self.programs.pop(name) for name in self.programs.keys() - set(but)]
        for process in ending:
            processes.ask(process, signal.SIGTERM)
        for process in ending:
            processes.finish(process, patience=20.0)

    def server(self, name: str) -> Part:
        """The part that is ``postgres`` or ``valkey``."""
        return next(part for part in self.supervisor.parts if part.program.name == name)

    def pid(self, name: str) -> int:
        """The process of a server."""
        process = self.server(name).process
        assert process is not None
        return process.pid

    def kill(self, name: str) -> None:
        """Kill a server with all it started, as a machine that loses its power."""
        process = self.server(name).process
        assert process is not None
        everything = family(process.pid)
        for pid in everything:
            processes.send(pid, signal.SIGKILL)
        process.wait()
        gone = processes.wait_until(
            lambda: not any(processes.is_running(pid) for pid in everything), seconds=PATIENCE
        )
        assert gone, f"{name} does not die"

    def start_again(self, name: str, *, emptied: bool = False) -> None:
        """Start a killed server; ``emptied``: without anything that it had kept."""
        part = self.server(name)
        if emptied:
            folder = part.program.folder  # type: ignore[attr-defined]
            for kept in folder.iterdir():
                shutil.rmtree(kept) if kept.is_dir() else kept.unlink()
        part.start()
        self.supervisor.wait_for(part, part.program.is_ready, seconds=PATIENCE)  # type: ignore[attr-defined]

    def signal_server(self, name: str, number: signal.Signals) -> None:
        """Stop a server where it stands (SIGSTOP), or let it go on (SIGCONT)."""
        processes.send(self.pid(name), number)

    def end(self) -> None:
        """End everything and forget it."""
        self.end_programs()
        for part in self.supervisor.parts:
            if part.process is not None and part.process.poll() is None:
                processes.send(part.process.pid, signal.SIGCONT)
        self.supervisor.end_all()
        shutil.rmtree(self.folder, ignore_errors=True)

    def last_words(self) -> list[str]:
        """What programs said last that ended although nobody asked them to."""
        ended = [name for name, process in self.programs.items() if process.poll() is not None]
        return [f"{name}: {self.log(name).read_text(errors='replace')[-1500:]}" for name in ended]
