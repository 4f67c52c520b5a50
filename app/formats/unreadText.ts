import * as formats from "./conversions.js";
import type { UnreadFormat } from "./conversions.js";

/** As much of a text as tells what it is. */
const LOOKED_AT = 65_536;

/** What a text is; undefined where the bytes are none. */
export function unreadText(bytes: Uint8Array): UnreadFormat | undefined {
  if (!isText(bytes)) return undefined;
  const text = new TextDecoder()
    .decode(bytes.subarray(0, LOOKED_AT))
    .replace(/^\ufeff/, "")
    .trimStart();
  if (/^(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)?(<!DOCTYPE\s+svg[\s\S]*?>\s*)?<svg[\s>]/i.test(text)) {
    return formats.SVG;
  }
  if (/^<\?xml[^>]*>\s*<kml[\s>]/i.test(text)) return formats.SHAPEFILE;
  if (/^<(\?xml|annotation)/i.test(text)) return formats.XML;
  if (/^[[{]/.test(text)) return jsonKind(text);
  if (/^\s*(ObjectType|NDims)\s*=/m.test(text) && /^\s*(ElementDataFile|DimSize)\s*=/m.test(text)) {
    return formats.META_IMAGE;
  }
  if (/^ENVI\s/.test(text)) return formats.ANALYZE;
  const [line = ""] = text.split(/\r?\n/, 1);
  if (/encodedpixels|\brle\b|rle_mask/i.test(line)) return formats.RUN_LENGTHS;
  if (/^\d+( -?\d*\.\d+(e[-+]?\d+)?){4,}\s*$/i.test(line)) return formats.POLYGONS;
  if (/^-?\d+(\.\d+)?([\s,;]+-?\d+(\.\d+)?)+\s*$/.test(line)) return formats.TABLE_OF_NUMBERS;
  return formats.TEXT;
}

/** What kind of JSON it is, by keys near its beginning: it may be cut off, and is not parsed. */
function jsonKind(text: string): UnreadFormat {
  const has = (key: string): boolean => new RegExp(`"${key}"\\s*:`).test(text);
  if (has("shapes") && (has("imagePath") || has("points"))) return formats.LABELME;
  if (/"type"\s*:\s*"(FeatureCollection|Feature|Polygon|MultiPolygon)"/.test(text)) return formats.GEOJSON;
  if (
    has("segmentation") ||
    has("segments_info") ||
    (has("images") && (has("annotations") || has("categories")))
  ) {
    return formats.COCO;
  }
  if (has("zarr_format")) return formats.ZARR;
  return formats.JSON_FILE;
}

/** Whether a file begins as text does: no control characters but those that part lines and words. */
function isText(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 512).every((byte) => byte >= 0x20 || (byte >= 9 && byte <= 13));
}
