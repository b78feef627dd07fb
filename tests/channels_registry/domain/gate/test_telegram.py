"""Telegram's table of domain.md, section 4, row by row; the ids name the rule."""

import pytest

from channels_registry.domain.gate import HostTable, judge
from channels_registry.enums import ReasonCode, TargetKind, Verdict
from tests.channels_registry.domain.gate.tables import rows

HOSTS = HostTable.builtin()

PUBLIC = rows("""
t.me/durov | channel | durov | a name
https://t.me/durov/ | channel | durov | a name with a slash behind it
https://t.me/durov/123 | post | durov/123 | a post
https://t.me/durov/0123 | post | durov/123 | a post's number without leading noughts
https://t.me/forum/5/123 | post | forum/123 | a post in a topic is the post
https://t.me/forum/123?thread=5 | post | forum/123 | a post with its topic in the query
https://t.me/durov/123?single | post | durov/123 | one picture of a post is the post
https://t.me/durov/123?comment=4 | post | durov/123?comment=4 | a comment is not the post
https://t.me/durov/0 | channel | durov | post 0 opens the channel
https://t.me/s/durov | channel | durov | the preview of a channel
https://t.me/s/durov/123 | post | durov/123 | the preview of a post
https://t.me/s/s/%73/durov/123 | post | durov/123 | the preview's s any number of times
https://durov.t.me | channel | durov | a name as subdomain
https://durov.t.me/123 | post | durov/123 | a post under a name as subdomain
https://durov.t.me/s/7 | story | durov | behind a subdomain s is a story
t.me/durov/s/7 | story | durov | a story targets its account
t.me/durov/a/7 | story | durov | an album of stories targets its account
t.me/durov/s/live | live | durov | a live story targets its account
t.me/durov?voicechat | live | durov | a voice chat
t.me/durov?videochat=Secret | live | durov | a video chat, its invitation dropped
t.me/durov?livestream=Secret | live | durov | a live stream, its invitation dropped
t.me/somename?start=Secret | bot | somename | start makes it a bot
t.me/somename?startgroup=true | bot | somename | startgroup makes it a bot
t.me/somename?startapp=Secret | bot | somename | startapp makes it a bot
t.me/somename?game=chess | bot | somename | game makes it a bot
t.me/SomeBot | bot | somebot | a name that ends with bot
t.me/somename/shop | bot | somename | an app of a bot
t.me/durov?boost | channel | durov | a boost targets the channel
t.me/boost/durov | channel | durov | a boost before the name
t.me/durov?text=hello | channel | durov | a draft targets the name
t.me/gif | channel | gif | a short name
t.me/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | channel | aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | a name of 32
@durov | channel | durov | a name with the at sign
tg://resolve?domain=durov | channel | durov | tg resolve
tg:resolve?domain=durov&post=12 | post | durov/12 | tg resolve of a post, no slashes
TG://Resolve?&&domain=Durov | channel | durov | tg resolve in capitals
tg://resolve?domain=durov&story=7 | story | durov | tg resolve of a story
tg://resolve?domain=durov&story=live | live | durov | tg resolve of a live story
tg://resolve?domain=durov&album=7 | story | durov | tg resolve of an album
tg://resolve?domain=durov&livestream | live | durov | tg resolve of a live stream
tg://resolve?domain=durov&start=Secret | bot | durov | tg resolve of a bot
tg://resolve?domain=durov&appname=shop | bot | durov | tg resolve of an app
tg://boost?domain=durov | channel | durov | tg boost of a name
https://web.telegram.org/k/#@durov | channel | durov | a name in web application k
https://web.telegram.org/a/#@Durov | channel | durov | a name in web application a
https://web.telegram.org/#/im?p=@durov | channel | durov | a name in the old web application
https://web.telegram.org/a/#@durov/12 | post | durov/12 | a post in the web application
web.telegram.org/k/#?tgaddr=tg%3Aresolve%3Fdomain%3Ddurov%26post%3D5 | post | durov/5 | tg in application k
https://k.t.me/durov/5 | post | durov/5 | a post through the web application's door
https://t.me/iv?url=https%3A%2F%2Ft.me%2Fdurov%2F5&rhash=1 | post | durov/5 | an instant view
tg:iv?url=t.me/durov | channel | durov | an instant view by tg
""")

