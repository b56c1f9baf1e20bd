"""Our own small lint rules, one file a rule: what ruff cannot know about this house."""
