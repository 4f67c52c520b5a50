import type { VNode } from "preact";
import { colourValue } from "../../src/labels/colours.js";

/** A square of a colour; one that is no colour stays empty. */
export function Swatch({ colour }: { readonly colour: string }): VNode {
  const safe = colourValue(colour) === undefined ? "transparent" : colour;
  return <span class="swatch" style={{ background: safe }} aria-hidden="true" />;
}
