import { signal } from "@preact/signals";
import type { Mode } from "../../../app/components/viewer/modes.js";

// How images are looked at: what was chosen for one holds for the next.

export const mode = signal<Mode>("side");
export const isOutlined = signal(false);
/** Of masks over a photo, per cent. */
export const opacity = signal(60);
