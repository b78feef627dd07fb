"""Threads' row of domain.md, section 4, form by form; the ids name the rule."""

# ruff: noqa: E501  a row of a table stays one line

import pytest

from tests.channels_registry.domain.gate.tables import is_public, is_refused, is_untold, rows

PLATFORM = "threads"

PUBLIC = rows("""
https://www.threads.net/@Some.User | account | @some.user |  | a user
https://threads.com/@some.user/replies?xmt=x | account | @some.user |  | a tab of a user on the newer host
https://www.threads.com/@some.user/post/C1AbCdEfGhI | post | t/C1AbCdEfGhI | @some.user | a post, its code keeps case
https://www.threads.net/t/C1AbCdEfGhI/ | post | t/C1AbCdEfGhI |  | a post by its code alone
https://l.threads.com/?u=https%3A%2F%2Fwww.threads.net%2Ft%2FC1AbCdEfGhI&e=x | post | t/C1AbCdEfGhI |  | unwrapped
""")

UNTOLD = rows("""
https://www.threads.com/custom_feed/123 | playlist | custom_feed/123 | members_area | a feed that somebody made
""")

REFUSED = rows("""
https://www.threads.com/messages/Secret | private | private_messages | a conversation
https://www.threads.com/activity | private | private_feed | what happened to the reader
https://www.threads.com/saved/Secret | private | private_feed | saved posts
https://www.threads.com/ | not_content | whole_platform | Threads itself
https://www.threads.com/search?q=judi | not_content | platform_own_page | a search
https://www.threads.com/intent/post?text=hello | not_content | platform_own_page | a button to write
https://www.threads.com/@some-user | invalid | bad_name | a hyphen
https://www.threads.com/@some.user/post/ | invalid | bad_post | a post without a code
https://www.threads.com/@somеuser | invalid | lookalike_letters | a Cyrillic letter in a name
""")


@pytest.mark.parametrize(("url", "kind", "key", "parent"), PUBLIC)
def test_public_form_is_public_under_its_key(url: str, kind: str, key: str, parent: str) -> None:
    is_public(url, PLATFORM, kind, key, parent)


@pytest.mark.parametrize(("url", "kind", "key", "reason"), UNTOLD)
def test_form_that_does_not_tell_who_sees_it_keeps_its_key(
    url: str, kind: str, key: str, reason: str
) -> None:
    is_untold(url, PLATFORM, kind, key, reason)


@pytest.mark.parametrize(("url", "verdict", "reason"), REFUSED)
def test_private_or_wrong_form_is_refused_without_key(url: str, verdict: str, reason: str) -> None:
    is_refused(url, PLATFORM, verdict, reason)