PRIVATE = rows("""
https://t.me/+AbCd_Hash | telegram_invite | an invitation
https://t.me/%2BAbCd_Hash | telegram_invite | an invitation, its plus encoded
https://t.me/%20AbCd_Hash | telegram_invite | an invitation, its plus become a space
https://t.me/\uff0bAbCd | telegram_invite | an invitation with a full-width plus
https://t.me/joinchat/AbCd | telegram_invite | an old invitation
https://t.me/JoinChat/AbCd | telegram_invite | an old invitation in capitals
https://t.me/joinchat%2FAbCd | telegram_invite | an old invitation, its slash encoded
https://t.me//joinchat//AbCd | telegram_invite | an old invitation, slashes doubled
https://joinchat.t.me/AbCd | telegram_invite | an old invitation as subdomain
https://t.me/s/joinchat/AbCd | telegram_invite | an invitation behind s
https://t.me/s/s/s/s/+AbCd | telegram_invite | an invitation behind a run of s
https://t.me/s/%73/%53/joinchat/AbCd | telegram_invite | an invitation behind encoded s
https://t.me/durov/../+AbCd | telegram_invite | an invitation behind two dots
https://t.me/durov/%2e%2e/+AbCd | telegram_invite | an invitation behind encoded dots
https://t.me/durov/+AbCd | telegram_invite | an invitation behind a name
https://t.me/durov/joinchat/AbCd | telegram_invite | an old invitation behind a name
https://t.me/boost/+AbCd | telegram_invite | an invitation behind boost
tg://join?invite=AbCd | telegram_invite | an invitation by tg
TG:JOIN?invite=AbCd | telegram_invite | an invitation by tg in capitals
t.me/iv?url=t.me%2F%2BAbCd | telegram_invite | an invitation in an instant view
https://t.me/+6281234567 | telegram_phone | a telephone number
https://t.me/+62-812-34567 | telegram_phone | a telephone number with dashes
https://t.me/%206281234567 | telegram_phone | a telephone number, its plus a space
tg://resolve?phone=6281234567 | telegram_phone | a telephone number by tg
tg:resolve?domain=durov&phone=62812 | telegram_phone | a number beside a name by tg
https://t.me/c/1234567/89 | telegram_private_chat | a message of a private group
https://t.me/C/1234567/89 | telegram_private_chat | a private group in capitals
https://t.me/c/1234567 | telegram_private_chat | a private group
https://t.me/c/1234567?boost | telegram_private_chat | a boost of a private group
https://t.me/boost?c=1234567 | telegram_private_chat | a boost by number
https://t.me/s/c/1234567/89 | telegram_private_chat | a private group behind s
tg://privatepost?channel=1&post=2 | telegram_private_chat | a private post by tg
tg://openmessage?chat_id=1 | telegram_private_chat | openmessage by tg
tg://boost?channel=1 | telegram_private_chat | a boost by number by tg
tg://user?id=1234567 | telegram_private_person | a person by number by tg
https://t.me/call/AbCd | telegram_private_call | a call
https://t.me/m/AbCd | telegram_private_person | a conversation with a business
https://t.me/contact/AbCd | telegram_private_person | a temporary profile link
tg://contact?token=AbCd | telegram_private_person | a temporary profile link by tg
tg://message?slug=AbCd | telegram_private_person | a business by tg
tg://call?slug=AbCd | telegram_private_call | a call by tg
https://web.telegram.org/a/#123 | telegram_private_chat | a number in the application
https://web.telegram.org/k/#-100123 | telegram_private_chat | a negative number
https://web.telegram.org/a/#-100123_4 | telegram_private_chat | a message by number
https://web.telegram.org/#/im?p=u123_45 | telegram_private_chat | an old number
https://venus.web.telegram.org/k/#123 | telegram_private_chat | another application host
""")

