"""The provider keeps the contract of its slot, in Mako's language."""

from __future__ import annotations

from pegboard_contracts.templating import TemplatingContract
from pegboard_templating_mako import MakoTemplating


class TestMakoTemplating(TemplatingContract):
    provider = MakoTemplating
    printing = "${value}"
    looping = "% for each in value:\n${each},\\\n% endfor\n"
    asking = "${request.path}"
    filtering = "${value | shout}"
    testing = "${'yes' if loud(value) else 'no'}"
    calling = "${motto()}"
    including = '<%include file="part.html"/>'
    defining = "<%def name='item(text)'><li>${text}</li></%def>"
    blocks = "a<%block name='body'>${value}</%block>b"
