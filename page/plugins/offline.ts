import { createHash } from "node:crypto";
import type { Plugin } from "vite";

/** Writes service-worker.js, which keeps every file of the build, so that the page works without a network. */
export function offline(): Plugin {
  return {
    name: "offline",
    apply: "build",
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        const files = ["./", "./icon.svg", ...Object.keys(bundle).map((name) => `./${name}`)];
        const digest = createHash("sha256");
        for (const [name, output] of Object.entries(bundle)) {
          digest.update(name).update(output.type === "chunk" ? output.code : output.source);
        }
        this.emitFile({
          type: "asset",
          fileName: "service-worker.js",
          source: serviceWorker(files, digest.digest("hex").slice(0, 16)),
        });
      },
    },
  };
}

/** The program of the service worker: all files at once when it is installed, older builds' dropped when it takes over. */
function serviceWorker(files: readonly string[], version: string): string {
  return `const CACHE = "maskscore-page ${version}";
const FILES = ${JSON.stringify(files)};
self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith("maskscore-page ") && name !== CACHE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});
self.addEventListener("fetch", (event) => {
  event.respondWith(
    caches.open(CACHE).then((cache) => cache.match(event.request, { ignoreSearch: true })).then((kept) => kept || fetch(event.request)),
  );
});
`;
}