NOT_CONTENT = rows("""
t.me/login/12345 | telegram_function | t.me login/12345
t.me/confirmphone?phone=62812&hash=AbCd | telegram_function | t.me confirmphone?phone=62812&hash=AbCd
t.me/proxy?server=1.2.3.4&secret=AbCd | telegram_function | t.me proxy?server=1.2.3.4&secret=AbCd
t.me/socks?server=1.2.3.4&user=a&pass=b | telegram_function | t.me socks?server=1.2.3.4&user=a&pass=b
t.me/bg/AbCd | telegram_function | t.me bg/AbCd
t.me/addstickers/AbCd | telegram_function | t.me addstickers/AbCd
t.me/addemoji/AbCd | telegram_function | t.me addemoji/AbCd
t.me/setlanguage/id | telegram_function | t.me setlanguage/id
t.me/addtheme/AbCd | telegram_function | t.me addtheme/AbCd
t.me/invoice/AbCd | telegram_function | t.me invoice/AbCd
t.me/$AbCd | telegram_function | t.me $AbCd
t.me/giftcode/AbCd | telegram_function | t.me giftcode/AbCd
t.me/share/url?url=t.me/durov | telegram_function | t.me share/url?url=t.me/durov
t.me/share?url=t.me | telegram_function | t.me share?url=t.me
t.me/msg?url=t.me | telegram_function | t.me msg?url=t.me
t.me/settings | telegram_function | t.me settings
t.me/nft/AbCd | telegram_function | t.me nft/AbCd
t.me/auction/AbCd | telegram_function | t.me auction/AbCd
t.me/newbot/a/b | telegram_function | t.me newbot/a/b
t.me/iv | telegram_function | t.me iv
t.me/auth/AbCd | telegram_function | t.me auth/AbCd
tg://login?token=AbCd | telegram_function | tg login
tg://settings/devices | telegram_function | tg settings
tg://msg_url?url=t.me | telegram_function | tg msg_url
tg://something_new?x=1 | telegram_function | an unknown tg word
tg://resolve?domain=telegrampassport&scope=x | telegram_function | tg passport
tg://resolve?domain=share | telegram_function | tg resolve of a reserved word
https://login.t.me/ | telegram_function | a reserved word as subdomain
t.me/durov/c/3 | telegram_gifts | a collection of gifts is not the private c
durov.t.me/c/3 | telegram_gifts | a collection of gifts under a subdomain
tg://resolve?domain=durov&collection=3 | telegram_gifts | gifts by tg
t.me | telegram_own_page | t.me itself
https://t.me/s/ | telegram_own_page | the preview of nothing
https://telegram.org/blog | telegram_own_page | a page of Telegram
https://web.telegram.org/k/ | telegram_own_page | the web application itself
""")

INVALID = rows("""
http:t.me/durov | missing_slashes | http without slashes
https://user@t.me/durov | userinfo | a user before the host
https://t.me@evil.example/durov | userinfo | t.me as the user of another host
https://t.me:8443/durov | bad_port | another port
https://t.me:0/durov | bad_port | port 0
https://t.me:65536/durov | bad_port | a port too high
https://t.me:x/durov | bad_port | a port of letters
https://www%252et.me/durov | double_encoding | a host encoded twice
https://t.me/%2564urov | double_encoding | a name encoded twice
https://t.me/%252BAbCd | double_encoding | an invitation encoded twice
https://t.me/dur%FFov | bad_encoding | broken encoding
https://t.me/dur%00ov | control_characters | an encoded NUL
https://t.me/dur\u043ev | lookalike_letters | a Cyrillic letter in a name
https://t.me/dur%D0%BEv | lookalike_letters | an encoded Cyrillic letter
https://t.me/j\u043einchat/AbCd | lookalike_letters | a Cyrillic letter in joinchat
@dur\u043ev | lookalike_letters | a Cyrillic letter behind the at sign
tg://resolve?domain=dur\u043ev | lookalike_letters | a Cyrillic letter by tg
t.me/durov/1\u0662 | lookalike_letters | an Arabic digit does not widen a post
t.me/durov/5/\uff11 | lookalike_letters | a full-width digit in a topic's post
t.me/durov/12%5Cu0030 | bad_post | an escape does not widen a post
t.me/durov/99999999999 | bad_post | a post beyond 32 bits
tg://resolve?domain=durov&post=x | bad_post | a post of letters by tg
t.me/ab | bad_name | a name of two
t.me/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | bad_name | a name of 33
t.me/0durov | bad_name | a digit first
t.me/_durov | bad_name | an underscore first
t.me/durov__x | bad_name | two underscores
t.me/du-rov | bad_name | a hyphen
t.me/12345 | bad_name | a number
https://aaa.t.me/1 | bad_name | a subdomain of three
https://a.b.t.me/1 | bad_host | a subdomain of a subdomain
https://durov.telegram.me/1 | bad_host | a subdomain of an elder host
tg://resolve?domain= | bad_name | tg resolve of nothing
tg:http://resolve?domain=durov | not_a_link | http inside tg
tg://test@resolve?domain=durov | not_a_link | a user in tg
tg://resolve:80?domain=durov | not_a_link | a port in tg
tg: | not_a_link | an empty tg
t.me/+62 812-345 | not_a_link | a telephone number with a space
@ | not_a_link | an at sign alone
@durov@social.example | not_a_link | an address of another network
t.me/iv?url=t.me/iv?url=t.me/iv?url=t.me/durov | nested_too_deep | a link in a link in a link
""")


