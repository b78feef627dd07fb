"""Data folders: private, locked while used, with sockets that the kernel takes."""

import os
import stat

import pytest

from devstack.folders import (
    LONGEST_SOCKET_FOLDER,
    DataFolder,
    is_reachable_by_others,
    own_private_folder,
    socket_folder_is_short,
)
from devstack.progress import Refused


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_a_second_start_on_the_same_folder_is_refused_and_told_where_the_first_runs(tmp_path):
    first, second = DataFolder(tmp_path / "data"), DataFolder(tmp_path / "data")
    first.make()
    first.lock()
    first.write_addresses({"url": "http://127.0.0.1:8123"})

    with pytest.raises(Refused) as refused:
        second.lock()

    assert str(refused.value) == (
        f"Takedown already runs on {tmp_path / 'data'} at http://127.0.0.1:8123. "
        "End it with Ctrl-C there, or give this one a folder of its own: --data DIR."
    )
    first.release()


def test_a_released_folder_can_be_taken_again_and_has_no_addresses(tmp_path):
    first, second = DataFolder(tmp_path), DataFolder(tmp_path)
    first.lock()
    first.write_addresses({"DATABASE_URL": "postgres:///x"})
    first.release()
    second.lock()

    assert second.addresses() == {}
    second.release()


def test_one_that_was_refused_does_not_forget_the_addresses_of_the_one_that_runs(tmp_path):
    first, second = DataFolder(tmp_path), DataFolder(tmp_path)
    first.lock()
    first.write_addresses({"DATABASE_URL": "postgres:///x"})
    second.release()

    assert second.addresses() == {"DATABASE_URL": "postgres:///x"}
    first.release()


def test_addresses_of_a_launcher_that_died_are_not_believed(tmp_path):
    folder = DataFolder(tmp_path)
    (tmp_path / "addresses.json").write_text('{"DATABASE_URL": "postgres:///x", "pid": 4194305}')

    assert folder.addresses() == {}


def test_the_secret_key_is_made_once_and_is_nobody_elses(tmp_path):
    folder = DataFolder(tmp_path)
    key = folder.secret_key()

    assert folder.secret_key() == key
    assert len(key) >= 50
    assert mode(tmp_path / "secret_key") == 0o600


def test_sockets_lie_in_the_data_folder_while_its_path_is_short_enough(tmp_path):
    folder = DataFolder(tmp_path / "d")
    folder.make()

    sockets = folder.socket_folder(None)

    assert sockets == tmp_path / "d" / "run"
    assert mode(sockets) == 0o700


def test_a_long_path_gives_a_short_private_folder_that_is_found_again(tmp_path):
    folder = DataFolder(tmp_path / ("long" * 30))
    folder.make()

    sockets = folder.socket_folder(None)

    assert socket_folder_is_short(sockets)
    assert not sockets.is_relative_to(folder.path)
    assert mode(sockets) == 0o700
    assert folder.socket_folder(None) == sockets
    sockets.rmdir()


def test_a_short_folder_that_somebody_else_put_there_is_not_taken(tmp_path):
    folder = DataFolder(tmp_path / ("long" * 30))
    folder.make()
    (tmp_path / "theirs").mkdir()
    trap = tmp_path / "trap"
    trap.symlink_to(tmp_path / "theirs")
    (folder.path / "sockets_are_in").write_text(f"{trap}\n")

    sockets = folder.socket_folder(None)

    assert sockets != trap
    sockets.rmdir()


def test_the_longest_socket_name_fits_into_what_the_kernel_takes():
    assert LONGEST_SOCKET_FOLDER + len("/.s.PGSQL.5432.lock") < 108


def test_a_folder_below_a_closed_one_is_out_of_reach(tmp_path):
    inner = tmp_path / "closed" / "open"
    inner.mkdir(parents=True)
    inner.chmod(0o755)
    (tmp_path / "closed").chmod(0o700)

    assert not is_reachable_by_others(inner)


def test_a_private_folder_is_closed_even_where_it_stood_open(tmp_path):
    tmp_path.chmod(0o777)

    own_private_folder(tmp_path, None)

    assert mode(tmp_path) == 0o700
    assert tmp_path.stat().st_uid == os.geteuid()
