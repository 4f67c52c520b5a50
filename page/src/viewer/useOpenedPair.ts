import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { CountJob } from "../../../app/job/countImage.js";
import { pixelCountOf } from "../../../src/reading/raster.js";
import type { ImagePair } from "../score/pairs.js";
import { pageWords } from "../score/pageWords.js";
import { type OpenedPair, openPair } from "./openPair.js";

/** Masks of more pixels are let go before the next are read: both would not fit. */
const LARGE_PIXELS = 2 ** 24;

/** Who leafs through images faster does not want to see each. */
const REST_MS = 60;

interface Shown {
  readonly pair: ImagePair;
  readonly job: CountJob;
  readonly opened: OpenedPair;
  readonly close: () => void;
}

/** A pair's masks; the pair that was seen before stays to be seen until they are there. */
export function useOpenedPair(
  pair: ImagePair,
  job: CountJob,
): {
  readonly shown: Signal<Shown | undefined>;
  /** Why the pair cannot be seen. */
  readonly wrong: Signal<string | undefined>;
} {
  const shown = useSignal<Shown | undefined>(undefined);
  const wrong = useSignal<string | undefined>(undefined);
  useEffect(() => {
    wrong.value = undefined;
    const before = shown.peek();
    // Back again before another has come.
    if (before?.pair === pair && before.job === job) return;
    if (before !== undefined && pixelCountOf(before.opened.size) > LARGE_PIXELS) {
      before.close();
      shown.value = undefined;
    }
    let close = (): void => undefined;
    const open = (): void => {
      const opening = openPair(pair, job);
      close = () => {
        opening.close();
      };
      opening.ready.then(
        (opened) => {
          if (opening.isClosed) return;
          shown.peek()?.close();
          shown.value = { pair, job, opened, close };
        },
        (error: unknown) => {
          if (opening.isClosed) return;
          shown.peek()?.close();
          shown.value = undefined;
          wrong.value = pageWords(error);
        },
      );
    };
    const timer = setTimeout(open, before === undefined ? 0 : REST_MS);
    return () => {
      clearTimeout(timer);
      if (shown.peek()?.close !== close) close();
    };
  }, [pair, job]);
  useEffect(
    () => () => {
      shown.peek()?.close();
    },
    [],
  );
  return { shown, wrong };
}
