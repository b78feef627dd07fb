"""How a reference stands in an address: as it is written, and nothing else."""


class ReferenceConverter:
    """``TD-7K3QM-9F2XA``: what is none cannot name anything."""

    regex = r"TD-[0-9A-Z]{5}-[0-9A-Z]{5}"

    def to_python(self, value: str) -> str:
        """Return the reference."""
        return value

    def to_url(self, value: str) -> str:
        """Return the reference."""
        return value
