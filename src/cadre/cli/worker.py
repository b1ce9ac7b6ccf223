"""`cadre worker`: one process for background work. `cadre serve` starts it; on more machines start more of them."""

import django


def main(_argv: list[str]) -> int:
    """Run tasks, deliver events and start periodic jobs until told to stop."""
    django.setup()
    from cadre.kernel.worker import TaskWorker

    TaskWorker().run()
    return 0
