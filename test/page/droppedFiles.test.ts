import { describe, expect, it } from "vitest";
import { readDrop } from "../../page/src/score/droppedFiles.js";

/** What a browser hands out of a folder: entries by name, a folder's own again, a hundred at a time or fewer. */
interface Folder {
  readonly [name: string]: Folder | "file";
}

function entryOf(name: string, content: Folder | "file"): unknown {
  if (content === "file") {
    const file = (resolve: (file: File) => void): void => {
      resolve(new File([name], name));
    };
    return { name, isDirectory: false, file };
  }
  return {
    name,
    isDirectory: true,
    createReader() {
      let isRead = false;
      return {
        readEntries(resolve: (entries: unknown[]) => void) {
          const entries = isRead ? [] : Object.entries(content).map((entry) => entryOf(...entry));
          isRead = true;
          resolve(entries);
        },
      };
    },
  };
}

function dropOf(name: string, folder: Folder): DataTransfer {
  const item = { kind: "file", webkitGetAsEntry: () => entryOf(name, folder), getAsFile: () => null };
  return { items: [item] } as unknown as DataTransfer;
}

describe("a dropped folder", () => {
  it("is listed with what is in it, sorted, without hidden files", async () => {
    const [item] = await readDrop(
      dropOf("masks", { "b.png": "file", ".DS_Store": "file", a: { "2.png": "file", "1.png": "file" } }),
    );
    expect(item?.files.map(({ path }) => path)).toEqual(["a/1.png", "a/2.png", "b.png"]);
  });

  it("that goes on for ever is refused, and not cut short without a word", async () => {
    const circle: Record<string, Folder | "file"> = { "a.png": "file" };
    circle.loop = circle;
    await expect(readDrop(dropOf("masks", circle as Folder))).rejects.toThrow(
      "folders of masks lie too deep, or are too many; a link may lead back up",
    );
  });

  it("whose links lead to links, each twice, is refused", async () => {
    let folder: Folder = { "a.png": "file" };
    for (let level = 0; level < 24; level++) folder = { a: folder, b: folder };
    await expect(readDrop(dropOf("masks", folder))).rejects.toThrow(/lie too deep, or are too many/);
  });
});
