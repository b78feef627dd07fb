"""Runs inside the virtual environment: the translations, by Babel alone, with no system tool.

``update`` brings new messages into every catalogue, ``check`` fails on a message without a
translation, ``compile_all`` writes the .mo files. Django's own ``templatize`` turns a template into
text that reads like Python; Babel's extractor does the rest.
"""

import argparse
import ast
import io
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from devstack.folders import ROOT

LOCALE = ROOT / "locale"
DOMAIN = "django"
LANGUAGES = ("id",)  # English stands in the source
NOT_OURS = {"devstack", "docs", "locale", "node_modules", "pictures", "static", "tests", "var", "benches"}
PLURAL = (1, 2)
CONTEXT = ((1, "c"), 2)
CONTEXT_PLURAL = ((1, "c"), 2, 3)
KEYWORDS: dict[str, Any] = {  # the arguments that hold the message, as Babel writes them
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": PLURAL,
    "ngettext_lazy": PLURAL,
    "pgettext": CONTEXT,
    "pgettext_lazy": CONTEXT,
    "npgettext": CONTEXT_PLURAL,
    "npgettext_lazy": CONTEXT_PLURAL,
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")

Text = str | tuple[str, ...]


def sources() -> Iterator[Path]:
    """The files of the product that speak to people, in a fixed order."""
    folders = sorted(path for path in ROOT.iterdir() if path.is_dir() and path.name not in NOT_OURS)
    for folder in folders:
        if folder.name.startswith("."):
            continue
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".py", ".html", ".txt"} and "migrations" not in path.parts:
                yield path


def messages_in(text: str, *, is_template: bool) -> Iterator[tuple[int, Text, str | None]]:
    """Line, message (or singular and plural) and context of every translatable text in one source."""
    code = without_indent(templatize(text)) if is_template else text + inside_f_strings(text)
    for number, message, _comments, context in extract("python", io.BytesIO(code.encode()), KEYWORDS):
        yield number, message, context


def inside_f_strings(text: str) -> str:
    """The expressions of a module's f-strings, a line each: Python 3.11 takes an f-string for one word."""
    parts = [node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FormattedValue)]
    return "".join(f"\n{ast.unparse(part)}" for part in parts)


def without_indent(text: str) -> str:
    """The same lines from the first column: a page's indentation is none that Python's tokenizer takes."""
    return "\n".join(line.lstrip() for line in text.split("\n"))


def extracted() -> Catalog:
    """A fresh catalogue of every message in the product's Python and templates."""
    catalog = new_catalog()
    for path in sources():
        is_template = path.suffix != ".py"
        for number, message, context in messages_in(path.read_text(), is_template=is_template):
            # No line numbers: they would change the catalogue with every edit.
            catalog.add(message, locations=[(path.relative_to(ROOT).as_posix(), number)], context=context)
    return catalog


def new_catalog() -> Catalog:
    """An empty catalogue under the project's name."""
    return Catalog(project="Takedown", version="1", copyright_holder="the Takedown authors", fuzzy=False)


def catalogue_files() -> list[Path]:
    """The catalogues in the repository, one a language."""
    return [LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po" for language in LANGUAGES]


def language_of(file: Path) -> str:
    """The language that a catalogue file is for."""
    return file.parent.parent.name


def read(file: Path) -> Catalog:
    """A catalogue from its file; an empty one for a language that has none yet."""
    text = file.read_bytes() if file.exists() else b""
    return read_po(io.BytesIO(text), locale=language_of(file), domain=DOMAIN)


def update(file: Path, template: Catalog) -> None:
    """Bring new messages into a catalogue, drop those no longer used; guess no translation."""
    catalog = read(file)
    catalog.update(template, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as handle:
        write_po(handle, catalog, width=100, sort_by_file=True, include_lineno=False, ignore_obsolete=True)


def faults(template: Catalog, catalog: Catalog) -> list[str]:
    """What keeps a catalogue from being whole: a message without translation, or with other placeholders."""
    found = []
    for wanted in template:
        if not wanted.id:
            continue
        translated = catalog.get(wanted.id, context=wanted.context)
        where = wanted.locations[0][0] if wanted.locations else ""
        if translated is None or not is_translated(translated):
            found.append(f"{where}: no translation of {wanted.id!r}")
        elif not has_same_placeholders(translated):
            found.append(f"{where}: other placeholders in the translation of {wanted.id!r}")
    return found


def is_translated(message: Message) -> bool:
    """Whether every form of the message has a text that somebody stands by."""
    return all(forms(message.string)) and not message.fuzzy


def has_same_placeholders(message: Message) -> bool:
    """Whether every form names the placeholders of the original (a singular may leave out a number)."""
    named = [set(PLACEHOLDER.findall(text)) for text in forms(message.id)]
    needed, allowed = set.intersection(*named), set.union(*named)
    return all(needed <= set(PLACEHOLDER.findall(text)) <= allowed for text in forms(message.string))


def forms(text: str | Sequence[str | None] | None) -> list[str]:
    """The forms of a text: one, or singular and plurals; a form that is missing is empty."""
    texts = [text] if isinstance(text, str) or text is None else text
    return [each or "" for each in texts]


def compile_all() -> None:
    """Write the .mo file of every catalogue that is newer than it."""
    for file in catalogue_files():
        target = file.with_suffix(".mo")
        if not file.exists():
            continue
        if target.exists() and target.stat().st_mtime >= file.stat().st_mtime:
            continue
        fresh = target.with_suffix(".mo.new")
        with fresh.open("wb") as handle:
            write_mo(handle, read(file))
        fresh.replace(target)


def main(arguments: list[str]) -> int:
    """``--check`` says what is not translated; without it the catalogues are updated. 1 on a fault."""
    parser = argparse.ArgumentParser(prog="./dev messages", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, fail on a missing translation")
    options = parser.parse_args(arguments)
    template = extracted()
    missing = []
    for file in catalogue_files():
        if not options.check:
            update(file, template)
        missing += [f"{language_of(file)}: {fault}" for fault in faults(template, read(file))]
    print("\n".join(missing[:200]))
    print(f"{len(list(template)) - 1} messages, {len(missing)} without a whole translation")
    compile_all()
    return 1 if options.check and missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
