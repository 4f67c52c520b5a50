import type { VNode } from "preact";
import type { PaintedLayer } from "../../view/paintTile.js";
import { LAYERS } from "../../view/paintTile.js";
import { Segmented } from "../Segmented.js";

/** How two sides are put beside, over or after one another. */
export type Mode = "side" | "overlay" | "errors" | "swipe" | "blink";

export const MASK_MODES: readonly (readonly [mode: Mode, label: string])[] = [
  ["side", "Side by side"],
  ["overlay", "Overlay"],
  ["errors", "Errors"],
  ["swipe", "Swipe"],
  ["blink", "Blink"],
];

/** Which layers a panel has, one over the other; a layer may have a part of its width. */
export interface PanelOf<Layer> {
  readonly title: string;
  readonly layers: readonly {
    readonly layer: Layer;
    readonly part?: readonly [from: number, to: number];
  }[];
}

/** What moves in a mode: where the divider is, and which of the sides is seen. */
export interface ModeState {
  /** Share of the width. */
  readonly divider: number;
  /** Counts up. */
  readonly turn: number;
}

/** The panels of two masks. */
export function maskPanels(mode: Mode, { divider, turn }: ModeState): PanelOf<PaintedLayer>[] {
  switch (mode) {
    case "side":
      return LAYERS.map(([layer, title]) => ({ title, layers: [{ layer }] }));
    case "overlay":
      return [
        {
          title: "Prediction, with the ground truth's outlines",
          layers: [{ layer: "prediction" }, { layer: "edges" }],
        },
      ];
    case "errors":
      return [{ title: "Errors", layers: [{ layer: "errors" }] }];
    case "swipe":
    case "blink": {
      const [truth, prediction] = LAYERS.map(([layer, title]) => ({ layer, title }));
      return sidePanels(mode, [truth, prediction] as NamedLayer<PaintedLayer>[], { divider, turn });
    }
  }
}

interface NamedLayer<Layer> {
  readonly layer: Layer;
  readonly title: string;
}

/** The panels of any paintings of one image: the first two are swiped, all of them blink. */
export function sidePanels<Layer>(
  mode: "side" | "swipe" | "blink",
  sides: readonly NamedLayer<Layer>[],
  { divider, turn }: ModeState,
): PanelOf<Layer>[] {
  const [first, second] = sides as [NamedLayer<Layer>, NamedLayer<Layer>];
  switch (mode) {
    case "side":
      return sides.map(({ layer, title }) => ({ title, layers: [{ layer }] }));
    case "swipe":
      return [
        {
          title: `${first.title} on the left, ${lowerFirst(second.title)} on the right`,
          layers: [
            { layer: first.layer, part: [0, divider] },
            { layer: second.layer, part: [divider, 1] },
          ],
        },
      ];
    case "blink": {
      const { layer, title } = sides[turn % sides.length] as NamedLayer<Layer>;
      return [{ title, layers: [{ layer }] }];
    }
  }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

interface ModeChoiceProps<M extends Mode> {
  readonly modes: readonly (readonly [mode: M, label: string])[];
  readonly mode: M;
  readonly choose: (mode: M) => void;
  /** Begins the names of its fields. */
  readonly id: string;
}

export function ModeChoice<M extends Mode>({ modes, mode, choose, id }: ModeChoiceProps<M>): VNode {
  return (
    <Segmented
      label="How the sides are shown"
      name={`${id}-mode`}
      options={modes}
      value={mode}
      choose={choose}
    />
  );
}
