"""test/golden/values/: masks of one value a pixel as the programs that people use write them, with digests of what is above
a threshold, by NumPy.

Debian packages: python3-numpy python3-pil python3-tifffile python3-nibabel python3-gdal.
Run from the project's root: /usr/bin/python3 scripts/make-value-fixtures.py
"""
import hashlib
import json
import pathlib

import nibabel
import numpy as np
import tifffile
from osgeo import gdal
from PIL import Image, ImageFilter

gdal.UseExceptions()
OUT = pathlib.Path("test/golden/values")
OUT.mkdir(parents=True, exist_ok=True)
for old in OUT.glob("*"):
    if old.name != "PROVENANCE.md":
        old.unlink()
WIDTH, HEIGHT = 41, 27
rng = np.random.default_rng(23)
expected = {}


def keep(name, values, threshold, nodata=None):
    """values: rows x columns, the slices of a volume one below the other; no data is not above."""
    kept = ~np.isnan(values) & (True if nodata is None or np.isnan(nodata) else values != nodata)
    above = np.where(kept, values > threshold, False)
    expected[name] = {
        "threshold": threshold,
        "above": int(above.sum()),
        "digest": hashlib.sha256(above.astype(np.uint8).tobytes()).hexdigest(),
        "nodata": None if nodata is None else str(nodata),
        "nodataPixels": int((~kept).sum()),
    }


blob = np.zeros((HEIGHT, WIDTH), np.uint8)
blob[5:20, 7:30] = 255
blob[10:14, 12:18] = 0
blob[22:26, 33:40] = 255

# JPEG: what Pillow decodes again; no value is near the threshold, so that decoders may differ by what rounding does.
for name, image, more in [
    ("pillow-grey-q75.jpg", Image.fromarray(blob), {"quality": 75}),
    ("pillow-grey-q95-progressive.jpg", Image.fromarray(blob), {"quality": 95, "progressive": True}),
    ("pillow-grey-restart.jpg", Image.fromarray(blob), {"quality": 85, "restart_marker_blocks": 3}),
    ("pillow-rgb-q75.jpg", Image.fromarray(blob).convert("RGB"), {"quality": 75}),
    ("pillow-rgb-444-progressive.jpg", Image.fromarray(blob).convert("RGB"), {"subsampling": 0, "progressive": True}),
]:
    image.save(OUT / name, **more)
    decoded = np.asarray(Image.open(OUT / name).convert("L")).astype(int)
    assert np.abs(decoded - 127.5).min() > 6, name
    keep(name, decoded, 127)
