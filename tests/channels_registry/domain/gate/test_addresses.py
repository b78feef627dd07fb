import pytest

from channels_registry.domain.gate import HostTable, judge
from channels_registry.enums import ReasonCode, Verdict

HOSTS = HostTable.builtin()


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "a.localhost",
        "printer.local",
        "server.internal",
        "nas.lan",
        "router.home.arpa",
        "127.0.0.1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "255.255.255.255",
        "224.0.0.1",
        "192.0.0.8",
        "192.88.99.1",
        "198.18.0.1",
        "203.0.113.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "%31%30.0.0.1",
        "\uff11\uff10.0.0.1",
        "10.0.0.1.",
        "[::1]",
        "[::]",
        "[fe80::1]",
        "[fc00::1]",
        "[fec0::1]",
        "[ff02::1]",
        "[::ffff:10.0.0.1]",
        "[::127.0.0.1]",
        "[64:ff9b::a9fe:a9fe]",
        "[2002:a9fe:a9fe::1]",
        "[2001::1]",
        "[2001:db8::1]",
        "[fe80::1%25eth0]",
    ],
)
def test_address_inside_a_private_network_is_invalid(host: str) -> None:
    found = judge(f"http://{host}/x", HOSTS)
    assert (found.verdict, found.key, found.reason) == (Verdict.INVALID, "", ReasonCode.PRIVATE_ADDRESS)


@pytest.mark.parametrize(
    ("host", "key"),
    [
        ("8.8.8.8", "8.8.8.8"),
        ("0x08.0x08.2056", "8.8.8.8"),
        ("134744072", "8.8.8.8"),
        ("[2606:4700::1111]", "[2606:4700::1111]"),
        ("SITE.example", "site.example"),
        ("site.example.", "site.example"),
        ("s%69te.example", "site.example"),
        ("\uff53ite\u3002example", "site.example"),
        ("s\u00adite.example", "site.example"),
        ("fa\u00df.example", "xn--fa-hia.example"),
    ],
)
def test_public_host_has_one_spelling(host: str, key: str) -> None:
    assert judge(f"http://{host}", HOSTS).key == key


@pytest.mark.parametrize(
    "host",
    [
        "1.2.3.4.5",
        "256.1.1.1",
        "1.2.3.4x5.6",
        "site.example.256",
        "09.1.1.1",
        "a" * 64 + ".example",
        "a." * 126 + "example",
    ],
)
def test_broken_host_is_invalid(host: str) -> None:
    assert judge(f"http://{host}", HOSTS).reason == ReasonCode.BAD_HOST
