import { printable } from "../app/view/printable.js";
import { removeTemporaries } from "./temporaryFiles.js";

const NUMBERS = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;

/** Puts away what is under way, at one go, and says what is kept of it. */
type Farewell = () => string;

const UNSAID: Farewell = () => "interrupted";

let farewell = UNSAID;

/** From now on a signal ends the command in order: with what it says last, and as a shell expects (128 + its number). */
export function hearSignals(): void {
  const listeners = Object.entries(NUMBERS).map(([signal, number]) => {
    const end = (): void => {
      // Another signal ends the process at once, whatever is still being written.
      for (const { name, listener } of listeners) process.off(name, listener);
      const words = lastWords();
      removeTemporaries();
      process.stderr.write(`maskscore: ${printable(words)}\n`);
      process.exit(128 + number);
    };
    process.on(signal, end);
    return { name: signal, listener: end };
  });
}

/** Whatever goes wrong meanwhile: the command ends as it was told to. */
function lastWords(): string {
  try {
    return farewell();
  } catch (error) {
    return `interrupted: ${(error as Error).message}`;
  }
}

/** What is done and said where a signal ends the command from here on; without one, that it was interrupted. */
export function onInterruption(next: Farewell = UNSAID): void {
  farewell = next;
}

/** Lets signals, workers and the progress bar have their turn: nothing of them is heard while something is computed. */
export function letSignalsIn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
