"""test/golden/formats/: small masks as the programs that people use write them, with digests of what they hold.

Debian packages: python3-numpy python3-pil python3-tifffile python3-nibabel python3-gdal.
Run from the project's root: /usr/bin/python3 scripts/make-format-fixtures.py
"""
import hashlib
import json
import pathlib

import nibabel
import numpy as np
import tifffile
from osgeo import gdal
from PIL import Image

gdal.UseExceptions()
OUT = pathlib.Path("test/golden/formats")
for old in OUT.glob("*"):
    if old.name != "PROVENANCE.md":
        old.unlink()
OUT.mkdir(parents=True, exist_ok=True)
WIDTH, HEIGHT = 37, 29
rng = np.random.default_rng(11)
expected = {}


def blocks(high, low=0, height=HEIGHT, width=WIDTH):
    """Rectangles of one label with some single pixels between, both ends of the range among them."""
    coarse = rng.integers(low, high, (height // 4 + 1, width // 5 + 1))
    labels = np.repeat(np.repeat(coarse, 4, 0), 5, 1)[:height, :width].copy()
    noise = rng.random((height, width)) < 0.1
    labels[noise] = rng.integers(low, high, int(noise.sum()))
    labels[1, 2], labels[-1, -1] = low, high - 1
    return labels


def sha256(values):
    return hashlib.sha256(values.tobytes()).hexdigest()


def keep(name, labels, dtype, slices=1, nodata=None):
    """labels: rows x columns, the slices of a volume one below the other."""
    expected[name] = {
        "width": labels.shape[1],
        "height": labels.shape[0],
        "slices": slices,
        "nodata": nodata,
        "dtype": dtype,
        "labels": sha256(labels.astype("<i8").astype("<i4")),
    }


def keep_scores(name, scores, dtype):
    """scores: rows x columns x classes."""
    height, width, classes = scores.shape
    expected[name] = {
        "width": width,
        "height": height,
        "classes": classes,
        "dtype": dtype,
        "scores": sha256(scores.astype("<f8")),
    }


# Pillow: PNG of every mode that holds labels, and of colours, which a palette turns into labels.
palette = [(i * 53 + i // 5) % 256 for i in range(768)]
byte_labels = blocks(256)
for bits in [1, 2, 4, 8]:
    labels = byte_labels & ((1 << bits) - 1)
    image = Image.fromarray(labels.astype(np.uint8), "P")
    image.putpalette(palette[: 3 << bits])
    image.save(OUT / f"pillow-p-{bits}.png", bits=bits)
    keep(f"pillow-p-{bits}.png", labels, "uint8")
Image.fromarray(byte_labels.astype(np.uint8), "L").save(OUT / "pillow-l.png")
keep("pillow-l.png", byte_labels, "uint8")
Image.fromarray(byte_labels > 127).save(OUT / "pillow-1.png")
keep("pillow-1.png", byte_labels > 127, "uint8")
labels = blocks(65536)
Image.fromarray(labels.astype(np.int32), "I").convert("I;16").save(OUT / "pillow-i16.png")
keep("pillow-i16.png", labels, "uint16")
# Colours as ids: R + 256 G + 65536 B.
labels = blocks(1 << 24)
colours = np.stack([labels & 255, labels >> 8 & 255, labels >> 16], -1).astype(np.uint8)
Image.fromarray(colours, "RGB").save(OUT / "pillow-rgb-ids.png")
keep("pillow-rgb-ids.png", labels, "uint32")
Image.fromarray(colours, "RGB").convert("RGBA").save(OUT / "pillow-rgba-ids.png")
keep("pillow-rgba-ids.png", labels, "uint32")
Image.fromarray(colours, "RGB").save(OUT / "pillow-rgb-ids.tif", compression="tiff_lzw")
keep("pillow-rgb-ids.tif", labels, "uint32")
Image.fromarray(byte_labels.astype(np.uint8), "P").save(OUT / "pillow-p.tif", compression="packbits")
keep("pillow-p.tif", byte_labels, "uint8")

# NumPy.
for dtype, low, high in [
    ("|b1", 0, 2),
    ("|u1", 0, 256),
    ("|i1", -128, 128),
    ("<i2", -32768, 32768),
    (">u2", 0, 65536),
    ("<i4", -(1 << 31), 1 << 31),
    (">i4", -(1 << 31), 1 << 31),
    ("<i8", -9, 1 << 20),
    (">i8", -9, 1 << 20),
]:
    labels = blocks(high, low)
    name = f"numpy-{dtype[1:]}{'-big' if dtype[0] == '>' else ''}.npy"
    np.save(OUT / name, labels.astype(dtype))
    keep(name, labels, np.dtype(dtype).name)
labels = blocks(65536)
np.save(OUT / "numpy-column-major.npy", np.asfortranarray(labels.astype("<u2")))
keep("numpy-column-major.npy", labels, "uint16")
np.save(OUT / "numpy-singletons.npy", labels.astype("<u2")[None, None])
keep("numpy-singletons.npy", labels, "uint16")
scores = rng.normal(size=(HEIGHT, 5, 3))
for dtype in ["<f2", ">f2", "<f4", ">f4", "<f8", ">f8"]:
    name = f"numpy-scores-{dtype[1:]}{'-big' if dtype[0] == '>' else ''}.npy"
    np.save(OUT / name, scores.astype(dtype))
    keep_scores(name, scores.astype(dtype), np.dtype(dtype).name)
np.save(OUT / "numpy-scores-column-major.npy", np.asfortranarray(scores.astype("<f2")))
keep_scores("numpy-scores-column-major.npy", scores.astype("<f2"), "float16")
np.save(OUT / "numpy-scores-batch.npy", scores.astype("<f4")[None])
keep_scores("numpy-scores-batch.npy", scores.astype("<f4"), "float32")
np.save(OUT / "numpy-scores-first.npy", scores.astype("<f4").transpose(2, 0, 1).copy())
keep_scores("numpy-scores-first.npy", scores.astype("<f4"), "float32")
labels = blocks(256)
np.savez(OUT / "numpy-stored.npz", labels.astype(np.uint8))
keep("numpy-stored.npz", labels, "uint8")
np.savez_compressed(OUT / "numpy-compressed.npz", mask=labels.astype(np.int16))
keep("numpy-compressed.npz", labels, "int16")
np.savez_compressed(OUT / "numpy-beside-others.npz", mask=labels.astype(np.uint8), scale=1.5, size=[37, 29])
keep("numpy-beside-others.npz", labels, "uint8")
np.savez_compressed(OUT / "numpy-scores.npz", logits=scores.astype("<f4"))
keep_scores("numpy-scores.npz", scores.astype("<f4"), "float32")

# tifffile: striped and tiled, both byte orders, every integer type, and what GDAL does not write.
RANGES = {
    "uint8": (0, 256),
    "int8": (-128, 128),
    "uint16": (0, 65536),
    "int16": (-32768, 32768),
    "uint32": (0, 1 << 32),
    "int32": (-(1 << 31), 1 << 31),
    "int64": (-9, 1 << 20),
}
TILED = {"tile": (16, 16)}
for tag, dtype, byteorder, options in [
    ("striped", "uint8", "<", {}),
    ("striped-rows", "uint16", ">", {"rowsperstrip": 5}),
    ("deflate", "int8", "<", {"compression": "zlib", "rowsperstrip": 7}),
    ("deflate-predictor", "uint8", "<", {"compression": "zlib", "predictor": True, "rowsperstrip": 7}),
    ("deflate-predictor", "int16", ">", {"compression": "zlib", "predictor": True, "rowsperstrip": 7}),
    ("deflate-predictor", "uint32", ">", {"compression": "zlib", "predictor": True}),
    ("tiled", "int32", ">", TILED),
    ("tiled", "uint32", "<", TILED),
    ("tiled", "int64", "<", TILED),
    ("tiled-deflate", "uint16", ">", {**TILED, "compression": "zlib"}),
    ("tiled-deflate-predictor", "int8", "<", {**TILED, "compression": "zlib", "predictor": True}),
    ("tiled-deflate-predictor", "int16", "<", {**TILED, "compression": "zlib", "predictor": True}),
    ("tiled-deflate-predictor", "int32", ">", {**TILED, "compression": "zlib", "predictor": True}),
    ("big", "uint16", "<", {"bigtiff": True, "rowsperstrip": 5}),
    ("big-tiled", "uint8", ">", {"bigtiff": True, **TILED, "compression": "zlib"}),
]:
    low, high = RANGES[dtype]
    labels = blocks(high, low)
    name = f"tifffile-{tag}-{dtype}{'-big' if byteorder == '>' else ''}.tif"
    options = {"photometric": "minisblack", "metadata": None, **options}
    tifffile.imwrite(OUT / name, labels.astype(dtype), byteorder=byteorder, **options)
    keep(name, labels, dtype)
labels = blocks(2)
tifffile.imwrite(OUT / "tifffile-bilevel.tif", labels.astype(bool), photometric="minisblack", metadata=None)
keep("tifffile-bilevel.tif", labels, "uint8")
labels = blocks(256)
colour_map = np.array(palette, np.uint16).reshape(256, 3).T.copy()
tifffile.imwrite(
    OUT / "tifffile-palette.tif", labels.astype(np.uint8), photometric="palette", colormap=colour_map, metadata=None
)
keep("tifffile-palette.tif", labels, "uint8")

# GDAL: GeoTIFF in every compression it has of those that keep labels, with and without predictor, nodata, overviews.
GDAL_TYPES = {
    "uint8": gdal.GDT_Byte,
    "int8": gdal.GDT_Byte,
    "uint16": gdal.GDT_UInt16,
    "int16": gdal.GDT_Int16,
    "uint32": gdal.GDT_UInt32,
    "int32": gdal.GDT_Int32,
    "int64": gdal.GDT_Int64,
}


def gdal_write(name, bands, dtype, options, nodata=None, palette=None, overviews=False, mask=False, empty=False):
    height, width = bands[0].shape
    if dtype == "int8":
        options = [*options, "PIXELTYPE=SIGNEDBYTE"]
    dataset = gdal.GetDriverByName("GTiff").Create(
        str(OUT / name), width, height, len(bands), GDAL_TYPES[dtype], options
    )
    dataset.SetGeoTransform((500000, 10, 0, 4600000, 0, -10))
    for number, values in enumerate(bands, 1):
        band = dataset.GetRasterBand(number)
        if nodata is not None:
            band.SetNoDataValue(nodata)
        if palette is not None:
            table = gdal.ColorTable()
            for index in range(256):
                table.SetColorEntry(index, (*palette[3 * index : 3 * index + 3], 255))
            band.SetColorTable(table)
        if not empty:
            band.WriteArray(values.view(np.uint8) if dtype == "int8" else values)
    if overviews:
        dataset.BuildOverviews("NEAREST", [2, 4])
    if mask:
        gdal.SetConfigOption("GDAL_TIFF_INTERNAL_MASK", "YES")
        dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
    dataset = None


GDAL_TILED = ["TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16"]
STRIPED = ["BLOCKYSIZE=6"]
for compression in ["NONE", "PACKBITS"]:
    for dtype, layout, order in [("uint8", STRIPED, "LITTLE"), ("uint16", GDAL_TILED, "BIG")]:
        low, high = RANGES[dtype]
        labels = blocks(high, low)
        name = f"gdal-{compression.lower()}-{dtype}-{'tiled' if layout is GDAL_TILED else 'striped'}.tif"
        gdal_write(name, [labels.astype(dtype)], dtype, [f"COMPRESS={compression}", f"ENDIANNESS={order}", *layout])
        keep(name, labels, dtype)
for compression in ["LZW", "DEFLATE"]:
    for number, dtype in enumerate(["uint8", "int8", "uint16", "int16", "uint32", "int32"]):
        for predictor in [1, 2]:
            tiled = (number + predictor + (compression == "LZW")) % 2 == 0
            big = (number // 2 + predictor + (compression == "LZW")) % 2 == 0
            low, high = RANGES[dtype]
            labels = blocks(high, low)
            order = "big" if big else "little"
            name = f"gdal-{compression.lower()}-{dtype}-{'tiled' if tiled else 'striped'}-predictor{predictor}-{order}.tif"
            gdal_write(
                name,
                [labels.astype(dtype)],
                dtype,
                [
                    f"COMPRESS={compression}",
                    f"PREDICTOR={predictor}",
                    f"ENDIANNESS={order.upper()}",
                    *(GDAL_TILED if tiled else STRIPED),
                ],
            )
            keep(name, labels, dtype)
labels = blocks(256)
gdal_write("gdal-palette-nodata.tif", [labels.astype(np.uint8)], "uint8", ["COMPRESS=LZW"], 255, palette)
keep("gdal-palette-nodata.tif", labels, "uint8", nodata=255)
labels = blocks(3000, -9999)
gdal_write("gdal-nodata-overviews.tif", [labels.astype(np.int16)], "int16", ["COMPRESS=DEFLATE"], -9999, overviews=True)
keep("gdal-nodata-overviews.tif", labels, "int16", nodata=-9999)
labels = blocks(9)
gdal_write("gdal-mask.tif", [labels.astype(np.uint8)], "uint8", ["COMPRESS=DEFLATE"], mask=True)
keep("gdal-mask.tif", labels, "uint8")
for bits in [1, 2, 4]:
    labels = blocks(1 << bits)
    layout = GDAL_TILED if bits == 2 else STRIPED
    gdal_write(f"gdal-bits-{bits}.tif", [labels.astype(np.uint8)], "uint8", [f"NBITS={bits}", "COMPRESS=LZW", *layout])
    keep(f"gdal-bits-{bits}.tif", labels, "uint8")
# Nothing was ever written to the tiles: they are not in the file, and count as nodata.
labels = np.full((HEIGHT, WIDTH), 7)
gdal_write("gdal-sparse.tif", [labels], "uint16", ["SPARSE_OK=TRUE", *GDAL_TILED], 7, empty=True)
keep("gdal-sparse.tif", labels, "uint16", nodata=7)
# More strings than LZW's table holds: it is cleared on the way.
labels = rng.integers(0, 65536, (61, 59))
gdal_write("gdal-lzw-noise.tif", [labels.astype(np.uint16)], "uint16", ["COMPRESS=LZW", "BLOCKYSIZE=61"])
keep("gdal-lzw-noise.tif", labels, "uint16")
labels = blocks(1 << 24)
for name, options in {
    "gdal-rgb-ids.tif": ["COMPRESS=LZW", "PREDICTOR=2", "PHOTOMETRIC=RGB", *GDAL_TILED],
    "gdal-rgb-ids-planes.tif": ["COMPRESS=LZW", "PREDICTOR=2", "PHOTOMETRIC=RGB", "INTERLEAVE=BAND", *GDAL_TILED],
}.items():
    planes = [(labels >> shift & 255).astype(np.uint8) for shift in [0, 8, 16]]
    gdal_write(name, planes, "uint8", options)
    keep(name, labels, "uint32")
gdal_write("gdal-bigtiff.tif", [labels.astype(np.uint32)], "uint32", ["BIGTIFF=YES", "COMPRESS=DEFLATE", *GDAL_TILED])
keep("gdal-bigtiff.tif", labels, "uint32")

# nibabel: NIfTI-1 and 2; x runs fastest, slices lie one below the other.
VOLUME = (7, 5, 4)
for version, Image_ in [(1, nibabel.Nifti1Image), (2, nibabel.Nifti2Image)]:
    for dtype, low, high, order, ending in [
        ("uint8", 0, 256, "<", "nii"),
        ("int8", -128, 128, ">", "nii.gz"),
        ("int16", -32768, 32768, ">", "nii"),
        ("uint16", 0, 65536, "<", "nii.gz"),
        ("int32", -(1 << 31), 1 << 31, "<", "nii.gz"),
        ("uint32", 0, 1 << 32, ">", "nii"),
        ("int64", -9, 1 << 20, "<", "nii"),
        ("uint64", 0, 1 << 20, ">", "nii.gz"),
        ("float32", -3, 1 << 20, "<", "nii.gz"),
        ("float64", -3, 1 << 30, ">", "nii"),
    ]:
        volume = rng.integers(low, high, VOLUME)
        header = Image_.header_class(endianness=order)
        header.set_data_dtype(np.dtype(dtype).newbyteorder(order))
        name = f"nibabel-{version}-{dtype}{'-big' if order == '>' else ''}.{ending}"
        image = Image_(volume.astype(dtype), np.diag([2.0, 2, 3, 1]), header=header)
        nibabel.save(image, OUT / name)
        kept = {"float32": "int32", "float64": "int32", "uint64": "int64"}.get(dtype, dtype)
        keep(name, volume.transpose(2, 1, 0).reshape(-1, VOLUME[0]), kept, slices=VOLUME[2])
for name, shape in {"nibabel-flat.nii": (7, 5), "nibabel-4d.nii.gz": (7, 5, 4, 1)}.items():
    volume = rng.integers(0, 9, shape)
    nibabel.save(nibabel.Nifti1Image(volume.astype(np.uint8), np.eye(4)), OUT / name)
    flat = volume.reshape(7, 5, -1)
    keep(name, flat.transpose(2, 1, 0).reshape(-1, 7), "uint8", slices=flat.shape[2])
# A header with an extension between it and the voxels.
volume = rng.integers(0, 9, VOLUME)
image = nibabel.Nifti1Image(volume.astype(np.uint8), np.eye(4))
image.header.extensions.append(nibabel.nifti1.Nifti1Extension("comment", b"labels of nothing"))
nibabel.save(image, OUT / "nibabel-extension.nii.gz")
keep("nibabel-extension.nii.gz", volume.transpose(2, 1, 0).reshape(-1, 7), "uint8", slices=4)

for stray in OUT.glob("*.aux.xml"):
    stray.unlink()
(OUT / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")
