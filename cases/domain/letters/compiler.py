"""A program of its own: reads a sheet as JSON, writes a PDF. Knows nothing of the desk.

Run as ``python compiler.py TEMPLATE INSTANT``. It has its own process so that whatever a text
makes the compiler do ends with it: the caller gives it a few seconds, and it limits itself.
What it is given reaches the template as data, never as markup; the template loads no
package, and there are no fonts but those named here.
"""

import importlib.util
import json
import re
import resource
import sys
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst
from fontTools.ttLib import TTFont

CPU_SECONDS = 10
NOTO, CJK = "manimgx_fonts", "noto_cjk_sans_jp_regular"
# In this order a character looks for a font. Noto's own have both weights.
SCRIPTS = (
    *("", "Arabic", "Hebrew", "Devanagari", "Thai", "Bengali", "Tamil", "Telugu", "Gujarati", "Gurmukhi"),
    *("Kannada", "Malayalam", "Oriya", "Sinhala", "Khmer", "Lao", "Myanmar", "Georgian", "Armenian"),
    *("Ethiopic", "Symbols"),
)
# Comes with the compiler, and is asked last: for the brackets around an escape.
LAST, BRACKETS = "Libertinus Serif", "\u27e8\u27e9"
# What needs no look into the fonts: Latin and its punctuation.
PLAIN = re.compile(rf"[\n -~\u00a0-\u017f\u2010-\u2026{BRACKETS}]*")
STANDARD: Literal["a-2a"] = "a-2a"  # for archives: every glyph embedded, every text readable, tagged


def folder(package: str) -> Path:
    """Return the folder of an installed package of fonts."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"the package {package} is not installed")
    return Path(spec.submodule_search_locations[0])


@cache
def fonts() -> dict[str, Path]:
    """Return the files of the fonts by family, in the order in which they are asked."""
    noto = folder(NOTO)
    found = {f"Noto Sans {name}".strip(): noto / f"NotoSans{name}[wght].ttf" for name in SCRIPTS}
    found["Noto Sans CJK JP"] = folder(CJK) / "NotoSansCJKjp-Regular.otf"
    return found | {"Noto Emoji": noto / "NotoEmoji[wght].ttf"}


@cache
def characters_of(family: str) -> frozenset[int]:
    """Return the characters that a font can draw."""
    with TTFont(fonts()[family], lazy=True) as font:
        return frozenset(font.getBestCmap())


def drawable(text: str) -> str:
    """Return ``text`` with what no font can draw as ⟨U+1F54⟩; a mark goes with its letter."""
    if PLAIN.fullmatch(text):
        return text
    return "".join(_drawn(cluster) for cluster in _clusters(text))


def _clusters(text: str) -> list[str]:
    clusters: list[str] = []
    for character in text:
        if clusters and unicodedata.category(character)[0] == "M":
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters


def _drawn(cluster: str) -> str:
    if PLAIN.fullmatch(cluster):
        return cluster
    needed = {ord(character) for character in cluster if unicodedata.category(character) != "Cf"}
    if any(needed <= characters_of(family) for family in fonts()):
        return cluster
    family = next((name for name in fonts() if ord(cluster[0]) in characters_of(name)), "")
    known = characters_of(family) if family else frozenset[int]()
    return "".join(c if ord(c) in known else f"⟨U+{ord(c):04X}⟩" for c in cluster)


def cleaned(value: Any) -> Any:
    """Return JSON whose every string can be drawn."""
    match value:
        case str():
            return drawable(value)
        case list():
            return [cleaned(held) for held in value]
        case dict():
            return {key: cleaned(held) for key, held in value.items()}
    return value


def compiled(template: Path, sheet: Any, instant: int) -> bytes:
    """Return the PDF of a sheet."""
    inputs = {"sheet": json.dumps(cleaned(sheet)), "fonts": json.dumps([*fonts(), LAST])}
    paths = sorted({str(path.parent) for path in fonts().values()})
    compiler = typst.Compiler(
        root=template.parent,
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=paths),
        package_path=template.parent,
        package_cache_path=template.parent,
        sys_inputs=inputs,
    )
    pdf = compiler.compile(template, format="pdf", timestamp=instant, pdf_standards=[STANDARD])
    if not isinstance(pdf, bytes):
        raise SystemExit("the compiler gave no document")
    return pdf


def main() -> None:
    """Read a sheet, write its PDF."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    template, instant = Path(sys.argv[1]), int(sys.argv[2])
    sys.stdout.buffer.write(compiled(template, json.load(sys.stdin.buffer), instant))


if __name__ == "__main__":
    main()
