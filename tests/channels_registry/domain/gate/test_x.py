"""X's row of domain.md, section 4, form by form; the ids name the rule."""

# ruff: noqa: E501  a row of a table stays one line

import pytest

from tests.channels_registry.domain.gate.tables import is_public, is_refused, is_untold, rows

PLATFORM = "x"

PUBLIC = rows("""
https://x.com/SomeUser | account | someuser |  | a user, case set aside
https://twitter.com/someuser/ | account | someuser |  | a user by the elder name
https://mobile.twitter.com/@someuser/media?s=20 | account | someuser |  | a tab of a user
https://twitter.com/#!/someuser | account | someuser |  | a user behind the hash of old
https://x.com/intent/user?screen_name=SomeUser | account | someuser |  | a button names the user
https://twitter.com/intent/follow?user_id=12 | account | i/user/12 |  | a button names the user's number
https://x.com/i/user/12 | account | i/user/12 |  | a user by number
https://x.com/SomeUser/status/1234567890123456789 | post | i/status/1234567890123456789 | someuser | a post
https://twitter.com/other/statuses/1234567890123456789?s=20&t=x | post | i/status/1234567890123456789 | other | a post is its number, whoever stands before it
https://x.com/someuser/status/1234567890123456789/photo/1 | post | i/status/1234567890123456789 | someuser | a picture of a post
https://x.com/i/web/status/1234567890123456789 | post | i/status/1234567890123456789 |  | a post without its user
https://x.com/i/status/1234567890123456789 | post | i/status/1234567890123456789 |  | a post by number alone
https://twitter.com/#!/someuser/status/12 | post | i/status/12 | someuser | a post behind the hash of old
https://platform.twitter.com/embed/Tweet.html?id=12 | post | i/status/12 |  | an embedded post
https://x.com/someuser/article/12 | post | i/article/12 | someuser | an article
https://x.com/i/spaces/1OdKrBnaEPXKX | live | i/spaces/1OdKrBnaEPXKX |  | a space
https://twitter.com/i/broadcasts/1OdKrBnaEPXKX | live | i/broadcasts/1OdKrBnaEPXKX |  | a broadcast
https://x.com/hashtag/Judi?f=live | hashtag | hashtag/judi |  | a hashtag
https://x.com/i/events/12 | event | i/events/12 |  | an event
""")

UNTOLD = rows("""
https://x.com/i/lists/12 | playlist | i/lists/12 | members_area | a list
https://twitter.com/SomeUser/lists/My-List | playlist | someuser/lists/my-list | members_area | a list by its user
https://x.com/i/communities/12 | group | i/communities/12 | members_area | a community
https://pic.x.com/AbCd | post | pic.x.com/AbCd | short_link | a short link to a picture
""")

REFUSED = rows("""
https://x.com/messages | private | private_messages | messages
https://x.com/messages/12-Secret | private | private_messages | a conversation
https://X.com//Messages/12-Secret?x=Secret | private | private_messages | a conversation in capitals
https://x.com/someuser/../messages/Secret | private | private_messages | a conversation behind two dots
https://x.com/%6Dessages/Secret | private | private_messages | a conversation, encoded
https://twitter.com/#!/messages/Secret | private | private_messages | a conversation behind the hash of old
https://x.com/i/chat/Secret | private | private_messages | the new chat
https://elsewhere.x.com/messages/Secret | private | private_messages | messages on a host of which nothing is known
https://x.com/\\messages/Secret | private | private_messages | a backslash is a slash
https://chat.x.com/Secret | private | private_area | the chat's own host
https://ton.twitter.com/i/ton/data/dm/1/2/Secret.jpg | private | private_area | a picture of a message
https://x.com/notifications | private | private_feed | notifications
https://x.com/i/bookmarks | private | private_feed | bookmarks
https://x.com/settings/account | private | private_feed | settings
https://x.com | not_content | whole_platform | X itself
https://x.com/home | not_content | platform_own_page | the reader's page
https://x.com/search?q=judi | not_content | platform_own_page | a search
https://x.com/intent/tweet?text=hello | not_content | platform_own_page | a button to write
https://x.com/i/flow/login | not_content | platform_own_page | signing in
https://help.x.com/en | not_content | platform_own_page | help
https://x.com/someuser/status/ | invalid | bad_post | a post without a number
https://x.com/someuser/status/12a | invalid | bad_post | a number with a letter
https://x.com/some-user | invalid | bad_name | a hyphen
https://x.com/someуser | invalid | lookalike_letters | a Cyrillic letter in a name
https://x.com/mеssages/Secret | invalid | lookalike_letters | a Cyrillic letter in messages
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
