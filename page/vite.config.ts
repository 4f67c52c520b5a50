import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { contentPolicy } from "./plugins/contentPolicy.js";
import { offline } from "./plugins/offline.js";

export default defineConfig({
  root: fileURLToPath(new URL("./", import.meta.url)),
  // Whatever folder of a web server it is put in.
  base: "./",
  build: {
    outDir: fileURLToPath(new URL("../build/page", import.meta.url)),
    emptyOutDir: true,
    target: "es2022",
    // Its helper fetches, which the content policy forbids; every browser that has SIMD preloads modules.
    modulePreload: { polyfill: false },
    // Images that are put into styles would need no request, but there are none; files stay files.
    assetsInlineLimit: 0,
  },
  plugins: [contentPolicy(), offline()],
});
