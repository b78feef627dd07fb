"""What ./dev understands."""

from pathlib import Path

import pytest

from devstack import commandline
from devstack.folders import DEFAULT_DATA


def test_up_takes_a_port_a_folder_and_leaves_out_the_demo():
    options = commandline.parser().parse_args(["up", "--port", "9001", "--data", "/tmp/desk", "--no-demo"])

    assert (options.port, options.data, options.no_demo) == (9001, Path("/tmp/desk"), True)


def test_up_alone_means_port_8000_the_folder_of_the_checkout_and_the_demo():
    options = commandline.parser().parse_args(["up"])

    assert (options.port, options.data, options.no_demo) == (8000, DEFAULT_DATA, False)


@pytest.mark.parametrize("port", ["0", "65536", "desk"])
def test_up_refuses_what_is_no_port(port, capsys):
    with pytest.raises(SystemExit) as ended:
        commandline.parser().parse_args(["up", "--port", port])

    assert ended.value.code == 2


def test_a_bench_that_does_not_exist_is_refused(capsys):
    with pytest.raises(SystemExit) as ended:
        commandline.parser().parse_args(["bench", "nonsense"])

    assert ended.value.code == 2


def test_test_takes_paths_beside_its_options():
    options = commandline.parser().parse_args(["test", "--fast", "-k", "word", "tests/kernel", "tests/sla"])

    assert (options.fast, options.k, options.paths) == (True, "word", ["tests/kernel", "tests/sla"])


def test_manage_without_running_servers_is_one_clear_line(monkeypatch, tmp_path, capsys):
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("TAKEDOWN_DATA", str(tmp_path))

    assert commandline.main(["manage", "check"]) == 1
    assert capsys.readouterr().err == (
        f"No servers run on {tmp_path}: ./dev up first, or set DATABASE_URL.\n"
    )


def test_sign_ins_are_shown_in_columns(capsys):
    commandline.show_sign_ins([["analyst", "a@x.example", "secret"], ["supervisor", "ab@x.example", "words"]])

    assert capsys.readouterr().out.splitlines()[2:4] == [
        "  analyst     a@x.example   secret",
        "  supervisor  ab@x.example  words",
    ]
