// Says when a page is a saved copy, and lets the browser save the guide. Nothing is registered on a page
// that names no worker: not in an author's preview, not in a copy opened from disk.
(() => {
  const root = document.documentElement;
  const worker = document.querySelector("link[data-worker]")?.dataset.worker;
  const state = document.querySelector("[data-offline-state]");

  function day(text) {
    const date = new Date(text);
    return `${date.getDate()} ${date.toLocaleDateString(root.lang, { month: "long" })} ${date.getFullYear()}`;
  }

  function notice(text, element, name, value) {
    const bar = document.createElement(element);
    const words = document.createElement("p");
    bar.className = "saved-notice";
    bar.setAttribute(name, value);
    bar.append(words);
    document.querySelector(".site-header").after(bar);
    words.textContent = text;
    return words;
  }

  function showSaved() {
    const reason = root.dataset.why === "slow" ? "The connection is slow" : navigator.onLine ? "This site cannot be reached now" : "You are offline";
    const words = notice(`${reason}: this page was saved on ${day(root.dataset.saved)}.`, "div", "role", "status");
    const again = document.createElement("button");
    again.type = "button";
    again.textContent = "Load the newest page";
    again.addEventListener("click", () => location.reload());
    if (root.dataset.why === "slow") words.after(again);
    else addEventListener("online", () => words.after(again));
  }

  function showCopy() {
    const made = root.dataset.copy ? ` made on ${day(`${root.dataset.copy}T12:00`)}` : "";
    const words = notice(`This is a downloaded copy${made}. It does not change by itself.`, "aside", "aria-label", "This copy");
    document.addEventListener("click", (event) => {
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      if (link?.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html"; // links that scripts made
    }, true);
    const newest = document.querySelector("link[rel=canonical]");
    if (!newest) return;
    const link = document.createElement("a");
    link.href = newest.href;
    link.textContent = "See this page on the web";
    words.append(" ", link);
  }

  function showState({ saved, of }) {
    const words = state.querySelector("[role=status]");
    state.hidden = false;
    state.querySelector("button").hidden = saved === of || !navigator.connection?.saveData;
    words.textContent = saved === of ? "The whole guide is saved on this device. You can read it without a connection." : `Saved on this device so far: ${Math.floor((100 * saved) / of)}% of the guide.`;
  }

  async function start() {
    const service = navigator.serviceWorker;
    const ask = async (words) => (await service.ready).active.postMessage(words);
    if (state) {
      service.addEventListener("message", (event) => showState(event.data));
      service.startMessages();
      state.querySelector("button").addEventListener("click", () => ask("save"));
    }
    const wanted = navigator.connection?.saveData ? "state" : "save";
    try {
      await service.register(worker, { updateViaCache: "none" });
      service.addEventListener("controllerchange", () => ask(wanted)); // a newer worker has newer pages to save
      await ask(wanted);
    } catch { /* a private window, or no room: the page is read as it is */ }
  }

  if (root.dataset.saved) showSaved();
  if (root.dataset.copy !== undefined) showCopy();
  if (worker && "serviceWorker" in navigator && location.protocol !== "file:") {
    const idle = () => (window.requestIdleCallback ?? setTimeout)(start);
    if (document.readyState === "complete") idle();
    else addEventListener("load", idle);
  }
})();
