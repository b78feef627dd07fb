"""Templates: nothing inline, nothing from elsewhere, every POST carries its token."""

import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
NAMES = [str(path.relative_to(ROOT / "templates")) for path in TEMPLATES]
COMMENTS = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}|<!--.*?-->", re.S)
TAG = re.compile(r"<[a-zA-Z](?:[^<>{]|{[{%].*?[%}]})*>", re.S)
SCRIPT = re.compile(r"<script\b(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.S | re.I)
STYLE_ATTRIBUTE = re.compile(r"\sstyle\s*=", re.I)
HANDLER = re.compile(r"\son[a-z]+\s*=", re.I)
ELSEWHERE = re.compile(r"""(?:src|href|action|srcset|formaction)\s*=\s*["']?\s*(?:https?:)?//""", re.I)
SCRIPT_ADDRESS = re.compile(r"""=\s*["']?\s*javascript:""", re.I)
POST_FORM = re.compile(r"""<form\b[^>]*method\s*=\s*["']?post\b.*?</form>""", re.S | re.I)
POST_ELEMENT = re.compile(r"""{% element form\b[^%]*method="post".*?{% endelement %}""", re.S | re.I)
BUTTON_OF_FORM = re.compile(r"formmethod\s*=", re.I)
# A template that trusts a text, and whose text it is.
TRUSTED = {"components/_field_notes.html": "help texts stand in the sources, never in a row"}
UNESCAPED = re.compile(r"\|\s*safe\b|{%\s*autoescape\s+off|\|\s*safeseq\b")


def text_of(path: Path) -> str:
    return COMMENTS.sub("", path.read_text())


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_a_template_holds_nothing_inline_and_nothing_from_elsewhere(path: Path) -> None:
    text = text_of(path)
    tags = TAG.findall(text)
    found = {
        "script": [match["body"] for match in SCRIPT.finditer(text) if match["body"].strip()],
        "script without an address": [
            match["attributes"] for match in SCRIPT.finditer(text) if "src=" not in match["attributes"]
        ],
        "style element": re.findall(r"<style\b", text, re.I),
        "style attribute": [tag for tag in tags if STYLE_ATTRIBUTE.search(tag)],
        "handler": [tag for tag in tags if HANDLER.search(tag)],
        "hx-on": re.findall(r"\bhx-on\b", text),
        "elsewhere": ELSEWHERE.findall(text),
        "script address": SCRIPT_ADDRESS.findall(text),
    }
    assert {what: hits for what, hits in found.items() if hits} == {}


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_every_post_form_of_a_template_carries_its_token(path: Path) -> None:
    text = text_of(path)
    forms = [*POST_FORM.findall(text), *POST_ELEMENT.findall(text)]
    assert [form for form in forms if "{% csrf_token %}" not in form] == []
    assert BUTTON_OF_FORM.findall(text) == []


def test_nothing_that_people_typed_is_marked_safe() -> None:
    trusting = {name for name, path in zip(NAMES, TEMPLATES, strict=True) if UNESCAPED.search(text_of(path))}
    assert trusting == set(TRUSTED)


def test_these_tests_see_what_they_look_for() -> None:
    bad = '<div\n onclick="x()" style="a: b"><form method="post"></form><a href="//cdn.example/x">'
    assert [bool(STYLE_ATTRIBUTE.search(tag)) for tag in TAG.findall(bad)] == [True, False, False]
    assert [bool(HANDLER.search(tag)) for tag in TAG.findall(bad)] == [True, False, False]
    assert (len(POST_FORM.findall(bad)), len(ELSEWHERE.findall(bad))) == (1, 1)
