import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { PROJECT } from "./helpers/command.js";

// Which room may import which: arrows point one way. A file that stands in src/ itself is a room of its own.
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  types: [],
  errors: [],
  validate: ["types", "errors", "core"],
  core: ["types"],
  reference: ["types", "core"],
  wasm: ["types", "core", "reference"],
  backend: ["types", "validate", "reference", "wasm"],
  metricsRequest: ["types", "errors", "validate", "core"],
  metricsNp: ["types", "errors", "validate", "core", "backend", "functional", "metricsRequest"],
  functional: ["types", "errors", "core", "validate", "backend"],
  // "validate" for one thing: an unknown name is refused as every other wrong choice is.
  conventions: ["types", "core", "validate"],
  allocate: ["errors", "validate", "backend"],
  overlapScores: ["types", "core", "validate", "functional"],
  confusionCounter: ["types", "core", "validate", "functional"],
  index: [
    "types",
    "validate",
    "allocate",
    "backend",
    "confusionCounter",
    "functional",
    "metricsNp",
    "metricsRequest",
    "overlapScores",
    "core",
    "conventions",
    "scorer",
    "sources",
    "thresholdCounter",
  ],
  thresholdCounter: ["types", "errors", "validate", "core", "reference"],
  scorer: ["types", "errors", "validate", "core", "conventions", "functional"],
  pool: ["types", "errors", "validate", "core", "backend", "functional", "metricsRequest"],
  // How the objects of other libraries become label maps, where that takes more than reading them.
  sources: ["types", "errors", "core", "validate", "reference", "functional"],
  tfjs: ["types", "errors", "validate", "conventions", "functional", "scorer"],
  formats: ["types", "core"],
  samples: [],
  dataset: ["types", "errors", "core", "reference", "backend", "functional", "scorer", "formats"],
  report: ["types", "errors", "backend", "core", "conventions", "formats", "samples", "scorer", "dataset"],
  cli: [
    "types",
    "errors",
    "backend",
    "core",
    "conventions",
    "functional",
    "metricsNp",
    "scorer",
    "formats",
    "dataset",
    "report",
    "samples",
  ],
};

/** Packages that a room may import; every other room imports none. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  wasm: ["@assemblyscript/loader"],
  formats: ["fflate", "nifti-reader-js"],
  dataset: ["picomatch"],
  report: ["@observablehq/plot", "fflate"],
  // Types only: the modules themselves are asked of the process, where there is one.
  pool: ["node:os", "node:worker_threads"],
  cli: [
    "cli-progress",
    "commander",
    "fast-png",
    "jpeg-js",
    "linkedom",
    "node:fs",
    "node:fs/promises",
    "node:os",
    "node:path",
    "node:url",
    "node:worker_threads",
    "node:zlib",
  ],
};

/** Words that only one room may say. */
const RESERVED: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\bWebAssembly\.\w/, ["wasm"]],
  [/\bprocess\b/, ["cli", "pool"]],
];

interface Source {
  readonly path: string;
  readonly room: string;
  readonly text: string;
  readonly imports: readonly string[];
}

function sourcesOf(folder: string): Source[] {
  return readdirSync(join(PROJECT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => {
      const text = readFileSync(join(PROJECT, folder, name), "utf8");
      const [first = ""] = name.split(/[\\/]/);
      return {
        path: join(folder, name),
        room: first.replace(/\.ts$/, ""),
        text,
        imports: [
          ...text.matchAll(/^\s*(?:import|export)\b[^;]*?from\s+"([^"]+)"|\bimport\("([^"]+)"\)/gm),
        ].map((match) => (match[1] ?? match[2]) as string),
      };
    });
}

const SOURCES = sourcesOf("src");

/** Comments may name what the code may not. */
function codeOf(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
}

function roomOf(source: Source, specifier: string): string {
  const target = relative(join(PROJECT, "src"), resolve(PROJECT, dirname(source.path), specifier));
  return (target.split(/[\\/]/)[0] as string).replace(/\.js$/, "");
}

