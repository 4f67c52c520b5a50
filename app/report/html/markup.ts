/** Text that is HTML already. Made by `markup` alone, so whatever else gets into a page has been escaped. */
export class Markup {
  constructor(readonly text: string) {}
}

/** What may stand in a template: text and numbers are escaped, markup stays, undefined and false leave no trace. */
export type Content = string | number | Markup | undefined | false | readonly Content[];

/** Text that stays text between tags and in a quoted attribute, of HTML as of SVG. */
export function escapeHtml(text: string): string {
  return text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;")
    .replace(/'/g, "&#39;");
}

/**
 * A template tag that escapes what is put in. Attributes must be quoted.
 *
 * @example markup`<td title="${fileName}">${score}</td>`
 */
export function markup(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  let text = strings[0] as string;
  values.forEach((value, i) => {
    text += textOf(value) + (strings[i + 1] as string);
  });
  return new Markup(text);
}

function textOf(content: Content): string {
  if (content === undefined || content === false) return "";
  if (content instanceof Markup) return content.text;
  if (typeof content === "object") return content.map(textOf).join("");
  return escapeHtml(String(content));
}

/**
 * Data for the page's script. Within a script element nothing is escaped but what JSON itself can: a "<" spelt as \u003c
 * can neither close the element nor open a comment.
 */
export function jsonScript(className: string, value: unknown): Markup {
  const json = new Markup(JSON.stringify(value).replace(/</g, "\\u003c"));
  return markup`<script type="application/json" class="${className}">${json}</script>`;
}
