/** Where Debian puts it. */
export const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** As root, without a graphics card, and without asking for anything that no test asked for. */
export const CHROMIUM_ARGUMENTS: readonly string[] = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
