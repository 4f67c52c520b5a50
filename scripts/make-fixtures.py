"""test/golden/masks/: small masks written by NumPy, Pillow and OptiPNG, with the labels they hold.

Debian packages: python3-numpy python3-pil optipng. Run from the project's root: python3 scripts/make-fixtures.py
"""
import json
import pathlib
import subprocess

import numpy as np
from PIL import Image

OUT = pathlib.Path("test/golden/masks")
OUT.mkdir(parents=True, exist_ok=True)
rng = np.random.default_rng(7)
expected = {}


def keep(name, array):
    expected[name] = {
        "shape": list(array.shape),
        "values": [None if v != v else float(v) for v in array.ravel(order="C").tolist()],
    }


# NumPy: every dtype of labels and scores, both byte orders, both memory orders, all three header versions.
for dtype in ["|b1", "|i1", "|u1", "<i2", ">i2", "<u2", ">u2", "<i4", ">i4", "<u4", "<i8", ">i8", "<u8"]:
    high = 2 if dtype == "|b1" else 100
    array = rng.integers(0, high, (3, 5)).astype(dtype)
    name = f"labels-{dtype[1:]}-{'big' if dtype[0] == '>' else 'little'}.npy"
    np.save(OUT / name, array)
    keep(name, array)
for dtype in ["<f4", ">f4", "<f8", ">f8"]:
    array = rng.normal(size=(2, 3, 4)).astype(dtype)
    name = f"scores-{dtype[1:]}-{'big' if dtype[0] == '>' else 'little'}.npy"
    np.save(OUT / name, array)
    keep(name, array)
for name, array in {
    "labels-column-major.npy": np.asfortranarray(rng.integers(-5, 100, (3, 5)).astype("<i2")),
    "scores-column-major.npy": np.asfortranarray(rng.normal(size=(2, 3, 4)).astype("<f4")),
    "scores-column-major-big.npy": np.asfortranarray(rng.normal(size=(2, 3, 4)).astype(">f8")),
}.items():
    np.save(OUT / name, array)
    keep(name, array)
for version in [(2, 0), (3, 0)]:
    array = rng.integers(0, 9, (2, 2)).astype("<i4")
    name = f"labels-version-{version[0]}.npy"
    with open(OUT / name, "wb") as file:
        np.lib.format.write_array(file, array, version=version)
    keep(name, array)

# Pillow: grey and indexed at every depth; widths that do not fill the last byte. Two indices share a colour.
labels = rng.integers(0, 256, (7, 13)).astype(np.uint8)
Image.fromarray(labels, "L").save(OUT / "grey-8.png")
keep("grey-8.png", labels)
Image.fromarray((labels % 2 * 255).astype(np.uint8), "L").convert("1").save(OUT / "grey-1.png")
keep("grey-1.png", labels % 2)
wide = rng.integers(0, 65536, (7, 13)).astype(np.uint16)
Image.fromarray(wide.astype(np.int32), "I").convert("I;16").save(OUT / "grey-16.png")
keep("grey-16.png", wide)
palette = [(i * 53) % 256 for i in range(768)]
palette[3:6] = palette[6:9]
for bits in [1, 2, 4, 8]:
    indexed = (labels & ((1 << bits) - 1)).astype(np.uint8)
    image = Image.fromarray(indexed, "P")
    image.putpalette(palette[: 3 << bits])
    image.save(OUT / f"indexed-{bits}.png", bits=bits)
    keep(f"indexed-{bits}.png", indexed)
indexed = labels % 16
image = Image.fromarray(indexed, "P")
image.putpalette(palette[:48])
image.save(OUT / "indexed-transparent.png", transparency=3)
keep("indexed-transparent.png", indexed)

# OptiPNG: interlaced, and with whatever filters it finds best.
smooth = (np.add.outer(np.arange(40) // 9, np.arange(61) // 7) % 7).astype(np.uint8)
for name, options in {
    "grey-8-filtered.png": ["-o2", "-f0-5"],
    "grey-8-interlaced.png": ["-i1", "-force"],
    "indexed-4-interlaced.png": ["-i1", "-force"],
}.items():
    path = OUT / name
    path.unlink(missing_ok=True)
    if name.startswith("indexed"):
        values = smooth
        image = Image.fromarray(values, "P")
        image.putpalette(palette[:48])
        image.save(path, bits=4)
    else:
        values = smooth * 31
        Image.fromarray(values, "L").save(path)
    subprocess.run(["optipng", "-quiet", "-nb", "-nc", "-np", *options, str(path)], check=True)
    keep(name, values)

# Colours, which are no labels.
for mode in ["RGB", "RGBA", "LA"]:
    Image.fromarray(labels, "L").convert(mode).save(OUT / f"colour-{mode.lower()}.png")

(OUT / "expected.json").write_text(json.dumps(expected) + "\n")
