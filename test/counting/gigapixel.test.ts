import { expect, it } from "vitest";
import { PROJECT, runNode } from "../helpers/project.js";

it("counts a 32,768 x 32,768 pair in strips, exactly, with less than 64 MiB above the strips", () => {
  const { status, stdout, stderr } = runNode([`${PROJECT}test/helpers/countStrips.mjs`]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const { pixelCount, agreeing, grownMiB } = JSON.parse(stdout) as Record<string, number>;
  expect(pixelCount).toBe(32768 ** 2);
  expect(agreeing).toBe((32768 ** 2 / 16) * 15);
  expect(grownMiB).toBeLessThan(64);
});
