"""How long a module, a function and a page may be. Over it: split by journey, never "part 2"."""

import ast
from pathlib import Path

from tests.architecture.sources import FUNCTIONS, ROOT, Source, functions, sources

MODULE_AT_MOST = 400
FUNCTION_AT_MOST = 50
PAGE_AT_MOST = 120
KERNEL_FILES_AT_MOST = 10
# What no file may be called: it says nothing of what is in it.
NAMELESS = {"utils", "util", "helpers", "helper", "common", "core", "manager", "managers", "misc", "services"}


def _measured() -> tuple[Source, ...]:
    beside = sorted((*(ROOT / "devstack").rglob("*.py"), *(ROOT / "tests").rglob("*.py")))
    return (*sources(), *(Source(path, path.read_text(), ast.parse(path.read_text())) for path in beside))


def _lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def test_no_module_is_longer_than_400_lines() -> None:
    long = {source.name: len(source.text.splitlines()) for source in _measured()}
    assert {name: lines for name, lines in long.items() if lines > MODULE_AT_MOST} == {}


def test_no_function_is_longer_than_50_lines() -> None:
    # Counted from the ``def``: decorators are not its length.
    long = {
        f"{source.name}.{node.name}": node.end_lineno - node.lineno + 1
        for source in _measured()
        for node in functions(source.tree)
    }
    assert {name: lines for name, lines in long.items() if lines > FUNCTION_AT_MOST} == {}


def test_no_template_is_longer_than_120_lines() -> None:
    long = {str(path.relative_to(ROOT)): _lines(path) for path in (ROOT / "templates").rglob("*.html")}
    assert {name: lines for name, lines in long.items() if lines > PAGE_AT_MOST} == {}


def test_the_kernel_has_at_most_ten_files() -> None:
    assert len([source for source in sources() if source.app == "kernel"]) <= KERNEL_FILES_AT_MOST


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert [source.name for source in sources() if NAMELESS & set(source.name.split("."))] == []


def test_nothing_is_imported_inside_a_function() -> None:
    inline = [
        source.at(node)
        for source in sources()
        if source.layer != "apps"
        for function in ast.walk(source.tree)
        if isinstance(function, FUNCTIONS)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inline == []
