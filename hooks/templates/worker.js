// Keeps the guide readable without a connection. The build writes VERSION, CORE and FILES above this line:
// FILES holds each address with the digest of its content. The network always comes first. A saved copy is
// shown only when the network fails or is slow, and then it carries the day on which it was saved.
const SCOPE = self.registration.scope;
const PREFIX = `guide ${SCOPE} `; // other sites may share this origin: theirs stay untouched
const NAME = PREFIX + VERSION;
const WHOLE = new URL("?whole", SCOPE).href; // stands in the cache when everything was saved once
const UNSAVED = "503.html";
const PATIENCE = 3000;
const BATCH = 6;
const shownSaved = new Set(); // pages shown from their saved copy: what belongs to them comes from there too
let filling = null;

const listed = (path) => Object.hasOwn(FILES, path);
const keyOf = (path) => new URL(path, SCOPE).href;
const formers = async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== NAME);
const saved = async (path) => (await caches.open(NAME)).match(keyOf(path));

function pathOf(address) {
  return address.startsWith(SCOPE) ? address.slice(SCOPE.length).replace(/[?#].*$/, "").replace(/(^|\/)index\.html$/, "$1") : null;
}

async function digest(body) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  return [...bytes.slice(0, 6)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function save(path, response) {
  const body = await response.arrayBuffer();
  const headers = {
    "content-type": response.headers.get("content-type") ?? "application/octet-stream",
    "x-saved": new Date().toISOString(),
    "x-digest": await digest(body),
  };
  await (await caches.open(NAME)).put(keyOf(path), new Response(body, { headers }));
}

// What a former version saved is better than nothing until the new one is there. What did not change is new.
async function carry() {
  const store = await caches.open(NAME);
  for (const name of await formers()) {
    const former = await caches.open(name);
    for (const path of Object.keys(FILES)) {
      const copy = (await store.match(keyOf(path))) ? null : await former.match(keyOf(path));
      if (copy) await (copy.headers.get("x-digest") === FILES[path] ? save(path, copy) : store.put(keyOf(path), copy));
    }
  }
}

async function missing(paths) {
  const copies = await Promise.all(paths.map(saved));
  return paths.filter((path, at) => copies[at]?.headers.get("x-digest") !== FILES[path]);
}

async function fetchAll(paths, told = () => {}) {
  const wanted = await missing(paths);
  for (let at = 0; at < wanted.length; at += BATCH) {
    await told(paths.length - wanted.length + at);
    await Promise.all(wanted.slice(at, at + BATCH).map(async (path) => {
      const response = await fetch(keyOf(path), { cache: "no-cache", priority: "low" });
      if (!response.ok) throw new Error(path);
      await save(path, response);
    }));
  }
}

async function tell(count) {
  for (const client of await self.clients.matchAll()) client.postMessage({ saved: count, of: Object.keys(FILES).length });
}

async function fill() {
  const store = await caches.open(NAME);
  if (!(await store.match(WHOLE))) {
    await fetchAll(Object.keys(FILES), tell);
    await store.put(WHOLE, new Response(""));
  }
  await tell(Object.keys(FILES).length);
}

async function state() {
  const whole = await (await caches.open(NAME)).match(WHOLE);
  await tell(Object.keys(FILES).length - (whole ? 0 : (await missing(Object.keys(FILES))).length));
}

async function marked(copy, why) {
  const text = (await copy.text()).replace("<html", `<html data-saved="${copy.headers.get("x-saved")}" data-why="${why}"`);
  return new Response(text, { headers: { "content-type": "text/html; charset=utf-8" } });
}

async function unsaved(path) {
  if (listed(`${path}/`)) return Response.redirect(keyOf(`${path}/`));
  const copy = await saved(UNSAVED);
  return copy ? new Response(copy.body, { status: 503, headers: copy.headers }) : Response.error();
}

async function answer(event, path) {
  const page = event.request.mode === "navigate";
  const copy = listed(path) ? await saved(path) : undefined;
  if (copy && !page && shownSaved.has(event.clientId)) return copy;
  const arriving = fetch(event.request, page ? { cache: "no-cache" } : undefined); // always ask for a page
  const kept = arriving.then((response) => {
    const good = response.status === 200 && response.type === "basic" && !response.redirected;
    return good && listed(path) ? save(path, response.clone()) : undefined;
  });
  event.waitUntil(kept.catch(() => {}));
  let why = "slow";
  try {
    const response = await (copy ? Promise.race([arriving, new Promise((resolve) => setTimeout(resolve, PATIENCE))]) : arriving);
    if (response && !(copy && response.status >= 500)) return response;
    if (response) why = "failed";
  } catch {
    why = "failed";
  }
  if (!page) return copy ?? Response.error();
  if (event.resultingClientId) shownSaved.add(event.resultingClientId);
  return copy ? marked(copy, why) : unsaved(path);
}

self.addEventListener("install", (event) => {
  event.waitUntil(carry().then(() => fetchAll(CORE)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const clean = async () => Promise.all((await formers()).map((name) => caches.delete(name)));
  event.waitUntil(clean().then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  if (event.data === "state") event.waitUntil(state());
  if (event.data !== "save") return;
  filling ??= fill().catch(() => {}).finally(() => { filling = null; }); // a broken connection: the next page goes on
  event.waitUntil(filling);
});

self.addEventListener("fetch", (event) => {
  const path = event.request.method === "GET" ? pathOf(event.request.url) : null;
  if (path !== null && (listed(path) || event.request.mode === "navigate")) event.respondWith(answer(event, path));
});
