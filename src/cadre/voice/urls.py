"""Addresses of what customers say."""

from django.urls import path

from cadre.voice.views import ratings

app_name = "voice"
urlpatterns = [
    path("accounts/<int:account_id>/ratings/", ratings.account_ratings, name="account-ratings"),
    path("accounts/<int:account_id>/ratings/new/", ratings.rating_record, name="rating-record"),
    path("opportunities/<int:opportunity_id>/ratings/", ratings.opportunity_ratings, name="opportunity-ratings"),
    path("activities/<int:activity_id>/ratings/", ratings.activity_ratings, name="activity-ratings"),
    path("ratings/<int:rating_id>/withdraw/", ratings.rating_withdraw, name="rating-withdraw"),
]
