"""What a stack needs before it starts, and what it hands to the product."""

import socket

import pytest

from devstack import stack
from devstack.folders import DataFolder
from devstack.prepare import sign_ins
from devstack.progress import Refused


def test_a_port_that_something_listens_on_is_refused_by_its_number():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Refused) as refused:
            stack.need_port(port)

    assert (
        str(refused.value)
        == f"Port {port} cannot be used (Address already in use). Choose another: --port N."
    )


def test_a_port_that_is_free_is_taken_without_a_word():
    assert stack.need_port(stack.free_port()) is None


def test_nothing_answers_on_a_port_that_nothing_listens_on():
    assert not stack.answers(stack.free_port())


def test_the_product_is_told_its_addresses_its_folder_and_its_own_settings(tmp_path):
    desk = stack.Stack(DataFolder(tmp_path), 8123, demo=True)

    env = desk.environment({"DATABASE_URL": "postgres:///desk", "REDIS_URL": "redis:///0"})

    told = ("DATABASE_URL", "REDIS_URL", "TAKEDOWN_DATA", "BASE_URL", "DJANGO_SETTINGS_MODULE")
    assert [env[key] for key in told] == [
        "postgres:///desk",
        "redis:///0",
        str(tmp_path),
        "http://127.0.0.1:8123",
        "takedown.settings.development",
    ]


def test_the_demos_sign_ins_are_the_lines_of_three_columns():
    printed = "Filling in the demo\nanalyst\ta@x.example\tsecret\nthree agencies\nlead\tl@y.example\twords\n"

    assert sign_ins(printed) == [["analyst", "a@x.example", "secret"], ["lead", "l@y.example", "words"]]
