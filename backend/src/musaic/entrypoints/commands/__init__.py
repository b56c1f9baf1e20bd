"""Sub-commands of ``musaic``, one a file."""
