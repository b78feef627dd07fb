"""Facebook's row of domain.md, section 4, form by form; the ids name the rule."""

# ruff: noqa: E501  a row of a table stays one line

import pytest

from tests.channels_registry.domain.gate.tables import is_public, is_refused, is_untold, rows

PLATFORM = "facebook"

PUBLIC = rows("""
https://www.facebook.com/Some.Page | page | somepage |  | a page: neither case nor dots count
https://m.facebook.com/somepage/?ref=x | page | somepage |  | a page for the phone
https://id-id.facebook.com/somepage/about | page | somepage |  | a page in a language, a tab of it
https://fb.com/SomePage | page | somepage |  | a page on the short host
https://www.facebook.com/pg/SomePage/posts/ | page | somepage |  | a page of old
https://www.facebook.com/Some-Page-100064851234567 | account | 100064851234567 |  | a page by name and number is its number
https://www.facebook.com/people/Some-Name/100064851234567/ | account | 100064851234567 |  | a person by number
https://www.facebook.com/profile.php?id=100064851234567&sk=photos | account | 100064851234567 |  | a profile by number
https://www.facebook.com/p/Some-Page-100064851234567/ | account | 100064851234567 |  | a page in the new way
https://www.facebook.com/pages/category/Shop/Some-Page-100064851234567/ | account | 100064851234567 |  | a page in a category
https://www.facebook.com/SomePage/posts/pfbid02AbCdEfGhIjKlMnOpQrStUv?rdid=x | post | somepage/posts/pfbid02AbCdEfGhIjKlMnOpQrStUv | somepage | a post, its code keeps case
https://www.facebook.com/some.page/posts/some-words/123456 | post | somepage/posts/123456 | somepage | a post behind its words
https://www.facebook.com/permalink.php?story_fbid=123456&id=100064851234567 | post | 100064851234567/posts/123456 | 100064851234567 | a post by numbers
https://m.facebook.com/story.php?id=100064851234567&story_fbid=123456&m_entstream=x | post | 100064851234567/posts/123456 | 100064851234567 | a story is a post
https://www.facebook.com/somepage/posts/123456?comment_id=789 | post | somepage/posts/123456?comment_id=789 | somepage | a comment is not the post
https://www.facebook.com/SomePage/videos/some-words/123456/ | video | watch?v=123456 | somepage | a video of a page
https://www.facebook.com/watch/?v=123456&t=3 | video | watch?v=123456 |  | a video
https://www.facebook.com/watch/live/?v=123456 | video | watch?v=123456 |  | a broadcast is a video
https://www.facebook.com/reel/123456?s=x | video | watch?v=123456 |  | a reel is a video
https://www.facebook.com/video.php?v=123456 | video | watch?v=123456 |  | a video of old
https://www.facebook.com/photo/?fbid=123456&set=a.1 | post | photo?fbid=123456 |  | a photo
https://www.facebook.com/SomePage/photos/a.1.2/123456/?type=3 | post | photo?fbid=123456 | somepage | a photo of a page
https://www.facebook.com/media/set/?set=a.123456&type=3 | post | media/set?set=a.123456 |  | an album
https://www.facebook.com/events/123456/?acontext=x | event | events/123456 |  | an event
https://www.facebook.com/events/s/some-words/123456/ | event | events/123456 |  | an event behind its words
https://www.facebook.com/hashtag/Judi | hashtag | hashtag/judi |  | a hashtag
https://www.facebook.com/ads/library/?id=123456 | advertisement | ads/library?id=123456 |  | an advertisement
https://www.facebook.com/ads/library/?active_status=all&view_all_page_id=123456 | advertisement | ads/library?view_all_page_id=123456 |  | all advertisements of a page
https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.facebook.com%2FSomePage&h=x | page | somepage |  | unwrapped
https://www.facebook.com/plugins/post.php?href=https%3A%2F%2Fwww.facebook.com%2FSomePage%2Fposts%2F123 | post | somepage/posts/123 | somepage | embedded
https://www.facebook.com/SomePage/live | live | somepage |  | what a page broadcasts now
""")

UNTOLD = rows("""
https://www.facebook.com/groups/123456/ | group | groups/123456 | members_area | a group
https://www.facebook.com/groups/Some.Group/permalink/789/ | post | groups/somegroup/posts/789 | members_area | a post in a group
https://www.facebook.com/groups/somegroup/posts/789 | post | groups/somegroup/posts/789 | members_area | a post in a group, the new way
https://www.facebook.com/groups/somegroup/?multi_permalinks=789 | post | groups/somegroup/posts/789 | members_area | a post in a group, from a notice
https://www.facebook.com/stories/123456/AbC | story | stories/123456/AbC | brief_story | a story
https://www.facebook.com/share/p/AbCd/ | post | share/p/AbCd | short_link | a share
https://fb.watch/AbCd/ | post | fb.watch/AbCd | short_link | a short link to a video
https://fb.me/AbCd | post | fb.me/AbCd | short_link | a short link
https://www.facebook.com/marketplace/item/123456 | post | marketplace/item/123456 | members_area | an offer
""")

REFUSED = rows("""
https://www.facebook.com/messages/t/Secret | private | private_messages | a conversation
https://www.facebook.com/Messages/t/Secret?x=Secret | private | private_messages | a conversation in capitals
https://m.facebook.com/messages/read/?tid=Secret | private | private_messages | a conversation on the phone
https://www.facebook.com/somepage/../messages/t/Secret | private | private_messages | a conversation behind two dots
https://m.me/Secret | private | private_area | m.me
https://www.messenger.com/t/Secret | private | private_area | Messenger
https://l.facebook.com/l.php?u=https%3A%2F%2Fm.me%2FSecret | private | private_area | a wrapped conversation
https://www.facebook.com/notifications | private | private_feed | notifications
https://www.facebook.com/saved/?x=Secret | private | private_feed | saved posts
https://www.facebook.com/somepage/allactivity | private | private_feed | all that somebody did
https://www.facebook.com/groups/feed/ | private | private_feed | the reader's groups
https://www.facebook.com/invite/Secret | private | private_invite | an invitation
https://www.facebook.com/ | not_content | whole_platform | Facebook itself
https://www.facebook.com/search/top?q=judi | not_content | platform_own_page | a search
https://www.facebook.com/sharer/sharer.php?u=https%3A%2F%2Fsite.example | not_content | platform_own_page | a button to share
https://www.facebook.com/login/?next=x | not_content | platform_own_page | signing in
https://www.facebook.com/profile.php | not_content | platform_own_page | the reader's profile
https://www.facebook.com/ads/library/?q=judi | not_content | platform_own_page | a search for advertisements
https://developers.facebook.com/docs | not_content | platform_own_page | help for developers
https://www.facebook.com/some_page | invalid | bad_name | an underscore
https://www.facebook.com/somepage/posts/a-b | invalid | bad_post | a post of words alone
https://www.facebook.com/somеpage | invalid | lookalike_letters | a Cyrillic letter in a name
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
