"""A store of objects that runs beside the tests, speaks S3, and can be killed."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from pytest_django import Settings

from devstack.stack import free_port

BUCKET = "takedown-evidence"
KEY = {"access_key": "desk", "secret_key": "only of the tests"}


class Objects:
    """The store: its address, what lies in it, and how it dies and comes back, empty."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it with an empty bucket."""
        command = [str(Path(sys.executable).parent / "moto_server"), "-H", "127.0.0.1", "-p", str(self.port)]
        self.process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                break
        self.client.create_bucket(Bucket=BUCKET)

    def kill(self) -> None:
        """End it at once."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    @cached_property
    def client(self) -> Any:
        """A client of the tests' own."""
        return boto3.client(
            "s3",
            endpoint_url=self.url,
            region_name="us-east-1",
            aws_access_key_id="tests",
            aws_secret_access_key="tests",
            config=Config(retries={"total_max_attempts": 1}),
        )

    def names(self) -> list[str]:
        """Return the names of all objects."""
        return [each["Key"] for each in self.client.list_objects_v2(Bucket=BUCKET).get("Contents", [])]

    def bytes_of(self, name: str) -> bytes:
        """Return an object."""
        data: bytes = self.client.get_object(Bucket=BUCKET, Key=name)["Body"].read()
        return data

    def put(self, name: str, data: bytes) -> None:
        """Write an object past the desk."""
        self.client.put_object(Bucket=BUCKET, Key=name, Body=data)

    def remove(self, name: str) -> None:
        """Remove an object past the desk."""
        self.client.delete_object(Bucket=BUCKET, Key=name)

    def empty(self) -> None:
        """Leave the bucket without objects."""
        for name in self.names():
            self.remove(name)

    def told(self, **other: str) -> dict[str, str]:
        """Return what a desk is told by its environment to keep originals here."""
        return {
            "EVIDENCE_STORE": "objects",
            "EVIDENCE_BUCKET": BUCKET,
            "EVIDENCE_ENDPOINT": self.url,
            "EVIDENCE_REGION": "us-east-1",
            "EVIDENCE_KEY_ID": KEY["access_key"],
            "EVIDENCE_SECRET_KEY": KEY["secret_key"],
            **other,
        }


@contextmanager
def running_store() -> Iterator[Objects]:
    """A store for as long as a module of tests needs one."""
    objects = Objects()
    try:
        objects.start()
        yield objects
    finally:
        objects.kill()


def keep_in(objects: Objects, settings: Settings) -> None:
    """Let new originals go to this store."""
    options = {"bucket_name": BUCKET, "endpoint_url": objects.url, "region_name": "us-east-1", **KEY}
    store = {"BACKEND": "takedown.object_store.ObjectStore", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "evidence": store}
    settings.EVIDENCE_STORE = "objects"
