import type { VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { keepTextSafe } from "../../components/safeText.js";
import { SCRIPT, STYLE } from "./assets.generated.js";

/** The report asks nobody for anything: what it needs is in it, and the browser is told to hold it to that. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

/** One HTML page that needs no network and no other file. */
export function htmlPage(title: string, body: () => VNode): string {
  keepTextSafe();
  const page = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={POLICY} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        <style dangerouslySetInnerHTML={{ __html: STYLE }} />
      </head>
      <body>
        {body()}
        <script dangerouslySetInnerHTML={{ __html: SCRIPT }} />
      </body>
    </html>
  );
  return `<!doctype html>\n${renderToString(page)}\n`;
}
