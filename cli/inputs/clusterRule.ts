import { existsSync } from "node:fs";
import { decodeText } from "../../app/json/decodeText.js";
import { sequencesOf } from "../../app/view/sequences.js";
import { listNames } from "../../src/errors/describe.js";
import { isMaskscoreError } from "../../src/errors/problem.js";
import { DataError, UsageError } from "../exitCodes.js";
import type { Terminal } from "../terminal.js";
import { recordsOf } from "./pairsTable.js";
import { readBytes } from "./readBytes.js";

/** Which images are drawn as one. */
export interface ClusterRule {
  /** Who says it, for messages. */
  readonly source: string;
  /**
   * The cluster of an image, by its id.
   *
   * @throws {DataError} it is of none
   */
  clusterOf(id: string): string;
}

/** An image of a list that may say its cluster. */
interface ListedImage {
  readonly id: string;
  readonly cluster?: string | undefined;
}

export interface ClusterOptions {
  /** A pattern of ids, or a file that lists them, with #COLUMN where it has several columns. */
  readonly cluster?: string | undefined;
}

/**
 * What --cluster says, or a list of pairs; undefined where neither says anything.
 *
 * @param images of the run
 * @throws {UsageError | DataError} both say it, or the pattern or table is none
 */
export async function readClusterRule(
  { cluster }: ClusterOptions,
  images: readonly ListedImage[] = [],
): Promise<ClusterRule | undefined> {
  const isListed = images.some((image) => image.cluster !== undefined);
  if (cluster === undefined) return isListed ? ruleOf("--pairs", listedClusters(images)) : undefined;
  if (isListed) {
    throw new UsageError(
      `--cluster ${cluster}: the pairs have clusters already; leave --cluster out, or their column "cluster"`,
    );
  }
  const [, path = "", column] = /^(.*?)(?:#([^#/\\]+))?$/s.exec(cluster) ?? [];
  const clusterOf = existsSync(path) ? await listed(path, column) : matched(cluster);
  return ruleOf(`--cluster ${cluster}`, clusterOf);
}

function ruleOf(source: string, find: (id: string) => string | undefined): ClusterRule {
  return {
    source,
    clusterOf(id) {
      const found = find(id);
      if (found === undefined) {
        throw new DataError(`${source}: image ${id} is of no cluster: every image must be of one`);
      }
      return found;
    },
  };
}

function listedClusters(images: readonly ListedImage[]): (id: string) => string | undefined {
  const clusters = new Map(images.map(({ id, cluster }) => [id, cluster]));
  return (id) => clusters.get(id);
}

function matched(text: string): (id: string) => string | undefined {
  let pattern: RegExp;
  try {
    pattern = new RegExp(text, "u");
  } catch (cause) {
    throw new UsageError(
      `--cluster: ${text} is neither a file nor a pattern of ids: ${(cause as Error).message}`,
      { cause },
    );
  }
  return (id) => {
    const match = pattern.exec(id);
    return match === null ? undefined : (match[1] ?? match[0]);
  };
}

/** A table whose first line names its columns: image (or id), and cluster or the one that was asked for. */
async function listed(path: string, column: string | undefined): Promise<(id: string) => string | undefined> {
  const [first, ...rows] = recordsOf(path, decodeText(await readBytes(path), false) ?? "");
  const names = (first?.cells ?? []).map((name) => name.toLowerCase());
  const idAt = names.findIndex((name) => name === "image" || name === "id");
  const wanted = (column ?? "cluster").toLowerCase();
  const at = names.indexOf(wanted);
  if (idAt < 0 || at < 0) {
    throw new DataError(
      `--cluster ${path}: its first line expected columns image (or id) and ${wanted}, got ${listNames(names)}; name another column as ${path}#COLUMN`,
    );
  }
  const clusters = new Map<string, string>();
  for (const { line, cells } of rows) {
    const [id = "", name = ""] = [cells[idAt], cells[at]];
    if (id === "" || name === "")
      throw new DataError(`--cluster ${path}: line ${line} has no ${id === "" ? "image" : wanted}`);
    if (clusters.has(id) && clusters.get(id) !== name) {
      throw new DataError(
        `--cluster ${path}: line ${line}: image ${id} is of ${name}, and was of ${clusters.get(id) as string}`,
      );
    }
    clusters.set(id, name);
  }
  return (id) => clusters.get(id);
}

interface ClusterScorer {
  readonly measuredImages: readonly {
    readonly id: string | undefined;
    readonly cluster?: string | undefined;
  }[];
  assignClusters(by: (id: string) => string | undefined): unknown;
}

/** Puts the images of scorers into clusters, where there is a rule. */
export async function clusterImages(
  scorers: readonly ClusterScorer[],
  options: ClusterOptions,
): Promise<void> {
  const rule = await readClusterRule(options);
  if (rule !== undefined) assignClusters(scorers, rule);
}

/** Puts the images of scorers into clusters. */
export function assignClusters(scorers: readonly ClusterScorer[], rule: ClusterRule): void {
  for (const scorer of scorers) {
    if (scorer.measuredImages.length === 0) continue;
    try {
      scorer.assignClusters((id) => rule.clusterOf(id));
    } catch (cause) {
      if (!isMaskscoreError(cause)) throw cause;
      throw new DataError(`${rule.source}: ${cause.message}`, { cause });
    }
  }
}

/** Says what intervals and tests take for independent that looks like frames of few sequences. */
export function noteSequences([first]: readonly ClusterScorer[], isAsked: boolean, terminal: Terminal): void {
  if (!isAsked || first === undefined) return;
  const images = first.measuredImages;
  if (images.some(({ cluster }) => cluster !== undefined)) return;
  const names = sequencesOf(images.map(({ id }) => id ?? ""));
  if (names === undefined) return;
  terminal.note(
    `the ids look like frames of ${names.length} sequences (${listNames(names)}): images of one are not independent, and intervals and p-values that take them for such say too much; --cluster "^(${names.slice(0, 2).map(escaped).join("|")}${names.length > 2 ? "|..." : ""})" draws sequences instead`,
  );
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
