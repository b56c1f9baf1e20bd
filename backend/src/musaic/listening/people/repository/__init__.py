"""Queries over invitations, connections and what a person hears."""
