import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context
from django.template.loader import get_template

from dashboard.templatetags import (
    clocks,
    contacts,
    desk,
    durations,
    fields,
    files,
    hours,
    icons,
    instants,
    keys,
    links,
    numbers,
    status,
    undoing,
)
from operations.domain.heartbeats import Engine

TEMPLATES = Path(settings.BASE_DIR) / "templates"
NAMES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*") if path.is_file())
PAGES = [name for name in NAMES if name.endswith(".html")]
# A script without src, a style element or attribute, a handler: the content security policy drops them all.
TAGS = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']", re.IGNORECASE)


def test_one_load_brings_every_tag_and_filter() -> None:
    parts = (
        clocks,
        contacts,
        durations,
        fields,
        files,
        hours,
        icons,
        instants,
        keys,
        links,
        numbers,
        status,
        undoing,
    )
    assert set(desk.register.tags) == {name for part in parts for name in part.register.tags}
    assert set(desk.register.filters) == {name for part in parts for name in part.register.filters}


@pytest.mark.parametrize("name", NAMES)
def test_every_template_compiles(name: str) -> None:
    assert get_template(name).template.name == name  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", PAGES)
def test_no_template_carries_inline_script_or_style(name: str) -> None:
    assert INLINE.findall(TAGS.sub("", (TEMPLATES / name).read_text())) == []


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "500"])
def test_an_error_page_needs_nothing_but_itself(code: str) -> None:
    html = get_template(f"{code}.html").template.render(Context({}))  # type: ignore[attr-defined]
    assert f'<p class="error-code">{code[:3]}</p>' in html
    assert (html.count("<h1"), html.count("</html>")) == (1, 1)


def test_the_frame_stands_without_reader_engine_or_navigation() -> None:
    html = get_template("base.html").render({})
    assert [
        html.count(part) for part in ('class="skip"', 'id="main"', 'id="live"', "<nav", 'class="menu"')
    ] == [
        1,
        1,
        1,
        0,
        0,
    ]


def test_an_engine_that_stands_still_is_told_in_red_on_every_page() -> None:
    stale = get_template("base.html").render({"engine": Engine(age=timedelta(seconds=512), stale=True)})
    alive = get_template("base.html").render({"engine": Engine(age=timedelta(seconds=3), stale=False)})
    assert ("The engine stands still." in stale, "The engine stands still." in alive) == (True, False)
    assert ("engine 8 m ago" in stale, "engine 3 s ago" in alive) == (True, True)
