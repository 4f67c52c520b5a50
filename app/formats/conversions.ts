// How files that are not read become files that are: what command and page say of a format, in one place.

/** A format that is not read. */
export interface UnreadFormat {
  /** With its article: "a DICOM file". */
  readonly what: string;
  /** What to do: a sentence without its end. */
  readonly cure: string;
}

const TO_NIFTI = (name: string): string =>
  `convert it to NIfTI: SimpleITK.WriteImage(SimpleITK.ReadImage("${name}"), "mask.nii.gz")`;
const TO_NPY = (load: string): string => `save its labels as an array: numpy.save("mask.npy", ${load})`;
const LOSSY = "its compression changes values, so it cannot hold labels";
const AS_PNG = "save the labels as a PNG of greys, losslessly";

export const DICOM: UnreadFormat = {
  what: "a DICOM file",
  cure: 'convert it to NIfTI with dcm2niix (a segmentation object with segimage2itkimage of dcmqi), or save its labels as an array: numpy.save("mask.npy", pydicom.dcmread("mask.dcm").pixel_array)',
};
export const NRRD: UnreadFormat = { what: "an NRRD file", cure: TO_NIFTI("mask.nrrd") };
export const META_IMAGE: UnreadFormat = { what: "a MetaImage (.mha, .mhd)", cure: TO_NIFTI("mask.mha") };
export const FREESURFER: UnreadFormat = {
  what: "a FreeSurfer volume (.mgh, .mgz)",
  cure: 'convert it to NIfTI with mri_convert, or nibabel.save(nibabel.Nifti1Image.from_image(nibabel.load("mask.mgz")), "mask.nii.gz")',
};
export const ANALYZE: UnreadFormat = {
  what: "half of a volume in two files (Analyze, NIfTI or ENVI: .hdr and .img)",
  cure: 'convert it to one file: nibabel.save(nibabel.load("mask.hdr"), "mask.nii.gz"), or gdal_translate of a map to a GeoTIFF',
};
export const MATLAB: UnreadFormat = {
  what: "a MATLAB .mat file",
  cure: TO_NPY('scipy.io.loadmat("mask.mat")["name of the variable"]'),
};
export const MATLAB_7_3: UnreadFormat = {
  what: "a MATLAB .mat file of version 7.3, which is an HDF5 file",
  cure: TO_NPY('h5py.File("mask.mat")["name of the variable"][()].T'),
};
export const HDF5: UnreadFormat = {
  what: "an HDF5 file",
  cure: TO_NPY('h5py.File("mask.h5")["name of the dataset"][()]'),
};
export const NETCDF: UnreadFormat = {
  what: "a NetCDF file",
  cure: TO_NPY('xarray.open_dataset("mask.nc")["name of the variable"].values'),
};
export const ZARR: UnreadFormat = { what: "a Zarr store", cure: TO_NPY('zarr.open("mask.zarr")[:]') };
export const TORCH: UnreadFormat = {
  what: "a PyTorch file (.pt, .pth)",
  cure: TO_NPY('torch.load("mask.pt").cpu().numpy()'),
};
export const PICKLE: UnreadFormat = {
  what: "a Python pickle",
  cure: TO_NPY('pickle.load(open("mask.pkl", "rb"))'),
};
export const SAFETENSORS: UnreadFormat = {
  what: "a safetensors file",
  cure: TO_NPY('safetensors.numpy.load_file("mask.safetensors")["name of the tensor"]'),
};
export const TFRECORD: UnreadFormat = {
  what: "a TFRecord file",
  cure: TO_NPY("the array that its parsed example holds"),
};
export const PARQUET: UnreadFormat = {
  what: "a table (Parquet, Arrow, Feather)",
  cure: TO_NPY("the array of each row"),
};

