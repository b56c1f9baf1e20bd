"""Two people side by side: invitations, connections by consent, and what they may see of each other."""
