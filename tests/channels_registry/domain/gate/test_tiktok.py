"""TikTok's row of domain.md, section 4, form by form; the ids name the rule."""

# ruff: noqa: E501  a row of a table stays one line

import pytest

from tests.channels_registry.domain.gate.tables import is_public, is_refused, is_untold, rows

PLATFORM = "tiktok"

PUBLIC = rows("""
https://www.tiktok.com/@Some.User | account | @some.user |  | a user
https://m.tiktok.com/@some.user?_t=x&_r=1&lang=id | account | @some.user |  | a user for the phone
https://www.tiktok.com/@some.user/live | live | @some.user |  | what a user broadcasts now
https://www.tiktok.com/@Some.User/video/7123456789012345678?is_from_webapp=1 | video | video/7123456789012345678 | @some.user | a video
https://www.tiktok.com/@/video/7123456789012345678 | video | video/7123456789012345678 |  | a video without its user
https://m.tiktok.com/v/7123456789012345678.html | video | video/7123456789012345678 |  | a video of old
https://www.tiktok.com/embed/v2/7123456789012345678 | video | video/7123456789012345678 |  | an embedded video
https://www.tiktok.com/share/video/7123456789012345678/ | video | video/7123456789012345678 |  | a shared video
https://www.tiktok.com/@some.user/photo/7123456789012345678 | post | video/7123456789012345678 | @some.user | pictures have a video's number
https://www.tiktok.com/tag/Judi | hashtag | tag/judi |  | a hashtag
https://www.tiktok.com/music/Some-Sound-7123456789012345678 | sound | music/7123456789012345678 |  | a sound
https://www.tiktok.com/@some.user/playlist/My-List-7123456789012345678 | playlist | @some.user/playlist/7123456789012345678 | @some.user | a list
https://www.tiktok.com/share/user/123456 | account | share/user/123456 |  | a user by number
https://library.tiktok.com/ads/detail/?ad_id=123456 | advertisement | ads/detail/?ad_id=123456 |  | an advertisement
""")

UNTOLD = rows("""
https://vm.tiktok.com/ZMabCdEf/ | post | vm.tiktok.com/ZMabCdEf | short_link | a short link
https://vt.tiktok.com/ZSabCdEf/?k=1 | post | vt.tiktok.com/ZSabCdEf | short_link | another short link
https://www.tiktok.com/t/ZTabCdEf/ | video | t/ZTabCdEf | short_link | a short link on the main host
""")

REFUSED = rows("""
https://www.tiktok.com/messages?x=Secret | private | private_messages | messages
https://www.tiktok.com/Messages/Secret | private | private_messages | messages in capitals
https://www.tiktok.com/@some.user/../messages/Secret | private | private_messages | messages behind two dots
https://www.tiktok.com/following | private | private_feed | whom the reader follows
https://www.tiktok.com/invite/Secret | private | private_invite | an invitation
https://www.tiktok.com/ | not_content | whole_platform | TikTok itself
https://www.tiktok.com/foryou | not_content | platform_own_page | the reader's suggestions
https://www.tiktok.com/discover/judi | not_content | platform_own_page | a collection made by TikTok
https://support.tiktok.com/en | not_content | platform_own_page | help
https://www.tiktok.com/@some-user | invalid | bad_name | a hyphen
https://www.tiktok.com/@some.user/video/12a | invalid | bad_post | a number with a letter
https://www.tiktok.com/@somеuser | invalid | lookalike_letters | a Cyrillic letter in a name
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
