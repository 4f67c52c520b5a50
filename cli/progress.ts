import type { SingleBar } from "cli-progress";
import { printable } from "../app/view/printable.js";

/** How far long work has come. */
export interface Progress {
  advance(done: number): void;
  /** Takes the bar away. */
  end(): void;
}

const SILENT: Progress = { advance: () => undefined, end: () => undefined };

/** Work shorter than this needs no progress. */
const PATIENCE_MS = 700;

/** Between two lines where there is no terminal. */
const LINE_EVERY_MS = 10_000;

/**
 * Tells on standard error how many of `total` images are done: a bar with images/s and the time left on a terminal, a line
 * now and then elsewhere, nothing with --quiet.
 */
export function startProgress(what: string, total: number, isQuiet: boolean): Progress {
  if (isQuiet) return SILENT;
  return process.stderr.isTTY ? startBar(what, total) : startLines(what, total);
}

function startBar(what: string, total: number): Progress {
  const start = performance.now();
  let bar: SingleBar | undefined;
  let done = 0;
  let isOver = false;
  const timer = setTimeout(() => {
    // Read only when there is something to show.
    void import("cli-progress").then(({ default: { SingleBar: Bar, Presets } }) => {
      if (isOver) return;
      bar = new Bar(
        {
          stream: process.stderr,
          format: `${printable(what)} {bar} {percentage}% | {value}/{total} images | {rate} images/s | {left} left`,
          hideCursor: true,
          clearOnComplete: true,
          barsize: 24,
        },
        Presets.shades_classic,
      );
      bar.start(total, done, rateOf(done, total, start));
    });
  }, PATIENCE_MS);
  return {
    advance(now) {
      done = now;
      bar?.update(now, rateOf(now, total, start));
    },
    end() {
      isOver = true;
      clearTimeout(timer);
      bar?.stop();
    },
  };
}

function startLines(what: string, total: number): Progress {
  const start = performance.now();
  let last = start;
  return {
    advance(done) {
      const now = performance.now();
      if (now - last < LINE_EVERY_MS || done === total) return;
      last = now;
      const { rate, left } = rateOf(done, total, start);
      process.stderr.write(
        `${printable(what)}: ${done} of ${total} images, ${rate} images/s, ${left} left\n`,
      );
    },
    end: () => undefined,
  };
}

function rateOf(
  done: number,
  total: number,
  start: number,
): { readonly rate: string; readonly left: string } {
  const seconds = (performance.now() - start) / 1000;
  const rate = done / seconds;
  return { rate: rate.toFixed(rate < 10 ? 1 : 0), left: done === 0 ? "?" : duration((total - done) / rate) };
}

/** 75 -> 1 min 15 s */
function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
