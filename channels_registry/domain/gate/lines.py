"""One line of a list that should hold one link, however it was exported."""

from channels_registry.domain.gate.extraction import find_links
from channels_registry.domain.gate.findings import Judgement
from channels_registry.domain.gate.host_table import HostTable
from channels_registry.domain.gate.judging import judge
from channels_registry.enums import ReasonCode


def judge_line(line: str, hosts: HostTable) -> Judgement:
    """Judge a line; where it is no link itself, the one link that stands in it.

    Serves list numbers, labels and spreadsheet formulas. Several links are
    SEVERAL_LINKS: a line has one verdict, and none may hide behind another.
    """
    judgement = judge(line, hosts)
    if judgement.reason is not ReasonCode.NOT_A_LINK:
        return judgement
    found = find_links(line, limit=2, hosts=hosts)
    if not found:
        return judgement
    if len(found) > 1:
        return judgement._replace(reason=ReasonCode.SEVERAL_LINKS)
    return judge(found[0].text, hosts)._replace(url=line)
