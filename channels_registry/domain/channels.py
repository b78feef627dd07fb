"""Channels that were reported, each registered once for its service."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from channels_registry.domain.gate import imitated, name_skeleton
from channels_registry.enums import Grammar, TargetKind
from channels_registry.models import Alias, FlaggedChannel, Platform
from kernel.compiled import Prepared

Name = tuple[int | None, str]  # id of the platform where it is known, key

# One round trip for any number; what stands already is read, not written. In the order of the
# keys, so that two who register the same channels wait for each other and never in a circle.
_REGISTER = Prepared("""
WITH wanted AS (
    SELECT * FROM unnest(%(keys)s::text[], %(kinds)s::text[], %(skeletons)s::text[]) AS w (key, kind,
    skeleton)
), fresh AS (
    INSERT INTO channels_registry_flaggedchannel (
        public_id, platform_id, key, kind, title, first_reported_at, skeleton)
    SELECT gen_random_uuid(), %(platform)s, w.key, w.kind, '', %(now)s, w.skeleton FROM wanted w
    WHERE NOT EXISTS (
        SELECT FROM channels_registry_flaggedchannel c
        WHERE c.platform_id = %(platform)s AND c.key = w.key)
    ORDER BY w.key
    ON CONFLICT (platform_id, key) DO NOTHING
    RETURNING key, id
)
SELECT key, id FROM fresh
UNION ALL
SELECT c.key, c.id FROM channels_registry_flaggedchannel c
WHERE c.platform_id = %(platform)s AND c.key = ANY(%(keys)s::text[])
""")


def registered(platform: Platform, kinds: Mapping[str, str], now: datetime) -> dict[str, int]:
    """Register the channels with these keys, of these kinds, and return their ids by key.

    Writes those that are not there yet, reported first at ``now``; a kind that was stored
    before stays. Inner: runs in the caller's transaction.
    """
    keys = sorted(kinds)
    said: dict[str, int | datetime | list[str]] = {
        "platform": platform.pk,
        "keys": keys,
        "kinds": [kinds[key] for key in keys],
        "skeletons": [name_skeleton(key) for key in keys],
        "now": now,
    }
    found: dict[str, int] = {}
    # What another transaction registered in this very moment is seen by the second look.
    while len(found) < len(keys):
        found = dict(_REGISTER.rows(**said))
    return found


def looked_like(names: Iterable[Name]) -> dict[Name, str]:
    """Return for each name the key of a reported channel for which a reader might take it.

    A name without a platform is compared with all, and then equal letters are alike too: it
    was written in others. What has been reported itself, or is an alias of it, looks like
    nothing else. Inner read; two queries at most.
    """
    wanted = set(names)
    if not wanted:
        return {}
    rows = FlaggedChannel.objects.filter(skeleton__in={name_skeleton(key) for _platform, key in wanted})
    known = list(rows.order_by("first_reported_at", "id").values_list("platform_id", "key"))
    aliases = set(_aliases(wanted)) if known else set()
    found = {}
    for platform_id, key in wanted - aliases:
        keys = [each for owner, each in known if platform_id is None or owner == platform_id]
        alike = imitated(key, keys) or (key if platform_id is None and key in keys else "")
        if alike:
            found[(platform_id, key)] = alike
    return found


def _aliases(names: Iterable[Name]) -> Iterable[Name]:
    return Alias.objects.filter(key__in={key for _platform, key in names}).values_list("platform_id", "key")


def kind_of_parent(grammar: str) -> TargetKind:
    """Return what a post of a service stands in, as far as its link tells."""
    return _PARENTS.get(grammar, TargetKind.CHANNEL)


_PARENTS = {
    Grammar.FACEBOOK.value: TargetKind.PAGE,
    **dict.fromkeys(
        (Grammar.X.value, Grammar.INSTAGRAM.value, Grammar.TIKTOK.value, Grammar.THREADS.value),
        TargetKind.ACCOUNT,
    ),
}
