"""Every service of docker-compose.yml runs by its very command, with the production settings."""

import json
import re
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse

import pytest

from devstack import processes
from devstack.folders import DataFolder, server_account
from devstack.servers import start_servers, temporary_folder
from devstack.stack import free_port
from devstack.supervise import Supervisor
from devstack.valkey import Valkey
from tests.faults.compose import COMPOSE, ROOT, Player, built_by
from tests.takedown.env_example import example

pytestmark = pytest.mark.faults
TOKEN = secrets.token_urlsafe()
SECRETS = {
    "postgres_password": "nobody asks for it here",
    "secret_key": secrets.token_urlsafe(64),
    "factor_keys": secrets.token_urlsafe(32),
    "email_url": "dummymail://",
    "status_token": TOKEN,
    "evidence_secret_key": "",
}
RUNNING = ("web", "worker", "beat", "loop")


@pytest.fixture
def player() -> Iterator[Player]:
    """Servers, and places for all that the services name; every process ends with the test."""
    folder = temporary_folder()
    data = DataFolder(folder)
    data.make()
    supervisor, account, port = Supervisor(data), server_account(), free_port()
    broker = Valkey(data, account)
    broker.prepare()
    beside = ["--port", "0", "--unixsocket", str(broker.socket), "--dir", str(broker.folder)]
    command = [broker.binary, *COMPOSE["services"]["redis"]["command"][1:], *beside]
    (folder / "secrets").mkdir()
    for name in COMPOSE["secrets"]:
        (folder / "secrets" / name).write_text(SECRETS[name] + "\n")
    playing = None
    with (folder / "redis.log").open("wb") as log:
        redis = processes.spawn(
            command, env={"PATH": "/usr/bin:/bin"}, cwd=ROOT, output=log.fileno(), account=account
        )
    try:
        addresses = start_servers(supervisor, data, given={"REDIS_URL": broker.url}, durable=False)
        playing = Player(
            folder,
            values={**example(), "CANARY_EVERY": "1"},
            places={
                "postgres://takedown@postgres/takedown": addresses["DATABASE_URL"],
                "redis://redis/0": broker.url,
                "/run/secrets": str(folder / "secrets"),
                "0.0.0.0:8000": f"127.0.0.1:{port}",
                "127.0.0.1:8000": f"127.0.0.1:{port}",
                "/tmp/schedule": str(folder / "schedule"),
            },
            beside={
                "DJANGO_SETTINGS_MODULE": "takedown.settings.production",
                "STATIC_ROOT": str(folder / "static"),
            },
        )
        yield playing
    finally:
        if playing is not None:
            playing.end_all()
        processes.end(redis)
        supervisor.end_all()
        shutil.rmtree(folder, ignore_errors=True)


def asked(player: Player, path: str) -> tuple[HTTPResponse, str]:
    """Ask the web as the proxy does."""
    address = player.places["127.0.0.1:8000"]
    connection = HTTPConnection(address, timeout=10)
    headers = {
        "Host": player.values["ALLOWED_HOSTS"],
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "203.0.113.7",
        "Authorization": f"Bearer {TOKEN}",
    }
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    body = response.read().decode(errors="replace")
    connection.close()
    return response, body


def everything_beats(player: Player) -> bool:
    """Whether web, loop, worker and beat have all been seen at work."""
    try:
        said = json.loads(asked(player, "/statusz")[1])
    except OSError:
        return False
    by_loop_and_worker = len(said["sweep"]["runners"]) > 1 and len(said["outbox"]["runners"]) > 1
    consumes = [each["silent"] for each in said["canaries"].values()] == [False]
    return said["status"] == "ok" and by_loop_and_worker and consumes and said["beat"]["runners"] != {}


def test_every_service_runs_by_its_very_command_and_stops_when_it_is_asked_to(player: Player) -> None:
    collecting = subprocess.Popen(
        ["sh", "-c", built_by("collectstatic")],
        env={"PATH": player.environment("web")["PATH"], **player.beside},
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )
    migrated = player.run("migrate", player.command("migrate"))
    assert migrated.returncode == 0, migrated.stderr
    assert collecting.wait() == 0
    for name in RUNNING:
        player.start(name)
    assert processes.wait_until(lambda: everything_beats(player), seconds=60, pause=0.3), player.logs()

    assert player.run("web", player.health("web")).returncode == 0
    here = [part.replace("1", str(player.started["worker"].pid)) for part in player.health("worker")]
    assert player.run("worker", here).returncode == 0

    page_and_its_files_come_hashed_and_only_by_tls(player)

    assert {name: player.stop(name) for name in RUNNING} == dict.fromkeys(RUNNING, 0), player.logs()
    assert player.run("web", player.health("web")).returncode != 0


def page_and_its_files_come_hashed_and_only_by_tls(player: Player) -> None:
    response, page = asked(player, "/accounts/login/")
    assert response.status == 200
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    cookies = response.headers.get_all("Set-Cookie") or []
    assert [re.match(r"__Host-csrf=.*; HttpOnly;.*; Secure$", each) is not None for each in cookies] == [True]
    files = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert len(files) > 5
    assert [each for each in files if not re.search(r"\.[0-9a-f]{12}\.(css|js|svg)$", each)] == []
    assert {asked(player, each)[0].status for each in files} == {200}
    assert asked(player, "/admin/login/")[0].status == 404  # Django's admin is not mounted
    connection = HTTPConnection(player.places["127.0.0.1:8000"], timeout=10)
    connection.request("GET", "/accounts/login/", headers={"Host": player.values["ALLOWED_HOSTS"]})
    plain = connection.getresponse()
    assert (plain.status, plain.headers["Location"][:8]) == (301, "https://")
    connection.close()
