"""Channels that were reported, each registered once for its service."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection

from channels_registry.models import Platform

# One round trip for any number; what stands already is read, not written. In the order of the
# keys, so that two who register the same channels wait for each other and never in a circle.
_REGISTER = """
WITH wanted AS (
    SELECT * FROM unnest(%(keys)s::text[], %(kinds)s::text[]) AS w (key, kind)
), fresh AS (
    INSERT INTO channels_registry_flaggedchannel (public_id, platform_id, key, kind, title, first_reported_at)
    SELECT gen_random_uuid(), %(platform)s, w.key, w.kind, '', %(now)s FROM wanted w
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
"""


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
        "now": now,
    }
    found: dict[str, int] = {}
    # What another transaction registered in this very moment is seen by the second look.
    while len(found) < len(keys):
        with connection.cursor() as cursor:
            cursor.execute(_REGISTER, said)
            found = dict(cursor.fetchall())
    return found
