"""The settings for real: what is told, what is refused, what Django thinks of them."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from takedown.settings.environment import Environment
from tests.faults.compose import variables
from tests.takedown.env_example import ROOT, example, named

SETTINGS = ROOT / "takedown" / "settings"
SECRETS = {
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_",
    "FACTOR_KEYS": "0123456789abcdefghijklmnopqrstuvwxyz",
    "EMAIL_URL": "smtp://mail.example:25",
}


def read_from_the_environment() -> set[str]:
    """The first argument of every ``env.…("NAME")`` in the settings for real."""
    return {
        call.args[0].value
        for name in ("base", "production")
        for call in ast.walk(ast.parse((SETTINGS / f"{name}.py").read_text()))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "env"
        and isinstance(call.args[0], ast.Constant)
    }


def test_every_setting_is_explained_once_and_no_other() -> None:
    assert sorted(named()) == sorted(read_from_the_environment())
    assert variables() - set(named()) == set()


def manage(*arguments: str, **told: str) -> "subprocess.CompletedProcess[str]":
    """Run manage.py with the settings for real and nothing else told."""
    env = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "takedown.settings.production", **told}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_django_finds_nothing_to_warn_of_before_a_deployment() -> None:
    checked = manage("check", "--deploy", "--fail-level", "WARNING", **example(), **SECRETS)
    assert (checked.returncode, checked.stdout, checked.stderr) == (
        0,
        "System check identified no issues (0 silenced).\n",
        "",
    )


ASKED = """
from django.conf import settings as s
print(s.DEBUG, "django.contrib.admin" in s.INSTALLED_APPS, s.ALLAUTH_TRUSTED_PROXY_COUNT)
print(s.CSRF_TRUSTED_ORIGINS, s.DATABASES["default"]["PASSWORD"], s.MFA_REQUIRED_ROLES)
"""


def test_nothing_of_development_is_left_and_secrets_come_by_file(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("p w\n")
    told = {
        **example(),
        **SECRETS,
        "DEBUG": "1",
        "DATABASE_URL": "postgres://takedown@postgres/takedown",
        "POSTGRES_PASSWORD_FILE": str(tmp_path / "password"),
    }
    asked = manage("shell", "-v0", "-c", ASKED, **told)
    assert asked.stdout == (
        "False False 1\n"
        "['https://takedown.ministry.example'] p w ['approver', 'supervisor', 'administrator']\n"
    ), asked.stderr


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY"),
        ({"FACTOR_KEYS": None}, "FACTOR_KEYS"),
        ({"FACTOR_KEYS": "short"}, "FACTOR_KEYS"),
        ({"BASE_URL": "http://takedown.ministry.example"}, "BASE_URL"),
    ],
)
def test_what_is_missing_or_would_not_hold_stops_the_start(told: dict[str, str | None], said: str) -> None:
    given = {name: value for name, value in {**example(), **SECRETS, **told}.items() if value is not None}
    checked = manage("check", **given)
    assert (checked.returncode != 0, said in checked.stderr.splitlines()[-1]) == (True, True)


def test_a_file_goes_before_a_value_and_its_last_line_ends_without_a_break(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "word").write_text("from the file\n")
    monkeypatch.setenv("A_WORD", "from the environment")
    assert Environment().str("A_WORD") == "from the environment"
    monkeypatch.setenv("A_WORD_FILE", str(tmp_path / "word"))
    assert Environment().str("A_WORD") == "from the file"
