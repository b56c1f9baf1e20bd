"""Every query of the accounts room, by table."""
