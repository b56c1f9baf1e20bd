"""Create sessions, habits, repeats and life events; find the first listens by an index."""

from alembic import op

from musaic.platform.rls import protect_user_rows

revision = "listening_analytics"
down_revision = "listening_scrobbling"
branch_labels = None
depends_on = None

_USER = "user_id bigint NOT NULL REFERENCES user_account (id) ON DELETE CASCADE"
_CREATED = "created_at timestamptz NOT NULL DEFAULT now()"
_COUNTS = "plays bigint NOT NULL, ms_played bigint NOT NULL"
_TABLES = {
    "listening_session": (
        f"""
        CREATE TABLE listening_session (
            {_USER}, {_COUNTS}, started_at timestamptz NOT NULL, ended_at timestamptz NOT NULL,
            local_date date NOT NULL,
            CONSTRAINT pk_listening_session PRIMARY KEY (user_id, started_at)
        )
        """,
        """
        CREATE INDEX ix_listening_session_day ON listening_session (user_id, local_date)
        INCLUDE (started_at, ended_at, plays, ms_played)
        """,
    ),
    "habit_day": (
        f"""
        CREATE TABLE habit_day (
            {_USER}, {_COUNTS}, fact varchar NOT NULL, local_date date NOT NULL, value varchar NOT NULL,
            listens bigint NOT NULL,
            CONSTRAINT pk_habit_day PRIMARY KEY (user_id, fact, local_date, value)
                INCLUDE (listens, plays, ms_played)
        )
        """,
    ),
    "repeat_day": (
        f"""
        CREATE TABLE repeat_day (
            {_USER}, {_COUNTS}, track_id bigint NOT NULL, local_date date NOT NULL,
            CONSTRAINT pk_repeat_day PRIMARY KEY (user_id, track_id, local_date) INCLUDE (plays, ms_played)
        )
        """,
    ),
    "life_event": (
        f"""
        CREATE TABLE life_event (
            id uuid NOT NULL DEFAULT gen_random_uuid(), {_USER},
            title varchar NOT NULL, kind varchar NOT NULL, first_day date NOT NULL, last_day date,
            note varchar NOT NULL, colour varchar NOT NULL, {_CREATED},
            CONSTRAINT pk_life_event PRIMARY KEY (id),
            CONSTRAINT ck_life_event_days_in_order CHECK (last_day >= first_day)
        )
        """,
        "CREATE INDEX ix_life_event_user_id ON life_event (user_id, first_day, id)",
    ),
}
_TOTALS = ("track", "artist", "album")

# The histories that are there already, as the application would have kept them.
_FILL = (
    """
    INSERT INTO listening_session (user_id, started_at, ended_at, local_date, plays, ms_played)
    SELECT user_id, min(played_at), max(ended_at), min(local_date), count(*), sum(ms)
    FROM (
        SELECT *, count(*) FILTER (WHERE begins) OVER (PARTITION BY user_id ORDER BY played_at, id) AS number
        FROM (
            SELECT *, coalesce(played_at - lag(ended_at) OVER (
                PARTITION BY user_id ORDER BY played_at, id
            ) > interval '30 minutes', true) AS begins
            FROM (
                SELECT user_id, id, played_at, local_date, coalesce(ms_played, 0) AS ms,
                    played_at + coalesce(ms_played, 0) * interval '1 millisecond' AS ended_at
                FROM listen WHERE counted
            ) play
        ) marked
    ) numbered
    GROUP BY user_id, number
    """,
    """
    INSERT INTO habit_day (user_id, fact, local_date, value, listens, plays, ms_played)
    SELECT user_id, f.fact, local_date, f.value, count(*), count(*) FILTER (WHERE counted),
        coalesce(sum(ms_played) FILTER (WHERE counted), 0)
    FROM listen CROSS JOIN LATERAL (VALUES
        ('skip', CASE
            WHEN skipped OR reason_end IN ('fwdbtn', 'backbtn', 'clickrow', 'click-row') THEN 'skipped'
            WHEN reason_end = 'trackdone' THEN 'completed'
            WHEN skipped IS NULL AND coalesce(reason_end, 'unknown') = 'unknown' THEN 'unknown'
            ELSE 'stopped' END),
        ('shuffle', CASE shuffle WHEN true THEN 'yes' WHEN false THEN 'no' ELSE 'unknown' END),
        ('offline', CASE offline WHEN true THEN 'yes' WHEN false THEN 'no' ELSE 'unknown' END),
        ('platform', CASE
            WHEN platform IS NULL OR platform IN ('', 'unknown', 'not_applicable') THEN 'unknown'
            WHEN platform ~* 'web|chrome |firefox' THEN 'web'
            WHEN platform ~* 'ios|iphone|ipad|watchos' THEN 'ios'
            WHEN platform ~* 'cast|sonos|speaker|echo|alexa|google home' THEN 'speaker'
            WHEN platform ~* 'tv|playstation|xbox|roku' THEN 'tv'
            WHEN platform ~* 'android' THEN 'android'
            WHEN platform ~* 'windows' THEN 'windows'
            WHEN platform ~* 'os ?x|macos' THEN 'macos'
            WHEN platform ~* 'linux' THEN 'linux'
            ELSE 'other' END),
        ('country', coalesce(upper(conn_country), 'unknown'))
    ) f (fact, value)
    WHERE twin_of IS NULL AND excluded_by IS NULL
    GROUP BY user_id, f.fact, local_date, f.value
    """,
    """
    INSERT INTO repeat_day (user_id, track_id, local_date, plays, ms_played)
    SELECT user_id, track_id, local_date, count(*), coalesce(sum(ms_played), 0)
    FROM listen WHERE counted GROUP BY user_id, track_id, local_date HAVING count(*) >= 3
    """,
)


def upgrade() -> None:
    """Apply."""
    for table, statements in _TABLES.items():
        for statement in statements:
            op.execute(statement)
        protect_user_rows(op, table)
    for entity in _TOTALS:
        columns = f"user_id, first_at, {entity}_id"
        op.execute(f"CREATE INDEX ix_{entity}_total_first ON {entity}_total ({columns})")
    guests = "CREATE INDEX ix_song_artist_guest ON song_artist (user_id, track_id, artist_id)"
    op.execute(f"{guests} WHERE position > 0")
    for statement in _FILL:
        op.execute(statement)
    # What is cached was computed without them.
    op.execute("UPDATE listening_state SET version = version + 1")


def downgrade() -> None:
    """Take back."""
    op.execute("DROP INDEX ix_song_artist_guest")
    for entity in _TOTALS:
        op.execute(f"DROP INDEX ix_{entity}_total_first")
    for table in reversed(_TABLES):
        op.execute(f"DROP TABLE {table}")
