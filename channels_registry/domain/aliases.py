"""Aliases: other keys of the same channel. Under each, and under the posts of each, it is one target."""

from collections.abc import Collection, Iterator

from channels_registry.models import Alias
from kernel.compiled import Compiled, among

_KNOWN = Compiled(
    lambda: Alias.objects.filter(among("platform_id", "platforms"), among("key", "keys")).values_list(
        "platform_id", "key", "channel__key"
    )
)


def canonical_keys(platform_id: int, keys: Collection[str]) -> dict[str, str]:
    """Return for each key that of the same target under its channel's own key. One query, inner read."""
    found = canonical_targets({(platform_id, key) for key in keys})
    return {key: canonical for (_, key), canonical in found.items()}


def canonical_targets(targets: Collection[tuple[int, str]]) -> dict[tuple[int, str], str]:
    """Return for each service and key the canonical key. One query, inner read."""
    services = list({platform for platform, _ in targets})
    names = list({begin for _, key in targets for begin in _beginnings(key)})
    known = {
        (platform, key): channel for platform, key, channel in _KNOWN.rows(platforms=services, keys=names)
    }
    return {target: _canonical(target, known) for target in targets}


def _beginnings(key: str) -> Iterator[str]:
    """Yield the key and all in which it stands by its path, the longest first."""
    while key:
        yield key
        key = key.rpartition("/")[0]


def _canonical(target: tuple[int, str], known: dict[tuple[int, str], str]) -> str:
    platform, key = target
    for begin in _beginnings(key) if known else ():
        if (platform, begin) in known:
            return f"{known[platform, begin]}{key[len(begin) :]}"
    return key
