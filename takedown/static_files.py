"""Serves of npm's packages the few files that pages load, not the megabytes beside them."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage


class NpmFinder(BaseFinder):
    """Finds the files that ``settings.NPM_FILES`` names, where npm has installed them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.folders: dict[str, tuple[FileSystemStorage, tuple[str, ...]]] = {}
        for prefix, (folder, names) in settings.NPM_FILES.items():
            storage = FileSystemStorage(location=folder)
            storage.prefix = prefix  # type: ignore[attr-defined]
            self.folders[prefix] = (storage, names)
        super().__init__(*args, **kwargs)

    def check(self, **kwargs: Any) -> list[Any]:
        """Nothing to check: the packages may be installed while the web loads."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Return where the file is; nothing for any other."""
        prefix, _slash, name = path.rpartition("/")
        storage, names = self.folders.get(prefix, (None, ()))
        found = [storage.path(name)] if storage and name in names and storage.exists(name) else []
        return found if find_all or not found else found[0]

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        """Yield the files that are there."""
        for storage, names in self.folders.values():
            for name in names:
                if storage.exists(name):
                    yield name, storage