export const JPEG_2000: UnreadFormat = { what: `a JPEG 2000 image: ${LOSSY}`, cure: AS_PNG };
export const JPEG_XL: UnreadFormat = { what: "a JPEG XL image", cure: AS_PNG };
export const HEIF: UnreadFormat = { what: `an AVIF or HEIC image: ${LOSSY}`, cure: AS_PNG };
export const WEBP: UnreadFormat = {
  what: "a WebP image: it holds colours, and mostly changed ones",
  cure: 'save the original again as a PNG; one that was saved losslessly: PIL.Image.open("mask.webp").save("mask.png")',
};
export const PHOTOSHOP: UnreadFormat = { what: "a Photoshop document", cure: "export the mask as a PNG" };
export const GIMP: UnreadFormat = { what: "a GIMP document", cure: "export the mask as a PNG" };
export const ICON: UnreadFormat = { what: "an icon (.ico)", cure: AS_PNG };
export const OPENEXR: UnreadFormat = {
  what: "an OpenEXR image",
  cure: TO_NPY('cv2.imread("mask.exr", cv2.IMREAD_UNCHANGED)'),
};
export const TARGA: UnreadFormat = { what: "a Targa image (.tga)", cure: AS_PNG };
export const VIDEO: UnreadFormat = {
  what: `a video: ${LOSSY}`,
  cure: "save each frame's labels as a PNG of its own",
};

export const PDF: UnreadFormat = {
  what: "a PDF: a document holds no labels",
  cure: "save the mask as a PNG",
};
export const SVG: UnreadFormat = {
  what: "an SVG: it holds outlines, not labels",
  cure: "export it as a PNG whose greys are the labels, without antialiasing",
};
export const XML: UnreadFormat = {
  what: "an XML file, as CVAT and Pascal VOC write outlines and boxes",
  cure: 'export masks instead (in CVAT: "Segmentation mask 1.1"), or draw the outlines: cv2.fillPoly',
};
export const COCO: UnreadFormat = {
  what: "JSON of COCO's annotations: outlines or runs, not labels",
  cure: "draw each image's: pycocotools.coco.COCO(...).annToMask(annotation), the category's id where it is 1, into one PNG",
};
export const LABELME: UnreadFormat = {
  what: "JSON of labelme's outlines, not labels",
  cure: "make masks of them: labelme_export_json, or labelme2voc.py, whose SegmentationClass holds PNGs",
};
export const GEOJSON: UnreadFormat = {
  what: "GeoJSON: outlines, not labels",
  cure: "burn it into a GeoTIFF: gdal_rasterize -a ATTRIBUTE",
};
export const JSON_FILE: UnreadFormat = {
  what: "a JSON file",
  cure: 'save the labels as a PNG, or as an array: numpy.save("mask.npy", labels)',
};
export const RUN_LENGTHS: UnreadFormat = {
  what: "a table of runs (RLE, as Kaggle's competitions have them)",
  cure: "decode each image's runs into an array, and save it with numpy.save",
};
export const POLYGONS: UnreadFormat = {
  what: "a text file of outlines or boxes, as YOLO's",
  cure: "draw the outlines into a PNG of each image: cv2.fillPoly with the class as its value",
};
export const SHAPEFILE: UnreadFormat = {
  what: "a file of outlines on a map (shapefile, GeoPackage, KML)",
  cure: "burn it into a GeoTIFF: gdal_rasterize -a ATTRIBUTE",
};
export const ARCHIVE: UnreadFormat = {
  what: "an archive",
  cure: "unpack it and pass the masks themselves",
};
export const OFFICE: UnreadFormat = {
  what: "an office document",
  cure: "save the labels as a PNG or a .npy array",
};
export const MODEL: UnreadFormat = {
  what: "a model, not what it predicts",
  cure: "run it on the images and save what it predicts with numpy.save",
};
export const TEXT: UnreadFormat = {
  what: "a text file",
  cure: "save the labels as a PNG, or as a .npy array with numpy.save",
};
export const TABLE_OF_NUMBERS: UnreadFormat = {
  what: "a table of numbers in text",
  cure: TO_NPY('numpy.loadtxt("mask.csv", delimiter=",", dtype=int)'),
};
