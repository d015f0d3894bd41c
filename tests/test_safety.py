"""The pages as a browser gets them: a policy that lets nothing foreign run, a scan that lets nothing foreign out."""

from __future__ import annotations

import functools
import http.server
import json
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urljoin, urlsplit
from urllib.request import urlopen

import pytest
from conftest import SMALL, Quiet, mkdocs
from guide.policy import digest, policy
from guide.publish import files_of
from guide.scan import FORM, PLAIN, TAG, faults, scan
from pages import Tree, html_files, page

Change = Callable[[str, str, str], Path]
SITES = ["real_site", "small_site", "other_site"]
POLICY = f'<meta http-equiv="Content-Security-Policy" content="{policy("run()")}">'
GOOD = f'<html><head>{POLICY}<script src="a.js" defer></script></head><body>{{}}</body></html>'
WATCH = """addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`))"""


@pytest.fixture(params=SITES)
def site(request: pytest.FixtureRequest) -> Path:
    """Each guide's site in turn."""
    built: Path = request.getfixturevalue(request.param)
    return built


def scanned(body: str) -> tuple[str, ...]:
    """What the scan says of a page with this body."""
    return scan({"x/index.html": GOOD.replace("a.js", "../a.js").format(body).encode(), "a.js": b""})


def test_every_page_states_the_policy_before_it_loads_anything(site: Path) -> None:
    for path in html_files(site):
        text = path.read_text(encoding="utf-8")
        head = page(path).all("head")[0]
        first = head.children[0]
        assert first.attributes["http-equiv"] == "Content-Security-Policy", path
        assert text.index("<meta charset") < 1024
        (inline,) = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
        assert first.attributes["content"] == policy(inline)
        assert [one.attributes["content"] for one in head.all("meta", name="referrer")] == ["no-referrer"]


def test_the_policy_names_no_host_and_no_loophole() -> None:
    stated = dict(part.split(" ", 1) for part in policy("run()").split("; "))
    assert stated["default-src"] == stated["base-uri"] == stated["form-action"] == "'none'"
    assert stated.pop("script-src") == f"'self' {digest('run()')}"
    assert set(stated.values()) == {"'none'", "'self'"}
    assert digest("alert('Hello, world.');") == "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"  # MDN's example


def test_the_copy_on_disk_has_no_policy_and_the_referrer_rule(small_site: Path, tmp_path: Path) -> None:
    (packed,) = small_site.glob("*.zip")
    shutil.unpack_archive(packed, tmp_path / "copy")
    for path in html_files(tmp_path / "copy"):
        text = path.read_text(encoding="utf-8")
        assert "Content-Security-Policy" not in text
        assert '<meta name="referrer" content="no-referrer">' in text


def test_the_scan_finds_nothing_in_the_built_sites(site: Path) -> None:
    assert scan(files_of(site)) == ()


def test_what_the_scan_passes_at_a_glance_has_no_fault_when_looked_at(real_site: Path) -> None:
    files = files_of(real_site)
    tags = {tag: name for name in files if name.endswith(".html") for tag in TAG.findall(files[name].decode())}
    plain = [tag for tag in tags if PLAIN.fullmatch(tag)]
    assert len(plain) > len(tags) / 2
    assert [tag for tag in plain if not FORM.fullmatch(tag) or list(faults(tag, tags[tag], files))] == []


