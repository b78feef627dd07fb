"""YouTube's row of domain.md, section 4, form by form; the ids name the rule."""

# ruff: noqa: E501  a row of a table stays one line

import pytest

from channels_registry.domain.gate import HostTable, judge
from channels_registry.enums import Verdict
from tests.channels_registry.domain.gate.tables import is_public, is_refused, is_untold, rows

PLATFORM = "youtube"

PUBLIC = rows("""
https://www.youtube.com/watch?v=dQw4w9WgXcQ | video | watch?v=dQw4w9WgXcQ |  | a video
https://www.youtube.com/watch?app=desktop&v=dQw4w9WgXcQ&t=42s&list=WL&index=3&si=x | video | watch?v=dQw4w9WgXcQ |  | a video in somebody's list is the video
https://youtu.be/dQw4w9WgXcQ?si=x&t=5 | video | watch?v=dQw4w9WgXcQ |  | a video on the short host
https://m.youtube.com/shorts/dQw4w9WgXcQ?feature=share | video | watch?v=dQw4w9WgXcQ |  | a short
https://music.youtube.com/watch?v=dQw4w9WgXcQ | video | watch?v=dQw4w9WgXcQ |  | a video as music
https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0 | video | watch?v=dQw4w9WgXcQ |  | an embedded video without cookies
https://www.youtube.com/v/dQw4w9WgXcQ | video | watch?v=dQw4w9WgXcQ |  | an elder embedding
https://www.youtube.com/watch/dQw4w9WgXcQ | video | watch?v=dQw4w9WgXcQ |  | a video in the path
https://www.youtube.com/live/dQw4w9WgXcQ | live | watch?v=dQw4w9WgXcQ |  | a broadcast is the video
https://www.youtube.com/attribution_link?u=%2Fwatch%3Fv%3DdQw4w9WgXcQ%26feature%3Dshare | video | watch?v=dQw4w9WgXcQ |  | a video behind an attribution
https://www.youtube.com/oembed?url=https%3A%2F%2Fyoutu.be%2FdQw4w9WgXcQ | video | watch?v=dQw4w9WgXcQ |  | a video behind its description
https://www.youtube.com/watch?v=dQw4w9WgXcQ&lc=UgxAbC_d-1 | post | watch?v=dQw4w9WgXcQ&lc=UgxAbC_d-1 |  | a comment is not the video
https://www.youtube.com/@SomeHandle | channel | @somehandle |  | a handle ignores case
https://www.youtube.com/@somehandle/videos?view=0 | channel | @somehandle |  | a tab of a channel
https://youtube.com/%40SomeHandle/ | channel | @somehandle |  | an encoded at sign
https://www.youtube.com/@Яна | channel | @%D1%8F%D0%BD%D0%B0 |  | a handle in another script
https://www.youtube.com/@somehandle/live | live | @somehandle |  | what a channel broadcasts now
https://www.youtube.com/channel/UCX6OQ3DkcsbYNE6H8uQQuVA | channel | channel/UCX6OQ3DkcsbYNE6H8uQQuVA |  | a channel by id keeps case
https://www.youtube.com/c/SomeName/about | channel | c/somename |  | a channel by name
https://www.youtube.com/SomeName | channel | c/somename |  | a channel by its bare name
https://www.youtube.com/user/SomeName | channel | user/somename |  | a user of old
https://www.youtube.com/playlist?list=PLrAXtmErZgOeiKm4sgNOknGvNjby9efdf | playlist | playlist?list=PLrAXtmErZgOeiKm4sgNOknGvNjby9efdf |  | a list
https://www.youtube.com/embed/videoseries?list=PLrAXtmErZgOeiKm4sgNOknGvNjby9efdf | playlist | playlist?list=PLrAXtmErZgOeiKm4sgNOknGvNjby9efdf |  | an embedded list
https://www.youtube.com/embed/live_stream?channel=UCX6OQ3DkcsbYNE6H8uQQuVA | live | channel/UCX6OQ3DkcsbYNE6H8uQQuVA |  | an embedded broadcast
https://www.youtube.com/post/UgkxAbC-d_1 | post | post/UgkxAbC-d_1 |  | a post
https://www.youtube.com/channel/UCX6OQ3DkcsbYNE6H8uQQuVA/community?lb=UgkxAbC-d_1 | post | post/UgkxAbC-d_1 | channel/UCX6OQ3DkcsbYNE6H8uQQuVA | a post in its channel's tab
https://www.youtube.com/clip/UgkxAbC-d_1 | video | clip/UgkxAbC-d_1 |  | a clip
https://www.youtube.com/hashtag/Judi | hashtag | hashtag/judi |  | a hashtag
https://www.youtube.com/source/dQw4w9WgXcQ/shorts | sound | source/dQw4w9WgXcQ |  | the sound of shorts
""")

UNTOLD = rows("""
https://somewhere.youtube.com/x | page | somewhere.youtube.com/x | members_area | a name below of which nothing is known
""")

REFUSED = rows("""
https://www.youtube.com/feed/history | private | private_feed | the feed of a viewer
https://www.youtube.com/feed/subscriptions?x=Secret | private | private_feed | the subscriptions
https://www.youtube.com/playlist?list=WL | private | private_feed | watch later
https://www.youtube.com/playlist?list=LL&x=1 | private | private_feed | liked videos
https://music.youtube.com/playlist?list=LM | private | private_feed | liked music
https://www.youtube.com/watch?list=WL | private | private_feed | watch later, being watched
https://studio.youtube.com/video/dQw4w9WgXcQ/edit | private | private_area | the studio
https://www.youtube.com/studio | private | private_feed | the studio by path
https://www.youtube.com | not_content | whole_platform | YouTube itself
https://www.youtube.com/results?search_query=judi | not_content | platform_own_page | a search
https://www.youtube.com/watch?v= | not_content | platform_own_page | a player without a video
https://www.youtube.com/playlist?list=RDdQw4w9WgXcQ | not_content | platform_own_page | a mix made for one viewer
https://www.youtube.com/t/terms | not_content | platform_own_page | terms of use
https://www.youtube.com/watch?v=dQw4w9WgXc | invalid | bad_post | an id of ten
https://youtu.be/dQw4w9WgXcQQ | invalid | bad_post | an id of twelve
https://www.youtube.com/channel/UCshort | invalid | bad_post | a channel's id cut short
https://www.youtube.com/fеed/history | invalid | lookalike_letters | a Cyrillic letter in feed
https://www.youtube.com:8443/watch?v=dQw4w9WgXcQ | invalid | bad_port | another port
https://user@youtube.com/watch?v=dQw4w9WgXcQ | invalid | userinfo | a user before the host
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


def test_redirect_leads_to_what_it_carries() -> None:
    found = judge(
        "https://www.youtube.com/redirect?q=https%3A%2F%2Fchat.whatsapp.com%2FSecret", HostTable.builtin()
    )
    assert (found.verdict, found.platform, found.key) == (Verdict.PRIVATE, "whatsapp", "")
