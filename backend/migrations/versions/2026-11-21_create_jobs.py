"""Create jobs, their events, idempotent replies and maintenance schedules."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from musaic.platform.database import SYSTEM_ROLE
from musaic.platform.rls import protect_user_rows, system_only

revision = "jobs"
down_revision = "accounts"
branch_labels = None
depends_on = None

NOW = sa.text("now()")
MOMENT = sa.DateTime(timezone=True)
STATES = "state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled', 'dead')"

# At commit, so that the lock is held for a moment only and numbers become visible in their order.
NUMBER_FUNCTION = """
CREATE FUNCTION number_job_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('job_event', NEW.user_id));
  UPDATE job_event SET number = nextval('job_event_number') WHERE job_id = NEW.job_id AND seq = NEW.seq;
  RETURN NULL;
END $$
"""
NUMBER_TRIGGER = """
CREATE CONSTRAINT TRIGGER job_event_number AFTER INSERT ON job_event
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION number_job_event()
"""


def _owner(*, primary_key: bool = False) -> sa.Column[int]:
    owner = sa.ForeignKey("user_account.id", ondelete="CASCADE")
    return sa.Column("user_id", sa.BigInteger, owner, primary_key=primary_key, nullable=False)


def _created() -> sa.Column[sa.DateTime]:
    return sa.Column("created_at", MOMENT, server_default=NOW, nullable=False)


def upgrade() -> None:
    """Create the tables of the jobs room."""
    for sequence in ("job_fence", "job_leases_lost", "job_event_number"):
        op.execute(sa.schema.CreateSequence(sa.Sequence(sequence)))
    op.execute(f"GRANT SELECT ON SEQUENCE job_leases_lost TO {SYSTEM_ROLE}")
    _create_job()
    _create_event()
    op.create_table(
        "idempotent_reply",
        _owner(primary_key=True),
        sa.Column("operation", sa.String, primary_key=True),
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("request_hash", sa.String, nullable=False),
        sa.Column("reply", JSONB),
        _created(),
        sa.Index("ix_idempotent_reply_created_at", "created_at"),
    )
    op.create_table(
        "job_schedule",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("next_run_at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("last_run_at", MOMENT),
        sa.Column("last_error", sa.String),
        _created(),
    )
    for table in ("job", "job_event", "idempotent_reply"):
        protect_user_rows(op, table)
    system_only(op, "job_schedule")


def _create_job() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=sa.text("gen_random_uuid()")),
        _owner(),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("args", JSONB, nullable=False),
        sa.Column("units", sa.Double, server_default=sa.text("1"), nullable=False),
        sa.Column("subject_id", sa.Uuid),
        sa.Column("idempotency_key", sa.String),
        sa.Column("request_hash", sa.String),
        sa.Column("state", sa.String, server_default=sa.text("'queued'"), nullable=False),
        sa.Column("attempt", sa.Integer, server_default=sa.text("0"), nullable=False),
        sa.Column("max_attempts", sa.Integer, nullable=False),
        sa.Column("run_after", MOMENT, server_default=NOW, nullable=False),
        sa.Column("publish_after", MOMENT, server_default=NOW, nullable=False),
        sa.Column("lease_token", sa.BigInteger),
        sa.Column("lease_until", MOMENT),
        sa.Column("cancel_requested", sa.Boolean, server_default=sa.text("false"), nullable=False),
        sa.Column("step", sa.String),
        sa.Column("percent", sa.Double, server_default=sa.text("0"), nullable=False),
        sa.Column("expected_at", MOMENT),
        sa.Column("event_seq", sa.Integer, server_default=sa.text("0"), nullable=False),
        sa.Column("result", JSONB),
        sa.Column("error_code", sa.String),
        sa.Column("error_message", sa.String),
        _created(),
        sa.Column("started_at", MOMENT),
        sa.Column("attempt_started_at", MOMENT),
        sa.Column("finished_at", MOMENT),
        sa.CheckConstraint(STATES, name="state"),
        sa.UniqueConstraint("user_id", "kind", "idempotency_key"),
        sa.Index("ix_job_user_created", "user_id", "created_at", "id"),
        sa.Index("ix_job_publish_after", "publish_after", postgresql_where=sa.text("state = 'queued'")),
        sa.Index("ix_job_lease_until", "lease_until", postgresql_where=sa.text("state = 'running'")),
        sa.Index(
            "ix_job_kind_finished", "kind", "finished_at", postgresql_where=sa.text("state = 'succeeded'")
        ),
    )


def _create_event() -> None:
    op.create_table(
        "job_event",
        sa.Column("job_id", sa.Uuid, sa.ForeignKey("job.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True),
        _owner(),
        sa.Column("number", sa.BigInteger),
        sa.Column("event", sa.String, nullable=False),
        sa.Column("data", JSONB, nullable=False),
        _created(),
        sa.Index("ix_job_event_user_id_number", "user_id", "number"),
        sa.Index("ix_job_event_created_at", "created_at"),
    )
    op.execute(NUMBER_FUNCTION)
    op.execute(NUMBER_TRIGGER)


def downgrade() -> None:
    """Drop the tables of the jobs room."""
    for table in ("job_schedule", "idempotent_reply", "job_event", "job"):
        op.drop_table(table)
    op.execute("DROP FUNCTION number_job_event()")
    for sequence in ("job_fence", "job_leases_lost", "job_event_number"):
        op.execute(f"DROP SEQUENCE {sequence}")
