import * as formats from "./conversions.js";
import type { UnreadFormat } from "./conversions.js";

/** Formats by how their files end, lower case. */
const ENDINGS: readonly (readonly [endings: readonly string[], format: UnreadFormat])[] = [
  [[".dcm", ".dicom", ".ima"], formats.DICOM],
  [[".nrrd", ".nhdr", ".seg.nrrd"], formats.NRRD],
  [[".mha", ".mhd", ".raw"], formats.META_IMAGE],
  [[".mgh", ".mgz"], formats.FREESURFER],
  [[".hdr", ".img"], formats.ANALYZE],
  [[".mat"], formats.MATLAB],
  [[".h5", ".hdf5", ".hdf", ".he5", ".mnc", ".ilastik"], formats.HDF5],
  [[".nc", ".nc4", ".cdf"], formats.NETCDF],
  [[".pt", ".pth"], formats.TORCH],
  [[".pkl", ".pickle", ".p"], formats.PICKLE],
  [[".safetensors"], formats.SAFETENSORS],
  [[".tfrecord", ".tfrecords"], formats.TFRECORD],
  [[".parquet", ".arrow", ".feather"], formats.PARQUET],
  [[".onnx", ".tflite", ".pb", ".keras", ".ckpt", ".gguf"], formats.MODEL],
  [[".jp2", ".j2k", ".jpx", ".jpf"], formats.JPEG_2000],
  [[".jxl"], formats.JPEG_XL],
  [[".avif", ".heic", ".heif"], formats.HEIF],
  [[".webp"], formats.WEBP],
  [[".psd", ".psb"], formats.PHOTOSHOP],
  [[".xcf"], formats.GIMP],
  [[".ico"], formats.ICON],
  [[".exr"], formats.OPENEXR],
  [[".tga"], formats.TARGA],
  [[".mp4", ".avi", ".mov", ".mkv", ".webm"], formats.VIDEO],
  [[".pdf"], formats.PDF],
  [[".svg", ".svgz"], formats.SVG],
  [[".xml"], formats.XML],
  [[".geojson"], formats.GEOJSON],
  [[".json"], formats.JSON_FILE],
  [[".shp", ".gpkg", ".kml", ".kmz"], formats.SHAPEFILE],
  [[".zip", ".tar", ".tgz", ".7z", ".rar", ".tar.gz", ".tar.bz2", ".tar.xz"], formats.ARCHIVE],
  [[".docx", ".xlsx", ".pptx", ".xls"], formats.OFFICE],
];

/** What a file is by its name, of those formats that are not read. */
export function unreadByName(name: string): UnreadFormat | undefined {
  const end = name.toLowerCase();
  return ENDINGS.find(([endings]) => endings.some((ending) => end.endsWith(ending)))?.[1];
}

/** What most files of a folder without masks are, and how many; undefined where that is not known. */
export function unreadAmong(
  names: readonly string[],
): { readonly format: UnreadFormat; readonly count: number; readonly example: string } | undefined {
  const found = new Map<UnreadFormat, string[]>();
  for (const name of names) {
    const format = unreadByName(name);
    if (format !== undefined) found.set(format, [...(found.get(format) ?? []), name]);
  }
  const [most] = [...found].sort(([, a], [, b]) => b.length - a.length);
  return most === undefined
    ? undefined
    : { format: most[0], count: most[1].length, example: most[1][0] as string };
}

/** The same in words, to go on with behind "holds no masks"; empty where nothing is known. */
export function unreadAmongText(names: readonly string[]): string {
  const found = unreadAmong(names);
  if (found === undefined) return "";
  const { count, example, format } = found;
  return `; ${count === 1 ? `${example} is` : `${count} files, as ${example}, are each`} ${format.what}, which is not read: ${format.cure}`;
}
