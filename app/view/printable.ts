// File names, class names and what files hold are data: in no output may they steer what shows it. What is lossless where the
// format has a spelling for it (JSON) is replaced where it has none.

/** Behind a letter of Latin or at a start these show nothing; behind others they join letters, or choose an emoji's look. */
const JOINERS = String.raw`[\p{Join_Control}\p{Variation_Selector}]`;

/**
 * Controls (C0, C1), halves of surrogate pairs, separators of lines, what turns the reading direction, and what has no shape
 * of its own: two names that differ by it look alike.
 */
const HIDDEN = new RegExp(
  String.raw`[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\ufff9-\ufffb\ufffe\uffff]` +
    String.raw`|(?<=^|[\u0000-\u02ff])${JOINERS}|(?!${JOINERS})\p{Default_Ignorable_Code_Point}`,
  "gu",
);

/** Names of the disk that are no UTF-8 keep their bytes as half surrogates: see cli/inputs/undecodedName.ts. */
const KEPT_BYTE = /^[\udc80-\udcff]$/;

function shown(hidden: string): string {
  return KEPT_BYTE.test(hidden) ? `\\x${(hidden.charCodeAt(0) & 0xff).toString(16)}` : "\ufffd";
}

/** Text as one line of a terminal or a log. */
export function printable(text: string): string {
  return (
    text
      .replace(HIDDEN, shown)
      // What runs in CI reads commands from its log: GitHub at a line's start, GitHub and Azure within lines.
      .replace(/^(\s*):(?=:)/, "$1\ufffd")
      .replace(/##(?=\[|vso\[|teamcity\[)/gi, "#\ufffd")
  );
}

/** Text of a page, where a line break is a space. */
export function pageText(text: string): string {
  return text.replace(HIDDEN, (hidden) => (/[\t\n\r]/.test(hidden) ? hidden : shown(hidden)));
}

/** JSON that says the same in characters that can be seen. */
export function printableJson(json: string): string {
  return json
    .replace(HIDDEN, (hidden) => (hidden === "\n" ? hidden : hidden.replace(/[^]/g, escaped)))
    .replace(/##(?=\[|vso\[|teamcity\[)/gi, "#\\u0023");
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
