// The search dialog. The engine and the index are fetched when the dialog is first opened; nothing that is typed leaves the device.
(() => {
  const dialog = document.getElementById("search");
  const opener = document.getElementById("open-search");
  const input = document.getElementById("search-words");
  const list = document.getElementById("search-results");
  const status = document.getElementById("search-status");
  const SHOWN = 12;
  const EMPTY = new Set("a about all am an and any are as at be been before best by can cant could did do does doesnt dont during for from get gets give had has have having help how i if im in into is it its keep me mean means much my need of on or our please shall should so some still take tell than that the their them there these they thing this to too up was we what whats when where which while who why will with wont would you your".split(" "));
  const OPTIONS = {
    fields: ["title", "tags", "headings", "kind", "text", "words"],
    storeFields: ["location", "kind"],
    idField: "location",
    tokenize: (text) => text.replace(/['’]/g, "").split(/[^\p{L}\p{N}]+/u),
    processTerm: (term) => stem(term.toLowerCase()),
    extractField: (doc, field) => (field === "tags" ? [...doc.tags, ...doc.tags.map(joined)].join(" | ") : field === "title" ? `${doc.title} ${joined(doc.title)}` : doc[field]),
  };
  let engine = null;
  let waiting = null;

  const joined = (name) => (/[-\s]/.test(name) && name.length < 12 ? name.replace(/[-\s]/g, "") : "");

  // American spelling and the singular, so that "anaemia", "anaemias" and "anemia" are one word.
  function stem(term) {
    let word = term.normalize("NFKD").replace(/\p{M}/gu, "");
    word = word.replace(/aem/g, "em").replace(/oed/g, "ed").replace(/oea/g, "ea").replace(/tumour/g, "tumor").replace(/colour/g, "color").replace(/paed/g, "ped").replace(/haem/g, "hem").replace(/isation/g, "ization").replace(/oes/g, "es");
    if (word.length > 4 && word.endsWith("ies")) return `${word.slice(0, -3)}y`;
    if (word.length > 3 && word.endsWith("s") && !/(ss|us)$/.test(word) && !/..is$/.test(word.slice(1))) return word.slice(0, -1);
    return word;
  }

  function script(address) {
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = address;
      element.onload = resolve;
      element.onerror = () => reject(new Error(address));
      document.head.append(element);
    });
  }

  async function documents(address) {
    if (location.protocol === "file:") {
      await script(address.replace(/json$/, "js"));
      return window.searchIndex.docs;
    }
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(address);
    return (await answer.json()).docs;
  }

  async function load() {
    const [docs] = await Promise.all([documents(input.dataset.index), script(input.dataset.engine)]);
    const made = new window.MiniSearch(OPTIONS);
    made.addAll(docs);
    const known = new Set(docs.flatMap((doc) => plain([doc.title, ...doc.tags, doc.text, doc.words].join(" ")).split(" ")));
    engine = { made, known, names: names(docs), docs: new Map(docs.map((doc) => [doc.location, doc])) };
  }

  // Name without blanks → pages of that very name: the title first, then a word's own entry, then the rest.
  function names(docs) {
    const found = new Map();
    const rank = (doc, name) => (name === doc.title ? 0 : doc.kind === WORD ? 1 : 2);
    for (const doc of docs) {
      for (const name of [doc.title, ...doc.tags]) {
        const key = plain(name).replaceAll(" ", "");
        found.set(key, [...(found.get(key) ?? []), { doc, place: rank(doc, name) }]);
      }
    }
    for (const pages of found.values()) pages.sort((one, other) => one.place - other.place);
    return found;
  }

  const plain = (text) => OPTIONS.tokenize(text).filter(Boolean).map((term) => stem(term.toLowerCase())).join(" ");

  const WORD = "Word explained";
  const BOOSTS = { title: 6, tags: 5, headings: 1.5, kind: 1, text: 2, words: 1 };
  const KIND = { [WORD]: 0.7, "Clinical trial": 0.8, Page: 0.9 };
  const fuzzy = (term) => (term.length > 7 ? 2 : term.length > 3 ? 1 : false);

  // "shcool" → school: two neighbors that changed places.
  function unswapped(word) {
    if (word.length < 4 || engine.known.has(word)) return word;
    for (let at = 0; at + 1 < word.length; at++) {
      const other = stem(word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2));
      if (engine.known.has(other)) return other;
    }
    return word;
  }

  // "feverinthenight" → fever in the night: a long word that nobody wrote, cut into the fewest words that somebody did.
  function apart(word) {
    if (word.length < 9 || engine.known.has(word) || engine.made.search(word, { fuzzy: 2, fields: ["title", "tags"] }).length) return [word];
    const best = [[]];
    for (let end = 1; end <= word.length; end++) {
      for (let start = Math.max(0, end - 20); start < end; start++) {
        const piece = word.slice(start, end);
        if (!best[start] || !((EMPTY.has(piece) && piece.length > 1) || (piece.length > 2 && engine.known.has(stem(piece))))) continue;
        if (!best[end] || best[start].length + 1 < best[end].length) best[end] = [...best[start], piece];
      }
    }
    const pieces = best[word.length];
    return pieces && pieces.length < 6 ? pieces.map(stem) : [word];
  }

  // Pages whose name stands among the words: the longer the name, the more it counts.
  function named(words) {
    const found = new Map();
    for (let length = 1; length <= Math.min(4, words.length); length++) {
      for (let start = 0; start + length <= words.length; start++) {
        for (const { doc } of engine.names.get(words.slice(start, start + length).join("")) ?? []) found.set(doc.location, 1 + length);
      }
    }
    return found;
  }

  // Pages of that name first; then by score, which falls when a page lacks some of the words.
  function find(words) {
    const every = plain(words).split(" ").map(unswapped).flatMap(apart);
    const asked = every.filter((term) => term && !EMPTY.has(term));
    const terms = asked.length ? asked : every;
    const hits = engine.made.search(terms.join(" "), {
      boost: BOOSTS,
      prefix: (term) => term.length > 2,
      fuzzy,
      weights: { fuzzy: 0.35, prefix: 0.6 },
      boostDocument: (id, term, stored) => KIND[stored.kind] ?? 1,
      tokenize: (text) => text.split(" "),
      processTerm: (term) => term,
    });
    const called = named(every);
    const score = (hit) => hit.score * (hit.queryTerms.length / terms.length) ** 1.5 * (called.get(hit.location) ?? 1);
    const best = [...hits].sort((one, other) => score(other) - score(one));
    const exact = [every, terms].flatMap((some) => engine.names.get(some.join("")) ?? []).map((one) => one.doc.location);
    return [...new Set([...exact.slice(0, 2), ...best.map((hit) => hit.location)])].map((place) => engine.docs.get(place));
  }

  function line(hit) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.className = "search__link md-search-result__link";
    link.href = input.dataset.root.replace(/\.$/, "./").replace(/\/?$/, "/") + hit.location;
    link.textContent = hit.title;
    const kind = document.createElement("span");
    kind.className = "tag";
    kind.textContent = hit.kind;
    const text = document.createElement("p");
    text.textContent = hit.text.length > 160 ? `${hit.text.slice(0, 160).replace(/\s+\S*$/, "")} …` : hit.text;
    item.append(link, " ", kind, text);
    return item;
  }

  function show() {
    const words = input.value.trim();
    if (!engine || !words) {
      list.replaceChildren();
      status.textContent = words ? "The search is getting ready …" : "";
      return;
    }
    const hits = find(words);
    list.replaceChildren(...hits.slice(0, SHOWN).map(line));
    status.textContent = hits.length ? `${hits.length} result${hits.length === 1 ? "" : "s"}` : near(words);
  }

  function near(words) {
    const close = engine.made.search(words, { fuzzy: 0.45, prefix: true, fields: ["title", "tags"] }).slice(0, 3);
    list.replaceChildren(...close.map((hit) => line(engine.docs.get(hit.location))));
    return close.length ? `Nothing has the words “${words}”. Near in spelling:` : `Nothing has the words “${words}”. Try another word, or look at the lists of drugs and side effects.`;
  }

  function open() {
    dialog.showModal();
    input.focus();
    waiting ??= load().then(show, () => {
      waiting = null;
      status.textContent = "The search could not be loaded. Are you offline? Close it and try again.";
    });
  }

  opener.addEventListener("click", open);
  input.addEventListener("input", show);
  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  dialog.querySelector(".search__close").addEventListener("click", () => dialog.close());
  input.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    list.querySelector("a")?.focus();
  });
  list.addEventListener("keydown", (event) => {
    if (!["ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    const links = [...list.querySelectorAll("a")];
    const next = links.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    (links[next] ?? (next < 0 ? input : links.at(-1))).focus();
  });
  list.addEventListener("click", (event) => {
    if (event.target.closest("a")) dialog.close();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
})();
