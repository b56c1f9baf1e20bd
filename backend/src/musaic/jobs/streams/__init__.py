"""Live events over HTTP: replay from PostgreSQL, then hints, then polling."""
