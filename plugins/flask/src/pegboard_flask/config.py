import pegboard


class Config(pegboard.Config):
    def _check(self, *a):
        pass

    def _complaint(self, *a):
        return None
