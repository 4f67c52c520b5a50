/** A file as the user knows it. */
export interface DroppedFile {
  /** Its path in what was dropped, "/" between folders. */
  readonly path: string;
  readonly file: File;
}

/** One thing that was dropped: a file, or a folder with everything in it. */
export interface DroppedItem {
  readonly name: string;
  readonly isFolder: boolean;
  readonly files: readonly DroppedFile[];
}

/** Deeper than any data set; a circle of links goes on for ever. */
const MAX_DEPTH = 64;

/** More folders than any data set has; links that lead to links have more paths than can be listed. */
const MAX_FOLDERS = 100_000;

/**
 * What a drop holds. The browser takes the list away once the event is over, so it is read here, before anything is
 * waited for.
 *
 * @throws a folder cannot be read, or holds more than can be listed: part of it must not pass for all
 */
export async function readDrop({ items }: DataTransfer): Promise<DroppedItem[]> {
  const entries = Array.from(items)
    .filter(({ kind }) => kind === "file")
    .map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const dropped = await Promise.all(
    entries.map(async ({ entry, file }): Promise<DroppedItem | undefined> => {
      if (entry?.isDirectory === true) {
        const files = await listFolder(entry as FileSystemDirectoryEntry);
        return { name: entry.name, isFolder: true, files };
      }
      return file === null
        ? undefined
        : { name: file.name, isFolder: false, files: [{ path: file.name, file }] };
    }),
  );
  return dropped.filter((item) => item !== undefined);
}

/** What a file chooser gave; a chosen folder's files carry its name in their paths. */
export function readChosen(list: FileList): DroppedItem[] {
  const files = Array.from(list);
  const [first] = files;
  if (first === undefined) return [];
  if (first.webkitRelativePath === "") {
    return files.map((file) => ({ name: file.name, isFolder: false, files: [{ path: file.name, file }] }));
  }
  const folder = first.webkitRelativePath.split("/")[0] as string;
  const inFolder = files
    .map((file) => ({ path: file.webkitRelativePath.slice(folder.length + 1), file }))
    .filter(({ path }) => !isHidden(path));
  return [{ name: folder, isFolder: true, files: sorted(inFolder) }];
}

/** A browser does not tell which folders are one: what is followed too often is refused. */
async function listFolder(top: FileSystemDirectoryEntry): Promise<DroppedFile[]> {
  const found: DroppedFile[] = [];
  const left = [{ folder: top, above: "", depth: 0 }];
  let folders = 0;
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { folder, above, depth } = next;
    if (depth > MAX_DEPTH || ++folders > MAX_FOLDERS) {
      throw new Error(`folders of ${top.name} lie too deep, or are too many; a link may lead back up`);
    }
    for (const entry of await entriesOf(folder)) {
      if (isHidden(entry.name)) continue;
      const path = above === "" ? entry.name : `${above}/${entry.name}`;
      if (entry.isDirectory) {
        left.push({ folder: entry as FileSystemDirectoryEntry, above: path, depth: depth + 1 });
        continue;
      }
      const file = await new Promise<File>((resolve, reject) => {
        (entry as FileSystemFileEntry).file(resolve, reject);
      });
      found.push({ path, file });
    }
  }
  return sorted(found);
}

/** A folder hands its entries out a hundred at a time, until it has none. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (some.length === 0) return all;
    all.push(...some);
  }
}

/** Hidden files are the file system's or an editor's own. */
function isHidden(path: string): boolean {
  return path.split("/").some((part) => part.startsWith("."));
}

function sorted(files: readonly DroppedFile[]): DroppedFile[] {
  return [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
}
