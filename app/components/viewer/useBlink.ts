import { useEffect, useState } from "preact/hooks";

/** Slow enough to see each side, and far below what may not flash. */
const BLINK_MS = 700;

export interface Blinking {
  /** Counts up with each change of sides. */
  readonly turn: number;
  readonly isPlaying: boolean;
  readonly toggle: () => void;
  readonly next: () => void;
}

/** Changes sides by itself while it plays; who wants less motion changes them by hand. */
export function useBlink(isOn: boolean): Blinking {
  const [turn, setTurn] = useState(0);
  const [isPlaying, setIsPlaying] = useState(true);
  useEffect(() => {
    if (isOn) setIsPlaying(!matchMedia("(prefers-reduced-motion: reduce)").matches);
  }, [isOn]);
  useEffect(() => {
    if (!isOn || !isPlaying) return;
    const timer = setInterval(() => {
      setTurn((last) => last + 1);
    }, BLINK_MS);
    return () => {
      clearInterval(timer);
    };
  }, [isOn, isPlaying]);
  return {
    turn,
    isPlaying,
    toggle: () => {
      setIsPlaying(!isPlaying);
    },
    next: () => {
      setIsPlaying(false);
      setTurn(turn + 1);
    },
  };
}
