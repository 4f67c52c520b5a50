import { printable } from "../printable.js";

/** Text that is markup already; everything else is data, and is escaped where it is put into markup. */
export class Markup {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

export type Content = Markup | string | number | undefined | false | readonly Content[];

/** Markup from a template: what is put in is data, unless it is Markup itself. Attributes must be in double quotes. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(
    strings.reduce((text, string, i) => text + (i === 0 ? "" : render(values[i - 1])) + string, ""),
  );
}

function render(value: Content): string {
  if (value === undefined || value === false) return "";
  if (value instanceof Markup) return value.text;
  if (typeof value === "object") return value.map(render).join("");
  return escapeHtml(String(value));
}

/** Fit for text and for attributes in quotes. */
export function escapeHtml(text: string): string {
  return printable(text)
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;")
    .replace(/'/g, "&#39;");
}

/** Data for the page's script: no "</script>" in a name ends the block. */
export function jsonBlock(id: string, data: unknown): Markup {
  const text = JSON.stringify(data)
    .replace(/</g, "\\u003c")
    .replace(/\u2028/g, "\\u2028")
    .replace(/\u2029/g, "\\u2029");
  return new Markup(`<script type="application/json" id="${escapeHtml(id)}">${text}</script>`);
}

/** A table that a plot stands for. */
export function dataTable(columns: readonly string[], rows: readonly (readonly Content[])[]): Markup {
  return html`<div class="scroll">
    <table class="data">
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col">${column}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell, i) => (i === 0 ? html`<th scope="row">${cell}</th>` : html`<td>${cell}</td>`))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** A plot with its caption and the numbers behind it. */
export function figure(plot: Markup, caption: Content, table: Markup): Markup {
  return html`<figure>
    <div class="scroll">${plot}</div>
    <figcaption>${caption}</figcaption>
    <details class="numbers">
      <summary>The numbers</summary>
      ${table}
    </details>
  </figure>`;
}

/** A score in a table; one that is undefined says why. */
export function score(value: number, reason?: string): Markup {
  return Number.isNaN(value)
    ? html`<span class="none" title="${reason ?? "undefined"}">${reason ?? "-"}</span>`
    : html`${value.toFixed(4)}`;
}
