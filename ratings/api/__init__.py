"""The API of the rating rounds."""

from ninja import Router

from ratings.api.own import router as own_router
from ratings.api.rounds import router as rounds_router

router = Router()
router.add_router("", rounds_router)
router.add_router("", own_router)
