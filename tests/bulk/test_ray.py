"""The same run on a Ray of several nodes, in this machine."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from service.bulk import local, on_ray
from service.bulk.errors import WorkersFail
from service.bulk.sources import open_source
from service.bulk.work import Setup
from tests.bulk.conftest import STRATUM, VERSIONS, hanging, outputs, rulings, table
from tests.conftest import absent

#: Of Ray's own making.
pytestmark = [
    pytest.mark.filterwarnings("ignore:.*is deprecated"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def cluster() -> Iterator[None]:
    """Two nodes of one CPU each."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    os.environ.update(RAY_worker_niceness="0")  # other tests run beside this one
    try:
        import ray
        from ray.cluster_utils import Cluster
    except ImportError:
        absent("ray", "pip install 'innominado[ray]'")
    node = {"num_cpus": 1, "object_store_memory": 80_000_000, "include_dashboard": False}
    cluster: Any = Cluster(initialize_head=True, head_node_args=node)
    cluster.add_node(num_cpus=1, object_store_memory=80_000_000)
    root = str(Path(__file__).parents[2])
    ray.init(cluster.address, log_to_driver=False, runtime_env={"env_vars": {"PYTHONPATH": root}})
    yield
    ray.shutdown()
    cluster.shutdown()


@pytest.mark.usefixtures("cluster")
def test_on_ray_as_on_this_machine(tmp_path: Path, setup: Callable[..., Setup]) -> None:
    rulings(tmp_path / "in", 20)
    (tmp_path / "in/broken.docx").write_bytes(b"PK\x03\x04")
    (tmp_path / "in.jsonl").write_text(table(150))
    strata = frozenset({STRATUM, "Sala Primera / civil / jsonl"})
    made = []
    for name, run in (("local", local.run), ("ray", on_ray.run)):
        to = setup(out=name, strata=strata)
        sources = (open_source(tmp_path / source, to.columns) for source in ("in", "in.jsonl"))
        units = chain.from_iterable(source.units() for source in sources)
        rows = [replace(row, seconds=0) for rows in run(to, units, 2, lambda: False) for row in rows]
        made.append((sorted(rows, key=lambda row: row.item), outputs(to.out)))
    assert len(made[0][0]) == 171
    assert {row.status for row in made[0][0]} == {"released", "review", "failed"}
    assert made[0] == made[1]


@pytest.mark.usefixtures("cluster")
def test_what_takes_too_long_is_given_up(tmp_path: Path, setup: Callable[..., Setup]) -> None:
    rulings(tmp_path / "in", 6)
    os.mkfifo(tmp_path / "started")
    reader = os.open(tmp_path / "started", os.O_RDONLY | os.O_NONBLOCK)
    to = setup(build=partial(hanging, tmp_path / "started"), seconds=20)
    found = on_ray.run(to, open_source(to.source, to.columns).units(), 2, lambda: False)
    assert Counter(row.reason for rows in found for row in rows if row.status == "failed") == {"timed_out": 1}
    assert len(outputs(to.out)) == 5
    os.close(reader)


@pytest.mark.usefixtures("cluster")
def test_a_node_with_another_bundle_ends_the_run(tmp_path: Path, setup: Callable[..., Setup]) -> None:
    rulings(tmp_path / "in", 2)
    to = setup(versions=replace(VERSIONS, bundle="small-2"))
    with pytest.raises(WorkersFail, match="another_run"):
        list(on_ray.run(to, open_source(to.source, to.columns).units(), 2, lambda: False))
