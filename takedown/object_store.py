"""The store of objects that originals of evidence may lie in: S3, or what speaks as it does."""

from typing import Any

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from storages.backends.s3 import S3Storage

CONNECT_SECONDS, READ_SECONDS = 5, 30
TRIES = 2
MEMORY = 1024 * 1024  # of an object that is read; the rest waits in a file without a name
# Above the largest file: an object is put by one request, so that one that breaks off leaves nothing.
IN_ONE = 64 * 1024 * 1024


class ObjectStore(S3Storage):
    """Answers within seconds or not at all, and knows objects by their bytes alone."""

    def get_default_settings(self) -> dict[str, Any]:
        """Return what holds where the settings of the desk say nothing."""
        return {
            **super().get_default_settings(),
            "max_memory_size": MEMORY,
            "querystring_auth": True,
            "transfer_config": TransferConfig(multipart_threshold=IN_ONE, use_threads=False),
            "client_config": Config(
                connect_timeout=CONNECT_SECONDS,
                read_timeout=READ_SECONDS,
                retries={"mode": "standard", "total_max_attempts": TRIES},
                signature_version="s3v4",
                s3={"addressing_style": "auto"},
                # Not every store knows S3's own checksums, and every object is read back.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        }
