"""Studio: separation of songs into stems, and their analysis."""
