"""The embedded servers, started for real on folders of their own."""

import os
import shutil
import signal
import subprocess
from contextlib import contextmanager

import psycopg2
import pytest
import redis

from devstack import processes, valkey
from devstack.folders import DataFolder, server_account
from devstack.postgres import Postgres, is_server_of
from devstack.servers import start_servers, temporary_folder
from devstack.supervise import Supervisor
from devstack.valkey import Valkey


@pytest.fixture
def data():
    folder = DataFolder(temporary_folder())
    folder.make()
    yield folder
    shutil.rmtree(folder.path)


@contextmanager
def running(data, *, durable=False):
    supervisor = Supervisor(data)
    try:
        yield supervisor, start_servers(supervisor, data, given={}, durable=durable)
    finally:
        supervisor.end_all()


def query(data, sql):
    sockets = data.socket_folder(server_account())
    connection = psycopg2.connect(host=str(sockets), user="takedown", dbname="takedown")
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchone() if cursor.description else None
    finally:
        connection.close()


def test_what_was_written_is_there_after_the_next_start_and_sorts_by_code_point(data):
    with running(data):
        query(data, "CREATE TABLE kept AS SELECT 'é' > 'z' AS code_point, length('é') AS letters")
    with running(data):
        assert query(data, "SELECT code_point, letters FROM kept") == (True, 1)


def test_a_pid_file_whose_number_now_belongs_to_another_program_does_not_hinder_the_start(data):
    with running(data):
        pass
    other = subprocess.Popen(["sleep", "60"])
    pid_file = Postgres(data, server_account()).cluster / "postmaster.pid"
    pid_file.write_text(f"{other.pid}\n")

    with running(data):
        assert query(data, "SELECT 1") == (1,)

    assert other.poll() is None
    other.kill()
    other.wait()


def test_servers_that_outlived_their_launcher_are_ended_before_new_ones_start(data):
    with running(data) as (_, addresses):
        postgres, broker = Postgres(data, server_account()), Valkey(data, server_account())
        old = [processes.pid_in(postgres.cluster / "postmaster.pid"), processes.pid_in(broker.pid_file)]
        assert is_server_of(old[0], postgres.cluster)
        assert valkey.is_server_of(old[1], broker.socket)

        with running(data) as (_, again):
            assert addresses == again
            assert [processes.is_running(pid) for pid in old] == [False, False]
            assert query(data, "SELECT 1") == (1,)


def test_a_dead_servers_pid_file_stays_for_postgresql_to_look_for_its_sessions(data):
    with running(data):
        postgres = Postgres(data, server_account())
    dead = subprocess.Popen(["true"])
    dead.wait()
    pid_file = postgres.cluster / "postmaster.pid"
    pid_file.write_text(f"{dead.pid}\n")

    postgres.prepare()
    assert pid_file.exists()
    with running(data):
        assert query(data, "SELECT 1") == (1,)


def test_a_server_that_stands_still_fails_its_check_and_one_that_goes_on_does_not(data):
    with running(data) as (supervisor, _):
        for part in supervisor.parts:
            pid = part.process.pid
            assert part.program.health.ask(pid) is True
            os.kill(pid, signal.SIGSTOP)
            assert part.program.health.ask(pid) is False
            os.kill(pid, signal.SIGCONT)
            assert part.program.health.ask(pid) is True


def test_a_killed_server_is_started_again_with_what_it_had(data):
    with running(data, durable=True) as (supervisor, _):
        query(data, "CREATE TABLE kept AS SELECT 7 AS number")
        postgres = Postgres(data, server_account())
        os.kill(processes.pid_in(postgres.cluster / "postmaster.pid"), signal.SIGKILL)

        def is_back():
            supervisor.look(float("inf"))
            return postgres.is_ready()

        assert processes.wait_until(lambda: not postgres.is_ready(), seconds=10)
        assert processes.wait_until(is_back, seconds=20)
        assert query(data, "SELECT number FROM kept") == (7,)


def test_the_broker_keeps_what_it_was_given(data):
    path = str(Valkey(data, server_account()).socket)
    with running(data):
        redis.Redis(unix_socket_path=path).set("hint", "look in the table")
    with running(data), redis.Redis(unix_socket_path=path) as client:
        assert client.get("hint") == b"look in the table"


def test_addresses_that_are_given_are_used_and_nothing_is_started(data):
    supervisor = Supervisor(data)
    given = {"DATABASE_URL": "postgres://there/desk", "REDIS_URL": "redis://there/0", "HOME": "/"}

    assert start_servers(supervisor, data, given=given) == {
        "DATABASE_URL": "postgres://there/desk",
        "REDIS_URL": "redis://there/0",
    }
    assert supervisor.parts == []


def test_nobody_but_the_owner_reaches_the_sockets(data):
    with running(data):
        assert data.socket_folder(server_account()).stat().st_mode & 0o077 == 0
