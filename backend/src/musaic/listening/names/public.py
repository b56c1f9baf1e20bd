"""What names tell the rest of the room."""

from musaic.listening.names.naming import NAMING, SPELLED, Naming, Rules, Switches
from musaic.listening.names.repository import holding, links, listens, plan, spelled, tags
from musaic.listening.names.repository.listens import EXCLUDED_WINDOW
from musaic.listening.names.repository.tags import SongFacts
from musaic.listening.names.service.few import name_few
from musaic.listening.names.service.identify import (
    forget,
    name_unnamed,
    plan_again,
    plan_staged,
    put_plan,
    put_staged,
    recredit,
)

__all__ = [
    "EXCLUDED_WINDOW",
    "NAMING",
    "SPELLED",
    "Naming",
    "Rules",
    "SongFacts",
    "Switches",
    "add_facts",
    "add_staged_facts",
    "are_last",
    "are_linked",
    "are_new_links",
    "ask_again",
    "asking",
    "every_spelling",
    "excluded_listens",
    "forget",
    "listens_in_window",
    "mark_current",
    "name_few",
    "name_unnamed",
    "naming_of",
    "outdated",
    "plan_again",
    "plan_excludes",
    "plan_staged",
    "planned_listens",
    "put_plan",
    "put_staged",
    "recredit",
    "refresh_links",
    "rename_listens",
    "set_switches",
    "switches",
    "waiting",
    "wrong_links",
    "wrong_listens",
]

add_facts = tags.add
ask_again = tags.ask_again
add_staged_facts = tags.add_staged
are_last = listens.are_last
are_linked = links.are_linked
are_new_links = links.are_new
asking = spelled.asking
every_spelling = spelled.every
excluded_listens = listens.excluded_by
listens_in_window = listens.in_window
mark_current = holding.mark_current
naming_of = holding.naming_of
outdated = holding.outdated
plan_excludes = plan.excludes
planned_listens = listens.planned
refresh_links = links.refresh
rename_listens = listens.rename
set_switches = holding.set_switches
switches = holding.switches
waiting = listens.waiting
wrong_links = links.wrong
wrong_listens = listens.wrong
