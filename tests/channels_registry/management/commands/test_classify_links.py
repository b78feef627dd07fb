import io
import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.factories.organisations import make_operator
from tests.factories.platforms import make_platform

ROOT = Path(__file__).resolve().parents[4]
FIELDS = ["url", "verdict", "platform", "kind", "key", "reason"]
UNREACHABLE = "postgres://nobody@127.0.0.1:1/none"


def classify(text: bytes, *arguments: str, database: str = UNREACHABLE) -> subprocess.CompletedProcess[bytes]:
    """Run the command as an operator does, in a process of its own, with a locale that knows ASCII only."""
    return subprocess.run(
        [sys.executable, "manage.py", "classify_links", *arguments],
        cwd=ROOT, input=text, capture_output=True, check=False, timeout=60,
        env=os.environ | {"DATABASE_URL": database, "LC_ALL": "C"},
    )  # fmt: skip


def test_one_json_object_a_line_in_order_without_a_database() -> None:
    run = classify(
        b"\xef\xbb\xbfhttps://t.me/Durov/5\r\n\n  \nhttps://t.me/+AbCd\nt.me/addlist/x\nt.me/login/1\n\xff\xfe\x00\nhttps://t.me/dur\xd0\xbev"
    )
    assert run.returncode == 0
    assert [json.loads(line) for line in run.stdout.splitlines()] == [
        dict(zip(FIELDS, values, strict=True))
        for values in [
            ("https://t.me/Durov/5", "public", "telegram", "post", "durov/5", "telegram_post"),
            ("https://t.me/+AbCd", "private", "telegram", "", "", "telegram_invite"),
            ("t.me/addlist/x", "undeterminable", "telegram", "", "", "telegram_folder"),
            ("t.me/login/1", "not_content", "telegram", "", "", "telegram_function"),
            ("\ufffd\ufffd\x00", "invalid", "", "", "", "control_characters"),
            ("https://t.me/dur\u043ev", "invalid", "", "", "", "lookalike_letters"),
        ]
    ]
    assert run.stderr.decode().splitlines() == [
        "No database: only the hosts of the well-known services are known."
    ]


def test_reader_that_stops_early_is_no_error() -> None:
    with subprocess.Popen(
        [sys.executable, "manage.py", "classify_links"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"DATABASE_URL": UNREACHABLE},
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(b"t.me/durov\n")
        process.stdin.flush()
        # The answer comes before the input ends.
        assert json.loads(process.stdout.readline())["key"] == "durov"
        process.stdout.close()
        with suppress(BrokenPipeError):
            process.stdin.write(b"t.me/durov\n" * 20_000)
            process.stdin.close()
        assert process.stderr.read().decode().splitlines() == [
            "No database: only the hosts of the well-known services are known."
        ]
        assert process.wait(timeout=60) == 0


def test_missing_file_is_told_in_one_line() -> None:
    run = classify(b"", "no-such-file.txt")
    assert run.returncode == 1
    assert run.stdout == b""
    assert run.stderr.decode().splitlines()[-1].startswith("CommandError: Cannot read the links: ")
    assert "Traceback" not in run.stderr.decode()


@pytest.mark.django_db
def test_registered_hosts_come_from_the_database(tmp_path: Path) -> None:
    make_platform(make_operator(), "tube", ["tube.example"])
    sheet = tmp_path / "links.txt"
    sheet.write_text(
        "https://tube.example/User/1?utm_source=x\nhttps://tube.example/messages/1\n", encoding="utf-8"
    )
    written, told = io.StringIO(), io.StringIO()
    call_command("classify_links", str(sheet), stdout=written, stderr=told)
    rows = [list(json.loads(line).values())[1:] for line in written.getvalue().splitlines()]
    assert rows == [
        ["public", "tube", "post", "User/1", "platform_address"],
        ["private", "tube", "", "", "private_area"],
    ]
    assert told.getvalue() == ""


def test_standard_input_that_is_closed_is_told(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(CommandError, match="There is no standard input"):
        call_command("classify_links")
