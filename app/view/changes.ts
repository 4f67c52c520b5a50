/** What became of a pixel between two models: right by both, wrong by both, or by one of them. */
export const CHANGES = ["kept", "mended", "broken", "stillWrong"] as const;

export type Change = (typeof CHANGES)[number];

/** @param truth its class; void is of no change */
export function changeOf(truth: number, first: number, second: number): Change {
  if (first === truth) return second === truth ? "kept" : "broken";
  return second === truth ? "mended" : "stillWrong";
}

/** How changes are called, and shown: they differ in lightness, too, for readers who see fewer colours. */
export const CHANGE_LOOKS: Readonly<Record<Change, { readonly word: string; readonly colour: string }>> = {
  mended: { word: "mended", colour: "#2f7fd6" },
  broken: { word: "broken", colour: "#d9480f" },
  stillWrong: { word: "still wrong", colour: "#ffd43b" },
  kept: { word: "right by both", colour: "#b8c0ca" },
};
