"""While inference is busy everything else is answered, and what is too much is refused."""

import asyncio
from collections.abc import Callable

from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient

from tests.api.conftest import Gate


def test_the_loop_stays_free_while_inference_is_busy(make_app: Callable[..., FastAPI], gate: Gate) -> None:
    # More calls in line than the framework has threads by default.
    app = make_app(queue=60, threads=2)
    too_many = 5

    async def scene() -> None:
        transport = ASGITransport(app)
        async with (
            app.router.lifespan_context(app),
            AsyncClient(transport=transport, base_url="http://test") as client,
        ):
            gate.opened.clear()
            places = app.state.resources.lane.places
            calls = {
                asyncio.create_task(client.post("/v1/anonymize", json={"text": "a"}))
                for _ in range(places + too_many)
            }
            refused: set[asyncio.Task[object]] = set()
            waiting = calls
            while len(refused) < too_many:
                done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                refused |= done
            for path in ("/healthz", "/readyz", "/metrics", "/v1/policies"):
                answer = await asyncio.wait_for(client.get(path), 20)
                assert answer.status_code == 200, path
            assert [task.result().status_code for task in refused] == [429] * too_many  # type: ignore[attr-defined]
            assert not any(task.done() for task in waiting)
            gate.opened.set()
            answers = await asyncio.gather(*waiting)
            assert [answer.status_code for answer in answers] == [200] * places

    asyncio.run(scene())


def test_one_text_does_not_depend_on_what_else_is_in_flight(make_app: Callable[..., FastAPI]) -> None:
    app = make_app(threads=4)
    texts = [f"Dijo Ramiro Quintanal Ochoa {n} veces." for n in range(12)]

    async def scene() -> list[str]:
        async with (
            app.router.lifespan_context(app),
            AsyncClient(transport=ASGITransport(app), base_url="http://test") as client,
        ):
            calls = (client.post("/v1/anonymize", json={"text": text}) for text in texts)
            return [answer.json()["text"] for answer in await asyncio.gather(*calls)]

    assert asyncio.run(scene()) == [f"Dijo [NOMBRE] {n} veces." for n in range(12)]
