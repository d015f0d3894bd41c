// The frame of the page: menu, colors and text size. Without this script the menu is a list and nothing is hidden.
(() => {
  const root = document.documentElement;
  const opener = document.getElementById("open-menu");
  const narrow = matchMedia("(max-width: 60em)");

  function keep(name, value) {
    try {
      if (value) localStorage.setItem(name, value);
      else localStorage.removeItem(name);
    } catch { /* storage is switched off: the choice lasts for this page */ }
  }

  function showMenu(open) {
    opener.setAttribute("aria-expanded", String(open));
  }

  function startMenu() {
    narrow.addEventListener("change", () => showMenu(false));
    opener.addEventListener("click", () => showMenu(opener.getAttribute("aria-expanded") !== "true"));
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || opener.getAttribute("aria-expanded") !== "true") return;
      showMenu(false);
      opener.focus();
    });
  }

  function mark() {
    for (const button of document.querySelectorAll("[data-theme][type=button]")) {
      button.setAttribute("aria-pressed", String((root.dataset.theme ?? "device") === button.dataset.theme));
    }
  }

  function startDisplay() {
    const display = document.getElementById("display");
    mark();
    display.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.dataset.theme) {
        if (button.dataset.theme === "device") delete root.dataset.theme;
        else root.dataset.theme = button.dataset.theme;
        keep("theme", root.dataset.theme);
        mark();
      } else {
        const step = Number(button.dataset.size);
        const size = step ? Math.min(4, Math.max(-1, Number(root.dataset.size ?? 0) + step)) : 0;
        if (size) root.dataset.size = String(size);
        else delete root.dataset.size;
        keep("text-size", size ? String(size) : "");
      }
    });
  }

  startMenu();
  startDisplay();
  root.classList.add("started");
})();
