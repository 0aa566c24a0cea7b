from django.urls import path

from ratings.views import (
    booklet,
    entry,
    finishing,
    group_requests,
    invitation,
    inviting,
    matrix,
    moderation,
    own_part,
    rating,
    reminders,
    rounds,
    second_keying,
    taking_part,
    weights,
)

app_name = "ratings"
urlpatterns = [
    # /rounds/
    path("rounds/", rounds.list_rounds, name="round-list"),
    path("rounds/<slug:slug>/", rounds.show_round, name="round-detail"),
    # /rounds/<slug>/, one's own part
    path("rounds/<slug:slug>/join/", taking_part.join, name="round-join"),
    path("rounds/<slug:slug>/invitation/", invitation.answer_invitation, name="invitation"),
    path("rounds/<slug:slug>/invitation/<str:token>/", invitation.open_invitation, name="invitation-open"),
    path("rounds/<slug:slug>/consent/", own_part.ask_consent, name="consent"),
    path("rounds/<slug:slug>/part/", own_part.show_part, name="part"),
    path("rounds/<slug:slug>/part/about-you/", own_part.change_about, name="about-you"),
    path("rounds/<slug:slug>/part/reminders/", own_part.switch_reminders, name="part-reminders"),
    path("rounds/<slug:slug>/withdraw/", own_part.withdraw, name="withdraw"),
    path("rounds/<slug:slug>/reminders/stop/<str:mark>/", reminders.stop, name="reminders-stop"),
    path("taking-part/", own_part.list_parts, name="part-list"),
    path("rounds/<slug:slug>/rate/", rating.show_overview, name="rate"),
    path("rounds/<slug:slug>/rate/next/", rating.resume, name="rate-next"),
    path("rounds/<slug:slug>/rate/matrix/", matrix.show_matrix, name="rate-matrix"),
    path("rounds/<slug:slug>/rate/<str:code>/", rating.rate_solution, name="rate-solution"),
    path("rounds/<slug:slug>/weights/", weights.give_weights, name="weights"),
    path("rounds/<slug:slug>/weights/order/", weights.order_objectives, name="weights-order"),
    path("rounds/<slug:slug>/weights/questions/", weights.answer_trade_offs, name="weights-questions"),
    path("rounds/<slug:slug>/weights/check/", weights.check_conflict, name="weights-check"),
    path("rounds/<slug:slug>/weights/take-back/", weights.take_weights_back, name="weights-take-back"),
    path("rounds/<slug:slug>/review/", finishing.review, name="review"),
    path("rounds/<slug:slug>/thank-you/", finishing.thank, name="thank-you"),
    # what people wrote, for curators
    path("comments/", moderation.list_rounds, name="comment-rounds"),
    path("rounds/<slug:slug>/comments/", moderation.moderate, name="comment-list"),
    # /rounds/<slug>/, answers entered for somebody else
    path("rounds/<slug:slug>/booklet/", booklet.show_booklet, name="booklet"),
    path("rounds/<slug:slug>/entry/", entry.list_entries, name="entry-list"),
    path("rounds/<slug:slug>/entry/new/", entry.new_entry, name="entry-new"),
    path("rounds/<slug:slug>/entry/draw/", second_keying.draw, name="entry-draw"),
    path("rounds/<slug:slug>/entry/<str:code>/", entry.key_sheet, name="entry-sheet"),
    path("rounds/<slug:slug>/entry/<str:code>/withdraw/", entry.withdraw, name="entry-withdraw"),
    path("rounds/<slug:slug>/entry/<str:code>/again/", second_keying.key_again, name="entry-again"),
    path("rounds/<slug:slug>/entry/<str:code>/settle/", second_keying.settle, name="entry-settle"),
    # /rounds/<slug>/, for administrators
    path("rounds/<slug:slug>/invitations/", inviting.list_invitations, name="invitation-list"),
    path("rounds/<slug:slug>/invitations/new/", inviting.invite, name="invite"),
    path("rounds/<slug:slug>/invitations/<int:pk>/send-again/", inviting.send_again, name="invitation-send-again"),
    path("rounds/<slug:slug>/invitations/<int:pk>/revoke/", inviting.revoke, name="invitation-revoke"),
    path("rounds/<slug:slug>/group-requests/", group_requests.decide, name="group-requests"),
]
