"""Of the charts' package one file is served, and no other."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import override_settings

from takedown.static_files import ChartsFinder


def test_the_file_that_pages_load_is_found_and_no_other() -> None:
    name = settings.CHARTS_FILE
    assert finders.find(f"echarts/{name}") == str(settings.CHARTS_DIST / name)
    assert [finders.find(f"echarts/{other}") for other in ("echarts.js", "../package.json", "")] == [None] * 3


def test_it_is_the_only_one_collected() -> None:
    found = [(storage.prefix, path) for path, storage in ChartsFinder().list([])]  # type: ignore[attr-defined]
    assert found == [("echarts", settings.CHARTS_FILE)]


def test_without_npm_s_packages_there_is_nothing_and_no_error(tmp_path: Path) -> None:
    with override_settings(CHARTS_DIST=tmp_path / "not-installed"):
        finder = ChartsFinder()
    found = finder.find(f"echarts/{settings.CHARTS_FILE}")
    assert (found, list(finder.list([])), finder.check()) == ([], [], [])
