# WhiteNoise has no types: these are the parts of it that this plugin uses, for the checkers only.
from whitenoise.base import WhiteNoise as WhiteNoise
