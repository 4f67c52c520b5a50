import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright";
import type { Check } from "../browser/checklist.js";
import { drop, meanIou, openPage } from "./opened.js";

const MASKS = fileURLToPath(new URL("../../test/golden/class-lists", import.meta.url));

/** Lists of other programs: what is dropped beside the masks is read as the command reads it. */
export async function checkClassFiles(browser: Browser, url: string, check: Check): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), "maskscore-"));
  const file = (name: string, text: string): string => {
    writeFileSync(join(root, name), text);
    return join(root, name);
  };
  try {
    const { page, close } = await openPage(browser, url, check);
    await drop(page, [join(MASKS, "t-rgb.png"), join(MASKS, "p-rgb.png")], "main");
    const problem = page.locator(".problem");
    await problem.waitFor();
    check("colours are asked for a file", (await problem.innerText()).includes("as class_dict.csv"), true);
    await drop(
      page,
      [file("class_dict.csv", "name,r,g,b\nBg,0,0,0\nDog,176,112,32\nCat,48,112,32\n")],
      "main",
    );
    check("class_dict.csv is the palette", await meanIou(page), "0.7566");
    check("and has the names", await page.locator("table.classes", { hasText: "Dog" }).count(), 1);
    await drop(
      page,
      [
        file(
          "labelmap.txt",
          "# label:color_rgb:parts:actions\nBg:0,0,0::\nPet:176,112,32::\nPet:48,112,32::\n",
        ),
      ],
      "main",
    );
    await page.locator("table.classes", { hasText: "Pet" }).waitFor();
    check("two colours of labelmap.txt share a class", await meanIou(page), "0.8130");
    await drop(page, [file("typo.json", '{"num_classes": 3}')], "main");
    await problem.waitFor();
    check(
      "a key of other spelling is named",
      await problem.innerText(),
      'typo.json: unknown key "num_classes"; did you mean "numClasses"?',
    );
    await page.getByRole("button", { name: "Start over" }).click();

    await drop(
      page,
      [file("vistas.json", '{"labels": [{"name": "bg", "evaluate": false}, {"name": "a"}, {"name": "b"}]}')],
      "main",
    );
    await drop(page, [join(MASKS, "t.png"), join(MASKS, "p.png")], "main");
    check("what Mapillary does not evaluate is left out", await meanIou(page), "0.8019");
    await page.getByText("What the labels mean").first().click();
    await page.getByRole("button", { name: "Remove", exact: true }).last().click();
    await page.getByLabel("Ignored label").fill("0, 255");
    await page.getByLabel("Ignored label").press("Enter");
    await page.locator(".facts", { hasText: "ignored (truth 0 or 255)" }).first().waitFor();
    check("several labels are ignored", await meanIou(page), "0.8019");
    await close("class files");
  } finally {
    rmSync(root, { recursive: true });
  }
}
