"""The servers of Debian's packages, found and not found."""

import pytest

from devstack import checks, commandline
from devstack.progress import Refused
from devstack.system_servers import Programs, system_programs


def program(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)


def test_the_newest_whole_postgresql_and_redis_on_the_path_are_taken(tmp_path):
    for release in ("9.6", "15", "17"):
        program(tmp_path / release / "bin" / "initdb")
    program(tmp_path / "18" / "bin" / "psql")  # the client alone
    program(tmp_path / "redis-server")

    found = system_programs(tmp_path, str(tmp_path))

    assert found == Programs(tmp_path / "17" / "bin", tmp_path / "redis-server")


@pytest.mark.parametrize("missing", ["15/bin/initdb", "redis-server"])
def test_without_either_the_one_command_to_install_both_is_named(tmp_path, missing):
    for each in {"15/bin/initdb", "redis-server"} - {missing}:
        program(tmp_path / each)

    with pytest.raises(Refused) as refused:
        system_programs(tmp_path, str(tmp_path))

    assert str(refused.value) == (
        "PostgreSQL or Redis of this machine was not found. Run: sudo apt-get install postgresql redis-server"
    )


def test_the_command_ends_with_that_line_before_it_does_anything(tmp_path, monkeypatch, capsys):
    def none() -> Programs:
        return system_programs(tmp_path, str(tmp_path))

    monkeypatch.setattr(checks, "system_programs", none)

    assert commandline.main(["test", "--servers", "system"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
