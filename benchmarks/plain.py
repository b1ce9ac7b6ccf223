# ruff: noqa: DJ008 - nobody reads these models
"""What Cadre's serving is compared with: a list of the same rows as any Django project has it, with nothing of Cadre's pages.

Session, the person of it, cross-site protection, the ORM with `select_related`, a count, a template of 80 rows with nine cells. It
reads the tables of benchmarks.company; `python -m benchmarks.clients … --server plain` starts and asks it.
"""

import django
from django.conf import settings

from cadre.settings import environment

ROWS = 80
settings.configure(
    SECRET_KEY=environment.kept_secret(environment.home()),
    ALLOWED_HOSTS=["localhost", "127.0.0.1"],
    DATABASES={"default": environment.database(environment.home())},
    ROOT_URLCONF=__name__,
    SESSION_COOKIE_NAME="cadre_session",
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=["django.contrib.sessions"],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
    ],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"loaders": []}}],
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import models  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.template import Context, Engine  # noqa: E402
from django.urls import path  # noqa: E402


class Person(models.Model):
    name = models.CharField(max_length=120)

    class Meta:
        app_label, managed, db_table = "plain", False, "kernel_user"


class Named(models.Model):
    name = models.CharField(max_length=160)

    class Meta:
        abstract = True


class Account(Named):
    class Meta:
        app_label, managed, db_table = "plain", False, "crm_account"


class Product(Named):
    class Meta:
        app_label, managed, db_table = "plain", False, "crm_product"


class Stage(models.Model):
    name = models.CharField(max_length=60, db_column="key")

    class Meta:
        app_label, managed, db_table = "plain", False, "crm_pipelinestage"


class Employee(Named):
    user = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        app_label, managed, db_table = "plain", False, "people_employee"


class Deal(models.Model):
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    product = models.ForeignKey(Product, models.CASCADE, related_name="+")
    stage = models.ForeignKey(Stage, models.CASCADE, related_name="+")
    owner = models.ForeignKey(Employee, models.CASCADE, related_name="+")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=4)
    expected_close_on = models.DateField(null=True)
    updated_at = models.DateTimeField()

    class Meta:
        app_label, managed, db_table = "plain", False, "crm_opportunity"


TEMPLATE = Engine().from_string(
    "<!doctype html><title>Deals</title><p>{{ person.name }}: {{ count }}</p><table>{% for deal in deals %}<tr>"
    '<td><a href="/deals/{{ deal.pk }}/">{{ deal.account.name }}</a></td><td>{{ deal.product.name }}</td>'
    "<td>{{ deal.stage.name }}</td><td>{{ deal.owner.name }}</td><td>{{ deal.amount_minor }}</td><td>{{ deal.currency }}</td>"
    '<td>{{ deal.state }}</td><td>{{ deal.expected_close_on|date:"Y-m-d" }}</td><td>{{ deal.updated_at|date:"Y-m-d H:i" }}</td>'
    "</tr>{% endfor %}</table>"
)


def deals(request: HttpRequest) -> HttpResponse:
    """The person's deals, the largest first."""
    person = Person.objects.get(pk=request.session["_auth_user_id"])
    own = Deal.objects.filter(owner__user=person)
    rows = own.select_related("account", "product", "stage", "owner").order_by("-amount_minor")[:ROWS]
    return HttpResponse(TEMPLATE.render(Context({"person": person, "count": own.count(), "deals": rows})))


urlpatterns = [path("", deals), path("healthz/", lambda request: HttpResponse("ok"))]
application = get_wsgi_application()
