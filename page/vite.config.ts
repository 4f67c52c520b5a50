import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { contentPolicy } from "./plugins/contentPolicy.js";
import { offline } from "./plugins/offline.js";

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
};

export default defineConfig({
  define: { VERSION: JSON.stringify(version) },
  root: fileURLToPath(new URL("./", import.meta.url)),
  // Whatever folder of a web server it is put in.
  base: "./",
  build: {
    outDir: fileURLToPath(new URL("../build/page", import.meta.url)),
    emptyOutDir: true,
    target: "es2022",
    // Its helper needs a document, which workers have not.
    modulePreload: false,
    // Images that are put into styles would need no request, but there are none; files stay files.
    assetsInlineLimit: 0,
  },
  plugins: [contentPolicy(), offline()],
});