@pytest.mark.parametrize(
    "body",
    [
        '<a href="https://x.example/" rel="noopener">x</a>',
        '<a href="mailto:a@x.example">x</a><a href="tel:911">x</a><a href="../y/?q=javascript:1#z">x</a><a href>x</a>',
        '<img src="../a.png" alt="" width=32><IMG SRC="a.png" ALT=\'x\'>',
        '<link rel="canonical" href="https://x.example/"><link rel="alternate" href="https://x.example/f">',
        '<script type="application/ld+json">{"url": "https://x.example/"}</script>',
        "<script>run()</script>",
        '<form role="search"><input type="search" required></form>',
        '<meta http-equiv="refresh" content="0;url=../y/">',
        "<p>In words: style=x, onload=alert(1), javascript:alert(1), 3 &lt; 5 > 2</p>",
        '<svg viewBox="0 0 1 1"><rect x="1"/></svg>',
    ],
)
def test_the_scan_lets_pass_what_pages_need(body: str) -> None:
    assert scanned(body) == ()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<script>other()</script>", "does not know: other()"),
        ("<script >other()</script>", "does not know: other()"),
        ("<SCRIPT\n>other()</script\n>", "does not know: other()"),
        ('<script type="module">other()</script>', "a script in the page with attributes"),
        ('<script nonce="x">other()</script>', "a script in the page with attributes"),
        ('<script src="https://x.example/a.js"></script>', "loaded from elsewhere (src)"),
        ('<script src="//x.example/a.js"></script>', "loaded from elsewhere (src)"),
        ('<script src="../b.js"></script>', "a script that is no file of this site"),
        ('<script src="/name/b.js"></script>', "a script that is no file of this site"),
        ('<script type="application/json" src="../b.js"></script>', "a script that is no file of this site"),
        ("<SCRIPT SRC=https://x.example/a.js></SCRIPT>", "loaded from elsewhere (src)"),
        ('<p onclick="x()">x</p>', "a handler (onclick)"),
        ("<p ONMOUSEOVER=x()>x</p>", "a handler (onmouseover)"),
        ("<p\nonclick\n=x>x</p>", "several ways"),
        ("<img/onerror=x src=y>", "several ways"),
        ('<p title="a>b" onclick="x()">x</p>', "several ways"),
        ("<p title=a' onclick=x b'>x</p>", "several ways"),
        ('<p title="<">x</p>', "several ways"),
        ('<p style="color: red">x</p>', "a style of its own"),
        ("<style>p { color: red }</style>", "no page needs (style)"),
        ('<a href="javascript:x()">x</a>', "no web address (javascript:)"),
        ('<a href=" JaVa\tScript&#58;x()">x</a>', "no web address (javascript:)"),
        ('<a href="&#x6A;avascript&colon;x()">x</a>', "no web address (javascript:)"),
        ('<a href="vbscript:x">x</a>', "no web address (vbscript:)"),
        ('<a href="data:text/html,x">x</a>', "no web address (data:)"),
        ('<area href="file:///x">', "no web address (file:)"),
        ('<a ping="https://x.example/">x</a>', "loaded from elsewhere (ping)"),
        ('<img src="https://x.example/a.png">', "loaded from elsewhere (src)"),
        ('<img src="data:image/svg+xml,x">', "loaded from elsewhere (src)"),
        ('<img srcset="a.png 1x, https://x.example/a.png 2x">', "loaded from elsewhere (srcset)"),
        ('<img src="/\\x.example/a.png">', "loaded from elsewhere (src)"),
        ('<video poster="//x.example/a.png"></video>', "loaded from elsewhere (poster)"),
        ('<link rel="stylesheet" href="https://x.example/a.css">', "loaded from elsewhere (href)"),
        ('<link rel="preconnect" href="https://x.example/">', "loaded from elsewhere (href)"),
        ('<link rel="alternate stylesheet" href="https://x.example/">', "loaded from elsewhere (href)"),
        ('<link href="https://x.example/">', "loaded from elsewhere (href)"),
        ('<svg><use href="https://x.example/#a"/></svg>', "loaded from elsewhere (href)"),
        ('<svg><image xlink:href="https://x.example/a"/></svg>', "loaded from elsewhere (xlink:href)"),
        ('<svg><animate attributeName="href" to="javascript:x"/></svg>', "no page needs (animate)"),
        ('<iframe src="../y/"></iframe>', "no page needs (iframe)"),
        ('<object data="x.swf"></object>', "no page needs (object)"),
        ("<embed>", "no page needs (embed)"),
        ('<base href="../">', "no page needs (base)"),
        ('<form action="../y/"></form>', "a form that sends what is typed"),
        ('<button formaction="../y/">x</button>', "no page needs (formaction)"),
        ('<meta http-equiv="refresh" content="0;url=https://x.example/">', "loaded from elsewhere (content)"),
    ],
)
def test_the_scan_tells_what_could_run_load_or_send(body: str, said: str) -> None:
    found = scanned(body)
    assert any(one.startswith("x/index.html: ") and said in one for one in found), found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<html></html>", "no content security policy"),
        (GOOD.replace("<head>", '<head><link rel="icon" href="a.svg">'), "<link> stands before"),
        (GOOD.replace("<head>", "<head><script>run()</script>"), "<script> stands before"),
    ],
)
def test_a_page_without_its_policy_in_front_is_told(text: str, said: str) -> None:
    (found,) = scan({"index.html": text.encode(), "a.js": b""})
    assert said in found


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ('<iframe src="https://x.example/"></iframe>', "about/index.html: an element that no page needs (iframe)"),
        ('<p onclick="x()">Press</p>', "about/index.html: a handler (onclick)"),
        ("<script>x()</script>", "about/index.html: a script that the content security policy does not know"),
        ("[words](javascript:x())", "about/index.html: a link that is no web address (javascript:)"),
        (
            "x\n{: style='color:red'}",
            "about/index.html: a style of its own",
        ),
    ],
)
def test_a_page_by_hand_with_such_a_thing_ends_the_build(small: Path, change: Change, html: str, said: str) -> None:
    path = small / "docs/about.md"
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{html}\n", encoding="utf-8")
    (small / "site").mkdir()
    result = mkdocs(small / "mkdocs.yml", small / "site")
    assert result.returncode == 1
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert {one.name for one in small.iterdir()} - {".cache"} == {"data", "docs", "mkdocs.yml", "site"}
    assert list((small / "site").iterdir()) == []


