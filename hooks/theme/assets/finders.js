// The fields above a list narrow it down as the reader chooses. Without this script the list stands whole.
// What was chosen is kept in the fragment of the address, which no request carries, so that Back finds it again.
(() => {
  const finder = document.querySelector(".finder");
  const page = finder.closest("article");
  const fields = [...finder.querySelectorAll("[data-key]")];
  const status = finder.querySelector("[role=status]");
  const again = finder.querySelector("button");

  const words = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const rows = [...page.querySelectorAll(finder.dataset.rows)].map((row) => ({
    row,
    names: namesOf(row).map(words),
    boxes: [row.closest("tbody"), row.closest(".table"), row.closest("section")].filter((box) => box && page.contains(box)),
  }));
  const boxes = new Set(rows.flatMap((one) => one.boxes));

  function namesOf(row) {
    const seen = finder.dataset.names ? [...row.querySelectorAll(finder.dataset.names)].flatMap((one) => one.textContent.split(",")) : [];
    return [...(row.dataset.names ?? "").split("|"), ...seen];
  }

  // Hyphens and blanks count for nothing. One or two letters must begin a word; more may stand anywhere.
  function named(names, asked) {
    const joined = asked.join("");
    return names.some((name) => (joined.length > 2 ? name.join("").includes(joined) : name.some((_, at) => name.slice(at).join("").startsWith(joined))));
  }

  // A row has the values of a select in its own data, or in what stands inside it; then only the chosen one is shown.
  function has(row, key, value) {
    const inside = [...row.querySelectorAll(`[data-${key}]`)];
    for (const one of inside) one.hidden = Boolean(value) && one.dataset[key] !== value;
    return !value || (row.dataset[key] ?? "").split("|").includes(value) || inside.some((one) => !one.hidden);
  }

  function show() {
    const asked = words(fields[0].value);
    for (const { row, names } of rows) {
      const chosen = fields.slice(1).map((field) => has(row, field.dataset.key, field.value));
      row.hidden = !chosen.every(Boolean) || !named(names, asked);
    }
    const shown = rows.filter((one) => !one.row.hidden);
    const open = new Set(shown.flatMap((one) => one.boxes));
    for (const box of boxes) box.hidden = !open.has(box);
    for (const link of document.querySelectorAll(".letters a, .contents a")) {
      const box = document.getElementById(link.hash.slice(1))?.closest("tbody, section");
      link.parentElement.hidden = Boolean(box?.hidden);
    }
    const { one, many } = finder.dataset;
    const all = rows.length;
    status.textContent = shown.length === all ? `${all} ${all === 1 ? one : many}` : shown.length ? `${shown.length} of ${all} ${many}` : `No ${one} fits.`;
    again.hidden = fields.every((field) => !field.value);
  }

  function keep() {
    const chosen = new URLSearchParams(fields.filter((field) => field.value).map((field) => [field.dataset.key, field.value]));
    if (!chosen.size && !location.hash.includes("=")) return;
    history.replaceState(history.state, "", `${location.href.split("#")[0]}${chosen.size ? `#${chosen}` : ""}`);
  }

  function clear() {
    for (const field of fields) field.value = "";
    show();
  }

  // The fragment holds what was chosen, or leads to a place on the page, which must not be hidden then.
  function follow() {
    const hash = location.hash.slice(1);
    if (hash.includes("=")) {
      const chosen = new URLSearchParams(hash);
      for (const field of fields) {
        field.value = chosen.get(field.dataset.key) ?? "";
        if (field.selectedIndex < 0) field.value = "";
      }
      show();
    } else if (document.getElementById(hash)?.closest("[hidden]")) {
      clear();
      document.getElementById(hash).scrollIntoView();
    }
  }

  finder.addEventListener("input", show);
  finder.addEventListener("change", keep);
  again.addEventListener("click", () => {
    clear();
    keep();
    fields[0].focus();
  });
  addEventListener("hashchange", follow);
  follow();
})();
