import { ERROR_COLOURS } from "./pictures.js";

// What the page does by itself. Without it every number and picture is there all the same. Names are only ever set as
// text.

export const SCRIPT = `"use strict";
(() => {
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const count = (n) => n.toLocaleString("en-US");
const percent = (share) => Number.isFinite(share) ? (100 * share).toFixed(2) + " %" : "none";

for (const box of $$(".confusion")) {
  const data = JSON.parse($("#confusion-" + box.dataset.key).textContent);
  const cells = $$("td", box);
  const width = $$("thead th", box).length - 1;
  const sums = (cell) => ({ row: +cell.parentNode.dataset.sum, column: data.columnSums[+cell.dataset.p] });
  const largest = Math.max(1, ...cells.filter((c) => c.dataset.t !== c.dataset.p).map((c) => +c.dataset.n));
  const show = (kind) => {
    for (const cell of cells) {
      const n = +cell.dataset.n, sum = sums(cell);
      const share = kind === "count" ? Math.min(1, n / largest) : n / sum[kind];
      cell.style.setProperty("--share", Number.isFinite(share) ? share.toFixed(3) : "0");
      const value = 100 * share;
      cell.textContent = n === 0 ? "\\u00b7" : kind === "count" ? compact(n) : value < 0.5 ? "<1" : value.toFixed(0);
    }
  };
  for (const radio of $$("input[type=radio]", box)) radio.addEventListener("change", () => show(radio.value));
  const tell = (cell) => {
    const { t, p, n } = cell.dataset, sum = sums(cell), panel = $(".behind", box);
    const text = document.createElement("p");
    text.textContent = data.names[t] + " taken for " + data.names[p] + ": " + count(+n) + " pixels, " + percent(n / sum.row) + " of the truth, " + percent(n / sum.column) + " of the predicted";
    const list = document.createElement("ol");
    for (const [image, pixels] of data.behind[t * data.names.length + +p] || []) {
      const item = document.createElement("li");
      item.textContent = data.images[image] + ": " + count(pixels);
      list.append(item);
    }
    panel.replaceChildren(text, list);
  };
  const go = (i) => { for (const cell of cells) cell.tabIndex = -1; cells[i].tabIndex = 0; cells[i].focus(); };
  if (cells.length) cells[0].tabIndex = 0;
  const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -width, ArrowDown: width };
  cells.forEach((cell, i) => {
    cell.addEventListener("click", () => { go(i); tell(cell); });
    cell.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); tell(cell); }
      const step = STEPS[event.key], next = i + step;
      if (step === undefined || !cells[next]) return;
      if (Math.abs(step) === 1 && Math.floor(next / width) !== Math.floor(i / width)) return;
      event.preventDefault(); go(next);
    });
  });
}
function compact(n) {
  if (n < 1e3) return String(n);
  for (const [unit, sign] of [[1e9, "G"], [1e6, "M"], [1e3, "k"]]) if (n >= unit) return (n / unit).toFixed(n < 10 * unit ? 1 : 0) + sign;
}

for (const table of $$("table.sortable")) {
  const body = $("tbody", table), heads = $$("thead th", table);
  heads.forEach((head, column) => $("button", head).addEventListener("click", () => {
    const isDown = head.getAttribute("aria-sort") === "descending" || (column === 0 && head.getAttribute("aria-sort") !== "ascending");
    heads.forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", isDown ? "ascending" : "descending");
    const value = (row) => column === 0 ? row.cells[0].textContent : +row.cells[column].dataset.v;
    const rows = [...body.rows].sort((a, b) => {
      const [x, y] = [value(a), value(b)];
      if (typeof x === "string") return x < y ? -1 : x > y ? 1 : 0;
      if (Number.isNaN(x) || Number.isNaN(y)) return (Number.isNaN(x) - Number.isNaN(y)) * (isDown ? 1 : -1);
      return x - y;
    });
    if (!isDown) rows.reverse();
    body.append(...rows);
  }));
  const filter = $("input[type=search]", table.closest("details"));
  filter.addEventListener("input", () => {
    const wanted = filter.value.toLowerCase();
    for (const row of body.rows) row.hidden = !row.cells[0].textContent.toLowerCase().includes(wanted);
  });
}

const slider = $("#opacity");
if (slider) slider.addEventListener("input", () => document.documentElement.style.setProperty("--masks", slider.value / 100));

const COLOURS = [${Object.values(ERROR_COLOURS)
  .map((colour) => `[${[1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)).join(",")}]`)
  .join(",")}];
async function labelsOf(text) {
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint16Array(await new Response(stream).arrayBuffer());
}
for (const picture of $$(".picture")) {
  const select = $("select", picture);
  let labels;
  select.addEventListener("change", async () => {
    const { width, height, data } = JSON.parse($("#picture-" + picture.dataset.index).textContent);
    labels ??= await labelsOf(data);
    const size = width * height, wanted = +select.value;
    const canvas = $("canvas", picture), context = canvas.getContext("2d");
    const image = context.createImageData(width, height), sums = [0, 0, 0];
    for (let i = 0; i < size; i++) {
      const t = labels[i], p = labels[size + i];
      if (t === 0xffff) continue;
      const kind = wanted < 0 ? (t === p ? 0 : 1) : t === wanted ? (p === wanted ? 0 : 1) : p === wanted ? 2 : -1;
      if (kind < 0) continue;
      sums[kind]++;
      image.data.set(COLOURS[kind], 4 * i);
      image.data[4 * i + 3] = 255;
    }
    context.putImageData(image, 0, 0);
    canvas.hidden = false;
    canvas.previousElementSibling.hidden = true;
    $(".counts", picture).textContent = wanted < 0 ? "hit " + count(sums[0]) + ", wrong " + count(sums[1]) + " pixels" : "hit " + count(sums[0]) + ", missed " + count(sums[1]) + ", false " + count(sums[2]) + " pixels";
  });
}
addEventListener("beforeprint", () => { for (const part of $$("details.model")) part.open = true; });
})();
`;
