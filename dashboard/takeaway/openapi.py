"""What describes the data routes: an OpenAPI document, and a plain page that shows it."""

from __future__ import annotations

from typing import Any, Final

from markupsafe import Markup

from dashboard import registry
from dashboard.facts import Assumption, Facts, archive
from dashboard.takeaway.link import FACTS, LANG, OTHER, VERSION
from dashboard.takeaway.tables import MEDIA
from dashboard.words import say, text
from dashboard.words.text import LANGUAGES, Lang

# The routes: what they are called among the strings, and the type of the answer.
ROUTES: Final = {
    "/api/scenario.json": ("json", MEDIA["json"]),
    "/api/scenario.csv": ("csv", MEDIA["csv"]),
    "/api/workbook.xlsx": ("xlsx", MEDIA["xlsx"]),
    "/api/chart/{page}/{chart}.json": ("chart", MEDIA["json"]),
    "/embed/{page}/{chart}": ("embed", "text/html"),
    "/card/{page}.png": ("card", "image/png"),
    "/feed.xml": ("feed", "application/atom+xml"),
}
THEMES: Final = ("light", "dark", "auto")
_ANSWERS: Final = ("200", "304", "400", "404", "429", "503")

_DOCUMENT: Final = Markup(
    '<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>{title}</title><style>{style}</style></head>'
    '<body><h1>{title}</h1><p>{intro}</p><p>{limits}</p><p><a href="api/openapi.json?lang={code}">{openapi}</a></p>'
    "<h2>{routes}</h2><dl>{listed}</dl><h2>{parameters}</h2>"
    "<table><thead><tr><th>{parameter}</th><th>{meaning}</th><th>{values}</th><th>{default}</th></tr></thead>"
    "<tbody>{rows}</tbody></table></body></html>"
)
_STYLE: Final = Markup(
    ":root{color-scheme:light dark}body{font:16px/1.5 'Source Sans',system-ui,sans-serif;max-width:60rem;"
    "margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}"
    "th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid #8883}"
    "dt{font-family:ui-monospace,monospace;margin-top:.6rem}dd{margin:0}code{white-space:nowrap}"
)


def document(facts: Facts, lang: Lang) -> dict[str, Any]:
    """The OpenAPI 3.1 document of the routes, with every slider of the facts as a parameter."""
    query = [*(_slider(a, lang) for a in facts.assumptions), *_further(facts, lang)]
    paths = {}
    for path, (name, media) in ROUTES.items():
        own = [_path_parameter(part, lang) for part in ("page", "chart") if f"{{{part}}}" in path]
        if name == "embed":
            own.append(_parameter("theme", lang, {"type": "string", "enum": list(THEMES), "default": THEMES[0]}))
        taken = [_language(lang)] if name == "feed" else query
        answers = {
            code: {"description": text.t(f"api.answer.{code}", lang)}
            for code in _ANSWERS
            if code != "404" or "{" in path
        }
        answers["200"]["content"] = {media: {}}  # type: ignore[assignment]
        paths[path] = {
            "get": {
                "operationId": name,
                "summary": text.t(f"api.route.{name}", lang),
                "parameters": [*own, *taken],
                "responses": answers,
            }
        }
    about = {
        "title": _title(facts, lang),
        "version": facts.fingerprint,
        "description": f"{text.t('api.intro', lang)} {text.t('api.limits', lang)}",
    }
    return {"openapi": "3.1.0", "info": about, "paths": paths}


def page(facts: Facts, lang: Lang) -> Markup:
    """The same as a page for people, without a script."""
    parameters = [*(_slider(a, lang) for a in facts.assumptions), *_further(facts, lang)]
    row = Markup("<tr><td><code>{}</code></td><td>{}</td><td>{}</td><td>{}</td></tr>")
    route = Markup("<dt>{}</dt><dd>{}</dd>")
    return _DOCUMENT.format(
        lang=lang.lower(),
        code=lang,
        style=_STYLE,
        title=_title(facts, lang),
        **{
            name: text.t(f"api.{name}", lang)
            for name in (
                "intro", "limits", "openapi", "routes", "parameters", "parameter", "meaning", "values", "default",
            )
        },
        listed=Markup("").join(
            route.format(path, text.t(f"api.route.{name}", lang)) for path, (name, _) in ROUTES.items()
        ),
        rows=Markup("").join(
            row.format(one["name"], one["description"], _values(one["schema"], lang), one["schema"].get("default", ""))
            for one in parameters
        ),
    )  # fmt: skip


def _title(facts: Facts, lang: Lang) -> str:
    product = say.product(facts.company, lang)
    return text.t("api.title", lang, product=product)


def _slider(assumption: Assumption, lang: Lang) -> dict[str, Any]:
    """A slider or choice as a parameter, in its own unit."""
    if assumption.options is not None:
        schema: dict[str, Any] = {"type": "string", "enum": list(assumption.options)}
    else:
        low, high, _ = assumption.bounds
        schema = {"type": "number", "minimum": low, "maximum": high}
    words = f"{assumption.label.get(lang)} ({assumption.unit})"
    return _parameter(assumption.key, lang, {**schema, "default": assumption.default_value}, words)


def _further(facts: Facts, lang: Lang) -> list[dict[str, Any]]:
    """The parameters besides sliders: controls of pages, language, second scenario, version of the facts."""
    switches = {key: tokens for row in registry.PAGES for key, tokens in row.switches.items()}
    chosen = [
        _parameter(key, lang, {"type": "string", "enum": list(tokens), "default": tokens[0]}, key)
        for key, tokens in switches.items()
    ]
    archived = {"type": "string", "enum": list(archive.versions())}
    return [
        *chosen,
        _language(lang),
        _parameter(OTHER, lang, {"type": "string"}),
        _parameter(FACTS, lang, archived),
        _parameter(VERSION, lang, {"type": "string", "default": facts.fingerprint}),
    ]


def _language(lang: Lang) -> dict[str, Any]:
    return _parameter(LANG, lang, {"type": "string", "enum": list(LANGUAGES), "default": LANGUAGES[0]})


def _path_parameter(part: str, lang: Lang) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if part == "page":
        schema["enum"] = list(registry.NAMES)
    return {**_parameter(part, lang, schema), "in": "path", "required": True}


def _parameter(name: str, lang: Lang, schema: dict[str, Any], words: str = "") -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": words or text.t(f"api.parameter.{name}", lang),
        "schema": schema,
    }


def _values(schema: dict[str, Any], lang: Lang) -> str:
    if "enum" in schema:
        return ", ".join(str(value) for value in schema["enum"])
    if "minimum" in schema:
        return text.t("api.range", lang, low=schema["minimum"], high=schema["maximum"])
    return ""
