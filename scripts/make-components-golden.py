"""Writes test/golden/components/scipy.json: make-components-golden.py OUT. Components by scipy.ndimage.label, class by class, and
scores of pairs matched above an IoU, by a plain look at the masks of all pairs."""
import json, sys
import numpy as np
from scipy import ndimage

STEPS = {4: 1, 8: 2, 6: 1, 18: 2, 26: 3}
rng = np.random.default_rng(20)


def smooth(shape, classes, share):
    field = ndimage.gaussian_filter(rng.standard_normal(shape), 0.8)
    labels = ndimage.gaussian_filter(rng.standard_normal(shape), 1.5)
    order = np.argsort(np.argsort(labels.ravel())).reshape(shape)
    return np.where(field > np.quantile(field, 1 - share), 1 + order * classes // order.size, 0).astype(np.uint8)


def found(mask, connectivity):
    structure = ndimage.generate_binary_structure(mask.ndim, STEPS[connectivity])
    labels, count = ndimage.label(mask, structure)
    return [labels == i for i in range(1, count + 1)]


def described(masks):
    return sorted([int(np.flatnonzero(m)[0]), int(m.sum())] for m in masks)


def scored(ours, theirs, threshold):
    pairs = [(np.sum(a & b), np.sum(a | b), a.sum() + b.sum()) for a in ours for b in theirs]
    matched = [(i / u, 2 * i / s) for i, u, s in pairs if i / u > threshold]
    tp = len(matched)
    fp, fn = len(theirs) - tp, len(ours) - tp
    number = lambda a, b: None if b == 0 else float(a / b)
    iou, dice = sum(i for i, _ in matched), sum(d for _, d in matched)
    return {
        "truePositives": tp, "falsePositives": fp, "falseNegatives": fn,
        "f1": number(2 * tp, 2 * tp + fp + fn), "segmentationQuality": number(iou, tp),
        "panopticQuality": number(iou, tp + fp / 2 + fn / 2), "dice": number(dice, tp), "lesionWiseDice": number(dice, tp + fp + fn),
    }


cases = []
for shape, connectivities in (((24, 31), (4, 8)), ((5, 12, 17), (6, 18, 26)), ((1, 1, 40), (6,)), ((9, 8, 7), (26, 18))):
    for connectivity in connectivities:
        for share in (0.2, 0.45):
            truth = smooth(shape, 2, share)
            prediction = np.where(rng.random(shape) < 0.05, rng.integers(0, 3, shape), truth).astype(np.uint8)
            threshold, least = (0.5, 1) if share < 0.3 else (0.7, 3)
            classes = {}
            for c in (1, 2):
                sides = [found(m == c, connectivity) for m in (truth, prediction)]
                kept = [[m for m in side if m.sum() >= least] for side in sides]
                classes[c] = {"components": [described(side) for side in sides], **scored(*kept, threshold)}
            cases.append({
                "shape": shape, "connectivity": connectivity, "iouThreshold": threshold, "minPixels": least,
                "groundTruth": "".join(map(str, truth.ravel())), "prediction": "".join(map(str, prediction.ravel())), "classes": classes,
            })
with open(sys.argv[1], "w") as f:
    f.write("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")
