"""The project's own sources, read as text and as syntax trees: what the walls look at."""

import ast
import configparser
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = ROOT / ".importlinter"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One module."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """Dotted, as it is imported."""
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def app(self) -> str:
        return self.name.partition(".")[0]

    @property
    def layer(self) -> str:
        """The part inside the app: ``domain``, ``models``, ``views`` …"""
        inside = self.name.split(".")[1:]
        return inside[0] if inside else ""

    def at(self, node: ast.AST) -> str:
        return f"{self.path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


def _contracts() -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read_string(CONTRACTS.read_text())
    return parser


@cache
def floors() -> dict[str, int]:
    """Each app's floor, the ground being 1; read from the contract that the linter holds."""
    lines = _contracts()["importlinter:contract:floors"]["layers"].split("\n")
    named = [[app.strip() for app in line.split("|")] for line in lines if line.strip()]
    return {app: height for height, apps in enumerate(reversed(named), start=1) for app in apps}


def root_packages() -> set[str]:
    """The packages that the linter looks at."""
    return set(_contracts()["importlinter"]["root_packages"].split())


@cache
def sources(*, with_migrations: bool = False) -> tuple[Source, ...]:
    """Every module of the apps, in order of path."""
    paths = sorted(path for app in root_packages() for path in (ROOT / app).rglob("*.py"))
    read = (Source(path, path.read_text(), ast.parse(path.read_text())) for path in paths)
    return tuple(found for found in read if with_migrations or "migrations" not in found.path.parts)


def functions(tree: ast.AST) -> Iterator[Function]:
    """Every function and method below ``tree``."""
    return (node for node in ast.walk(tree) if isinstance(node, FUNCTIONS))


def public_functions(source: Source) -> Iterator[Function]:
    """The functions of a module that others may call."""
    return (node for node in source.tree.body if isinstance(node, FUNCTIONS) and node.name[0] != "_")


def called_name(call: ast.Call) -> str:
    """The last part of what is called: ``b`` of ``a.b()`` and of ``b()``."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def dotted(node: ast.AST) -> str:
    """``a.b.c`` of a chain of names, else nothing."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Every call below ``tree``."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))
