"""Of npm's packages a few files are served, and no other."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import override_settings

from takedown.static_files import NpmFinder

NAMED = [(prefix, name) for prefix, (_folder, names) in settings.NPM_FILES.items() for name in names]


def test_the_files_that_pages_load_are_found_and_no_other() -> None:
    for prefix, name in NAMED:
        assert finders.find(f"{prefix}/{name}") == str(settings.NPM_FILES[prefix][0] / name)
    others = ("echarts/echarts.js", "echarts/../package.json", "tabler/css/tabler.css", "echarts/")
    assert [finders.find(other) for other in others] == [None] * 4


def test_they_are_the_only_ones_collected() -> None:
    found = [(storage.prefix, name) for name, storage in NpmFinder().list([])]  # type: ignore[attr-defined]
    assert found == NAMED


def test_without_npm_s_packages_there_is_nothing_and_no_error(tmp_path: Path) -> None:
    away = {"echarts": (tmp_path / "not-installed", ("echarts.simple.min.js",))}
    with override_settings(NPM_FILES=away):
        finder = NpmFinder()
    found = finder.find("echarts/echarts.simple.min.js")
    assert (found, list(finder.list([])), finder.check()) == ([], [], [])
