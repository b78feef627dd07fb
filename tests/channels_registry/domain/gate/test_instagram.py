"""Instagram's row of domain.md, section 4, form by form; the ids name the rule."""

# ruff: noqa: E501  a row of a table stays one line

import pytest

from tests.channels_registry.domain.gate.tables import is_public, is_refused, is_untold, rows

PLATFORM = "instagram"

PUBLIC = rows("""
https://www.instagram.com/Some.User/ | account | some.user |  | a user: dots count, case does not
https://instagr.am/some.user?igsh=x | account | some.user |  | a user on the short host
https://www.instagram.com/_u/Some.User | account | some.user |  | a user in the app's way
https://www.instagram.com/some.user/tagged/ | account | some.user |  | a tab of a user
https://www.instagram.com/some.user/live/ | live | some.user |  | what a user broadcasts now
https://www.instagram.com/p/C1AbCdEfGhI/?img_index=1 | post | p/C1AbCdEfGhI |  | a post, its code keeps case
https://www.instagram.com/reel/C1AbCdEfGhI/ | video | p/C1AbCdEfGhI |  | a reel has the post's code
https://www.instagram.com/reels/C1AbCdEfGhI/ | video | p/C1AbCdEfGhI |  | reels
https://www.instagram.com/tv/C1AbCdEfGhI/ | video | p/C1AbCdEfGhI |  | a film
https://www.instagram.com/Some.User/reel/C1AbCdEfGhI/embed | video | p/C1AbCdEfGhI | some.user | a reel under its user
https://www.instagram.com/explore/tags/Judi/ | hashtag | explore/tags/judi |  | a hashtag
https://www.instagram.com/reels/audio/123456/ | sound | reels/audio/123456 |  | a sound
https://l.instagram.com/?u=https%3A%2F%2Fwww.instagram.com%2Fp%2FC1AbCdEfGhI&e=x | post | p/C1AbCdEfGhI |  | unwrapped
""")

UNTOLD = rows("""
https://www.instagram.com/stories/Some.User/123456/ | story | stories/some.user/123456 | brief_story | a story
https://www.instagram.com/stories/highlights/123456/ | story | stories/highlights/123456 | members_area | a kept story
https://www.instagram.com/channel/AbCdEf/ | channel | channel/AbCdEf | members_area | a broadcast channel
https://ig.me/j/AbCdEf/ | channel | channel/AbCdEf | members_area | a broadcast channel on the short host
https://www.instagram.com/share/reel/AbCdEf | post | share/reel/AbCdEf | short_link | a share
""")

REFUSED = rows("""
https://www.instagram.com/direct/t/Secret/ | private | private_messages | a conversation
https://www.instagram.com/Direct/inbox/?x=Secret | private | private_messages | the inbox in capitals
https://www.instagram.com/some.user/../direct/t/Secret | private | private_messages | a conversation behind two dots
https://ig.me/m/Secret | private | private_messages | ig.me
https://www.instagram.com/accounts/login/?next=/p/Secret/ | private | private_feed | the reader's account
https://www.instagram.com/some.user/saved/ | private | private_feed | saved posts
https://www.instagram.com/invites/contact/?i=Secret | private | private_invite | an invitation
https://www.instagram.com/ | not_content | whole_platform | Instagram itself
https://www.instagram.com/explore/ | not_content | platform_own_page | the reader's suggestions
https://www.instagram.com/p/ | not_content | platform_own_page | a post without a code
https://help.instagram.com/123 | not_content | platform_own_page | help
https://www.instagram.com/some-user | invalid | bad_name | a hyphen
https://www.instagram.com/p/C1,AbC | invalid | bad_post | a comma in a code
https://www.instagram.com/somеuser | invalid | lookalike_letters | a Cyrillic letter in a name
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
