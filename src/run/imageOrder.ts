import type { MeasuredImage, Measure } from "../measures/measure.js";

/** The order of a run's images: 0 only where nothing tells them apart. */
export function compareImages<Settings, Row, RowJson extends object>(
  measure: Measure<Settings, Row, RowJson>,
  a: MeasuredImage<Row>,
  b: MeasuredImage<Row>,
): number {
  if (a.id !== undefined && b.id !== undefined) return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
  if (a.id !== undefined) return -1;
  if (b.id !== undefined) return 1;
  const [one, other] = [a.cluster ?? "", b.cluster ?? ""];
  return a.weight - b.weight || measure.compare(a.row, b.row) || (one < other ? -1 : one > other ? 1 : 0);
}
