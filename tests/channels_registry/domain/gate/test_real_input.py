"""Real letters and a real list, where they stand beside the project; nothing is collected elsewhere."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from channels_registry.domain.gate import HostTable, find_links, judge
from channels_registry.enums import Verdict

DATA = Path(__file__).resolve().parents[5] / "shared" / "data"
LETTERS = sorted((DATA / "notices").glob("*.md"))
SHEET = DATA / "indonesia_urls.csv"

if SHEET.exists():

    def test_every_address_of_the_list_is_accounted_for_under_a_key_of_its_own() -> None:
        with SHEET.open(encoding="utf-8", newline="") as stream:
            urls = [row["url"] for row in csv.DictReader(stream)]
        judged = [judge(url, HostTable.builtin()) for url in urls]
        assert [found.url for found in judged] == urls
        counts = Counter((found.verdict.value, found.platform, found.reason.value) for found in judged)
        assert counts == {
            ("public", "site", "site_address"): 718,
            # Hosts of a service's machinery: nothing that a user has made.
            ("undeterminable", "tiktok", "members_area"): 4,
            ("not_content", "tiktok", "platform_own_page"): 1,
        }
        spelled = {
            re.sub(r"^https?://|/$", "", found.url.partition("#")[0].lower()) for found in judged if found.key
        }
        assert len({found.key.lower() for found in judged if found.key}) == len(spelled)

    def test_every_address_of_the_list_is_found_in_the_sheet_as_text() -> None:
        text = SHEET.read_text(encoding="utf-8")
        with SHEET.open(encoding="utf-8", newline="") as stream:
            urls = [row["url"] for row in csv.DictReader(stream)]
        table = HostTable.builtin()
        judged = [judge(link.text, table) for link in find_links(text, limit=5000, hosts=table)]
        found = {(each.verdict, each.key) for each in judged}
        wanted = [judge(url, table) for url in urls]
        assert [each.url for each in wanted if (each.verdict, each.key) not in found] == []


if LETTERS:

    @pytest.mark.parametrize("letter", LETTERS, ids=lambda path: path.stem)
    def test_every_web_address_of_a_letter_is_found(letter: Path) -> None:
        text = letter.read_text(encoding="utf-8")
        hosts = HostTable.of([("github.com", "github", "generic"), ("gist.github.com", "gist", "generic")])
        links = [judge(link.text, hosts) for link in find_links(text, limit=500)]
        written = set(re.findall(r"https?://[^\s<>()*]*[\w/]", text))
        assert written
        assert {(found.platform, found.key) for found in links} == {
            (judge(url, hosts).platform, judge(url, hosts).key) for url in written
        }
        assert [found.url for found in links if found.verdict != Verdict.PUBLIC] == []
