export function spawnSync(): never {
  throw new Error("there are no processes in a browser: leave this test out in vitest.browser.config.ts");
}