describe("src/", () => {
  it("has no room that the rules do not know, and no rule without a room", () => {
    expect([...new Set(SOURCES.map(({ room }) => room))].sort()).toEqual(Object.keys(ALLOWED).sort());
  });

  it.each(SOURCES.map((source) => [source.path, source] as const))("%s imports what it may", (_, source) => {
    for (const specifier of source.imports) {
      if (specifier.startsWith(".")) {
        const room = roomOf(source, specifier);
        if (room !== source.room) expect(ALLOWED[source.room], specifier).toContain(room);
      } else {
        expect(PACKAGES[source.room] ?? [], specifier).toContain(specifier);
      }
    }
    const code = codeOf(source.text);
    for (const [word, rooms] of RESERVED) {
      if (!rooms.includes(source.room)) expect(code).not.toMatch(word);
    }
  });

  it("has no cycles", () => {
    const graph = new Map(
      SOURCES.map((source) => [
        source.path,
        source.imports
          .filter((specifier) => specifier.startsWith("."))
          .map((specifier) => join(dirname(source.path), specifier).replace(/\.js$/, ".ts")),
      ]),
    );
    const done = new Set<string>();
    const visit = (path: string, trail: readonly string[]): void => {
      expect(trail, [...trail, path].join(" -> ")).not.toContain(path);
      if (done.has(path)) return;
      for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
      done.add(path);
    };
    for (const path of graph.keys()) visit(path, []);
  });

  it("the public door imports neither the command nor a format", () => {
    const reached = new Set<string>();
    const byPath = new Map(SOURCES.map((source) => [source.path, source]));
    const visit = (path: string): void => {
      const source = byPath.get(path);
      if (source === undefined || reached.has(path)) return;
      reached.add(path);
      for (const specifier of source.imports.filter((name) => name.startsWith("."))) {
        visit(join(dirname(path), specifier).replace(/\.js$/, ".ts"));
      }
    };
    visit(join("src", "index.ts"));
    const packages = [...reached].flatMap((path) => byPath.get(path)?.imports ?? []);
    expect([...new Set(packages.filter((name) => !name.startsWith(".")))]).toEqual([
      "@assemblyscript/loader",
    ]);
  });

  it("keeps its files short", () => {
    for (const { path, text } of SOURCES.filter(({ path: name }) => !name.includes(".generated."))) {
      expect(text.split("\n").length, path).toBeLessThan(400);
    }
  });
});

describe("page/src/", () => {
  const pages = sourcesOf(join("page", "src"));
  /** What the command does with a terminal, the page does with a tab: it has nothing of its own to compute. */
  const allowed = [
    "backend",
    "conventions",
    "core",
    "dataset",
    "formats",
    "index",
    "report",
    "samples",
    "scorer",
    "types",
  ];

  it.each(pages.map((source) => [source.path, source] as const))("%s imports what it may", (_, source) => {
    for (const specifier of source.imports) {
      if (!specifier.startsWith("."))
        expect(["preact", "preact/hooks", "@preact/signals"]).toContain(specifier);
      else if (!specifier.includes("/src/")) continue;
      else expect(allowed, specifier).toContain(roomOf(source, specifier));
    }
    expect(codeOf(source.text), "it asks nobody for anything").not.toMatch(
      /\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon|EventSource/,
    );
  });

  it("keeps its files short", () => {
    for (const { path, text } of pages) expect(text.split("\n").length, path).toBeLessThan(400);
  });
});

describe("assembly/", () => {
  const kernels = sourcesOf("assembly");

  it.each(kernels.map((source) => [source.path, source] as const))(
    "%s imports nothing outside assembly/",
    (_, source) => {
      for (const specifier of source.imports) expect(specifier).toMatch(/^\.\/\w+$/);
    },
  );

  it("exports from index.ts only", () => {
    const index = kernels.find(({ room }) => room === "index");
    expect(
      codeOf(index?.text ?? "")
        .replace(/^export \{[^}]*\} from "\.\/\w+";$/gm, "")
        .trim(),
    ).toBe("");
  });

  it("holds no strings, and no managed memory", () => {
    for (const { path, text } of kernels.filter(({ room }) => room !== "index")) {
      const code = codeOf(text).replace(/^import .*;$/gm, "");
      expect(code, path).not.toMatch(/["'`]|\bnew\b|\bclass\b|=>/);
    }
  });
});
