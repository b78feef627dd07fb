"""Serves of the charts' package the one file that pages load, not its forty megabytes beside it."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

PREFIX = "echarts"


class ChartsFinder(BaseFinder):
    """Finds ``echarts/`` and the file named in the settings, where npm has installed it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=settings.CHARTS_DIST)
        self.storage.prefix = PREFIX  # type: ignore[attr-defined]
        super().__init__(*args, **kwargs)

    def check(self, **kwargs: Any) -> list[Any]:
        """Nothing to check: without npm's packages there is no chart, and the tables stand alone."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Return where the file is; nothing for any other."""
        asked = path == f"{PREFIX}/{settings.CHARTS_FILE}" and self.storage.exists(settings.CHARTS_FILE)
        found = [self.storage.path(settings.CHARTS_FILE)] if asked else []
        return found if find_all or not found else found[0]

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        """Yield the one file."""
        if self.storage.exists(settings.CHARTS_FILE):
            yield settings.CHARTS_FILE, self.storage
