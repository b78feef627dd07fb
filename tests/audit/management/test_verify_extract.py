"""The command that checks an extract: its exit code and what it says. It asks no database."""

import json
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from audit.domain.extracting import extract_of
from tests.factories.record import write_chain

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def run(*arguments: str) -> tuple[int, str, str]:
    """Return exit code, output and errors."""
    out, err = StringIO(), StringIO()
    code = 0
    try:
        call_command("verify_extract", *arguments, stdout=out, stderr=err)
    except SystemExit as ended:
        code = int(str(ended.code))
    return code, out.getvalue(), err.getvalue()


@pytest.mark.django_db
def test_a_whole_extract_is_told_and_a_changed_one_named_entry_by_entry(tmp_path: Path) -> None:
    write_chain("one", 3)
    said = extract_of("policy", "one", made_at=NOON)
    file = tmp_path / "one.json"
    file.write_text(json.dumps(said))
    assert run(str(file)) == (0, "policy:one: 3 entries, 0 checkpoints, 0 faults.\n", "")
    said["entries"][1]["verb"] = "other"
    file.write_text(json.dumps(said))
    code, _out, err = run(str(file))
    assert (code, err.splitlines()) == (
        1,
        ["The file was changed after it was made.", "policy:one #2: Changed after it was written"],
    )


@pytest.mark.parametrize("text", ["", "{}", "[1]", "no json"])
def test_what_is_no_extract_is_said_to_be_none(tmp_path: Path, text: str) -> None:
    file = tmp_path / "other.json"
    file.write_text(text)
    with pytest.raises(CommandError):
        run(str(file))
