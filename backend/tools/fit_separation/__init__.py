"""Fits the weights of the embedded separation engine on redistributable and generated material."""