@pytest.mark.parametrize(("url", "kind", "key"), PUBLIC)
def test_public_form_is_public_under_its_key(url: str, kind: str, key: str) -> None:
    found = judge(url, HOSTS)
    assert (found.verdict, found.platform, found.kind, found.key) == (Verdict.PUBLIC, "telegram", kind, key)
    assert found.shown == f"hxxps://t[.]me/{key}"


@pytest.mark.parametrize(("url", "reason"), PRIVATE)
def test_private_form_is_refused_without_key(url: str, reason: str) -> None:
    found = judge(url, HOSTS)
    assert (found.verdict, found.platform, found.kind, found.key) == (Verdict.PRIVATE, "telegram", "", "")
    assert found.reason == reason
    assert not [secret for secret in ("AbCd", "62812", "812-34", "123") if secret in found.shown]


@pytest.mark.parametrize(("url", "reason"), NOT_CONTENT)
def test_wrong_target_is_not_content_and_keeps_no_secret(url: str, reason: str) -> None:
    found = judge(url, HOSTS)
    assert (found.verdict, found.platform, found.kind, found.key, found.reason) == (
        Verdict.NOT_CONTENT, "telegram", "", "", reason
    )  # fmt: skip
    assert not [
        secret for secret in ("AbCd", "12345", "62812", "1.2.3.4", "&pass") if secret in found.shown[15:]
    ]


@pytest.mark.parametrize(("url", "reason"), INVALID)
def test_invalid_form_says_why(url: str, reason: str) -> None:
    found = judge(url, HOSTS)
    assert (found.verdict, found.platform, found.kind, found.key, found.reason) == (
        Verdict.INVALID, "", "", "", reason
    )  # fmt: skip


@pytest.mark.parametrize("url", ["t.me/addlist/AbCd", "tg://addlist?slug=AbCd", "t.me/s/addlist/AbCd"])
def test_folder_is_undeterminable_and_its_slug_is_no_key(url: str) -> None:
    found = judge(url, HOSTS)
    assert (found.verdict, found.key, found.reason) == (
        Verdict.UNDETERMINABLE, "", ReasonCode.TELEGRAM_FOLDER
    )  # fmt: skip
    assert "AbCd" not in found.shown


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://t.me.evil.example/durov", "t.me.evil.example/durov"),
        ("https://t.men/durov", "t.men/durov"),
        ("https://\u0442.me/durov", "xn--r1a.me/durov"),
        ("https://t\u0435legram.me/durov", "xn--tlegram-7gg.me/durov"),
    ],
    ids=["t.me as a subdomain", "t.men", "Cyrillic t", "Cyrillic e"],
)
def test_lookalike_host_is_a_plain_site_and_marked(url: str, key: str) -> None:
    found = judge(url, HOSTS)
    assert (found.verdict, found.platform, found.kind, found.key, found.reason, found.lookalike_of) == (
        Verdict.PUBLIC, "site", TargetKind.SITE, key, ReasonCode.SITE_LOOKALIKE, "telegram"
    )  # fmt: skip


def test_host_registered_under_another_slug_names_that_platform() -> None:
    hosts = HostTable.of([("t.me", "tg-messenger", "telegram"), ("tx.example", "tg-messenger", "telegram")])
    assert [
        judge(url, hosts).platform for url in ("t.me/durov", "@durov", "tg:join?invite=x", "tx.example/durov")
    ] == ["tg-messenger"] * 4
    assert judge("https://tx.example/+AbCd", hosts).verdict == Verdict.PRIVATE
    assert judge("https://tx.example:99/durov", hosts).reason == ReasonCode.BAD_PORT
