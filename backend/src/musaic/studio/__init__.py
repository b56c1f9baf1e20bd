"""Songs become stems, and say what they are made of."""
