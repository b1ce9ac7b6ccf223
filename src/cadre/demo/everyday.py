"""x"""


def fill(actor):
    pass
