from audit.models.entry import Checkpoint, Entry, Head
from audit.models.salted import SaltedText

__all__ = ["Checkpoint", "Entry", "Head", "SaltedText"]
