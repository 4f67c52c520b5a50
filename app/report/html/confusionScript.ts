import { DEEP } from "../../view/confusionView.js";

/** The confusion matrix by row, by column and in pixels; what stands behind a cell; walking it with the keys. */
export const CONFUSION_SCRIPT = `
const DEEP = ${DEEP};
const UNITS = {
  row: "per cent of the row's pixels",
  column: "per cent of the column's pixels",
  count: "pixels",
};
const number = (value) => value.toLocaleString("en-US", { maximumFractionDigits: 1 });
const percent = (part, whole) => (whole > 0 ? ((100 * part) / whole).toFixed(1) + " %" : "-");

for (const figure of document.querySelectorAll(".confusion")) {
  const { names, rowTotals, columnTotals, ids, images } = JSON.parse(
    figure.querySelector(".confusion-data").textContent,
  );
  const size = names.length;
  const table = figure.querySelector("table");
  const rows = Array.from(table.tBodies[0].rows, (row) => Array.from(row.cells).slice(1, size + 1));
  const pixelsOf = (t, p) => Number(rows[t][p].dataset.n || 0);
  const readout = figure.querySelector(".readout");
  const behind = figure.querySelector(".behind");
  const largest = Math.max(1, ...rowTotals);

  const show = (mode) => {
    figure.querySelector(".unit").textContent = UNITS[mode];
    rows.forEach((cells, t) => {
      cells.forEach((cell, p) => {
        const pixels = pixelsOf(t, p);
        if (pixels === 0) return;
        const whole = mode === "row" ? rowTotals[t] : mode === "column" ? columnTotals[p] : largest;
        const shade = Math.sqrt(pixels / whole);
        cell.textContent = mode === "count" ? number(pixels) : ((100 * pixels) / whole).toFixed(1);
        cell.style.setProperty("--s", (shade > DEEP ? 0.85 + (shade - DEEP) * 0.6 : Math.max(0.025, shade * 0.85)).toFixed(3));
        cell.classList.toggle("deep", shade > DEEP);
      });
    });
  };
  for (const radio of figure.querySelectorAll(".controls input")) {
    radio.addEventListener("change", () => show(radio.value));
    // The browser may have kept the choice over a reload.
    if (radio.checked) show(radio.value);
  }

  const describe = (t, p) => {
    const pixels = pixelsOf(t, p);
    readout.textContent =
      "truth " + names[t] + ", predicted " + names[p] + ": " + number(pixels) + " pixels, " +
      percent(pixels, rowTotals[t]) + " of the row, " + percent(pixels, columnTotals[p]) + " of the column";
  };

  const choose = (t, p) => {
    for (const cell of table.querySelectorAll(".chosen")) cell.classList.remove("chosen");
    rows[t][p].classList.add("chosen");
    describe(t, p);
    const [count = 0, ...found] = images[t * size + p];
    const listed = found.length / 2;
    behind.querySelector("h4").textContent =
      "truth " + names[t] + ", predicted " + names[p] + ": " +
      (count === 0 ? "in no image" : "in " + number(count) + (count === 1 ? " image" : " images")) +
      (count > listed ? ", most pixels first, the first " + listed : "");
    behind.querySelector("ol").replaceChildren(
      ...Array.from({ length: listed }, (_, i) => {
        const item = document.createElement("li");
        item.textContent = ids[found[2 * i]] + ": " + number(found[2 * i + 1]) + " pixels";
        return item;
      }),
    );
    behind.hidden = false;
  };

  const placeOf = (target) => {
    const cell = target.closest("td");
    const t = cell ? cell.parentNode.sectionRowIndex : -1;
    const p = cell ? cell.cellIndex - 1 : -1;
    return cell && p < size ? [t, p] : undefined;
  };
  const on = (type, act) =>
    table.tBodies[0].addEventListener(type, (event) => {
      const place = placeOf(event.target);
      if (place) act(place[0], place[1], event);
    });
  const focus = (t, p) => {
    for (const cell of table.querySelectorAll('td[tabindex="0"]')) cell.tabIndex = -1;
    rows[t][p].tabIndex = 0;
    rows[t][p].focus();
  };
  on("mouseover", describe);
  on("focusin", describe);
  on("click", (t, p) => {
    focus(t, p);
    choose(t, p);
  });
  on("keydown", (t, p, event) => {
    const last = size - 1;
    const moves = {
      ArrowUp: [t - 1, p], ArrowDown: [t + 1, p], ArrowLeft: [t, p - 1], ArrowRight: [t, p + 1],
      Home: [t, 0], End: [t, last],
    };
    const to = moves[event.key];
    if (to) focus(Math.min(Math.max(to[0], 0), last), Math.min(Math.max(to[1], 0), last));
    else if (event.key === "Enter" || event.key === " ") choose(t, p);
    else return;
    event.preventDefault();
  });
}
`;
