"""Hosts that letters cite: governments, portals of law, shops of apps; and mail of no one sender."""

import re

# "kominfo.go.id", "www.gov.uk": the second level of a country; or .gov and .mil themselves.
_GOVERNMENT = re.compile(
    r"(?:.+\.)?(?:(?:gc|gob|gov|government|govt|gouv|gub|gv|go|mil|nic|police|polri)\.[a-z]{2}|gov|mil)"
)
_GOVERNMENTS = (
    "admin.ch", "bund.de", "europa.eu", "gouv.fr", "overheid.nl", "regeringen.se", "un.org", "interpol.int",
)  # fmt: skip

LAW_LABELS = frozenset({
    "eur-lex", "indiacode", "jdih", "laws", "legifrance", "legis", "legislation", "lex", "peraturan", "pravo",
    "ris", "zakon",
})  # fmt: skip
LAW_PORTALS = frozenset({
    "boe.es", "consultant.ru", "garant.ru", "gesetze-im-internet.de", "hukumonline.com", "law.cornell.edu",
    "legifrance.gouv.fr", "normattiva.it", "wipolex.wipo.int", "wikisource.org",
})  # fmt: skip

APP_STORES = frozenset({
    "appgallery.huawei.com", "apps.apple.com", "f-droid.org", "itunes.apple.com", "play.google.com",
})  # fmt: skip

FREE_MAIL = frozenset({
    "aol.com", "gmail.com", "googlemail.com", "gmx.de", "gmx.net", "hotmail.com", "icloud.com", "live.com",
    "mail.ru", "outlook.com", "proton.me", "protonmail.com", "qq.com", "yahoo.co.id", "yahoo.com",
    "yandex.ru", "163.com", "126.com",
})  # fmt: skip


def is_government(host: str) -> bool:
    """Whether a host is a government's, by its ending."""
    if _GOVERNMENT.fullmatch(host):
        return True
    return any(host == each or host.endswith("." + each) for each in _GOVERNMENTS)
