"""Playlist files: one format, one file; a new one is added to ``FORMATS`` alone."""

from musaic.playlists.exports import csv_, jspf, m3u8, xspf
from musaic.playlists.exports.format import ExportFormat

FORMATS: dict[str, ExportFormat] = {module.FORMAT.name: module.FORMAT for module in (m3u8, csv_, xspf, jspf)}
