"""The registered hosts, read from the database for the gate."""

from channels_registry.domain.gate import HostTable
from channels_registry.models import PlatformHost
from kernel.compiled import Compiled

_HOSTS = Compiled(
    lambda: PlatformHost.objects.order_by().values_list("host", "platform__slug", "platform__grammar")
)


def host_table() -> HostTable:
    """Return the table of all registered hosts. One query.

    Hosts of a platform that is no longer active stay in it: its links are still
    its links. Errors: django.db.Error where the database cannot be reached.
    """
    return HostTable.of(_HOSTS.rows())
