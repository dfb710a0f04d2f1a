"""The review page's routes: what is shown and what is done with an answer."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from importlib.resources import files
from urllib.parse import quote, unquote, urlencode

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Mount, Route

from pipeline.errors import KehoachError
from pipeline.review.entries import EntryError
from pipeline.review.fields import LANGUAGES
from pipeline.review.forms import (
    CELL,
    VERDICTS,
    cells_of,
    filters_of,
    judgement_of,
    name_of,
    number_of,
    page_of,
    request_of,
)
from pipeline.review.guarding import Guard
from pipeline.review.pages import Pages
from pipeline.review.pictures import DPI, Pictures
from pipeline.review.store import Judgement, Store
from pipeline.review.values import Filters
from pipeline.tables.corrections import GROWING, Correction, Verdict

_STATIC = {"review.css": "text/css", "review.js": "text/javascript", "icon.svg": "image/svg+xml"}
_YEAR = 365 * 24 * 3600


def make_app(
    store: Store, pictures: Pictures, *, token: str, hosts: frozenset[str], reviewer: str
) -> Starlette:
    """The application below `/<token>/`. `reviewer` is who it is until he says otherwise."""
    views = Views(store, pictures, Pages(f"/{token}"), reviewer)
    routes = [
        Route("/", views.queue),
        Route("/value/{cell:int}", views.value),
        Route("/next", views.next),
        Route("/plan/{plan}", views.plan),
        Route("/plan/{plan}/add/{table}", views.new_row),
        Route("/history", views.history),
        Route("/picture/{plan}/{page:int}/{dpi:int}.png", views.picture),
        Route("/static/{name}", views.static),
        Route("/judge", views.judge, methods=["POST"]),
        Route("/add", views.add, methods=["POST"]),
        Route("/undo", views.undo, methods=["POST"]),
        Route("/language/{language}", views.language),
        Route("/{rest:path}", views.missing),
    ]
    handlers = {KehoachError: views.failed, sqlite3.Error: views.failed}
    guard = Middleware(Guard, token=token, hosts=hosts)
    return Starlette(
        routes=[Mount(f"/{token}", routes=routes)],
        middleware=[guard],
        exception_handlers=handlers,
    )


class Views:
    """One method for each route. They run in threads; the store takes care of that."""

    def __init__(self, store: Store, pictures: Pictures, pages: Pages, reviewer: str) -> None:
        self._store = store
        self._pictures = pictures
        self._pages = pages
        self._reviewer = reviewer

    def queue(self, request: Request) -> Response:
        """The list of values."""
        self._store.catch_up()
        filters, number = filters_of(request.query_params), page_of(request)
        cells, total = self._store.values.queue(filters, number)
        return self._shown(
            "queue.html", request, filters=filters, cells=cells, total=total, number=number
        )

    def value(self, request: Request) -> Response:
        """One value beside its page."""
        self._store.catch_up()
        cell = self._store.values.cell(request.path_params["cell"])
        if cell is None:
            return self.missing(request)
        filters = filters_of(request.query_params)
        forth = self._store.values.following(filters, cell)
        number = number_of(request.query_params.get("p", "")) or cell["page"] or 1
        return self._shown(
            "value.html",
            request,
            filters=filters,
            cell=cell,
            findings=self._store.values.findings_of(cell["plan_id"]),
            back=self._store.values.following(filters, cell, back=True),
            forth=forth,
            ahead=self._store.values.cell(forth) if forth else None,
            text=request.query_params.get("text", ""),
            **self._paper(cell["plan_id"], number),
        )

    def new_row(self, request: Request) -> Response:
        """The form for a row that the machine did not find."""
        self._store.catch_up()
        asked = request.query_params
        return self._row_form(request, {**request.path_params, "p": asked.get("p", "")}, asked)

    def next(self, request: Request) -> Response:
        """To the first value of the queue."""
        self._store.catch_up()
        filters = filters_of(request.query_params)
        first = self._store.values.following(filters, None)
        return RedirectResponse(self._next_address(filters, first), 303)

    def plan(self, request: Request) -> Response:
        """All values of a document."""
        self._store.catch_up()
        plan = self._store.values.plan(request.path_params["plan"])
        if plan is None:
            return self.missing(request)
        key = plan["plan_id"]
        return self._shown(
            "plan.html",
            request,
            filters=filters_of(request.query_params),
            plan=plan,
            cells=self._store.values.cells_of(key),
            findings=self._store.values.findings_of(key),
            pages=self._store.values.pages_of(key),
        )

    def history(self, request: Request) -> Response:
        """Who judged what and when."""
        self._store.catch_up()
        number = page_of(request)
        lines, total = self._store.history(number)
        filters = filters_of(request.query_params)
        return self._shown(
            "history.html", request, filters=filters, lines=lines, total=total, number=number
        )

    def picture(self, request: Request) -> Response:
        """A page as PNG."""
        plan = self._store.values.plan(request.path_params["plan"])
        page = plan and self._store.values.page(plan["plan_id"], request.path_params["page"])
        dpi = request.path_params["dpi"]
        if plan is None or page is None or dpi not in DPI:
            return self.missing(request)
        path = self._pictures.picture(plan, page["page"], page["rotation"] or 0, dpi)
        if path is None:
            return self.missing(request)
        # The name holds the content's hash: the browser may keep it.
        return FileResponse(path, headers={"cache-control": "private, max-age=86400"})

    def static(self, request: Request) -> Response:
        """The style and the script."""
        name = request.path_params["name"]
        if name not in _STATIC:
            return self.missing(request)
        text = (files("pipeline.review") / "static" / name).read_text(encoding="utf-8")
        return Response(text, media_type=_STATIC[name])

    async def judge(self, request: Request) -> Response:
        """Writes an answer and goes to the next value."""
        return await _answered(request, self._judge)

    async def add(self, request: Request) -> Response:
        """Writes a row that the machine did not find and shows the document."""
        return await _answered(request, self._add)

    async def undo(self, request: Request) -> Response:
        """Takes an answer back and shows its value again."""
        return await _answered(request, self._undo)

    def language(self, request: Request) -> Response:
        """Changes the page's language and goes back."""
        language = request.path_params["language"]
        if language not in LANGUAGES:
            return self.missing(request)
        response = RedirectResponse(self._pages.within(request.query_params.get("to", "")), 303)
        response.set_cookie("lang", language, max_age=_YEAR, samesite="strict", httponly=True)
        return response

    def missing(self, request: Request) -> Response:
        """404, in the page's language."""
        return self._message(request, "not_found", 404)

    def failed(self, request: Request, error: Exception) -> Response:
        """A broken `corrections.csv` and the like: what is wrong and where."""
        detail = error.message if isinstance(error, KehoachError) else str(error)
        return self._message(request, "error", 500, detail)

    def _judge(self, request: Request, form: Mapping[str, str]) -> Response:
        cell = self._store.values.cell(number_of(form.get("cell", "")))
        if cell is None or form.get("verdict") not in VERDICTS:
            return self.missing(request)
        who, filters = name_of(form), filters_of(form)
        try:
            judgement = judgement_of(form, cell["tab"], cell["col"], who)
            done = self._store.judge(cell["id"], judgement)
        except EntryError as error:
            return self._again(cell["id"], filters, form, str(error))
        except OSError:
            return self._message(request, "disk", 507)
        forth = self._store.values.following(filters, cell)
        return self._signed(self._next_address(filters, forth, saved=done), who)

    def _signed(self, address: str, who: str) -> Response:
        """On to an address; the browser remembers who it was."""
        response = RedirectResponse(address, 303)
        response.set_cookie("who", quote(who), max_age=_YEAR, samesite="strict", httponly=True)
        return response

    def _add(self, request: Request, form: Mapping[str, str]) -> Response:
        plan = self._store.values.plan(form.get("plan", ""))
        table = form.get("table", "")
        if plan is None or table not in GROWING:
            return self.missing(request)
        who = name_of(form)
        try:
            cells = cells_of(form, table)
            by = Judgement(Verdict.ADDED, "", who, request_of(form))
            done = self._store.add_row(plan["plan_id"], table, cells, by)
        except EntryError as error:
            return self._row_form(request, form, form, str(error))
        except OSError:
            return self._message(request, "disk", 507)
        path = f"/plan/{plan['plan_id']}"
        return self._signed(self._pages.address(path, filters_of(form), saved=done.id), who)

    def _row_form(
        self,
        request: Request,
        form: Mapping[str, str],
        asked: Mapping[str, str],
        why: str = "",
    ) -> Response:
        """The form of a new row; `form` says which and what was typed before."""
        plan, table = self._store.values.plan(form.get("plan", "")), form.get("table", "")
        if plan is None or table not in GROWING:
            return self.missing(request)
        response = self._shown(
            "add.html",
            request,
            filters=filters_of(asked),
            table=table,
            typed={name.removeprefix(CELL): text for name, text in form.items()},
            why=why,
            **self._paper(plan["plan_id"], number_of(form.get("p", "")) or 1),
        )
        response.status_code = 422 if why else 200
        return response

    def _paper(self, plan_id: str, number: int) -> dict[str, object]:
        """A page of a document: its picture, or its text where there is none."""
        values = self._store.values
        plan, page = values.plan(plan_id), values.page(plan_id, number)
        textless = page is not None and page["text"] is None
        gone = textless and plan is not None and not self._pictures.has(plan)
        return {
            "plan": plan,
            "page": page,
            "gone": gone,
            "pictured": bool(page and page["width"]) and textless and not gone,
            "lines": values.page_text(plan_id, number) if gone else page and page["text"],
            "number": number,
            "last": len(values.pages_of(plan_id)),
        }

    def _undo(self, request: Request, form: Mapping[str, str]) -> Response:
        who = name_of(form) or self._who(request)
        which = form.get("correction", "")
        if not which:
            last = self._store.last_of(who)
            which = last.id if last else ""
        try:
            done = self._store.undo(which, who, request_of(form))
        except OSError:
            return self._message(request, "disk", 507)
        filters = filters_of(form)
        if done is None:
            return RedirectResponse(self._pages.address("/", filters), 303)
        cell = self._store.values.cell_at(done.place)
        if cell is None:  # a row that is no more
            path = f"/plan/{done.plan}" if self._store.values.plan(done.plan) else "/history"
            return RedirectResponse(self._pages.address(path, filters, undone=done.id), 303)
        address = self._pages.address(f"/value/{cell['id']}", filters, undone=done.id)
        return RedirectResponse(address, 303)

    def _again(self, cell: int, filters: Filters, form: Mapping[str, str], why: str) -> Response:
        """Back to the value: what was typed does not fit."""
        text = form.get("text", "")[:2000]
        address = self._pages.address(f"/value/{cell}", filters, why=why, text=text)
        return RedirectResponse(address, 303)

    def _next_address(
        self, filters: Filters, cell: int | None, saved: Correction | None = None
    ) -> str:
        path = "/" if cell is None else f"/value/{cell}"
        more = {"saved": saved.id} if saved else {}
        return self._pages.address(path, filters, **more)

    def _shown(self, template: str, request: Request, **facts: object) -> Response:
        asked = request.query_params
        facts = {"why": asked.get("why", ""), **facts}
        text = self._pages.render(
            template,
            self._language(request),
            who=self._who(request),
            here=f"{request.url.path}?{urlencode(asked.multi_items())}",
            counts=self._store.counts(),
            choices=self._store.values.choices(),
            saved=self._store.correction(asked.get("saved", "")),
            also=self._store.also(asked.get("saved", "")),
            undone=self._store.correction(asked.get("undone", "")),
            **facts,
        )
        return Response(text, media_type="text/html")

    def _message(self, request: Request, label: str, status: int, detail: str = "") -> Response:
        language = self._language(request)
        text = self._pages.render(
            "message.html", language, label=label, detail=detail, here=request.url.path
        )
        return Response(text, status, media_type="text/html")

    def _language(self, request: Request) -> str:
        chosen = request.cookies.get("lang", "")
        return chosen if chosen in LANGUAGES else LANGUAGES[0]

    def _who(self, request: Request) -> str:
        return unquote(request.cookies.get("who", "")) or self._reviewer


async def _answered(
    request: Request, answer: Callable[[Request, Mapping[str, str]], Response]
) -> Response:
    """The answer to a form, given in a thread: the disk may be slow."""
    from starlette.concurrency import run_in_threadpool

    form = {k: v for k, v in (await request.form()).items() if isinstance(v, str)}
    return await run_in_threadpool(answer, request, form)
