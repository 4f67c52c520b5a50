import { describe, expect, it } from "vitest";
import { decodeMask } from "../../../app/formats/decodeMask.js";
import { FormatError } from "../../../app/formats/formatError.js";
import { unreadAmongText } from "../../../app/formats/unreadNames.js";
import { chooseMasks } from "../../../app/pairing/chooseMasks.js";
import { littleEndian, zip } from "./makeFiles.js";

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const NUL = "\0";

function refusal(content: Uint8Array | string, name?: string): string {
  const bytes = typeof content === "string" ? latin1(content) : content;
  try {
    decodeMask(bytes, { name });
  } catch (error) {
    expect(error).toBeInstanceOf(FormatError);
    return (error as Error).message;
  }
  throw new Error("it was read");
}

describe("formats that are not read are named, with a way to convert them", () => {
  it.each([
    [`${NUL.repeat(128)}DICM\x02\0\0\0`, "a DICOM file; convert it to NIfTI with dcm2niix"],
    ["\x08\0\x05\0\x0a\0\0\0ISO_IR 100", "a DICOM file"],
    ["NRRD0004\n# made\ntype: uchar\n", "an NRRD file; convert it to NIfTI: SimpleITK.WriteImage("],
    ["ObjectType = Image\nNDims = 3\nDimSize = 1 1 1\nElementDataFile = LOCAL\n", "a MetaImage"],
    [
      "MATLAB 5.0 MAT-file, Platform: PCWIN64",
      "a MATLAB .mat file; save its labels as an array: numpy.save(",
    ],
    ["MATLAB 7.3 MAT-file, Platform: PCWIN64", "of version 7.3, which is an HDF5 file"],
    [
      "\x89HDF\r\n\x1a\n\0",
      'an HDF5 file; save its labels as an array: numpy.save("mask.npy", h5py.File("mask.h5")',
    ],
    [`${NUL.repeat(512)}\x89HDF\r\n\x1a\n`, "an HDF5 file"],
    ["CDF\x01\0\0\0\0", "a NetCDF file"],
    ["\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.", "a PyTorch file"],
    ["\x80\x04\x95\0", "a Python pickle"],
    ["\0\0\x01\0\x01\0\x10\x10", "an icon"],
    ["\0\0\0\x0cjP  \r\n\x87\n", "a JPEG 2000 image"],
    ["\0\0\0\x1cftypavif", "an AVIF or HEIC image"],
    ["\0\0\0\x18ftypmp42", "a video"],
    ["RIFF\x24\0\0\0WEBPVP8L", "a WebP image"],
    ["8BPS\0\x01", "a Photoshop document"],
    ["\x76\x2f\x31\x01\x02", "an OpenEXR image"],
    ['<?xml version="1.0"?>\n<!-- made -->\n<svg xmlns="x">', "an SVG"],
    ['<svg width="1">', "an SVG"],
    ["<annotation><folder>VOC</folder></annotation>", "an XML file"],
    ['{"images": [], "annotations": [], "categories": []}', "JSON of COCO's annotations"],
    [
      '\ufeff{"version": "5.0", "shapes": [{"points": []}], "imagePath": "a.jpg"}'.slice(1),
      "JSON of labelme's outlines",
    ],
    ['{"type": "FeatureCollection", "features": []}', "GeoJSON"],
    ['{"a": 1}', "a JSON file"],
    ["ImageId,EncodedPixels\n1,2 3\n", "a table of runs (RLE"],
    ["0 0.51 0.5 0.6 0.6 0.7 0.1\n", "outlines or boxes, as YOLO's"],
    ["0,1,1\n0,0,1\n", "a table of numbers in text"],
    ["hello\n", "a text file"],
    ["7z\xbc\xaf\x27\x1c", "an archive"],
    ["PAR1\x15", "a table (Parquet"],
  ])("%j", (content, message) => {
    expect(refusal(content)).toContain(message);
    // Whatever they are called.
    expect(refusal(content, "mask.png")).toContain(message);
  });

  it("a safetensors file, by the length of its header", () => {
    const header = latin1('{"labels":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}');
    const bytes = Uint8Array.from([...littleEndian(header.length, 4), 0, 0, 0, 0, ...header, 7]);
    expect(refusal(bytes)).toContain("a safetensors file");
  });

  it("zip files by what is in them", () => {
    const content = latin1("x");
    expect(refusal(zip([{ name: "archive/data.pkl", content }]))).toContain(
      "a PyTorch file (.pt, .pth); save",
    );
    expect(refusal(zip([{ name: "[Content_Types].xml", content }]))).toContain("an office document");
    expect(refusal(zip([{ name: "a/.zarray", content }]))).toContain("a Zarr store");
    expect(refusal(zip([{ name: "a.png", content }]))).toContain("unpack it and pass the masks themselves");
  });

  it("by the name, where only that tells", () => {
    const unknown = "\x03\x02\x01\xff\xfe";
    expect(refusal(unknown, "a/SCAN.DCM")).toContain("a DICOM file");
    expect(refusal(unknown, "mask.mat")).toContain("a MATLAB .mat file");
    expect(refusal(unknown, "mask.bin")).toContain("neither a PNG");
    expect(refusal("\x89HDF\r\n\x1a\n\0", "mask.mat")).toContain("of version 7.3");
  });
});

describe("folders without masks", () => {
  it("are told by what most of their files are", () => {
    const text = unreadAmongText(["a/1.dcm", "a/2.DCM", "notes.txt"]);
    expect(text).toContain(
      "; 2 files, as a/1.dcm, are each a DICOM file, which is not read: convert it to NIfTI",
    );
    expect(unreadAmongText(["mask.mat"])).toContain("; mask.mat is a MATLAB .mat file, which is not read");
    expect(unreadAmongText(["a.xyz"])).toBe("");
  });

  it("take BMP, GIF and PGM for masks, and beside masks for photos", () => {
    const photos = ["1.bmp", "2.GIF", "3.pgm", "4.jpg"];
    expect(chooseMasks(photos, {}).files).toEqual(["1.bmp", "2.GIF", "3.pgm"]);
    expect(chooseMasks([...photos, "1.png"], {}).files).toEqual(["1.png"]);
    expect(chooseMasks(["4.jpg"], { takesJpeg: true }).files).toEqual(["4.jpg"]);
  });
});
