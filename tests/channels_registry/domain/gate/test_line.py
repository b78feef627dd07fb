"""LINE's row of domain.md, section 4, form by form; the ids name the rule."""

# ruff: noqa: E501  a row of a table stays one line

import pytest

from tests.channels_registry.domain.gate.tables import is_public, is_refused, is_untold, rows

PLATFORM = "line"

PUBLIC = rows("""
https://line.me/R/ti/p/@shop | account | R/ti/p/@shop |  | an official account
https://line.me/ti/p/@Shop?from=x | account | R/ti/p/@shop |  | an official account without the app's R
https://line.me/R/ti/p/%40shop | account | R/ti/p/@shop |  | an encoded at sign
https://page.line.me/shop | account | R/ti/p/@shop |  | the page of an official account
https://page.line.me/?accountId=shop | account | R/ti/p/@shop |  | the page of an official account, by field
https://line.me/R/home/public/profile?id=shop | account | R/ti/p/@shop |  | the profile of an official account
https://line.me/R/home/public/post?id=shop&postId=1234567 | post | R/home/public/post?id=@shop&postId=1234567 | R/ti/p/@shop | a post of an official account
https://linevoom.line.me/post/1234567 | post | post/1234567 |  | a VOOM post
https://timeline.line.me/post/_AbCdEf/1234567 | post | post/_AbCdEf |  | a post by the elder name
https://linevoom.line.me/user/_AbCdEf | account | user/_AbCdEf |  | an author on VOOM
""")

UNTOLD = rows("""
https://line.me/ti/g2/AbCdEf?utm_source=invitation | group | ti/g2/AbCdEf | members_area | an OpenChat
https://line.me/R/ti/g2/AbCdEf | group | ti/g2/AbCdEf | members_area | an OpenChat with the app's R
https://lin.ee/AbCdEf | post | lin.ee/AbCdEf | short_link | a short link
""")

REFUSED = rows("""
https://line.me/R/ti/g/Secret | private | private_invite | a group
https://line.me/ti/g/Secret?x=Secret | private | private_invite | a group without the app's R
https://line.me/r/TI/G/Secret | private | private_invite | a group in capitals
https://line.me/R/R/ti/g/Secret | private | private_invite | a group behind a run of R
https://line.me/R/x/../ti/g/Secret | private | private_invite | a group behind two dots
https://line.me/ti/p/Secret | private | private_person | a person by code
https://line.me/R/ti/p/~Secret | private | private_person | a person by id
https://line.me/R/nv/chat | private | private_messages | the chats of the app
https://line.me/R/msg/text/?Secret | private | private_messages | a message
https://line.me/ | not_content | whole_platform | LINE itself
https://line.me/en/ | not_content | platform_own_page | a page of LINE
https://line.me/S/sticker/123 | not_content | platform_own_page | stickers
https://line.me/R/ti/p/@shоp | invalid | lookalike_letters | a Cyrillic letter in an id
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
