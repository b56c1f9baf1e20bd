"""Every query of analytics. They may join the catalogue's tables: the one exception to the walls."""
