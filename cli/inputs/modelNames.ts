import { basename } from "node:path";
import { archivePathsOf, withoutArchiveEnding } from "../sources/archiveNames.js";
import { inputName, STANDARD_INPUT } from "./standardInput.js";

/**
 * What models are called: the last part of each path, and of paths that end alike as many parts as tell them apart. Ids and
 * numbers do not depend on it. An archive is called as the folder that it was made of, a column of Parquet as the column.
 */
export function modelNames(paths: readonly string[]): string[] {
  const parts = paths.map((path) =>
    folderNameOf(path)
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

function folderNameOf(path: string): string {
  if (path === STANDARD_INPUT) return inputName(path);
  const [found] = archivePathsOf(path).slice(-1);
  if (found?.inner !== "") return path;
  const column = found.choice?.split(",")[0];
  const bare = withoutArchiveEnding(found.archive.replace(/\?.*$/s, ""));
  return column === undefined || column === "" || column.startsWith("name=") ? bare : `${bare}/${column}`;
}
