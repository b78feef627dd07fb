"""Reads .env.example: what it gives, and what it names."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_LINE = re.compile(r"^(# )?([A-Z][A-Z_]*)=(.*)$", re.M)


def example() -> dict[str, str]:
    """The settings that it gives, as docker compose reads them."""
    return {name: value for mark, name, value in _lines() if not mark}


def named() -> list[str]:
    """Every setting that it explains, in its order."""
    return [name for _mark, name, _value in _lines()]


def _lines() -> list[tuple[str, str, str]]:
    return _LINE.findall((ROOT / ".env.example").read_text())
