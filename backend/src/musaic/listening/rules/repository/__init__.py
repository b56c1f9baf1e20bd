"""Rules, their audit, and what they may touch."""
