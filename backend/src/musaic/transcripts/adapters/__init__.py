"""Engines behind the `Engine` port: the embedded one and one file per further engine."""
