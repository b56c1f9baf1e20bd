"""Life events: stretches of days that mean something to their owner, and what they changed."""
