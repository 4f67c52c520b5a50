"""Writes test/golden/nifti-placement/expected.json: NIfTI headers, and where nibabel says that their volumes lie.

Run with Python that has nibabel and NumPy; see PROVENANCE.md beside the file.
"""

import base64
import io
import json
from pathlib import Path

import nibabel
import numpy as np

FILE = Path(__file__).parent.parent / "test" / "golden" / "nifti-placement" / "expected.json"
random = np.random.default_rng(12)


def rotation():
    quaternion = random.normal(size=4)
    quaternion /= np.linalg.norm(quaternion)
    return nibabel.quaternions.quat2mat(quaternion if quaternion[0] >= 0 else -quaternion)


def affine(turn=None, offset=(-90.5, 12.25, 40)):
    matrix = np.eye(4)
    matrix[:3, :3] = (rotation() if turn is None else turn) @ np.diag([0.7, 0.8, 3.0])
    matrix[:3, 3] = offset
    return matrix


def sform(header):
    header.set_sform(affine(), 1)
    header["pixdim"][1:4] = [0.7, 0.8, 3]
    header.set_xyzt_units("mm")


def qform(header):
    header.set_qform(affine(), 1)
    header.set_xyzt_units("mm", "sec")


def both(header):
    header.set_qform(affine(offset=(1, 2, 3)), 1)
    header.set_sform(affine(offset=(5, 6, 7)), 4)
    header.set_xyzt_units("micron")


def left_handed(header):
    header.set_qform(affine(rotation() @ np.diag([1, 1, -1])), 2)
    header.set_xyzt_units("meter")


def half_turn(header):
    header.set_qform(affine(np.diag([-1, -1, 1])), 1)


def oblique_half_turn(header):
    axis = np.array([1, 2, 2]) / 3
    header.set_qform(affine(2 * np.outer(axis, axis) - np.eye(3)), 1)


def neither(header):
    header["pixdim"][1:4] = [2, 2, 5]


def unknown_code(header):
    header.set_sform(affine(), 1)
    header["sform_code"] = 77
    header.set_qform(affine(), 1)


def no_lengths(header):
    header.set_qform(affine(), 1)
    header["pixdim"][0] = 0
    header["pixdim"][3] = 0


def case(name, kind, endianness, edit):
    header = kind(endianness=endianness)
    header.set_data_dtype(np.uint8)
    header.set_data_shape((4, 3, 2))
    edit(header)
    written = header.structarr.tobytes()
    read = kind.from_fileobj(io.BytesIO(written))
    is_placed = int(read["sform_code"]) > 0 or int(read["qform_code"]) > 0
    return {
        "name": name,
        "header": base64.b64encode(written).decode(),
        "affine": [float(x) for x in read.get_best_affine()[:3].ravel()] if is_placed else None,
        "zooms": [float(x) for x in read.get_zooms()],
        "unit": read.get_xyzt_units()[0],
    }


EDITS = [sform, qform, both, left_handed, half_turn, oblique_half_turn, neither, unknown_code, no_lengths]
cases = []
for edit in EDITS:
    cases.append(case(f"{edit.__name__}, version 1", nibabel.Nifti1Header, "<", edit))
    cases.append(case(f"{edit.__name__}, version 2, big-endian", nibabel.Nifti2Header, ">", edit))
FILE.write_text(json.dumps(cases, indent=2) + "\n")