@pytest.fixture
def strict_page(browser: Any, served: str) -> Iterator[Any]:
    """A page that tells every violation of the policy and every error; its worker may run."""
    context = browser.new_context(base_url=served, viewport={"width": 390, "height": 844})
    context.add_init_script(WATCH)
    opened = context.new_page()
    opened.errors = []
    opened.on("console", lambda told: opened.errors.append(told.text) if told.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: opened.errors.append(str(error)))
    yield opened
    context.close()


def kinds(site: Path) -> list[str]:
    """One page of every kind, and all pages of which there is one: the first of each folder, and the top."""
    seen: dict[str, str] = {}
    for path in html_files(site):
        parts = path.relative_to(site).parts
        key = parts[0] if len(parts) < 3 else f"{parts[0]}/*"
        seen.setdefault(key, path.relative_to(site).as_posix().removesuffix("index.html"))
    return sorted(seen.values())


@pytest.mark.browser
def test_no_kind_of_page_breaks_the_policy_nor_do_search_handout_colors_and_worker(
    strict_page: Any, real_site: Path
) -> None:
    addresses = kinds(real_site)
    assert len(addresses) > 25
    for address in addresses:
        strict_page.goto(address)
        strict_page.wait_for_load_state("networkidle")
        assert strict_page.evaluate("document.documentElement.classList.contains('started')"), address
    strict_page.goto("phases/")
    strict_page.get_by_role("button", name="Dark").click()
    strict_page.reload()  # early.js, in the page, reads the choice
    assert strict_page.evaluate("document.documentElement.dataset.theme") == "dark"
    strict_page.get_by_role("button", name="Search", exact=True).click()
    strict_page.locator("#search-words").fill("fever")
    strict_page.locator("#search-results a").first.click()
    strict_page.locator("a.cite").first.click()
    assert strict_page.locator(".pop").is_visible()
    (drug, *_) = sorted(path.name for path in (real_site / "drugs").iterdir() if path.is_dir())
    strict_page.goto(f"handout/#drug={drug}")
    strict_page.locator("#handout-parts h2").first.wait_for()
    strict_page.evaluate("navigator.serviceWorker.ready.then((found) => found.active.state)")
    assert strict_page.evaluate("fetch(document.querySelector('link[rel=manifest]').href).then((one) => one.ok)")
    strict_page.goto("")
    strict_page.get_by_role("link", name="Wrong or unclear? Tell us").wait_for()
    assert strict_page.errors == []


@pytest.mark.browser
def test_the_policy_stops_what_it_is_there_to_stop(browser: Any, served: str) -> None:
    context = browser.new_context(service_workers="block", base_url=served)
    context.add_init_script(WATCH)
    opened = context.new_page()
    told: list[str] = []
    opened.on("console", lambda message: told.append(message.text) if message.text.startswith("CSP: ") else None)
    opened.goto("about/")
    opened.evaluate(
        """async () => {
          const add = (tag, values) => document.body.append(Object.assign(document.createElement(tag), values));
          add("script", { textContent: "window.__ran = 1" });
          add("script", { src: "data:text/javascript,window.__ran = 2" });
          document.body.insertAdjacentHTML("beforeend", "<img src='x:' onerror='window.__ran = 3'>");
          document.body.insertAdjacentHTML("beforeend", "<p style='color: red'>x</p>");
          add("iframe", { src: "https://x.example/" });
          add("img", { src: "https://x.example/a.png" });
          await fetch("https://x.example/").catch(() => {});
          await new Promise((done) => setTimeout(done, 100));
        }"""
    )
    assert opened.evaluate("window.__ran") is None
    blocked = {message.split()[1] for message in told}
    assert {"script-src-elem", "script-src-attr", "style-src-attr", "frame-src", "img-src", "connect-src"} <= blocked
    context.close()


ADDRESSES = {"project": ("https://x.example/name/", "name/"), "root": ("https://guide.example/", "")}
POINTERS = ("href", "src", "data-worker", "data-index", "data-engine", "data-root", "data-parts")


