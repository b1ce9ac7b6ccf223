"""Every example of docs/guide/api.md does what the guide says."""

import json
import re
import shlex
from pathlib import Path

from cadre.api import documents
from cadre.crm.models import Opportunity
from tests.support.api import Caller, Upload
from tests.support.cast import Cast
from tests.support.deals import product
from tests.support.files import upload

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "api.md"
EXAMPLES = re.findall(r"```sh\n(.+?)```", GUIDE.read_text(), re.S)


def run(caller: Caller, command: str):
    """A curl command, called without curl."""
    words = shlex.split(command.replace("$KEY", caller.secret).replace("$CADRE/", ""))
    assert words.pop(0) == "curl"
    method, headers, body, path = "GET", {}, None, ""
    while words:
        word = words.pop(0)
        if word == "-X":
            method = words.pop(0)
        elif word == "-H":
            name, _, value = words.pop(0).partition(": ")
            headers[name.upper().replace("-", "_")] = value
        elif word == "-F":
            name, _, value = words.pop(0).partition("=")
            body = body or Upload()
            body[name] = upload("product,sales_price\nNightly 1,12.50\n", value[1:]) if value[0] == "@" else value
        elif word == "-d":
            body = json.loads(words.pop(0))
        else:
            path = word
    return caller.call(method, path, body, **headers)


def test_the_examples_of_the_guide_work_one_after_the_other(cast: Cast) -> None:
    caller = Caller(cast.admin_root)
    cast.admin_root.roles = ["administrator", "manager"]
    cast.admin_root.save()
    what = product().pk
    answers = []
    for example in EXAMPLES:
        made = Opportunity.objects.values_list("pk", flat=True).first()
        here = example.replace('"product_id": 1', f'"product_id": {what}').replace(
            "/opportunities/1", f"/opportunities/{made}"
        )
        answers.append(run(caller, here))
    assert [answer.status_code for answer in answers] == [
        200,
        200,
        201,
        200,
        200,
        200,
        200,
        200,
        200,
        200,
        201,
        200,
        422,
    ]
    assert Opportunity.objects.get().state == "won"
    assert answers[-1].json()["errors"][0]["field"] == "product_id"


def test_the_guide_names_every_status_that_can_come() -> None:
    text = GUIDE.read_text()
    for status in (400, 401, 403, 404, 405, 409, 411, 412, 413, 415, 422, 428, 429, 503):
        assert documents.title(status)
        assert str(status) in text
