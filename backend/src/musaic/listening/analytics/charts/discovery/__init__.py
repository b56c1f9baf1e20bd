"""New and old: first heard, come back to, forgotten, milestones."""
