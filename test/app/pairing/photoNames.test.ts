import { expect, it } from "vitest";
import { photoLookup } from "../../../app/pairing/photoNames.js";

const find = (paths: readonly string[], id: string): string | undefined =>
  photoLookup(paths.map((path) => [path, path] as const))(id);

it("a photo is the one of the image's path, else of its last part", () => {
  expect(find(["b/1.jpg", "a/1.jpg"], "a/1")).toBe("a/1.jpg");
  expect(find(["photos/1.jpg"], "val/1")).toBe("photos/1.jpg");
  expect(find(["1.jpg"], "2")).toBeUndefined();
});

it("a photo's name may go on behind the image's, or the image's behind the photo's", () => {
  expect(find(["frankfurt_000001_leftImg8bit.png"], "frankfurt_000001")).toBe(
    "frankfurt_000001_leftImg8bit.png",
  );
  expect(find(["0001.jpg", "0001_a.jpg"], "0001_a_mask")).toBe("0001_a.jpg");
  expect(find(["0001.jpg"], "0001_mask")).toBe("0001.jpg");
  expect(find(["000.jpg"], "0001")).toBeUndefined();
});
