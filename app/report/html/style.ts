/** The page's style sheet. No fonts, images or rules from elsewhere; colours once for light, once for dark. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --raised: #f6f7f9; --text: #1b1f24; --muted: #5d6672; --line: #e1e4e8;
  --accent: #2f6fd0; --link: #1f5bb8; --right: 29 78 216; --wrong: 168 52 8; --deep-text: #ffffff;
  --error: #b42318; --warning: #9a6200; --note: #5d6672;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14171b; --raised: #1c2026; --text: #e4e7eb; --muted: #9aa4b0; --line: #2d333b;
    --accent: #6ea3f5; --link: #8cb6f9; --right: 59 110 225; --wrong: 205 85 30; --deep-text: #ffffff;
    --error: #ff8a7a; --warning: #e9b949; --note: #9aa4b0;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
body {
  margin: 0 auto; padding: 2.5rem 1.5rem 3rem; max-width: 1148px; background: var(--page); color: var(--text);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; font-variant-numeric: tabular-nums;
}
h1, h2, h3, h4 { line-height: 1.25; font-weight: 650; overflow-wrap: anywhere; text-wrap: balance; }
h1 { margin: 0; font-size: 1.9rem; letter-spacing: -0.015em; }
h2 { margin: 0 0 0.75rem; font-size: 1.35rem; letter-spacing: -0.01em; }
h3 { margin: 0 0 0.75rem; font-size: 1.12rem; }
section > h3:not(:first-child) { margin-top: 2rem; }
section > .muted + h3 { margin-top: 1.5rem; }
h4 { margin: 1.5rem 0 0.4rem; font-size: 1rem; }
p { margin: 0.5rem 0; max-width: 46rem; overflow-wrap: anywhere; }
main > section, details.model, div.model > section { margin-top: 3rem; }
details.model > section { margin-top: 2.25rem; }
a { color: var(--link); text-underline-offset: 0.15em; }
code { font: 0.88em/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.muted { color: var(--muted); font-size: 0.9rem; }
td .muted, th .muted { font-size: 1em; }
.kicker { margin: 0 0 0.3rem; color: var(--muted); font-size: 0.85rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
html:not(.scripted) .needs-script { display: none; }

nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 1rem 0 0; padding: 0.6rem 0; list-style: none; border-block: 1px solid var(--line); }
nav a { text-decoration: none; font-size: 0.92rem; }
nav a:hover { text-decoration: underline; }
.top + main > section:first-child { margin-top: 2rem; }

.summary { display: grid; grid-template-columns: minmax(15rem, 1fr) 2fr; gap: 1.5rem 2.5rem; align-items: end; margin-bottom: 1.25rem; }
.headline { display: flex; flex-direction: column; margin: 0; }
.headline .big { white-space: nowrap; font-size: 3.6rem; line-height: 1.05; font-weight: 650; letter-spacing: -0.03em; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(6.9rem, 1fr)); gap: 1rem 1.1rem; margin: 0; }
.facts div { border-top: 1px solid var(--line); padding-top: 0.4rem; }
.facts dt { color: var(--muted); font-size: 0.85rem; line-height: 1.3; }
.facts dd { margin: 0.1rem 0 0; font-size: 1.2rem; }
.findings { margin: 0 0 1rem; padding: 0; list-style: none; }
.finding { margin: 0.5rem 0; padding: 0.5rem 0.9rem; border-left: 3px solid var(--tone); background: var(--raised); border-radius: 0 4px 4px 0; font-size: 0.94rem; overflow-wrap: anywhere; }
.finding strong { color: var(--tone); margin-right: 0.4em; }
.finding.error { --tone: var(--error); } .finding.warning { --tone: var(--warning); } .finding.note { --tone: var(--note); }
.finding ul { margin: 0.3rem 0; padding-left: 1.2rem; }
.finding summary { font-size: 0.85rem; color: var(--muted); }
.verdict { font-size: 1.2rem; line-height: 1.4; }
.lines { white-space: pre-line; font-size: 0.92rem; }

figure { margin: 0.5rem 0 0; }
figcaption { margin-top: 0.35rem; color: var(--muted); font-size: 0.88rem; max-width: 46rem; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; max-width: 100%; }
.tall { max-height: 30rem; overflow-y: auto; border-block: 1px solid var(--line); }
.plot svg { display: block; width: 100%; max-width: 800px; height: auto; min-width: 460px; --plot-background: var(--page); }
.side-by-side { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 2rem; align-items: start; }
.side-by-side > * { min-width: 0; }
.side-by-side .plot svg { min-width: 300px; max-width: 500px; }
.side-by-side h4 { margin-top: 0.5rem; }

summary { cursor: pointer; }
details.numbers { margin-top: 0.6rem; }
details.numbers > summary { color: var(--link); font-size: 0.92rem; width: fit-content; }
details.numbers[open] > summary { margin-bottom: 0.4rem; }
details.model > summary h2 { display: inline; }
details.model { border-top: 1px solid var(--line); padding-top: 1.25rem; }

table { border-collapse: collapse; font-size: 0.88rem; }
th, td { padding: 0.3rem 0.9rem 0.3rem 0; text-align: left; vertical-align: baseline; border-bottom: 1px solid var(--line); }
thead th { font-weight: 600; color: var(--muted); white-space: nowrap; }
tbody th { font-weight: 400; min-width: 7rem; max-width: 28rem; overflow-wrap: break-word; }
.num { text-align: right; white-space: nowrap; padding-left: 0.9rem; }
td.wide { min-width: 22rem; padding-left: 0.9rem; color: var(--muted); }
.none { color: var(--muted); font-style: italic; }
.sortable { width: 100%; }
.sortable thead th { position: sticky; top: 0; background: var(--page); padding-block: 0.45rem; box-shadow: 0 1px var(--line); z-index: 1; }
.sortable button { all: unset; cursor: pointer; font: inherit; }
.sortable button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.sortable button::after { content: "\\2195"; opacity: 0.45; margin-left: 0.35em; }
[aria-sort="ascending"] button::after { content: "\\2191"; opacity: 1; }
[aria-sort="descending"] button::after { content: "\\2193"; opacity: 1; }

.controls { display: flex; flex-wrap: wrap; gap: 0.4rem 1.25rem; align-items: center; margin: 0.5rem 0; font-size: 0.92rem; }
.controls label { display: inline-flex; gap: 0.4rem; align-items: center; }
input, select { accent-color: var(--accent); font: inherit; }
input[type="search"], select { padding: 0.25rem 0.5rem; color: var(--text); background: var(--page); border: 1px solid var(--line); border-radius: 4px; max-width: 14rem; }
.pick + label { margin: 0 1rem 0 0.3rem; font-size: 0.92rem; }
.ordered .in-class-order, .ordered .in-score-order { margin-top: 0.6rem; }
.by-class:checked ~ .in-score-order, .by-score:checked ~ .in-class-order { display: none; }

.matrix { font-size: 0.8rem; border-collapse: separate; border-spacing: 1px; }
.matrix.dense { font-size: 0.7rem; }
.matrix th, .matrix td { border: 0; padding: 0.25rem 0.35rem; }
.matrix thead th { vertical-align: bottom; text-align: left; padding-inline: 0.2rem; }
.matrix thead th span { writing-mode: vertical-rl; transform: rotate(180deg); max-height: 11rem; overflow: hidden; }
.matrix .corner { font-weight: 400; white-space: normal; min-width: 5rem; }
.matrix tbody th { min-width: 0; white-space: nowrap; text-align: right; max-width: 14rem; overflow: hidden; text-overflow: ellipsis; }
.matrix tbody th, .matrix .corner { position: sticky; left: 0; background: var(--page); z-index: 1; }
.matrix tbody td { min-width: 2.9rem; height: 2rem; text-align: center; vertical-align: middle; background: rgb(var(--wrong) / var(--s, 0.025)); border-radius: 2px; cursor: pointer; white-space: nowrap; }
.matrix.dense tbody td { min-width: 2.3rem; height: 1.6rem; padding: 0.1rem; }
.matrix tbody td.hit { background: rgb(var(--right) / var(--s, 0.025)); }
.matrix tbody td.deep { color: var(--deep-text); }
.matrix td:hover, .matrix td.chosen { outline: 2px solid var(--text); outline-offset: -1px; }
.matrix td:focus-visible { outline: 3px solid var(--text); outline-offset: -1px; }
.matrix tbody td.total { background: none; text-align: right; color: var(--muted); padding-left: 0.8rem; cursor: default; outline: none; }
.readout { min-height: 1.6em; font-size: 0.92rem; max-width: none; }
.behind { background: var(--raised); border-radius: 4px; padding: 0.7rem 1rem; margin: 0.5rem 0; font-size: 0.9rem; }
.behind h4 { margin: 0 0 0.4rem; font-size: 0.94rem; }
.behind ol { margin: 0; padding-left: 1.6rem; overflow-wrap: anywhere; }

.pictures { display: grid; gap: 2.5rem; }
.picture { --opacity: 1; border-top: 1px solid var(--line); padding-top: 1rem; }
.with-photo { --opacity: 0.6; }
.picture h4 { margin: 0; } .picture header p { margin: 0.1rem 0 0.4rem; max-width: none; }
.panels { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 0.9rem; }
.panel { margin: 0; }
.stage { position: relative; aspect-ratio: var(--ratio); background: var(--raised); border-radius: 3px; overflow: hidden; }
.stage > * { position: absolute; inset: 0; width: 100%; height: 100%; }
.hatched { background: repeating-linear-gradient(45deg, var(--raised) 0 4px, var(--line) 4px 6px); }
.photo { background: var(--photo) center / 100% 100% no-repeat; }
.panel:last-child .photo { filter: grayscale(0.85); }
.mask { image-rendering: pixelated; opacity: var(--opacity); }
.panel strong { color: var(--text); font-weight: 600; }
.keys .key { margin-right: 0.6em; white-space: nowrap; }
.swatch { display: inline-block; width: 0.8em; height: 0.8em; margin-right: 0.35em; border-radius: 2px; vertical-align: -0.05em; box-shadow: inset 0 0 0 1px rgb(128 128 128 / 0.5); }
.legend { display: flex; flex-wrap: wrap; gap: 0.1rem 1rem; margin: 0.6rem 0 0; padding: 0; list-style: none; font-size: 0.85rem; }
.legend li { overflow-wrap: anywhere; }

footer { margin-top: 3.5rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: 0.9rem; }
footer p { max-width: none; }

@media screen and (max-width: 760px) {
  body { padding: 1.25rem 1rem 2rem; font-size: 15px; }
  h1 { font-size: 1.5rem; }
  .summary, .side-by-side { grid-template-columns: minmax(0, 1fr); }
  .facts { grid-template-columns: 1fr 1fr; }
  .panels { grid-template-columns: minmax(0, 1fr); }
  .headline .big { font-size: 3rem; }
}
@media print {
  :root {
    --page: #ffffff; --raised: #f6f7f9; --text: #1b1f24; --muted: #5d6672; --line: #d0d4d9; --accent: #2f6fd0; --link: #1b1f24;
    --right: 29 78 216; --wrong: 168 52 8; --error: #b42318; --warning: #9a6200; --note: #5d6672;
  }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  nav, .controls, .readout, .pick, .pick + label { display: none !important; }
  .scroll, .tall { overflow: visible; max-height: none; }
  .sortable thead th, .matrix tbody th, .matrix .corner { position: static; }
  .plot svg { min-width: 0; max-width: 620px; }
  table { font-size: 8pt; }
  th, td { padding-block: 1.5pt; }
  thead th { white-space: normal; }
  td.wide { min-width: 0; }
  .summary { grid-template-columns: 12rem 1fr; } .headline .big { font-size: 2.6rem; }
  .facts { grid-template-columns: repeat(5, 1fr); gap: 0.6rem; } .facts dd { font-size: 1rem; }
  .side-by-side .plot svg { min-width: 0; }
  .matrix { font-size: 7pt; }
  .matrix tbody td, .matrix.dense tbody td { min-width: 0; height: auto; padding: 1pt 2pt; }
  figure, .picture, tr, .finding { break-inside: avoid; }
  h2, h3, h4 { break-after: avoid; }
}
`;
