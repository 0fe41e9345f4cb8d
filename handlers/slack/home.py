"""App Home: drawn when somebody looks at it."""

from __future__ import annotations

from bot.services.people import home_opened
from bot.services.queries import home_of
from bot.views.home import home
from handlers.slack.visit import Visit


async def refresh(visit: Visit) -> None:
    """Draw the person's Home as things stand now, and keep it current for a while."""
    await visit.run(home_opened, visit.actor)
    picture = await visit.read(home_of, visit.actor)
    view = home(picture, visit.reader, visit.now)
    await visit.reception.client.views_publish(user_id=visit.actor, view=view)
