import type { Circle, CirclePair } from "../samples/circles.js";

/** A drawing and its score. */
export interface ScoredCircles extends CirclePair {
  readonly iou: number;
}

/** Half the side of a panel in the plane's units: the grid, -7 to 7. */
const HALF_SIDE = 7;
const PANEL = 220;
const GAP = 16;
const CAPTION = 36;
const SCALE = PANEL / (2 * HALF_SIDE);

/** The tutorial's figure as an SVG document: truth in blue, prediction dashed, "IoU=0.52" under each pair. */
export function circlesFigure(pairs: readonly ScoredCircles[]): string {
  const width = GAP + pairs.length * (PANEL + GAP);
  const height = GAP + PANEL + CAPTION;
  const panels = pairs.map((pair, index) => panel(pair, GAP + index * (PANEL + GAP)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title description">`,
    `<title id="title">Intersection over union of ${pairs.length} pairs of circles</title>`,
    `<desc id="description">Truth filled in blue, prediction with a dashed outline. ${pairs.map(caption).join(", ")}.</desc>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...panels,
    "</svg>",
    "",
  ].join("\n");
}

function panel(pair: ScoredCircles, left: number): string {
  return [
    `<g transform="translate(${left} ${GAP})">`,
    `<rect width="${PANEL}" height="${PANEL}" rx="6" fill="#f6f8fb" stroke="#d5dbe5"/>`,
    circle(pair.groundTruth, 'fill="#4c8df6" fill-opacity="0.35" stroke="#1f5fd0" stroke-width="2"'),
    circle(pair.prediction, 'fill="none" stroke="#222222" stroke-width="2.5" stroke-dasharray="8 6"'),
    `<text x="${PANEL / 2}" y="${PANEL + 25}" text-anchor="middle" font-family="system-ui, sans-serif" font-size="18" fill="#222222">${caption(pair)}</text>`,
    "</g>",
  ].join("\n");
}

/** The plane's y axis points up, the document's down. */
function circle({ x, y, radius }: Circle, style: string): string {
  return `<circle cx="${(x + HALF_SIDE) * SCALE}" cy="${(HALF_SIDE - y) * SCALE}" r="${radius * SCALE}" ${style}/>`;
}

function caption({ iou }: ScoredCircles): string {
  return `IoU=${iou.toFixed(2)}`;
}
