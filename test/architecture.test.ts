import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { PROJECT } from "./helpers/project.js";

// Which room may import which: arrows point one way, from the page and the command through app/ to the library, and in the
// library down to types. A file that stands in src/ itself is a room of its own.
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  // The library: what an import gives.
  "src/types": [],
  "src/errors": [],
  "src/reading": ["src/types", "src/errors"],
  "src/labels": ["src/types", "src/errors", "src/reading"],
  "src/counting": ["src/types", "src/errors", "src/reading", "src/labels"],
  // What is seen as a grid of neighbours: edges, distances, components.
  "src/volumes": ["src/types", "src/errors", "src/reading", "src/labels", "src/counting"],
  // Boxes, run-length masks and polygons of single objects.
  "src/shapes": ["src/types", "src/errors", "src/reading", "src/counting"],
  "src/measures": [
    "src/types",
    "src/errors",
    "src/reading",
    "src/labels",
    "src/counting",
    "src/volumes",
    "src/shapes",
  ],
  // Both know Measure, and no measure by name: see below.
  "src/statistics": ["src/errors", "src/reading", "src/measures"],
  "src/run": ["src/errors", "src/reading", "src/measures"],
  "src/scorers": [
    "src/types",
    "src/errors",
    "src/reading",
    "src/labels",
    "src/counting",
    "src/measures",
    "src/statistics",
    "src/run",
  ],
  "src/index": [
    "src/types",
    "src/errors",
    "src/reading",
    "src/labels",
    "src/counting",
    "src/measures",
    "src/statistics",
    "src/run",
    "src/scorers",
  ],
  // Workers of any platform and for any work: pool, command and page each say what theirs are asked.
  "src/workers": [],
  "src/pool": [
    "src/types",
    "src/errors",
    "src/reading",
    "src/counting",
    "src/measures",
    "src/volumes",
    "src/workers",
  ],
  "src/surfaces": ["src/measures", "src/scorers", "src/volumes"],
  "src/tfjs": ["src/types", "src/errors", "src/reading", "src/counting", "src/measures", "src/scorers"],
  // Doors of what is no part of the core: they hand on what other rooms have.
  "src/components": ["src/volumes", "src/measures", "src/scorers"],
  "src/instances": ["src/shapes", "src/measures", "src/scorers"],
  "src/panoptic": ["src/measures", "src/scorers", "src/volumes"],
  // What command and page share. It reaches into any room of the library.
  "app/errors": ["src"],
  "app/json": ["src", "app/errors"],
  "app/formats": ["src", "app/errors"],
  // Names of classes, and sizes of photos: what stands in files beside those of detections.
  "app/detections": ["src", "app/errors", "app/json", "app/formats", "app/classes"],
  "app/pairing": ["src", "app/errors"],
  "app/presets": ["src", "app/errors"],
  "app/classes": ["src", "app/errors", "app/formats", "app/json", "app/presets", "app/job"],
  "app/job": ["src", "app/errors", "app/formats", "app/presets"],
  "app/samples": ["src"],
  "app/view": ["src", "app/errors", "app/formats", "app/job", "app/detections"],
  "app/components": ["src", "app/view"],
  "app/report": ["src", "app/formats", "app/samples", "app/view", "app/components"],
  cli: ["src", "app"],
  page: ["src", "app"],
};

/** Packages that a room may import; every other room imports none. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  "src/counting": ["@assemblyscript/loader"],
  // Types only: the modules themselves are asked of the process, where there is one.
  "src/pool": ["node:os", "node:worker_threads"],
  "app/formats": ["fflate", "jpeg-js"],
  "app/pairing": ["picomatch"],
  "app/components": ["d3-array", "preact", "preact/hooks", "@preact/signals"],
  "app/report": ["preact", "preact-render-to-string"],
  cli: [
    "aws4fetch",
    "cli-progress",
    "commander",
    "fast-png",
    "hyparquet",
    "hyparquet-compressors",
    "jpeg-js",
    // The platform's SHA-256: ten times as fast as the library's own, and states may be large.
    "node:crypto",
    "node:fs",
    "node:fs/promises",
    "node:net",
    "node:os",
    "node:path",
    "node:stream",
    "node:stream/promises",
    "node:timers/promises",
    "node:url",
    "node:worker_threads",
    "node:zlib",
  ],
  page: ["preact", "preact/hooks", "@preact/signals"],
};

/** Words that only one room may say. */
const RESERVED: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\bWebAssembly\.\w/, ["src/counting", "src/volumes", "src/shapes", "app/detections"]],
  [/\bprocess\b/, ["cli", "src/pool"]],
];

/** The one file of src/measures that these know: no measure by name. */
const MEASURE = join("src", "measures", "measure.ts");
const WITHOUT_NAMED_MEASURES = ["src/run", "src/statistics"];

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
      const path = join(folder, name);
      const text = readFileSync(join(PROJECT, path), "utf8");
      return {
        path,
        room: roomOf(path),
        text,
        imports: [
          ...text.matchAll(/^\s*(?:import|export)\b[^;]*?from\s+"([^"]+)"|\bimport\("([^"]+)"\)/gm),
        ].map((match) => (match[1] ?? match[2]) as string),
      };
    });
}

