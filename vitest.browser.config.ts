// npm run test:browser: the tests of the library's behaviour, in real Chromium and in real Firefox. Tests that read golden
// files do so through stand-ins for Node's modules in test/browser/.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig, type TestProjectConfiguration } from "vitest/config";
import { serveFiles } from "./test/browser/serveFiles.js";
import { CHROMIUM, CHROMIUM_ARGUMENTS } from "./scripts/browser/executables.js";

const PROJECT = fileURLToPath(new URL("./", import.meta.url));

/** What is about processes, the disk, the package, documents or the build, and not about what the library counts. */
const NODE_ONLY_FILES = [
  "test/architecture.test.ts",
  // Runs the action's steps in a shell.
  "test/action/**",
  // Writes the sets that it reads.
  "test/page/readDetections.test.ts",
  // Loads the library anew for each test, which a page cannot. test/consumers sees backends chosen in browsers.
  "test/counting/backend.test.ts",
  "test/bench/**",
  "test/cli/**",
  "test/helpers/**",
  // Compares with the platform's SHA-256, for which ours stands in here: test/engines.test.ts has its digests.
  "test/run/sha256.test.ts",
  "test/docs.test.ts",
  // Reads files, starts the command, and compares Node's inflate with ours.
  "test/fuzz/**",
  // Reads the codes out of the source, and words errors as the command does.
  "test/errors/**",
  "test/counting/gigapixel.test.ts",
  "test/package.test.ts",
  "test/readme.test.ts",
  "test/app/samples.test.ts",
  "test/size.test.ts",
];

/** Tests of files that run otherwise, each with what a browser lacks. */
const NODE_ONLY_TESTS: readonly (readonly [name: string, because: string])[] = [
  [
    "image data with the platform's inflate with a wrong checksum",
    "fflate stands in for zlib, and checks none",
  ],
  [
    "with Node's inflate refuses another length and another checksum",
    "fflate stands in for zlib, and checks none",
  ],
  ["of a bomb, Node's inflate", "fflate stands in for zlib, and has no bound"],
  [
    "the platform's inflate is asked for all",
    "fflate stands in for zlib, and does not tell where a stream ends",
  ],
  ["loses to a dying worker", "the worker that dies is a thread of Node's"],
  ["keeps no process alive", "there is no process"],
];

const TEST_PACKAGES = [
  "@assemblyscript/loader",
  "@preact/signals",
  "@tensorflow/tfjs-backend-cpu",
  "@tensorflow/tfjs-core",
  "buffer",
  "d3-array",
  "fast-check",
  "fast-png",
  "fflate",
  "jpeg-js",
  "ndarray",
  "nifti-reader-js",
  "npyjs",
  "onnxruntime-common",
  "preact",
  "preact/hooks",
  "preact-render-to-string",
  "tiff",
];

interface Browser {
  readonly name: "chromium" | "firefox";
  readonly executablePath: string;
  readonly channel?: string;
  readonly args?: string[];
}

const BROWSERS: readonly Browser[] = [
  { name: "chromium", executablePath: CHROMIUM, args: [...CHROMIUM_ARGUMENTS] },
  // Firefox as it is shipped, driven over WebDriver BiDi.
  {
    name: "firefox",
    executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
    channel: "moz-firefox",
  },
];

function project({ name, ...launchOptions }: Browser): TestProjectConfiguration {
  return {
    plugins: [serveFiles(PROJECT)],
    // Isolated as a page must be to have SharedArrayBuffer.
    server: {
      headers: {
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
      },
    },
    resolve: {
      alias: [
        {
          find: /^node:(child_process|crypto|fs|url|vm|zlib)$/,
          replacement: `${PROJECT}test/browser/node/$1.ts`,
        },
        { find: /^maskscore\/panoptic$/, replacement: `${PROJECT}dist/panoptic/index.js` },
        { find: /^maskscore$/, replacement: `${PROJECT}dist/index.js` },
        { find: /^maskscore\/components$/, replacement: `${PROJECT}dist/components/index.js` },
        { find: /^maskscore\/panoptic$/, replacement: `${PROJECT}dist/panoptic/index.js` },
        { find: /^maskscore\/pool$/, replacement: `${PROJECT}dist/pool/index.js` },
        { find: /^maskscore\/surfaces$/, replacement: `${PROJECT}dist/surfaces/index.js` },
      ],
    },
    // Found while a test runs, they would reload it. happy-dom stands in for what browsers are.
    optimizeDeps: { include: TEST_PACKAGES, exclude: ["happy-dom"] },
    test: {
      name,
      include: ["test/**/*.test.ts"],
      exclude: ["**/node_modules/**", ...NODE_ONLY_FILES],
      setupFiles: ["test/browser/setup.ts", "test/helpers/typedArrayEquality.ts"],
      testTimeout: 120_000,
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: playwright({ launchOptions }),
        instances: [{ browser: name }],
      },
    },
  };
}

const missing = BROWSERS.filter(({ executablePath }) => !existsSync(executablePath));
if (missing.length > 0) {
  throw new Error(`not here: ${missing.map(({ executablePath }) => executablePath).join(", ")}`);
}

export default defineConfig({
  test: {
    projects: BROWSERS.map(project),
    testNamePattern: new RegExp(`^(?!.*(?:${NODE_ONLY_TESTS.map(([test]) => test).join("|")}))`),
  },
});
