import pytest

from channels_registry.domain.gate import HostTable, judge


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://user:word@t.me/x", "hxxps://\u2026@t[.]me\u2026"),
        ("https://t.me/dur\u043ev", "hxxps://t[.]me/dur\u043ev"),
        ("https://t.me/dur\u043ev/5", "hxxps://t[.]me/dur\u043ev\u2026"),
        ("https://t.me:99/+AbCd", "hxxps://t[.]me\u2026"),
        ("https://j\u043einchat.t.me/AbCd", "hxxps://j\u043einchat[.]t[.]me\u2026"),
        ("t.me/+62 812", "t[.]me\u2026"),
        ("@dur__ov", "@dur__ov"),
        ("+6281234567", "\u2026"),
        ("javascript:alert(1)", "javascript:\u2026"),
        ("http:t.me/x", "hxxp:t[.]me\u2026"),
        ("localhost", "localhost"),
        ("\u202e\x00", ""),
        ("x" * 5000, "\u2026"),
    ],
)
def test_invalid_link_is_shown_without_what_may_be_secret(url: str, shown: str) -> None:
    assert judge(url, HostTable.builtin()).shown == shown
