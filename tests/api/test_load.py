"""While inference is busy everything else is answered, and what is too much is refused."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable

from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient, Response

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


def test_slow_uploads_take_no_more_than_their_budget(make_app: Callable[..., FastAPI]) -> None:
    piece, many = 40_000, 10
    app = make_app(max_characters=many * piece, max_file_bytes=1, max_bodies_bytes=70 * piece, queue=many)
    json = {"Content-Type": "application/json"}

    async def scene() -> None:
        async with (
            app.router.lifespan_context(app),
            AsyncClient(transport=ASGITransport(app), base_url="http://test", timeout=60) as client,
        ):

            async def upload(
                arrived: asyncio.Event, go_on: asyncio.Event, pieces: int, more: int
            ) -> AsyncIterator[bytes]:
                yield b'{"text": "' + b" " * (piece - len(b'{"text": ""}'))
                for _ in range(pieces - 1):
                    yield b" " * piece
                arrived.set()  # what came before is taken once more is asked for
                await go_on.wait()
                for _ in range(more):
                    yield b" " * piece
                yield b'"}'

            def send(
                go_on: asyncio.Event, pieces: int, more: int = 0
            ) -> tuple[asyncio.Event, asyncio.Task[Response]]:
                arrived = asyncio.Event()
                content = upload(arrived, go_on, pieces, more)
                return arrived, asyncio.create_task(client.post("/v1/analyze", content=content, headers=json))

            async def used() -> int:
                found = re.search(r"(?m)^innominado_bodies_bytes (.*)$", (await client.get("/metrics")).text)
                assert found
                return int(float(found[1]))

            end, on = asyncio.Event(), asyncio.Event()
            slow = [send(end, 6) for _ in range(many)]
            greedy, refused = send(on, 9, more=2)
            for arrived in (greedy, *(arrived for arrived, _ in slow)):
                await asyncio.wait_for(arrived.wait(), 30)
            assert 68 * piece < await used() <= 69 * piece
            announced = await client.post("/v1/analyze", content=b" " * 2 * piece, headers=json)
            _, streamed = send(end, 2)
            for answer in (announced, await streamed):
                assert (answer.status_code, answer.json()["code"]) == (429, "busy")
                assert int(answer.headers["Retry-After"]) > 0
            assert (await client.post("/v1/analyze", json={"text": "a"})).status_code == 200
            on.set()
            assert (await refused).status_code == 429
            assert 59 * piece < await used() <= 60 * piece
            end.set()
            answers = await asyncio.gather(*(answer for _, answer in slow))
            assert {answer.status_code for answer in answers} == {200}
            assert await used() == 0

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
