"""The audio kit: probing, decoding, encoding, waveforms. Pure libraries, no web, no database.

This file stays empty of imports: the decoding child starts through it and must stay lean.
"""
