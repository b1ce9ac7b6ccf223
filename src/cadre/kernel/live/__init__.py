"""The live stream: the tail of the outbox, sent to browsers as ids, never as contents.

A browser that hears `crm.opportunity_won` with an id fetches what it shows again, through the
ordinary pages, where visibility is checked. Which events are told at all is `settings.LIVE_EVENTS`,
a tuple of prefixes; an event whose payload holds `recipient_ids` reaches these users alone.
"""
