"""test/golden/formats/: small masks of every format, written by other programs, with what they hold.

Debian packages: python3-numpy python3-pil python3-tifffile python3-gdal python3-nibabel
Run from the project's root: /usr/bin/python3 scripts/make-format-fixtures.py
"""

import hashlib
import itertools
import json
import pathlib
import shutil

import nibabel
import numpy as np
import PIL
import tifffile
from osgeo import gdal
from PIL import Image

gdal.UseExceptions()
OUT = pathlib.Path("test/golden/formats")
shutil.rmtree(OUT, ignore_errors=True)
OUT.mkdir(parents=True)
HEIGHT, WIDTH = 29, 37
rng = np.random.default_rng(11)
expected = {}


def regions(high, low=0, shape=(HEIGHT, WIDTH)):
    """A map of regions with a few odd pixels, as label maps are; low..high-1, both ends in it."""
    coarse = rng.integers(low, high, size=[-(-size // 6) for size in shape])
    labels = coarse
    for axis, size in enumerate(shape):
        labels = np.repeat(labels, 6, axis=axis).take(range(size), axis=axis)
    odd = rng.random(shape) < 0.05
    labels = np.where(odd, rng.integers(low, high, size=shape), labels)
    labels.flat[:2] = low, high - 1
    return labels


def digest(values, kind):
    return hashlib.sha256(np.ascontiguousarray(values).astype(kind).tobytes()).hexdigest()


def keep_labels(name, labels, slices=1, nodata=None, **options):
    """labels: rows x columns; of a volume the slices one below the other."""
    expected[name] = {
        "kind": "labels",
        "width": labels.shape[1],
        "height": labels.shape[0],
        "slices": slices,
        "nodata": nodata,
        "sha256": digest(labels, "<i8"),
        **options,
    }


def keep_scores(name, scores, **options):
    """scores: H x W x N."""
    expected[name] = {
        "kind": "scores",
        "width": scores.shape[1],
        "height": scores.shape[0],
        "numClasses": scores.shape[2],
        "sha256": digest(scores, "<f8"),
        **options,
    }


# PNG, by Pillow.
palette = [channel for label in range(256) for channel in (label * 7 % 256, label * 3 % 256, label // 2)]
labels = regions(200)
image = Image.fromarray(labels.astype(np.uint8), "P")
image.putpalette(palette)
image.save(OUT / "pillow-indexed-8.png", optimize=True)
keep_labels("pillow-indexed-8.png", labels)
small = regions(12)
image = Image.fromarray(small.astype(np.uint8), "P")
image.putpalette(palette[: 3 * 16])
image.save(OUT / "pillow-indexed-4.png", bits=4)
keep_labels("pillow-indexed-4.png", small)
Image.fromarray(labels.astype(np.uint8), "L").save(OUT / "pillow-grey-8.png")
keep_labels("pillow-grey-8.png", labels)
wide = regions(60_000)
Image.fromarray(wide.astype(np.uint16)).save(OUT / "pillow-grey-16.png")
keep_labels("pillow-grey-16.png", wide)
binary = regions(2)
Image.fromarray(binary.astype(bool)).save(OUT / "pillow-grey-1.png")
keep_labels("pillow-grey-1.png", binary)
ids = regions(2**24)
channels = np.stack([ids % 256, ids // 256 % 256, ids // 65536], axis=-1).astype(np.uint8)
Image.fromarray(channels).save(OUT / "pillow-rgb-ids.png")
keep_labels("pillow-rgb-ids.png", ids, colours="ids")
few = regions(5)
colours = np.array([[0, 0, 0], [255, 0, 0], [0, 255, 0], [0, 0, 255], [128, 64, 32]], dtype=np.uint8)
hexes = ["#%02x%02x%02x" % tuple(colour) for colour in colours]
Image.fromarray(colours[few]).save(OUT / "pillow-rgb-palette.png")
keep_labels("pillow-rgb-palette.png", few, colours=hexes)
opaque = np.dstack([colours[few], np.full(few.shape, 255, np.uint8)])
Image.fromarray(opaque).save(OUT / "pillow-rgba-palette.png")
keep_labels("pillow-rgba-palette.png", few, colours=hexes)

# NumPy.
for dtype, low, high in [("u1", 0, 255), ("<u2", 0, 60_000), (">i4", -5, 90_000), ("<i8", -1, 2**40), ("?", 0, 2)]:
    labels = regions(high, low)
    name = f"numpy-{dtype.strip('<>').replace('?', 'bool')}.npy"
    np.save(OUT / name, labels.astype(dtype))
    keep_labels(name, labels)
batch = regions(9)
np.save(OUT / "numpy-batch.npy", batch.astype(np.uint8)[np.newaxis, ..., np.newaxis])
keep_labels("numpy-batch.npy", batch)
for dtype in ["<f2", ">f2", "<f4", "<f8"]:
    scores = rng.normal(size=(7, 9, 4)).astype(dtype)
    scores.flat[:3] = [0.0, 6.1e-5, -0.0]
    name = f"numpy-scores-{dtype.replace('<', '').replace('>', 'big-')}.npy"
    np.save(OUT / name, scores)
    keep_scores(name, scores)
scores = rng.normal(size=(7, 9, 4)).astype(np.float32)
np.save(OUT / "numpy-scores-first.npy", np.ascontiguousarray(scores.transpose(2, 0, 1)))
keep_scores("numpy-scores-first.npy", scores, layout="channelsFirst")
np.save(OUT / "numpy-scores-fortran.npy", np.asfortranarray(scores.astype(np.float16)))
keep_scores("numpy-scores-fortran.npy", scores.astype(np.float16))
labels = regions(19)
np.savez(OUT / "numpy-stored.npz", labels.astype(np.uint8))
keep_labels("numpy-stored.npz", labels)
np.savez_compressed(OUT / "numpy-compressed.npz", mask=labels.astype(np.int32), spacing=np.array([0.5, 0.5]))
keep_labels("numpy-compressed.npz", labels)
np.savez_compressed(OUT / "numpy-scores.npz", scores=scores)
keep_scores("numpy-scores.npz", scores)

# TIFF, by tifffile and by GDAL.
RANGES = {"uint8": (0, 256), "int8": (-128, 128), "uint16": (0, 65536), "int16": (-32768, 32768), "uint32": (0, 2**32), "int32": (-(2**31), 2**31)}
for dtype, byteorder in itertools.product(["uint8", "uint16", "int32"], "<>"):
    low, high = RANGES[dtype]
    labels = regions(high, low)
    name = f"tifffile-{dtype}-{'little' if byteorder == '<' else 'big'}.tif"
    tifffile.imwrite(OUT / name, labels.astype(dtype), byteorder=byteorder, photometric="minisblack", metadata=None)
    keep_labels(name, labels)
labels = regions(200)
tifffile.imwrite(OUT / "tifffile-deflate-tiled.tif", labels.astype(np.uint8), tile=(16, 16), compression="deflate", photometric="minisblack", metadata=None)
keep_labels("tifffile-deflate-tiled.tif", labels)
colormap = (np.arange(768, dtype=np.uint16).reshape(3, 256) * 64).astype(np.uint16)
tifffile.imwrite(OUT / "tifffile-palette.tif", labels.astype(np.uint8), photometric="palette", colormap=colormap, metadata=None)
keep_labels("tifffile-palette.tif", labels)
tifffile.imwrite(OUT / "tifffile-rgb.tif", colours[few], photometric="rgb", metadata=None)
keep_labels("tifffile-rgb.tif", few, colours=hexes)

GDAL_TYPES = {"uint8": gdal.GDT_Byte, "uint16": gdal.GDT_UInt16, "int16": gdal.GDT_Int16, "uint32": gdal.GDT_UInt32, "int32": gdal.GDT_Int32}


def write_gdal(name, labels, dtype, options, nodata=None, overviews=False):
    height, width = labels.shape
    path = str(OUT / name)
    data = gdal.GetDriverByName("GTiff").Create(path, width, height, 1, GDAL_TYPES[dtype], options)
    data.SetGeoTransform([500_000, 10, 0, 4_600_000, 0, -10])
    data.GetRasterBand(1).WriteArray(labels.astype(dtype))
    if nodata is not None:
        data.GetRasterBand(1).SetNoDataValue(nodata)
    data.FlushCache()
    if overviews:
        data.BuildOverviews("NEAREST", [2])
    del data
    keep_labels(name, labels, nodata=nodata)


TILED = ["TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16"]
for dtype, compression, predictor, tiled in itertools.product(["uint8", "uint16", "uint32", "int16", "int32"], ["LZW", "DEFLATE"], [1, 2], [False, True]):
    low, high = RANGES[dtype]
    options = [f"COMPRESS={compression}", f"PREDICTOR={predictor}", *(TILED if tiled else ["BLOCKYSIZE=7"])]
    name = f"gdal-{dtype}-{compression.lower()}-{predictor}-{'tiled' if tiled else 'striped'}.tif"
    write_gdal(name, regions(high, low), dtype, options)
write_gdal("gdal-nodata-255.tif", np.where(regions(4) == 3, 255, regions(3)), "uint8", ["COMPRESS=LZW"], nodata=255)
write_gdal("gdal-nodata-negative.tif", np.where(regions(4) == 3, -9999, regions(3)), "int16", TILED, nodata=-9999)
write_gdal("gdal-packbits-overviews.tif", regions(9), "uint8", ["COMPRESS=PACKBITS", *TILED], overviews=True)
write_gdal("gdal-1-bit.tif", regions(2), "uint8", ["NBITS=1"])

# NIfTI, by nibabel: x runs fastest.
def write_nifti(name, volume, header_class, dtype, endianness="<"):
    header = header_class(endianness=endianness)
    header.set_data_dtype(dtype)
    image_class = nibabel.Nifti2Image if header_class is nibabel.Nifti2Header else nibabel.Nifti1Image
    image = image_class(volume.astype(dtype), np.diag([0.7, 0.7, 3.0, 1.0]), header)
    image.header.set_slope_inter(1, 0)
    nibabel.save(image, OUT / name)
    x, y = volume.shape[:2]
    z = volume.shape[2] if volume.ndim > 2 else 1
    stacked = volume.reshape(x, y, z).transpose(2, 1, 0).reshape(z * y, x)
    keep_labels(name, stacked, slices=z)


for dtype, low, high in [("uint8", 0, 256), ("int8", -128, 128), ("int16", -3, 30_000), ("uint16", 0, 65536), ("int32", -7, 2**31), ("uint32", 0, 2**32), ("int64", 0, 2**40)]:
    write_nifti(f"nibabel-{dtype}.nii.gz", regions(high, low, (11, 9, 5)), nibabel.Nifti1Header, dtype)
write_nifti("nibabel-big-endian.nii", regions(30_000, 0, (11, 9, 5)), nibabel.Nifti1Header, np.int16, ">")
write_nifti("nibabel-2.nii", regions(4, 0, (11, 9, 5)), nibabel.Nifti2Header, np.uint8)
write_nifti("nibabel-2-big-endian.nii.gz", regions(4000, 0, (11, 9, 5)), nibabel.Nifti2Header, np.int32, ">")
write_nifti("nibabel-flat.nii.gz", regions(4, 0, (11, 9)), nibabel.Nifti1Header, np.uint8)
write_nifti("nibabel-float32.nii.gz", regions(40, 0, (11, 9, 5)), nibabel.Nifti1Header, np.float32)
write_nifti("nibabel-float64.nii", regions(4, 0, (5, 4, 3)), nibabel.Nifti1Header, np.float64)

(OUT / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")
(OUT / "PROVENANCE.md").write_text(
    f"""Masks written by other programs, for reading them back bit for bit. Made by `/usr/bin/python3
scripts/make-format-fixtures.py` with NumPy {np.__version__}, Pillow {PIL.__version__}, tifffile {tifffile.__version__},
GDAL {gdal.VersionInfo("RELEASE_NAME")} and nibabel {nibabel.__version__}, seeded; no data of others.

`expected.json`: of each file its size in pixels (height: of all slices of a volume together), its "no data" label, and
SHA-256 of its labels as little-endian int64, or of its scores (H x W x N) as little-endian float64, row-major.
"""
)
