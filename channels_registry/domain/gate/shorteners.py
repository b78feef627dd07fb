"""Addresses that lead elsewhere: where to is not known until somebody follows them."""

SHORTENERS = frozenset({
    "adf.ly", "amzn.to", "b.link", "bit.do", "bit.ly", "bitly.com", "bl.ink", "buff.ly", "chilp.it",
    "clck.ru",
    "cutt.ly", "dlvr.it", "gg.gg", "goo.gl", "goo.su", "is.gd", "j.mp", "kutt.it",
    "lnkd.in", "n9.cl", "ow.ly", "pin.it", "qrco.de", "rb.gy", "rebrand.ly",
    "redd.it", "s.id", "shorter.me", "shorturl.asia", "shorturl.at", "short.gy", "snip.ly", "soo.gd",
    "t.co", "t.ly",
    "tiny.cc", "tiny.one", "tinyurl.com", "tr.im", "u.nu", "u.to", "urlz.fr", "v.gd", "v.ht", "wp.me",
    "x.gd", "yun.ir",
})  # fmt: skip


def is_shortener(host: str) -> bool:
    """Whether a host, with or without ``www.``, only leads elsewhere."""
    return host in SHORTENERS or host.removeprefix("www.") in SHORTENERS
