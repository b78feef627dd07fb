"""One whole stack: servers, schema, web, workers, beat, loop."""

import http.client
import os
import secrets
import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from devstack import leftovers, processes, programs
from devstack.folders import ROOT, DataFolder
from devstack.health import Pace, Status
from devstack.install import PYTHON, Installation
from devstack.preparation import Preparation
from devstack.progress import Refused, say, step, tail, warn
from devstack.servers import start_servers
from devstack.supervise import Part, Supervisor

FIRST_PAGE = "/accounts/login/"


class Stack:
    """A stack on one data folder and one port. As a context it ends all it started."""

    def __init__(
        self,
        data: DataFolder,
        port: int,
        *,
        demo: bool,
        with_tests: bool = False,
        pace: Pace | None = None,
    ) -> None:
        self.data = data
        self.port = port
        self.demo = demo
        self.with_tests = with_tests
        self.url = f"http://127.0.0.1:{port}"
        self.sign_ins: list[list[str]] = []
        self.supervisor = Supervisor(data, pace)
        self._token = os.environ.get("STATUS_TOKEN") or secrets.token_urlsafe(32)
        self._installation: Installation | None = None
        self._web: Part | None = None
        self._demo: subprocess.Popen[bytes] | None = None  # fills in what the core leaves out

    def __enter__(self) -> "Stack":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._installation is not None:
            self._installation.end()
        if self._demo is not None:
            processes.end(self._demo)
        self.supervisor.end_all()
        self.data.release()

    def start(self, given: Mapping[str, str] = os.environ) -> None:
        """Bring everything up; returns when the web answers. Raises Refused where something cannot be."""
        self.data.make()
        self.data.lock()
        leftovers.end(self.data.running)
        need_port(self.port)
        installation = self._installation = Installation(with_tests=self.with_tests)
        installation.wait_for_python()
        with step("Database and broker"):
            addresses = start_servers(self.supervisor, self.data, given=given)
        env = self.environment(addresses)
        self.data.write_addresses({**addresses, "url": self.url})
        self._prepare(env, installation)
        with step("Web, workers, beat, loop"):
            self._wait_for_web(env, installation)
            self._start_rest(env)

    def environment(self, addresses: Mapping[str, str]) -> dict[str, str]:
        """What the product's programs are told."""
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "takedown.settings.development",
            **addresses,
            "SECRET_KEY": os.environ.get("SECRET_KEY") or self.data.secret_key(),
            "STATUS_TOKEN": self._token,
            "TAKEDOWN_DATA": str(self.data.path),
            "BASE_URL": self.url,
            "PYTHONUNBUFFERED": "1",
        }

    def _prepare(self, env: Mapping[str, str], installation: Installation) -> None:
        preparation = Preparation(self.data, env, demo=self.demo)
        try:
            while not preparation.is_over():
                self._start_web(env, installation)
                time.sleep(0.02)
        finally:
            preparation.end()
        self.sign_ins = preparation.sign_ins

    def _start_web(self, env: Mapping[str, str], installation: Installation) -> None:
        """Let the web load beside the preparation; not before its style sheets are there: it lists them."""
        if self._web is None and installation.npm_is_over():
            self._web = self.supervisor.start(programs.web(self.port), env)

    def _wait_for_web(self, env: Mapping[str, str], installation: Installation) -> None:
        installation.wait_for_npm()
        self._start_web(env, installation)
        assert self._web is not None
        self.supervisor.wait_for(self._web, lambda: answers(self.port), seconds=60)

    def _start_rest(self, env: Mapping[str, str]) -> None:
        if not processes.shared_memory_is_writable():
            say("  /dev/shm takes no files here: the workers use threads.")
        status = Status(self.port, self._token, self.supervisor.pace)
        workers = [programs.worker(number, status) for number in (1, 2)]
        for program in (programs.loop(status), *workers, programs.beat(self.data, status)):
            self.supervisor.start(program, env)
        if self.demo:
            with self.data.log("demo").open("wb") as output:
                command: list[str | Path] = [PYTHON, "manage.py", "load_demo"]
                self._demo = processes.spawn(command, env=env, cwd=ROOT, output=output)

    def watch(self) -> None:
        """Keep the parts alive until interrupted."""
        self.supervisor.watch(beside=self._look_at_demo)

    def wait_for_demo(self) -> None:
        """Wait until the rest of the demo is there too."""
        if self._demo is not None:
            self._demo.wait()
            self._look_at_demo()

    def _look_at_demo(self) -> None:
        if self._demo is None or self._demo.poll() is None:
            return
        log = self.data.log("demo")
        if self._demo.returncode:
            warn(f"The rest of the demo could not be loaded. {log} ends with:\n{tail(log)}")
        else:
            say("The demo is complete.")
        self._demo = None


def need_port(port: int) -> None:
    """Raise Refused where something else listens on this port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Refused(
                f"Port {port} cannot be used ({error.strerror}). Choose another: --port N."
            ) from None


def free_port() -> int:
    """A port that nothing listens on just now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(port: int) -> bool:
    """Whether the first page, which reads the database, is served."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", FIRST_PAGE)
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        time.sleep(0.05)
        return False
    finally:
        connection.close()
