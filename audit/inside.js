// What the audit does inside a page, beside axe-core. It reads; what it moves it puts back.
(() => {
  const COLOR = ["color-contrast", "link-in-text-block"];
  const PLAIN = "rgba(0, 0, 0, 0)";

  const told = (one) => ({ id: one.id, tags: one.tags, nodes: one.nodes.map((node) => node.target.join(" ")) });

  // Run axe with all rules, or with some, or without some. Undecided places are counted, not named.
  async function run(context, { only, without = [] } = {}) {
    const options = { resultTypes: ["violations", "incomplete"], rules: Object.fromEntries(without.map((id) => [id, { enabled: false }])) };
    if (only) options.runOnly = { type: "rule", values: only };
    const { violations, incomplete } = await axe.run(context, options);
    return { violations: violations.map(told), undecided: incomplete.map((one) => [one.id, one.nodes.length]) };
  }

  // All that decides the contrast of a text, of its own and of what lies behind it.
  function look(element, known) {
    if (!element) return "";
    if (!known.has(element)) {
      const style = getComputedStyle(element);
      const behind = [style.backgroundColor, style.backgroundImage, style.opacity, style.position, style.filter];
      const seen = behind.join() === `${PLAIN},none,1,static,none` ? "" : `${behind}/`;
      known.set(element, { behind: seen + look(element.parentElement, known), color: style.color, text:
        [style.color, style.fontSize, style.fontWeight, style.textShadow, style.textDecorationLine].join() });
    }
    return known.get(element).behind;
  }

  // One element for each look that text has on the page; every field.
  function looks() {
    const known = new Map();
    const found = new Map();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const element = texts.currentNode.parentElement;
      if (!texts.currentNode.data.trim() || !element.checkVisibility()) continue;
      const behind = look(element, known);
      const parent = element.parentElement;
      look(parent, known);
      const key = [known.get(element).text, known.get(parent).color, element.localName, behind].join(";");
      if (!found.has(key)) found.set(key, element);
    }
    return [...found.values(), ...[...document.querySelectorAll("input, select, textarea")].filter((one) => one.checkVisibility())];
  }

  const whole = () => run(document);
  const colors = () => run({ include: looks() }, { only: COLOR });

  // All rules on the whole page, those about color on one text of each look.
  async function skim() {
    const [all, some] = [await run(document, { without: COLOR }), await colors()];
    return { violations: [...all.violations, ...some.violations], undecided: [...all.undecided, ...some.undecided] };
  }

  // Run on one part while the rest of the page is taken away: axe's work grows with the page.
  async function part(selector, choice) {
    const kept = document.querySelector(selector);
    const others = [...document.body.children].filter((one) => one !== kept).map((one) => [one, document.createComment("")]);
    for (const [one, mark] of others) one.replaceWith(mark);
    try {
      return await run({ include: [kept] }, choice);
    } finally {
      for (const [one, mark] of others) mark.replaceWith(one);
    }
  }

  const partColors = (selector) => part(selector, { only: COLOR });

  // All that stands outside of some parts, to tell whether opening these changed more.
  const rest = (parts) => [...document.body.children].filter((one) => !one.matches(parts)).map((one) => one.outerHTML).join("");

  function paint(palette) {
    if (palette === "contrast") document.documentElement.dataset.theme = palette;
    else delete document.documentElement.dataset.theme;
  }

  // What is wrong on paper.
  function paper() {
    const shown = (one) => one.checkVisibility() && one.getBoundingClientRect().height > 0;
    const all = (selector) => [...document.querySelectorAll(selector)].filter(shown);
    const wrong = all("button, input, dialog, body > header nav").map((one) => `shows what can only be pressed: ${one.outerHTML.slice(0, 80)}`);
    if (!all("h1").length) wrong.push("no title");
    for (const needed of document.querySelector("article[data-record]") ? [".review", "#sources"] : []) {
      if (!all(needed).length) wrong.push(`no ${needed}`);
    }
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (wide > 0) wrong.push(`${wide} px wider than the sheet`);
    return wrong;
  }

  window.audit = { whole, skim, colors, part: (selector) => part(selector), partColors, rest, paint, paper, run };
})();
