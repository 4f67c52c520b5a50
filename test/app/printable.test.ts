import { describe, expect, it } from "vitest";
import { csvReport } from "../../app/report/csvReport.js";
import { jsonReport } from "../../app/report/jsonReport.js";
import { junitReport } from "../../app/report/junitReport.js";
import { escapeMarkdown, markdownReport } from "../../app/report/markdownReport.js";
import { textReport } from "../../app/report/textReport.js";
import { pageText, printable, printableJson } from "../../app/view/printable.js";
import { madeReport, madeScorer, pageOf, viewedModel } from "../helpers/reported.js";

/** What no output may hold: controls but line ends, what turns the direction, other line ends, halves of pairs. */
const STEERING = /(?![\r\n])\p{Cc}|[\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\u200b\ufeff]/u;

const HOSTILE = [
  "\u001b[31mred\u001b]0;title\u0007",
  "c1\u009b31m",
  "\u202egnp.exe",
  "\u2066isolated\u2069 \u200e\u200f\u061c",
  "new\nline\r\u2028\u2029\u0085",
  "half \ud83d pair",
  "zero\u200b\u2060\ufeff\u00adwidth",
  "tags \u{e0041}\u{e0042}",
  "\uffff\ufffe",
  "\u0000nul",
];

describe("text of names", () => {
  it.each(HOSTILE)("%j is one line that steers nothing", (text) => {
    expect(printable(text)).not.toMatch(STEERING);
    expect(printable(text)).not.toMatch(/[\r\n]/);
    expect(pageText(text)).not.toMatch(/(?![\t\r\n])\p{Cc}|[\p{Cs}\p{Bidi_Control}]/u);
  });

  it.each(["plain", "Straße", "道路", "می‌خواهم", "क्‍ष", "👩‍👧 ❤️", "a: b, C:\\masks", "std::vector"])(
    "%j stays as it is",
    (text) => {
      expect(printable(text)).toBe(text);
      expect(pageText(text)).toBe(text);
    },
  );

  it("of Latin letters has no joiner, which shows nothing there", () => {
    expect(printable("c\u200dar")).toBe("c\ufffdar");
    expect(printable("\ufe0fcar")).toBe("\ufffdcar");
  });

  it("spells bytes that are no UTF-8", () => {
    expect(printable("inv\udcff\udcfealid")).toBe("inv\\xff\\xfealid");
  });

  it("is no command to what runs it", () => {
    expect(printable("::error file=a::b")).toBe("\ufffd:error file=a::b");
    expect(printable("  ::set-output name=a::b")).toBe("  \ufffd:set-output name=a::b");
    expect(printable("a ##[error]b ##vso[task.complete]")).toBe(
      "a #\ufffd[error]b #\ufffdvso[task.complete]",
    );
  });

  it.each([...HOSTILE, "##[error]"])("%j is the same in JSON, in signs that can be seen", (text) => {
    const json = printableJson(JSON.stringify({ [text]: text }, null, 2));
    expect(json).not.toMatch(STEERING);
    expect(json).not.toContain("##[");
    expect(JSON.parse(json)).toEqual({ [text]: text });
  });
});

describe("reports of hostile names", () => {
  const FORMULAS = ["=1+1", "+1", "-2+3", "@SUM(1)", "\t=1", ' "=1', "'=1", "\uff1d1", "a;=cmd|'/C calc'!A0"];
  const classNames = [
    ...HOSTILE,
    ...FORMULAS,
    "::error::boom",
    "-1",
    "a|b<img src=x>`",
    "www.evil.com https://x.y",
  ];
  const scorer = madeScorer(
    {
      options: { numClasses: classNames.length, classNames },
      imageCount: classNames.length,
      idOf: (i) => (classNames[i] as string).replace(/\p{Cs}/u, ""),
    },
    5,
  );
  const model = viewedModel(classNames[0] as string, scorer);
  const failures = HOSTILE.map((file) => ({
    file,
    code: "file-damaged" as const,
    message: `${file}: damaged`,
  }));
  const gates = HOSTILE.map((label) => ({
    model: label,
    key: label,
    label,
    threshold: 1,
    score: 0.5,
    isMet: false,
  }));
  const run = madeReport([model], { perImage: true, worst: 5, failures, gates, title: HOSTILE.join(" ") });

  it.each([
    ["text", textReport(run)],
    ["CSV of images", csvReport(run)],
    ["CSV of classes", csvReport({ ...run, perImage: false })],
    ["JSON", jsonReport(run)],
    ["Markdown", markdownReport(run)],
    ["JUnit", junitReport(run)],
    // To a page a tab is a space.
    ["HTML", pageOf(run).text.replaceAll("\t", " ")],
  ])("hold nothing that steers: %s", (_, text) => {
    expect(text).not.toMatch(STEERING);
    expect(text).not.toMatch(/^\s*::/m);
    expect(text).not.toMatch(/##(\[|vso)/);
  });

  it("have no formula in a cell of CSV, and numbers as they are", () => {
    const rows = csvReport({ ...run, perImage: false }).split("\r\n");
    const cells = rows.flatMap((row) => row.match(/("([^"]|"")*"|[^,]*)(?=,|$)/g) ?? []);
    const texts = cells.map((cell) => cell.replace(/^"|"$/g, "").replaceAll('""', '"'));
    for (const text of texts.filter((one) => !/^-?[\d.]+(e-?\d+)?$/.test(one) && one !== "+1")) {
      for (const part of text.split(";")) expect(part).not.toMatch(/^[\s"\ufffd]*[=+\-@\uff1d]/);
    }
    expect(texts).toContain("-1");
    expect(texts).toContain("+1");
    expect(texts).toContain("'=1+1");
    expect(texts).toContain("a;'=cmd|'/C calc'!A0");
  });

  it("say in JSON what the names are", () => {
    const { classes } = JSON.parse(jsonReport(run)) as {
      readonly classes: readonly { readonly name: string }[];
    };
    expect(classes.map(({ name }) => name)).toEqual(classNames);
  });

  it("link nothing in Markdown", () => {
    expect(escapeMarkdown("https://x.y www.z.com :smile: $x$ [a](b) 10:30")).toBe(
      "https&#58;//x.y www&#46;z.com &#58;smile: &#36;x&#36; &#91;a&#93;(b) 10:30",
    );
  });

  it("cut long names in tables, and keep both ends", () => {
    const long = `start${"x".repeat(1e6)}end`;
    const options = { numClasses: 2, classNames: [long, "b"] };
    const text = textReport(madeReport([viewedModel("m", madeScorer({ options, imageCount: 2 }, 3))]));
    expect(text.length).toBeLessThan(20_000);
    expect(text).toMatch(/start(x+)\.\.\.(x+)end/);
  });
});
