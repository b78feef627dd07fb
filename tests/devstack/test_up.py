"""./dev up as a person uses it: one command, one address, Ctrl-C."""

import subprocess
import sys

import pytest

from devstack.folders import ROOT
from tests.devstack.started_desk import started

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def desk():
    with started() as desk:
        yield desk


def test_a_desk_answers_when_it_says_so_and_ctrl_c_leaves_no_process():
    with started() as desk:
        assert desk.answers()
        assert desk.answers("/static/tabler/css/tabler.min.css")

        assert desk.end() == []
        assert desk.process.returncode == 0
        assert not desk.answers()


def test_a_second_start_on_the_same_data_is_refused_in_one_line_and_the_first_goes_on(desk):
    second = subprocess.run(desk.command, env=desk.env, cwd=ROOT, capture_output=True, text=True, check=False)

    assert second.returncode == 1
    assert second.stderr == (
        f"Takedown already runs on {desk.data} at http://127.0.0.1:{desk.port}. "
        "End it with Ctrl-C there, or give this one a folder of its own: --data DIR.\n"
    )
    assert desk.answers()


def test_manage_in_a_second_terminal_finds_the_same_database(desk):
    asked = subprocess.run(
        [
            sys.executable,
            ROOT / "dev",
            "manage",
            "shell",
            "-v0",
            "-c",
            "from sla.models import Category as c; print(c.objects.count() > 0)",
        ],
        env={**desk.env, "TAKEDOWN_DATA": str(desk.data)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (asked.stdout, asked.returncode) == ("True\n", 0)
