"""The rows of WhatsApp, Discord and Signal in domain.md, section 4; the ids name the rule."""

# ruff: noqa: E501  a row of a table stays one line

import pytest

from tests.channels_registry.domain.gate.tables import is_public, is_refused, is_untold, rows

PLATFORM = "whatsapp"

PUBLIC = rows("""
https://www.whatsapp.com/channel/0029VaAbCdEfGhIjKlMnOp3x | channel | channel/0029VaAbCdEfGhIjKlMnOp3x |  | a channel, its code keeps case
https://whatsapp.com/channel/0029VaAbCdEfGhIjKlMnOp3x/123?x=1 | post | channel/0029VaAbCdEfGhIjKlMnOp3x/123 | channel/0029VaAbCdEfGhIjKlMnOp3x | a message in a channel
""")

UNTOLD = rows("""
https://wa.link/AbCd | post | wa.link/AbCd | short_link | a short link
""")

REFUSED = rows("""
https://chat.whatsapp.com/Secret | private | private_invite | a group
https://chat.whatsapp.com/invite/Secret?mode=x | private | private_invite | a group of old
https://call.whatsapp.com/video/Secret | private | private_invite | a call
https://wa.me/628123456 | private | private_person | a number
https://wa.me/message/Secret | private | private_person | a business
https://wa.me/+628123456?text=Secret | private | private_person | a number with a plus
https://api.whatsapp.com/send?phone=628123456 | private | private_person | a number by the elder host
https://www.whatsapp.com/send?phone=628123456 | private | private_person | a number on the main host
https://web.whatsapp.com/ | private | private_area | the web application
https://web.whatsapp.com/channel/Secret | private | private_area | the web application whatever it shows
https://www.whatsapp.com/channel | not_content | platform_own_page | channels at large
https://www.whatsapp.com/download | not_content | platform_own_page | the app itself
https://www.whatsapp.com/ | not_content | whole_platform | WhatsApp itself
https://faq.whatsapp.com/123 | not_content | platform_own_page | help
https://www.whatsapp.com/channel/00,29 | invalid | bad_post | a comma in a code
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


OTHERS = rows("""
https://discord.gg/Secret | discord | private | private_invite | an invitation to a server
https://www.discord.gg/Secret | discord | private | private_invite | an invitation behind www
https://discord.com/invite/Secret | discord | private | private_invite | an invitation on the main host
https://DISCORD.com/Invite/Secret | discord | private | private_invite | an invitation in capitals
https://discord.com/blog/../invite/Secret | discord | private | private_invite | an invitation behind two dots
https://discord.com/channels/123/Secret | discord | private | private_messages | a message
https://ptb.discord.com/channels/@me/Secret | discord | private | private_messages | a message in the test version
https://discord.com/users/Secret | discord | private | private_messages | a person
https://cdn.discordapp.com/attachments/1/2/Secret.png | discord | private | private_area | a file of a message
https://discord.com/ | discord | not_content | whole_platform | Discord itself
https://discord.com/blog/words | discord | not_content | platform_own_page | a page of Discord
https://signal.group/#Secret | signal | private | private_invite | a group
https://signal.me/#p/+628123456 | signal | private | private_person | a person
https://signal.link/call/#key=Secret | signal | private | private_invite | a call
https://signal.org/download | signal | not_content | platform_own_page | a page of Signal
""")


@pytest.mark.parametrize(("url", "platform", "verdict", "reason"), OTHERS)
def test_discord_and_signal_have_no_public_form(url: str, platform: str, verdict: str, reason: str) -> None:
    is_refused(url, platform, verdict, reason)


def test_server_that_discord_lists_cannot_be_told_from_its_link() -> None:
    is_untold(
        "https://discord.com/servers/some-words-123456", "discord", "group", "servers/123456", "members_area"
    )
