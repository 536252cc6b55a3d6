import click


class AppGroup(click.Group): ...


def load_dotenv(path=None): ...