@dataclass(frozen=True)
class Placed:
    """The small guide, built for `address` and served at `home`; `site` is its folder."""

    address: str
    home: str
    site: Path

    def get(self, url: str) -> tuple[int, bytes]:
        """The status and the content of an address."""
        try:
            with urlopen(url, timeout=30) as answer:
                return answer.status, answer.read()
        except HTTPError as error:
            with error:
                return error.code, error.read()

    def leads(self, url: str, text: bytes) -> set[str]:
        """All addresses of this server that a page's links, scripts and data name, without their fragments."""
        tree = Tree()
        tree.feed(text.decode())
        found = {
            urljoin(url, one.attributes[name]).partition("#")[0]
            for one in tree.root.all()
            for name in POINTERS
            if name in one.attributes
        }
        return {one for one in found if urlsplit(one).netloc == urlsplit(self.home).netloc} - {url}


@pytest.fixture(scope="module", params=ADDRESSES)
def placed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Placed]:
    """The small guide under a project's path, and at the root of a domain."""
    address, path = ADDRESSES[request.param]
    web = tmp_path_factory.mktemp("web")
    site = web / (path or "at-root")
    result = mkdocs(SMALL / "mkdocs.yml", site, PHASEBOOK_SITE_URL=address)
    assert result.returncode == 0, result.stderr

    class Pages(Quiet):
        """As GitHub Pages: what is not there is answered with the site's own page, wherever the site lies."""

        def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
            """That page."""
            self.directory = str(site)
            super().send_error(code, message, explain)

    handler = functools.partial(Pages, directory=str(web if path else site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Placed(address, f"http://127.0.0.1:{server.server_address[1]}/{path}", site)
        server.shutdown()


def test_all_links_and_resources_work_wherever_the_site_lies(placed: Placed) -> None:
    named: set[str] = set()
    for path in html_files(placed.site):
        url = placed.home + path.relative_to(placed.site).as_posix().removesuffix("index.html")
        if path.name == "index.html":
            status, content = placed.get(url)
            assert status == 200
            named |= placed.leads(url, content)
    assert [url for url in sorted(named) if not url.startswith(placed.home)] == []
    assert [url for url in sorted(named) if placed.get(url)[0] != 200] == []
    reached = {url.removeprefix(placed.home) for url in named}
    assert {"", "sw.js", "manifest.webmanifest", "search/search_index.json", "handout/parts.js"} <= reached


@pytest.mark.parametrize("lost", ["nothing", "nothing/", "drugs/nothing/at/all/", "a/b/c.html?d=e/f"])
def test_a_lost_reader_is_led_back_from_any_depth(placed: Placed, lost: str) -> None:
    status, content = placed.get(placed.home + lost)
    found = placed.leads(placed.home + lost, content)
    assert status == 404
    assert len(found) > 15
    assert [url for url in found if placed.get(url)[0] != 200] == []
    assert all(url.startswith(placed.home) for url in found)


def test_worker_manifest_sitemap_and_canonical_say_the_right_address(placed: Placed) -> None:
    listed = re.search(r"^const FILES = (\{.*\});$", (placed.site / "sw.js").read_text(encoding="utf-8"), re.MULTILINE)
    assert listed
    assert [name for name in json.loads(listed[1]) if placed.get(placed.home + name)[0] != 200] == []
    manifest = json.loads((placed.site / "manifest.webmanifest").read_text(encoding="utf-8"))
    for link in (manifest["start_url"], manifest["scope"], *(icon["src"] for icon in manifest["icons"])):
        url = urljoin(f"{placed.home}manifest.webmanifest", link)
        assert url.startswith(placed.home)
        assert placed.get(url)[0] == 200
    sitemap = (placed.site / "sitemap.xml").read_text(encoding="utf-8")
    stated = re.findall(r"<loc>([^<]+)</loc>", sitemap)
    for path in html_files(placed.site):
        own = placed.address + path.relative_to(placed.site).as_posix().removesuffix("index.html")
        canonical = [one.attributes["href"] for one in page(path).all("link", rel="canonical")]
        assert canonical == ([] if path.stem in ("404", "503") else [own]), path
    assert stated
    assert all(url.startswith(placed.address) for url in stated)
    assert [url for url in stated if placed.get(url.replace(placed.address, placed.home))[0] != 200] == []


@pytest.mark.browser
def test_search_and_worker_start_wherever_the_site_lies(browser: Any, placed: Placed) -> None:
    context = browser.new_context(base_url=placed.home)
    opened = context.new_page()
    opened.goto("drugs/examplin/")
    assert opened.evaluate("navigator.serviceWorker.ready.then((found) => found.scope)") == placed.home
    opened.get_by_role("button", name="Search", exact=True).click()
    opened.locator("#search-words").fill("sneezing")
    opened.locator("#search-results a").first.click()
    opened.wait_for_url(f"{placed.home}side-effects/sneezing/")
    context.close()
