import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

interface Coco {
  readonly images: readonly { readonly id: number; readonly file_name: string }[];
  readonly categories: readonly { readonly id: number; readonly name: string }[];
  readonly annotations: readonly CocoRecord[];
}

interface CocoRecord {
  readonly image_id: number;
  readonly category_id: number;
  readonly bbox: readonly [x: number, y: number, width: number, height: number];
  readonly score?: number;
}

const [WIDTH, HEIGHT] = [240, 160];

/**
 * The sample of detections as YOLO has it: data/ with images, labels and data.yaml, of which two photos are no part of val; and
 * predict/ with labels of the others.
 *
 * @param samples folder of the package's samples
 */
export function writeYoloSample(samples: string, folder: string): void {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(samples, "detections", name), "utf8"));
  const { images, categories, annotations } = read("truth.json") as Coco;
  const results = read("results.json") as CocoRecord[];
  const write = (name: string, text: string): void => {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  const linesOf = (records: readonly CocoRecord[], image: number): string =>
    records
      .filter((one) => one.image_id === image)
      .map(({ category_id, bbox: [x, y, w, h], score }) =>
        [
          categories.findIndex(({ id }) => id === category_id),
          ...[(x + w / 2) / WIDTH, (y + h / 2) / HEIGHT, w / WIDTH, h / HEIGHT],
          ...(score === undefined ? [] : [score]),
        ].join(" "),
      )
      .join("\n");
  images.forEach(({ id, file_name }, i) => {
    const [part, stem] = [i < 2 ? "train" : i < 5 ? "day" : "night", file_name.replace(".png", "")];
    write(`data/labels/${part}/${stem}.txt`, linesOf(annotations, id));
    mkdirSync(join(folder, `data/images/${part}`), { recursive: true });
    copyFileSync(
      join(samples, "detections", "photos", file_name),
      join(folder, `data/images/${part}/${file_name}`),
    );
    if (i >= 2) write(`predict/labels/${stem}.txt`, linesOf(results, id));
  });
  const names = categories.map(({ name }) => name).join(", ");
  const night = images.slice(5).map(({ file_name }) => `./images/night/${file_name}`);
  write("data/night.txt", night.join("\n"));
  write("data/data.yaml", `train: images/train\nval:\n  - images/day\n  - night.txt\nnames: [${names}]\n`);
}
