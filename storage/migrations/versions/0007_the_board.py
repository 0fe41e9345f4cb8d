"""Where the room's board stands: the one message that shows where each lane is.

Revision 0007, after 0006.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Column by column: an SQLite table that others point to is better not made anew.
    for name in ("board_channel", "board_ts"):
        op.add_column("incident", sa.Column(name, sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    raise NotImplementedError("the store only goes forward: restore the backup made before the migration")
