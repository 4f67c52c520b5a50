import { plot, type PlotOptions } from "@observablehq/plot";
import { type Content, Markup, markup } from "./markup.js";

/** Attributes of lengths and places: hundredths of a pixel are enough of them. */
const GEOMETRY = /^(?:[xyr]|[cdr][xy]|[xy][12]|d|width|height|transform|points)$/;

const [ELEMENT, TEXT] = [1, 3];

/**
 * A plot as SVG markup for a page, with a description for those who do not see it.
 *
 * It is written out here, node by node, rather than by the document at hand: whatever escapes names in the page does so in
 * the plots as well.
 */
export function plotMarkup(document: Document, label: string, options: PlotOptions): Markup {
  const svg = plot({ document, style: { fontSize: "11px" }, ...options });
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  return markup`<div class="plot scroll">${nodeMarkup(svg)}</div>`;
}

function nodeMarkup(node: Node): Content {
  if (node.nodeType === TEXT) return node.nodeValue ?? "";
  if (node.nodeType !== ELEMENT) return "";
  const element = node as Element;
  const name = element.tagName.toLowerCase() === "svg" ? "svg" : element.tagName;
  // Plot's own style sheet: the page has one, and a style element would not take escaped text.
  if (name.toLowerCase() === "style") return "";
  const attributes = Array.from(element.attributes, (attribute) =>
    attribute.name.startsWith("xmlns")
      ? ""
      : markup` ${new Markup(attribute.name)}="${GEOMETRY.test(attribute.name) ? rounded(attribute.value) : attribute.value}"`,
  );
  const tag = new Markup(name);
  return markup`<${tag}${attributes}>${Array.from(element.childNodes, nodeMarkup)}</${tag}>`;
}

function rounded(value: string): string {
  return value.replace(/\d+\.\d{3,}/g, (digits) => String(Number(Number(digits).toFixed(2))));
}
