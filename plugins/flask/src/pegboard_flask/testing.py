from pegboard.testing import Client, CLIRunner as FlaskCliRunner, EnvironBuilder


class FlaskClient(Client):
    def __init__(self, app, response_wrapper=None, use_cookies=True, **kw):
        super().__init__(app, use_cookies=use_cookies, **kw)
