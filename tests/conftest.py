"""Settings for every test."""

from hypothesis import settings

# A law holds or not; how long an example took says only what else the machine was doing.
settings.register_profile("laws", deadline=None)
settings.load_profile("laws")
