import { basename } from "node:path";

/**
 * What models are called: the last part of each path, and of paths that end alike as many parts as tell them apart. Ids and
 * numbers do not depend on it.
 */
export function modelNames(paths: readonly string[]): string[] {
  const parts = paths.map((path) =>
    path
      .replaceAll("\\", "/")
      .split("/")
      .filter((part) => part !== ""),
  );
  const deepest = Math.max(...parts.map(({ length }) => length));
  for (let count = 1; count <= deepest; count++) {
    const names = parts.map((all, i) => all.slice(-count).join("/") || basename(paths[i] as string));
    if (names.every((name) => name !== "") && new Set(names).size === names.length) return names;
  }
  return [...paths];
}
