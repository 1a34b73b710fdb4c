"""Opens reports in Chromium and does what people do with them. Exits with 1 when something is not as it must be."""

import argparse
import io
import sys
import time
from collections.abc import Callable
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pypdf import PdfReader

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# A `toggle` comes after the click that causes it: what has been opened is looked at once it has come.
OPEN_ALL = """() => Promise.all([...document.querySelectorAll("details:not([open])")].map((one) =>
    new Promise((done) => { one.addEventListener("toggle", done, { once: true }); one.open = true; })))"""

failures: list[str] = []


def check(holds: bool, what: str) -> None:
    print(f"  {'ok' if holds else 'FAILED'}: {what}")
    if not holds:
        failures.append(what)


def becomes(expectation: Callable[[], None], what: str) -> None:
    """What an event brings about a moment later: waits for it."""
    try:
        expectation()
    except AssertionError as error:
        check(False, f"{what}: {error}")
    else:
        check(True, what)


def opened(browser: Browser, file: Path, size=None, scheme="light", script=True) -> Page:
    """A page that remembers what it said and asked for."""
    context = browser.new_context(viewport=size or DESKTOP, color_scheme=scheme, java_script_enabled=script)
    page = context.new_page()
    page.said, page.asked = [], []
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.on("request", lambda request: page.asked.append(request.url))
    page.goto(file.resolve().as_uri())
    return page


def shut(page: Page, name: str) -> None:
    check(not page.said, f"{name}: nothing on the console {page.said[:3]}")
    others = [url for url in page.asked[1:] if not url.startswith("data:")]
    check(not others, f"{name}: no request leaves the page {others[:3]}")
    page.context.close()


def accessible(page: Page, name: str) -> None:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response["violations"]
    told = [
        f"{one['id']}: {node['target']} {node['any'][0]['message'] if node['any'] else one['help']}"
        for one in found
        for node in one["nodes"][:3]
    ]
    check(not found, f"{name}: axe-core finds nothing against WCAG AA {told}")


def shown(page: Page):
    return page.locator("#recs tbody:not([hidden])")


def column(page: Page, number: int) -> list[str]:
    return shown(page).locator(f"tr:first-child > :nth-child({number})").all_inner_texts()


def amounts(texts: list[str]) -> list[float]:
    return [float(text.split(" ")[0].replace("$", "").replace(",", "").replace("<", "")) for text in texts]


def head(page: Page, number: int):
    return page.locator(f"#recs thead th:nth-child({number})")


def looks(browser: Browser, file: Path, screenshots: Path | None) -> None:
    """In both schemes, on desktop and phone: accessible, quiet, as wide as the window."""
    for scheme in ("light", "dark"):
        for size in (DESKTOP, PHONE):
            name = f"{file.stem}, {scheme}, {size['width']} px"
            page = opened(browser, file, size, scheme)
            accessible(page, name)
            wide = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
            check(wide[0] <= wide[1], f"{name}: no sideways scrolling {wide}")
            if screenshots:
                shot = screenshots / f"{file.stem}-{scheme}-{size['width']}.png"
                page.screenshot(path=shot, full_page=True)
            page.evaluate(OPEN_ALL)
            accessible(page, f"{name}, all opened")
            wide = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
            check(wide[0] <= wide[1], f"{name}, all opened: no sideways scrolling {wide}")
            shut(page, name)


def structure(browser: Browser, file: Path) -> None:
    page = opened(browser, file)
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map((one) => Number(one.tagName[1]))")
    steps = all(after - before <= 1 for before, after in zip(levels, levels[1:]))
    check(levels[0] == 1 and levels.count(1) == 1 and steps, "headings are in order")
    captions = page.evaluate("[...document.querySelectorAll('table')].every((one) => one.caption?.textContent.trim())")
    check(captions, "every table has a caption")
    described = page.evaluate(
        "[...document.querySelectorAll('svg[role=img]')].every((one) => one.querySelector('title') && one.querySelector('desc'))"
    )
    check(described, "every chart has a title and a description")
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    check(outline != "none", "focus can be seen")
    shut(page, "structure")


