import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";

export interface Announcer {
  /** Says the outcome when a drag ends. */
  now(text: string): void;
  /** Says the outcome when keys have rested. */
  soon(text: () => string): void;
  /** Has to stand in the page. */
  readonly region: VNode;
}

const REST_MS = 700;

/** Tells a screen reader what came of an action once it is over, not at every step. */
export function useAnnouncer(): Announcer {
  const text = useSignal("");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
    },
    [],
  );
  return {
    now(said) {
      clearTimeout(timer.current);
      text.value = said;
    },
    soon(said) {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => (text.value = said()), REST_MS);
    },
    region: (
      <p class="visually-hidden" aria-live="polite">
        {text}
      </p>
    ),
  };
}
