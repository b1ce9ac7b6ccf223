"""`with refuses("crm.opportunity.already_closed"):` reads like the rule and checks the code, not the words."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from cadre.kernel.problems import Problems


@contextmanager
def refuses(code: str) -> Iterator[None]:
    """The block must end in a refusal with this code among its problems."""
    with pytest.raises(Problems) as refused:
        yield
    assert code in [problem.code for problem in refused.value.problems]
