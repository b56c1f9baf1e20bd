"""The door of what is kept."""

from musaic.listening.keeping.service import MOST_KEPT, Kept, Restored, everything, restore, take_back

__all__ = ["MOST_KEPT", "Kept", "Restored", "everything", "restore", "take_back"]
