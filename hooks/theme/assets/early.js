(() => {
  const root = document.documentElement;
  root.classList.remove("no-js");
  addEventListener("load", () => {
    if (!root.classList.contains("started")) root.classList.add("no-js"); // the scripts did not arrive: buttons go, the menu shows
  });
  try {
    const theme = localStorage.getItem("theme");
    if (["light", "dark", "contrast"].includes(theme)) root.dataset.theme = theme;
    const size = Number(localStorage.getItem("text-size"));
    if (size) root.dataset.size = String(Math.min(4, Math.max(-1, size)));
  } catch { /* storage is switched off: the page shows as it is */ }
})();
