"""The compensation benchmark on a local Spark cluster of one master and two workers: the digest must equal DuckDB's.

Run with a Python that has the extra ``cadre-sales[spark]``: ``python -m benchmarks.compensation_spark [COUNT]``.
"""

import argparse
import json
import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import pyspark

from benchmarks import compensation_data as data
from benchmarks.compensation import engine_run
from cadre.compensation.engine.plan.loading import parse_plan
from cadre.compensation.engine.spark import Spark

HOST, PORT = "127.0.0.1", 7177


def start(folder: Path) -> list[subprocess.Popen[bytes]]:
    """One master and two workers with a core each."""
    home = Path(pyspark.__file__).parent
    environment = {**os.environ, "SPARK_HOME": str(home), "SPARK_DAEMON_MEMORY": "512m"}
    run = str(home / "bin" / "spark-class")
    master = [run, "org.apache.spark.deploy.master.Master", "--host", HOST, "--port", str(PORT), "--webui-port", "0"]
    worker = [run, "org.apache.spark.deploy.worker.Worker", "--cores", "1", "--memory", "3g", "--host", HOST]
    log = (folder / "cluster.log").open("wb")
    started = [subprocess.Popen(master, env=environment, stdout=log, stderr=log)]
    time.sleep(10)
    for number in (1, 2):
        more = ["--work-dir", str(folder / f"worker{number}"), "--webui-port", "0", f"spark://{HOST}:{PORT}"]
        started.append(subprocess.Popen([*worker, *more], env=environment, stdout=log, stderr=log))
    time.sleep(15)
    return started


def main() -> None:
    """Start the cluster, run once cold and once warm, compare digests."""
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int, nargs="?", default=1_000_000)
    arguments = parser.parse_args()
    plan, _ = parse_plan(data.PLAN)
    tables = data.make(arguments.count)
    expected, digest = engine_run(tables, plan)
    with tempfile.TemporaryDirectory(prefix="cadre-spark-bench-") as name:
        os.environ["CADRE_SPARK_FOLDER"] = name
        os.environ["CADRE_SPARK_CONF"] = (
            f"spark.driver.host={HOST};spark.driver.bindAddress={HOST};spark.executor.cores=1"
        )
        cluster = start(Path(name))
        try:
            spark = Spark(f"spark://{HOST}:{PORT}")
            times = []
            for _ in range(2):
                begin = time.perf_counter()
                found, other = engine_run(tables, plan, spark)
                times.append(round(time.perf_counter() - begin, 1))
                assert (found, other) == (expected, digest), (found, expected, other, digest)
            executors = spark.session.sparkContext._jsc.sc().getExecutorMemoryStatus().size() - 1
            spark.close()
        finally:
            for process in cluster:
                process.send_signal(signal.SIGTERM)
    print(
        json.dumps(
            {"rows": arguments.count, "executors": executors, "seconds": times, "digest": digest[:16], "equal": True}
        )
    )


if __name__ == "__main__":
    main()
