// A tapped source number or dotted word shows its text in place. Without this script both are
// ordinary links: the number leads to the foot of the page, the word to the glossary.
(() => {
  const pop = document.createElement("div");
  pop.className = "pop";
  pop.popover = "auto";
  pop.tabIndex = -1;
  pop.setAttribute("role", "dialog");
  let opener = null;

  function place(link) {
    const at = link.getBoundingClientRect();
    const left = Math.min(at.left + scrollX, scrollX + document.documentElement.clientWidth - pop.offsetWidth - 16);
    pop.style.left = `${Math.max(left, 16)}px`;
    const below = at.bottom + 8;
    const fits = below + pop.offsetHeight < innerHeight;
    pop.style.top = `${scrollY + (fits ? below : Math.max(at.top - pop.offsetHeight - 8, 8))}px`;
  }

  function show(link, target, label) {
    const copy = target.cloneNode(true);
    for (const node of [copy, ...copy.querySelectorAll("[id]")]) node.removeAttribute("id");
    const close = document.createElement("button");
    close.type = "button";
    close.className = "pop-close";
    close.textContent = "Close";
    close.addEventListener("click", () => pop.hidePopover());
    pop.replaceChildren(...copy.childNodes, close);
    pop.setAttribute("aria-label", label);
    opener = link;
    pop.showPopover();
    place(link);
    pop.focus({ preventScroll: true });
  }

  function start() {
    if (!("popover" in HTMLElement.prototype)) return;
    document.body.append(pop);
    pop.addEventListener("toggle", (event) => {
      if (event.newState === "closed" && opener && pop.contains(document.activeElement)) opener.focus({ preventScroll: true });
    });
    document.addEventListener("click", (event) => {
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      const link = event.target instanceof Element ? event.target.closest("a.cite, a.term") : null;
      if (!link || pop.contains(link)) return;
      const id = link.dataset.word ?? link.hash.slice(1);
      const target = id && document.getElementById(id);
      if (!target) return;
      event.preventDefault();
      show(link, target, link.dataset.word ? "What this word means" : "Source");
    });
  }

  // "Back to" can lead into a folded description; not every browser unfolds it by itself.
  document.addEventListener("click", (event) => {
    const back = event.target instanceof Element ? event.target.closest(".back a") : null;
    const folded = back && document.getElementById(back.hash.slice(1))?.closest("details");
    if (folded) folded.open = true;
  });
  start();
})();
