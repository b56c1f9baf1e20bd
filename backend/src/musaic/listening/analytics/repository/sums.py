"""How figures are added up.

A sum of bigints is a numeric, at twice the cost. These are exact as well: nobody has two thousand
million plays of one thing in a month, nor 2^53 ms of them, which are 285,000 years.
"""

PLAYS = "sum(plays::int)::bigint"
MS = "sum(ms_played::float8)::bigint"
BOTH = f"{PLAYS} AS plays, {MS} AS ms_played"