/** Of the library and of app/, each folder (or file that stands alone) is a room; command and page are one each. */
function roomOf(path: string): string {
  const [top = "", next = ""] = path.split(/[\\/]/);
  return top === "src" || top === "app" ? `${top}/${next.replace(/\.[jt]sx?$/, "")}` : top;
}

const SOURCES = ["src", "app", "cli", join("page", "src")].flatMap(sourcesOf);
const BY_PATH = new Map(SOURCES.map((source) => [source.path, source]));

/** Comments may name what the code may not. */
function codeOf(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
}

/** The file that a relative import leads to. */
function targetOf(source: Source, specifier: string): string {
  const path = join(dirname(source.path), specifier);
  return path.replace(/\.js$/, BY_PATH.has(path.replace(/\.js$/, ".tsx")) ? ".tsx" : ".ts");
}

function isRelative(specifier: string): boolean {
  return specifier.startsWith(".");
}

describe("the rooms", () => {
  it("are all known to the rules, and no rule is without a room", () => {
    expect([...new Set(SOURCES.map(({ room }) => room))].sort()).toEqual(Object.keys(ALLOWED).sort());
  });

  it.each(SOURCES.map((source) => [source.path, source] as const))("%s imports what it may", (_, source) => {
    const allowed = ALLOWED[source.room] ?? [];
    for (const specifier of source.imports) {
      if (isRelative(specifier)) {
        const room = roomOf(targetOf(source, specifier));
        const isAllowed =
          room === source.room || allowed.some((name) => room === name || room.startsWith(`${name}/`));
        expect(isAllowed, `${source.room} imports ${specifier}`).toBe(true);
      } else {
        expect(PACKAGES[source.room] ?? [], specifier).toContain(specifier);
      }
    }
    const code = codeOf(source.text);
    for (const [word, rooms] of RESERVED) {
      if (!rooms.includes(source.room)) expect(code).not.toMatch(word);
    }
  });

  it.each(WITHOUT_NAMED_MEASURES)("%s knows Measure, and no measure by name", (room) => {
    const measures = SOURCES.filter((source) => source.room === room).flatMap((source) =>
      source.imports
        .filter(isRelative)
        .map((specifier) => targetOf(source, specifier))
        .filter((path) => roomOf(path) === "src/measures"),
    );
    expect([...new Set(measures)]).toEqual([MEASURE]);
  });

  it("have no cycles", () => {
    const done = new Set<string>();
    const visit = (path: string, trail: readonly string[]): void => {
      expect(trail, [...trail, path].join(" -> ")).not.toContain(path);
      if (done.has(path)) return;
      const source = BY_PATH.get(path);
      for (const next of source?.imports.filter(isRelative) ?? []) {
        visit(targetOf(source as Source, next), [...trail, path]);
      }
      done.add(path);
    };
    for (const path of BY_PATH.keys()) visit(path, []);
  });

  it("keep their files short", () => {
    for (const { path, text } of SOURCES.filter(({ path: name }) => !name.includes(".generated."))) {
      expect(text.split("\n").length, path).toBeLessThan(400);
    }
  });
});

it("the public door imports neither the command nor a format", () => {
  const reached = new Set<string>();
  const visit = (path: string): void => {
    const source = BY_PATH.get(path);
    if (source === undefined || reached.has(path)) return;
    reached.add(path);
    for (const specifier of source.imports.filter(isRelative)) visit(targetOf(source, specifier));
  };
  visit(join("src", "index.ts"));
  const packages = [...reached].flatMap((path) => BY_PATH.get(path)?.imports ?? []);
  expect([...new Set(packages.filter((name) => !isRelative(name)))]).toEqual(["@assemblyscript/loader"]);
});

it("the page asks nobody for anything", () => {
  for (const { path, text } of SOURCES.filter(({ room }) => room === "page")) {
    expect(codeOf(text), path).not.toMatch(/\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon|EventSource/);
  }
});

it("names and numbers never become markup, but in a report's own frame", () => {
  const frame = ["Island.tsx", "htmlPage.tsx"].map((name) => join("app", "report", "html", name));
  const drawn = SOURCES.filter(({ path }) => /^(?:app|page)\b/.test(path) && !path.includes(".generated."));
  for (const { path, text } of drawn.filter((source) => !frame.includes(source.path))) {
    expect(codeOf(text), path).not.toMatch(/(?:inner|outer|dangerouslySetInner)HTML|insertAdjacentHTML/);
  }
});

describe("assembly/", () => {
  const kernels = sourcesOf("assembly");

  it.each(kernels.map((source) => [source.path, source] as const))(
    "%s imports nothing outside assembly/",
    (_, source) => {
      for (const specifier of source.imports) expect(specifier).toMatch(/^\.\.?\/\w+$/);
    },
  );

  it("exports from index.ts only, one a binary", () => {
    const indexes = kernels.filter(({ path }) => path.endsWith("index.ts"));
    expect(indexes).toHaveLength(4);
    for (const { text } of indexes) {
      expect(
        codeOf(text)
          .replace(/^export \{[^}]*\} from "\.\.?\/\w+";$/gm, "")
          .trim(),
      ).toBe("");
    }
  });

  it("holds no strings, and no managed memory", () => {
    for (const { path, text } of kernels.filter(({ path }) => !path.endsWith("index.ts"))) {
      const code = codeOf(text).replace(/^import .*;$/gm, "");
      expect(code, path).not.toMatch(/["'`]|\bnew\b|\bclass\b|=>/);
    }
  });
});
