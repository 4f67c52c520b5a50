import type { VNode } from "preact";
import type { Section } from "../../view/section.js";

interface SectionTableProps {
  readonly section: Section;
  /** What the table is called where the section has no title. */
  readonly caption: string;
}

/** A part of a report as the command prints it: a table, and facts. */
export function SectionTable({ section: { title, table, facts }, caption }: SectionTableProps): VNode {
  const isWord = (column: number): boolean => table?.wordColumns.includes(column) === true;
  return (
    <>
      {title !== undefined && <h3>{title}</h3>}
      {table !== undefined && (
        <div class="scroll tall" tabIndex={0} role="region" aria-label={title ?? caption}>
          <table>
            <caption class="visually-hidden">{title ?? caption}</caption>
            <thead>
              <tr>
                {table.columns.map((name, column) => (
                  <th key={column} scope="col" class={isWord(column) ? undefined : "number"}>
                    {name === "" ? <span class="visually-hidden">{column === 0 ? "of" : "kind"}</span> : name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.map((row, i) => (
                <tr key={i}>
                  {row.map((cell, column) =>
                    column === 0 ? (
                      <th key={column} scope="row">
                        {cell}
                      </th>
                    ) : (
                      <td key={column} class={isWord(column) ? undefined : "number"}>
                        {cell}
                      </td>
                    ),
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {facts.length > 0 && (
        <dl class="lines-of-facts">
          {facts.map(([label, text], i) => (
            <div key={i}>
              <dt>{label}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}
