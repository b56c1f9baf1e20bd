"""What people do with invitations and connections, and what a connection shows."""
