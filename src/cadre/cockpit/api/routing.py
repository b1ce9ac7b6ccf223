"""The one router of this room."""

from cadre.kernel.rest import ApiRouter

router = ApiRouter("cockpit")
