"""Create the summary of the whole server: materialised views, their refresh, and who may see them."""

from alembic import op

from musaic.platform.database import SYSTEM_ROLE
from musaic.platform.rls import system_only

revision = "listening_site"
down_revision = "listening_people"
branch_labels = None
depends_on = None

_SETTING = """
    CREATE TABLE site_setting (
        id boolean NOT NULL DEFAULT true,
        open_to_all boolean NOT NULL,
        changed_by bigint CONSTRAINT fk_site_setting_changed_by_user_account
            REFERENCES user_account (id) ON DELETE SET NULL,
        changed_at timestamptz NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_site_setting PRIMARY KEY (id),
        CONSTRAINT ck_site_setting_one_row CHECK (id)
    )
"""
# The last 30 days are those of each listener; somebody east of here may be a day ahead.
_RECENT = "local_date > current_date - 30"
_VIEWS = {
    # Recent plays by the index of each user: the table has none by day alone.
    "site_artist": f"""
        SELECT ever.artist_id, ever.plays AS ever_plays, ever.ms_played AS ever_ms_played,
            ever.listeners AS ever_listeners, coalesce(recent.plays, 0) AS recent_plays,
            coalesce(recent.ms_played, 0) AS recent_ms_played,
            coalesce(recent.listeners, 0) AS recent_listeners
        FROM (
            SELECT artist_id, sum(plays)::bigint AS plays, sum(ms_played)::bigint AS ms_played,
                count(*) AS listeners
            FROM artist_total GROUP BY artist_id
        ) ever
        LEFT JOIN (
            SELECT credited.artist_id, count(*) AS plays,
                coalesce(sum(played.ms_played), 0)::bigint AS ms_played,
                count(DISTINCT played.user_id) AS listeners
            FROM listening_state state
            CROSS JOIN LATERAL (
                SELECT user_id, track_id, ms_played FROM listen
                WHERE listen.user_id = state.user_id AND counted AND {_RECENT}
            ) played
            JOIN song_artist credited
                ON credited.user_id = played.user_id AND credited.track_id = played.track_id
            GROUP BY credited.artist_id
        ) recent USING (artist_id)
    """,
    "site_day": """
        SELECT local_date AS day, sum(plays)::bigint AS plays, sum(ms_played)::bigint AS ms_played,
            count(*) AS listeners
        FROM day_total GROUP BY local_date
    """,
    "site_total": f"""
        SELECT true AS id, now() AS as_of,
            (SELECT count(*) FROM user_account WHERE is_active) AS users,
            count(DISTINCT user_id) AS ever_listeners,
            coalesce(sum(plays), 0)::bigint AS ever_plays,
            coalesce(sum(ms_played), 0)::bigint AS ever_ms_played,
            count(DISTINCT user_id) FILTER (WHERE {_RECENT}) AS recent_listeners,
            coalesce(sum(plays) FILTER (WHERE {_RECENT}), 0)::bigint AS recent_plays,
            coalesce(sum(ms_played) FILTER (WHERE {_RECENT}), 0)::bigint AS recent_ms_played
        FROM day_total
    """,
}
_KEYS = {"site_artist": "artist_id", "site_day": "day", "site_total": "id"}


def upgrade() -> None:
    """Create the views for the system alone: they hold everybody's rows, whoever reads them."""
    op.execute(_SETTING)
    system_only(op, "site_setting")
    for view, query in _VIEWS.items():
        op.execute(f"CREATE MATERIALIZED VIEW {view} AS {query}")
        # What a refresh beside readers needs.
        op.execute(f"CREATE UNIQUE INDEX uq_{view} ON {view} ({_KEYS[view]})")
        op.execute(f"GRANT SELECT ON {view} TO {SYSTEM_ROLE}")
    _create_refresh()


def _create_refresh() -> None:
    """Let the system refresh what it does not own, and nobody else: only owners may otherwise."""
    refreshes = " ".join(f"REFRESH MATERIALIZED VIEW CONCURRENTLY {view};" for view in _VIEWS)
    op.execute(
        "CREATE FUNCTION refresh_site_summary() RETURNS void LANGUAGE plpgsql SECURITY DEFINER "
        f"SET search_path = public, pg_temp AS $$ BEGIN {refreshes} END $$"
    )
    op.execute("REVOKE ALL ON FUNCTION refresh_site_summary() FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION refresh_site_summary() TO {SYSTEM_ROLE}")


def downgrade() -> None:
    """Drop everything."""
    op.execute("DROP FUNCTION refresh_site_summary()")
    for view in reversed(_VIEWS):
        op.execute(f"DROP MATERIALIZED VIEW {view}")
    op.execute("DROP TABLE site_setting")
