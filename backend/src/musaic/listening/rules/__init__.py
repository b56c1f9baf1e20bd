"""What a user says about names: switches and rules, each with a preview, an undo and an audit."""
