import { CONFUSION_SCRIPT } from "./confusionScript.js";
import { PICTURE_SCRIPT } from "./pictureScript.js";

/**
 * Tables that sort and filter, and details that open to be printed. Names from the page go back into it as textContent
 * alone.
 */
const TABLE_SCRIPT = `
document.documentElement.classList.add("scripted");

for (const box of document.querySelectorAll(".images")) {
  const body = box.querySelector("tbody");
  const rows = Array.from(body.rows);
  const headings = Array.from(box.querySelectorAll("thead th"));
  const names = new Intl.Collator(undefined, { numeric: true });
  headings.forEach((heading, column) => {
    const isNumber = heading.dataset.kind === "number";
    const order = (a, b) => {
      const [x, y] = [a.cells[column], b.cells[column]];
      return isNumber
        ? Number(x.dataset.value) - Number(y.dataset.value)
        : names.compare(x.textContent, y.textContent);
    };
    const isMissing = (row) => isNumber && row.cells[column].dataset.value === "";
    heading.querySelector("button").addEventListener("click", () => {
      const direction = heading.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      for (const other of headings) other.setAttribute("aria-sort", "none");
      heading.setAttribute("aria-sort", direction === 1 ? "ascending" : "descending");
      rows.sort((a, b) => isMissing(a) - isMissing(b) || (isMissing(a) ? 0 : direction * order(a, b)));
      body.append(...rows);
    });
  });
  const filter = box.querySelector(".filter");
  filter.addEventListener("input", () => {
    const wanted = filter.value.toLowerCase();
    let shown = 0;
    for (const row of rows) {
      row.hidden = !row.cells[0].textContent.toLowerCase().includes(wanted);
      if (!row.hidden) shown++;
    }
    box.querySelector(".shown").textContent = shown.toLocaleString("en-US") + " shown";
  });
}

// A link to a part of a model that is folded away unfolds it.
const unfold = () => {
  const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  const details = target && target.closest("details");
  if (details) details.open = true;
};
addEventListener("hashchange", unfold);
unfold();

let opened = [];
addEventListener("beforeprint", () => {
  opened = Array.from(document.querySelectorAll("details.numbers:not([open]), details.model:not([open])"));
  for (const details of opened) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of opened) details.open = false;
});
`;

/** The page's script: ES2020, no dependencies, nothing fetched. Without it the page shows the same numbers. */
export const SCRIPT = [TABLE_SCRIPT, CONFUSION_SCRIPT, PICTURE_SCRIPT]
  .map((part) => `{\n"use strict";${part}}\n`)
  .join("");