red = np.stack([blob, blob // 3, blob // 5], 2)
Image.fromarray(red).save(OUT / "pillow-coloured.jpg", quality=90)
Image.fromarray(red).convert("CMYK").save(OUT / "pillow-cmyk.jpg", quality=90)

# PNG: greys between, as a resized or blurred mask has.
soft = Image.fromarray(blob).filter(ImageFilter.GaussianBlur(1.5))
soft.save(OUT / "pillow-blurred.png")
keep("pillow-blurred.png", np.asarray(soft), 127)
deep = np.asarray(soft).astype(np.uint16) * 257
Image.fromarray(deep).save(OUT / "pillow-blurred-16.png")
keep("pillow-blurred-16.png", deep, 32767)

probabilities = np.clip(np.asarray(soft) / 255 + rng.normal(0, 0.05, blob.shape), 0, 1)
# Some equal the threshold: they are not above it.
probabilities[3, 5:12] = 0.5
logits = rng.normal(0, 3, blob.shape)
logits[0, 0], logits[1, 1] = 0.0, -0.0

for dtype in ["<f2", "<f4", ">f4", "<f8", ">f8"]:
    p = probabilities.astype(dtype)
    title = dtype.replace("<", "").replace(">", "big-")
    for shape in ["hw", "1hw", "hw1", "11hw"] if dtype == "<f4" else ["hw"]:
        name = f"numpy-{title}-{shape}.npy"
        np.save(OUT / name, {"hw": p, "1hw": p[None], "hw1": p[..., None], "11hw": p[None, None]}[shape])
        keep(name, p.astype("f8"), 0.5)
np.save(OUT / "numpy-column-major.npy", np.asfortranarray(probabilities.astype("f4")))
keep("numpy-column-major.npy", probabilities.astype("f4").astype("f8"), 0.5)
np.save(OUT / "numpy-logits.npy", logits)
keep("numpy-logits.npy", logits, 0.0)
for name, save in [("stored", np.savez), ("compressed", np.savez_compressed)]:
    save(OUT / f"numpy-{name}.npz", mask=probabilities.astype("f4")[None])
    keep(f"numpy-{name}.npz", probabilities.astype("f4").astype("f8"), 0.5)


def write_gdal(name, values, gdal_type, nodata=None, options=()):
    rows, columns = values.shape
    dataset = gdal.GetDriverByName("GTiff").Create(str(OUT / name), columns, rows, 1, gdal_type, list(options))
    band = dataset.GetRasterBand(1)
    if nodata is not None:
        band.SetNoDataValue(nodata)
    band.WriteArray(values)
    band.FlushCache()
    dataset = None


for bits, dtype, gdal_type in [(32, "f4", gdal.GDT_Float32), (64, "f8", gdal.GDT_Float64)]:
    p = probabilities.astype(dtype)
    for compression in ["none", "lzw", "deflate"]:
        for predictor in [1, 2, 3] if compression != "none" else [1]:
            # libtiff 4.5.0 writes nonsense, which it reads as such, where predictor 3 meets another byte order.
            for endian in ["LITTLE", "BIG"] if predictor < 3 else ["LITTLE"]:
                tiled = ["TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16"] if endian == "LITTLE" else []
                name = f"gdal-f{bits}-{compression}-predictor{predictor}-{endian.lower()}.tif"
                write_gdal(
                    name,
                    p,
                    gdal_type,
                    options=[f"COMPRESS={compression}", f"PREDICTOR={predictor}", f"ENDIANNESS={endian}", *tiled],
                )
                keep(name, p.astype("f8"), 0.5)
holes = probabilities.astype("f4")
holes[8:12, 20:25] = np.nan
write_gdal("gdal-nodata-nan.tif", holes, gdal.GDT_Float32, nodata=float("nan"))
keep("gdal-nodata-nan.tif", holes.astype("f8"), 0.5, float("nan"))
holes = np.where(np.isnan(holes), np.float32(-9999), holes)
write_gdal("gdal-nodata-9999.tif", holes, gdal.GDT_Float32, nodata=-9999)
keep("gdal-nodata-9999.tif", holes.astype("f8"), 0.5, -9999)
lowest = np.where(holes == -9999, np.finfo("f4").min, holes)
write_gdal("gdal-nodata-lowest.tif", lowest, gdal.GDT_Float32, nodata=float(np.finfo("f4").min))
keep("gdal-nodata-lowest.tif", lowest.astype("f8"), 0.5, float(np.finfo("f4").min))
for name, more in [("tifffile-f32.tif", {}), ("tifffile-f64-big.tif", {"byteorder": ">", "compression": "zlib"})]:
    p = probabilities.astype("f8" if "64" in name else "f4")
    tifffile.imwrite(OUT / name, p, **more)
    keep(name, p.astype("f8"), 0.5)

volume = np.stack([probabilities, np.roll(probabilities, 3, 1)])
stacked = volume.reshape(-1, WIDTH)
for name, dtype in [("nibabel-f32.nii", "f4"), ("nibabel-f64-big.nii.gz", ">f8")]:
    header = nibabel.Nifti1Header(endianness=">" if dtype.startswith(">") else "<")
    header.set_data_dtype(np.dtype(dtype))
    image = nibabel.Nifti1Image(volume.transpose(2, 1, 0).astype(dtype), np.eye(4), header)
    image.to_filename(OUT / name)
    keep(name, stacked.astype(dtype).astype("f8"), 0.5)
# Scaled, as nibabel writes floats into small integers: what is compared are the values that they stand for.
for name, dtype in [("nibabel-scaled-u8.nii.gz", np.uint8), ("nibabel-scaled-i16.nii", np.int16)]:
    image = nibabel.Nifti1Image(volume.transpose(2, 1, 0), np.eye(4))
    image.set_data_dtype(dtype)
    image.to_filename(OUT / name)
    back = np.asanyarray(nibabel.load(OUT / name).dataobj).transpose(2, 1, 0).reshape(-1, WIDTH)
    keep(name, back, 0.5)

(OUT / "expected.json").write_text(json.dumps(expected, indent=1, sort_keys=True) + "\n")
