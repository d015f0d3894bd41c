// My handout. What the reader chose stands behind the "#" of the address: browsers send that nowhere, and this
// script stores nothing. The parts come in one file, whatever was chosen; here they are put together and numbered.
(() => {
  const form = document.getElementById("handout-choice");
  const sheets = document.getElementById("handout");
  const status = document.getElementById("handout-status");
  const boxes = [...form.querySelectorAll("input")];
  if (!boxes.length) return;
  const keys = [...new Set(boxes.map((box) => box.name))];
  let data = null;
  let loading = null;

  const make = (tag, values = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), values);
    element.append(...children);
    return element;
  };
  const html = (text) => {
    const template = document.createElement("template");
    template.innerHTML = text;
    return template.content;
  };
  const plain = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });
  const iso = (day) => `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, "0")}-${String(day.getDate()).padStart(2, "0")}`;
  const count = (number, one) => `${number} ${one}${number === 1 ? "" : "s"}`;

  // The address to a choice and back. An id that a record had before still finds it, or all that it was split into.
  function asked() {
    const wanted = new URLSearchParams(location.hash.slice(1));
    const ids = keys.flatMap((key) => (wanted.get(key) ?? "").split(",").filter(Boolean).map((id) => [key, id]));
    const found = ids.map(([key, id]) => boxes.filter((box) => box.name === key && [box.value, ...(box.dataset.formerly ?? "").split(" ")].includes(id)));
    return { chosen: new Set(found.flat()), missing: found.filter((some) => !some.length).length };
  }

  function keep() {
    const parts = keys.map((key) => [key, boxes.filter((box) => box.name === key && box.checked).map((box) => box.value)]);
    const hash = parts.filter(([, ids]) => ids.length).map(([key, ids]) => `${key}=${ids.join(",")}`).join("&");
    history.pushState(null, "", hash ? `#${hash}` : location.pathname + location.search);
    show();
  }

  function load() {
    loading ??= new Promise((resolve, reject) => {
      const script = make("script", { src: sheets.dataset.parts, onload: resolve, onerror: reject });
      document.head.append(script);
    }).then(() => { data = window.handoutParts; }, (error) => {
      loading = null;
      throw error;
    });
    return loading;
  }

  function show() {
    const { chosen, missing } = asked();
    for (const box of boxes) box.checked = chosen.has(box);
    mark();
    document.getElementById("handout-buttons").hidden = !chosen.size;
    sheets.hidden = true;
    const lost = missing ? ` ${count(missing, "part")} named in this address ${missing === 1 ? "is" : "are"} not in the guide.` : "";
    if (!chosen.size) {
      status.textContent = `Nothing is chosen yet.${lost}`;
    } else if (data) {
      fill();
      status.textContent = `Your handout is below: ${count(chosen.size, "part")}, ${count(sheets.querySelectorAll("#handout-words dt").length, "word")} explained, ${count(sheets.querySelectorAll("#sources li").length, "source")}.${lost}`;
    } else {
      status.textContent = "Your handout is being put together …";
      load().then(show, () => { status.textContent = "The parts of the handout could not be loaded. Are you offline? Tick a box to try again."; });
    }
  }

  // What the boxes say: how many of a group are ticked, and which belong to a ticked phase.
  function mark() {
    for (const group of form.querySelectorAll("details")) {
      const ticked = group.querySelectorAll(":checked").length;
      group.querySelector("[data-count]").textContent = ticked ? `${ticked} chosen` : "";
    }
    const phases = boxes.filter((box) => box.name === "phase" && box.checked).map((box) => box.value);
    for (const box of boxes) {
      const belongs = (box.dataset.phases ?? "").split(" ").some((phase) => phases.includes(phase));
      const label = box.parentElement;
      label.querySelector(".tag")?.remove();
      if (belongs) label.append(make("span", { className: "tag", textContent: "in a phase you chose" }));
    }
  }

  function fill() {
    const parts = boxes.filter((box) => box.checked).map((box) => html(data.parts[box.name][box.value]));
    document.getElementById("handout-parts").replaceChildren(...parts);
    explain();
    number();
    date();
    sheets.hidden = false;
  }

  // The first mention of each word leads to its meaning; the meanings stand in the order of the alphabet.
  function explain() {
    const used = new Set();
    for (const word of sheets.querySelectorAll("span[data-word]")) {
      const name = word.dataset.word;
      if (used.has(name)) {
        word.replaceWith(...word.childNodes);
        continue;
      }
      used.add(name);
      const link = make("a", { className: "term", href: `#word-${name}` }, ...word.childNodes);
      link.dataset.word = `word-${name}`;
      word.replaceWith(link);
    }
    const lines = Object.entries(data.words).filter(([name]) => used.has(name)).map(([name, [shown, said, meaning]]) => {
      const term = make("dt", {}, shown);
      if (said) term.append(" ", make("span", { className: "respelling" }, html(said)));
      return make("div", { id: `word-${name}` }, term, make("dd", {}, html(meaning)));
    });
    const section = document.getElementById("handout-words");
    section.hidden = !lines.length;
    section.querySelector("dl").replaceChildren(...lines);
  }

  // Sources get their numbers in reading order, through all parts and meanings.
  function number() {
    const places = new Map();
    for (const mark of sheets.querySelectorAll("sup[data-ref]")) {
      mark.replaceChildren(...mark.dataset.ref.split("; @").map((written) => {
        const [, name, place] = /^([^,]*)(?:, (.*))?$/.exec(written);
        if (!places.has(name)) places.set(name, new Set());
        if (place) places.get(name).add(place);
        const figure = [...places.keys()].indexOf(name) + 1;
        return make("a", { className: "cite", href: `#source-${figure}`, ariaLabel: `source ${figure}` }, String(figure));
      }));
      mark.removeAttribute("data-ref");
    }
    const lines = [...places].map(([name, where], index) => {
      const [text, url] = data.sources[name];
      const source = make("span", { className: "source-text" }, `${text} `);
      if (url) source.append(make("a", { href: url, rel: "noopener" }, url));
      const line = make("li", { id: `source-${index + 1}` }, source);
      if (where.size) line.append(" ", make("span", { className: "source-kind" }, `Used here: ${[...where].join("; ")}`));
      line.dataset.ref = name;
      return line;
    });
    const section = document.getElementById("sources");
    section.hidden = !lines.length;
    section.querySelector("ol").replaceChildren(...lines);
  }

  // Every sheet says when it was put together, when its sources were checked, and where the guide is.
  function date() {
    const today = new Date();
    document.getElementById("handout-today").textContent = plain.format(today);
    const days = [...sheets.querySelectorAll("[data-checked]")].sort((a, b) => (a.dateTime < b.dateTime ? -1 : 1));
    const ends = [...new Set([days[0], days.at(-1)].map((day) => day.textContent))];
    document.getElementById("handout-checked").textContent = ends.length > 1 ? `between ${ends.join(" and ")}` : `on ${ends[0]}`;
    document.getElementById("handout-address").textContent = data.address;
    const read = [...sheets.querySelectorAll("[data-review]")].map((part) => part.dataset.review === "reviewed");
    document.getElementById("handout-review").textContent = read.every(Boolean) ? "Reviewed: each part says by whom." : read.some(Boolean) ? "Not all of it is reviewed: each part says how it stands." : "Not yet reviewed by a clinician.";
    for (const due of sheets.querySelectorAll("[data-due]")) {
      if (due.dateTime < iso(today)) due.previousElementSibling.textContent = "Next check overdue since";
    }
    if (data.address) for (const link of sheets.querySelectorAll(".whole a")) link.textContent = data.address + link.getAttribute("href").replace("../", "");
  }

  // A link to a place on this page must not take the place of the choice in the address.
  addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
    const target = link && document.getElementById(link.hash.slice(1));
    if (!target || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
    target.focus();
    target.scrollIntoView();
  });

  form.addEventListener("change", keep);
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const box of boxes) box.checked = false;
    keep();
    form.querySelector("summary").focus();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("handout-print").addEventListener("click", () => print());
  addEventListener("hashchange", show);

  document.getElementById("handout-plain").hidden = true;
  form.hidden = false;
  form.querySelector("details").open = !asked().chosen.size;
  show();
})();
