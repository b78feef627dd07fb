import pytest

from accounts.domain.safekeeping import Unreadable, seal, unseal

OLD = "an old key " + "o" * 40
NEW = "a new key " + "n" * 40


def test_what_is_sealed_is_read_again_and_looks_different_each_time(settings):
    settings.FACTOR_KEYS = [OLD]
    one, two = seal("a secret"), seal("a secret")
    assert (unseal(one), unseal(two)) == ("a secret", "a secret")
    assert ("secret" in one, one == two) == (False, False)


def test_the_first_key_seals_and_any_of_them_reads(settings):
    settings.FACTOR_KEYS = [OLD]
    old = seal("a secret")
    settings.FACTOR_KEYS = [NEW, OLD]
    new = seal("another")
    assert unseal(old) == "a secret"
    settings.FACTOR_KEYS = [NEW]
    assert unseal(new) == "another"
    with pytest.raises(Unreadable):
        unseal(old)


@pytest.mark.parametrize("sealed", ["", "a secret", "gAAAAA=="])
def test_what_was_never_sealed_is_not_read(settings, sealed):
    settings.FACTOR_KEYS = [OLD]
    with pytest.raises(Unreadable):
        unseal(sealed)
