"""The link gate: which links are public and may be reported, and what they point to.

Pure: no network, no database, no clock. ``hosts.host_table()`` beside this
package reads the registered hosts.
"""

from channels_registry.domain.gate.extraction import FoundLink, find_links
from channels_registry.domain.gate.findings import Judgement, reason_text
from channels_registry.domain.gate.host_table import HostEntry, HostTable
from channels_registry.domain.gate.judging import judge
from channels_registry.domain.gate.lines import judge_line
from channels_registry.domain.gate.lookalikes import imitated, name_skeleton

__all__ = [
    "FoundLink",
    "HostEntry",
    "HostTable",
    "Judgement",
    "find_links",
    "imitated",
    "judge",
    "judge_line",
    "name_skeleton",
    "reason_text",
]
