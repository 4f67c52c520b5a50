import type { Plugin } from "vite";

/**
 * What the built page may do. It may connect to nobody, itself included: what it says of files, that they do not leave the
 * tab, the browser enforces. Workers are made from blobs, which take the page's policy over; a worker with an address of
 * its own would not.
 */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  // 'self' is the service worker, which serves the page's own files without a network.
  "worker-src 'self' blob:",
  "connect-src 'none'",
  "form-action 'none'",
  "base-uri 'none'",
].join("; ");

/** Puts the policy into the built page; the development server's needs connections for reloading. */
export function contentPolicy(): Plugin {
  return {
    name: "content-policy",
    apply: "build",
    transformIndexHtml: () => [
      {
        tag: "meta",
        attrs: { "http-equiv": "Content-Security-Policy", content: POLICY },
        injectTo: "head-prepend",
      },
    ],
  };
}
