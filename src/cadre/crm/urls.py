"""Addresses of customers and deals."""

from django.urls import path

from cadre.crm.views import accounts, activities, catalogue, closing, contacts, forecast, opportunities

app_name = "crm"
urlpatterns = [
    path("opportunities/", opportunities.opportunity_list, name="opportunity-list"),
    path("opportunities/board/", opportunities.opportunity_board, name="opportunity-board"),
    path("opportunities/drop/", opportunities.opportunity_drop, name="opportunity-drop"),
    path("opportunities/new/", opportunities.opportunity_create, name="opportunity-create"),
    path("opportunities/reassign/", opportunities.opportunity_reassign, name="opportunity-reassign"),
    path("opportunities/reschedule/", opportunities.opportunity_reschedule, name="opportunity-reschedule"),
    path("opportunities/<int:opportunity_id>/", opportunities.opportunity_record, name="opportunity-record"),
    path("opportunities/<int:opportunity_id>/edit/", opportunities.opportunity_edit, name="opportunity-edit"),
    path("opportunities/<int:opportunity_id>/move/", closing.opportunity_move, name="opportunity-move"),
    path("opportunities/<int:opportunity_id>/win/", closing.opportunity_win, name="opportunity-win"),
    path("opportunities/<int:opportunity_id>/lose/", closing.opportunity_lose, name="opportunity-lose"),
    path("opportunities/<int:opportunity_id>/reopen/", closing.opportunity_reopen, name="opportunity-reopen"),
    path("opportunities/<int:opportunity_id>/note/", activities.opportunity_note, name="opportunity-note"),
    path(
        "opportunities/<int:opportunity_id>/criteria/<int:criterion_id>/",
        opportunities.criterion_toggle,
        name="criterion-toggle",
    ),
    path("opportunities/<int:opportunity_id>/chance/", forecast.opportunity_chance, name="opportunity-chance"),
    path("forecast/", forecast.forecast_page, name="forecast-page"),
    path("forecast/deals/", forecast.forecast_deals, name="forecast-deals"),
    path("forecast/call/", forecast.forecast_call, name="forecast-call"),
    path("forecast/call/withdraw/", forecast.forecast_withdraw, name="forecast-withdraw"),
    path("forecast/keep/", forecast.forecast_keep, name="forecast-keep"),
    path("accounts/", accounts.account_list, name="account-list"),
    path("accounts/options/", accounts.account_options, name="account-options"),
    path("accounts/new/", accounts.account_create, name="account-create"),
    path("accounts/<int:account_id>/", accounts.account_record, name="account-record"),
    path("accounts/<int:account_id>/edit/", accounts.account_edit, name="account-edit"),
    path("accounts/<int:account_id>/archive/", accounts.account_archive, name="account-archive"),
    path("accounts/<int:account_id>/note/", activities.account_note, name="account-note"),
    path("contacts/", contacts.contact_list, name="contact-list"),
    path("contacts/new/", contacts.contact_create, name="contact-create"),
    path("contacts/<int:contact_id>/", contacts.contact_record, name="contact-record"),
    path("contacts/<int:contact_id>/edit/", contacts.contact_edit, name="contact-edit"),
    path("contacts/<int:contact_id>/remove/", contacts.contact_remove, name="contact-remove"),
    path("products/", catalogue.product_list, name="product-list"),
    path("products/new/", catalogue.product_create, name="product-create"),
    path("products/<int:product_id>/", catalogue.product_record, name="product-record"),
    path("products/<int:product_id>/edit/", catalogue.product_edit, name="product-edit"),
    path("activities/", activities.activity_list, name="activity-list"),
    path("activities/plan/", activities.activity_plan, name="activity-plan"),
    path("activities/<int:activity_id>/", activities.activity_record, name="activity-record"),
    path("activities/<int:activity_id>/complete/", activities.activity_complete, name="activity-complete"),
]