def table(browser: Browser, file: Path) -> None:
    page = opened(browser, file)
    everything = page.locator("#recs tbody").count()
    check(shown(page).count() == min(50, everything), "a page of recommendations is shown")
    page.get_by_role("button", name="Show all").click()
    check(shown(page).count() == everything, "all are shown when asked for")

    head(page, 1).locator("button").focus()
    page.keyboard.press("Enter")
    names = shown(page).locator("summary").all_inner_texts()
    check(head(page, 1).get_attribute("aria-sort") == "ascending", "aria-sort says how it is sorted")
    in_order = "(names) => names.every((one, at) => !at || new Intl.Collator('en', { numeric: true }).compare(names[at - 1], one) <= 0)"
    check(page.evaluate(in_order, names), "sorted by name, by keyboard")
    head(page, 6).locator("button").click()
    savings = amounts(column(page, 6))
    check(savings == sorted(savings, reverse=True), "sorted by savings, largest first")
    head(page, 6).locator("button").click()
    savings = amounts(column(page, 6))
    check(savings == sorted(savings), "and smallest first")
    check(page.locator("#recs th[aria-sort]").count() == 1, "one column at a time")

    search = page.get_by_role("searchbox")
    search.fill("ebs-volume-gp2 staging")
    number = shown(page).count()
    check(0 < number < everything, f"a search finds some ({number})")
    rules = shown(page).locator("tr:first-child td:nth-child(2) small").all_inner_texts()
    check(all(rule == "ebs-volume-gp2" for rule in rules), "and only those")
    check("found of" in page.locator("#shown").inner_text(), "and says how many")
    page.get_by_label("Region").select_option(label="us-east-1")
    check(0 < shown(page).count() < number, "a choice narrows it")
    search.fill("nothing is called so")
    check(page.locator("#shown").inner_text() == "Nothing found.", "nothing found is said")
    page.get_by_role("button", name="Reset").click()
    becomes(lambda: expect(shown(page)).to_have_count(min(50, everything)), "reset shows them again")

    one = shown(page).first
    detail = one.locator("tr").nth(1)
    check(not detail.is_visible(), "evidence is folded away")
    one.locator("summary").focus()
    page.keyboard.press("Enter")
    becomes(lambda: expect(detail).to_be_visible(), "Enter unfolds it")
    text = detail.inner_text()
    check("Now $" in text and "After" in text and "× $" in text, "it shows how the amounts come about")
    becomes(lambda: expect(detail).not_to_contain_text("Note "), "shared notes are written out")
    page.get_by_role("button", name="Expand all").click()
    becomes(lambda: expect(shown(page).nth(7).locator("tr").nth(1)).to_be_visible(), "all unfold at once")
    shut(page, "table")


def without_script(browser: Browser, file: Path) -> None:
    page = opened(browser, file, script=False)
    bodies = page.locator("#recs tbody")
    check(bodies.nth(bodies.count() - 1).is_visible(), "without scripts all recommendations are there")
    check(not page.locator(".filter").is_visible(), "and no dead filter")
    detail = bodies.first.locator("tr").nth(1)
    check(not detail.is_visible(), "evidence is folded away")
    bodies.first.locator("summary").click()
    becomes(lambda: expect(detail).to_be_visible(), "and unfolds")
    shut(page, "without scripts")


def paper(browser: Browser, file: Path, screenshots: Path | None) -> None:
    page = opened(browser, file)
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    if screenshots:
        (screenshots / f"{file.stem}.pdf").write_bytes(pdf)
    pages = [one.extract_text() for one in PdfReader(io.BytesIO(pdf)).pages]
    check("AWS costs in" in pages[0] and "What we spent" not in pages[0], f"{file.stem}: the first sheet is the summary alone")
    check("What we spent" in pages[1], f"{file.stem}: what follows starts on the second")
    check("Show all" not in "".join(pages) and "Search" not in "".join(pages), "controls are not printed")
    shut(page, "paper")


def large(browser: Browser, file: Path) -> None:
    """Thousands of rows: within its size, sorted and searched. Its times are told, and judged by nobody."""
    check(file.stat().st_size < 5_000_000, f"{file.stem}: {file.stat().st_size:,} bytes")
    started = time.monotonic()
    page = opened(browser, file)
    print(f"  opened in {time.monotonic() - started:.1f} s")
    for what, act in [
        ("sorted", lambda: head(page, 1).locator("button").click()),
        ("searched", lambda: page.get_by_role("searchbox").fill("i-0b7c")),
    ]:
        started = time.monotonic()
        act()
        page.evaluate("document.body.offsetHeight")
        print(f"  {what} in {time.monotonic() - started:.2f} s")
    check(head(page, 1).get_attribute("aria-sort") == "ascending", f"{file.stem}: sorted by name")
    found = page.locator("#shown").inner_text()
    check(" found of " in found, f"{file.stem}: a search finds some ({found})")
    shut(page, f"{file.stem}")


def main() -> int:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--chromium", required=True)
    arguments.add_argument("--screenshots", type=Path)
    arguments.add_argument("files", type=Path, nargs="+")
    given = arguments.parse_args()
    if given.screenshots:
        given.screenshots.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=given.chromium, args=["--no-sandbox"])
        print(f"Chromium {browser.version}")
        for file in given.files:
            print(f"{file}")
            page = opened(browser, file)
            rows = page.locator("#recs tbody").count()
            page.context.close()
            if rows > 1000:
                large(browser, file)
                continue
            looks(browser, file, given.screenshots)
            structure(browser, file)
            paper(browser, file, given.screenshots)
            if rows >= 50:
                table(browser, file)
                without_script(browser, file)
        browser.close()
    print(f"{len(failures)} failed" if failures else "all as it must be")
    return 1 if failures else 0


sys.exit(main())
