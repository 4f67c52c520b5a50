"""The Python contenders of bench:rivals. A line of JSON on standard input is a request, one on standard output its answer.

{"load": {"groundTruth": FILE, "prediction": FILE, "numClasses": N, "classAxis": A, "spacing": [S]}}
    reads a case's .npy files, which is not timed
{"load": {"truth": FILE, "prediction": FILE}}  names a case's files, which the job reads
{"load": {"polygons": FILE}}  reads polygons and makes masks of them, which is not timed
{"rival": NAME, "job": JOB}  does the job once: {"seconds": S, "result": [numbers]}, or {"failure": reason}

The first line of output says which versions and which contenders there are. All packages but NumPy may be missing: what PyPI
and Debian do not have (surface-distance of google-deepmind, boundary-iou-api of bowenc0221, panopticapi of cocodataset) is found by PYTHONPATH.
"""

import contextlib
import importlib
import importlib.metadata
import io
import json
import os
import platform
import sys
import time

import numpy as np


def optional(name):
    """A module, or None where it is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


sklearn_metrics = optional("sklearn.metrics")
ndimage = optional("scipy.ndimage")
surface_distance = optional("surface_distance")
boundary_utils = optional("boundary_iou.utils.boundary_utils")
panoptic_evaluation = optional("panopticapi.evaluation")
pycocotools_coco = optional("pycocotools.coco")
pycocotools_mask = optional("pycocotools.mask")
faster_coco_eval = optional("faster_coco_eval")
faster_coco_eval_mask = optional("faster_coco_eval.core.mask")

SMOOTH = 0.001
TOLERANCE = 2


class Case:
    """The arrays that all jobs read."""

    def __init__(self, groundTruth, prediction, numClasses, classAxis, spacing):
        self.truth = np.load(groundTruth)
        self.predicted = np.load(prediction)
        self.num_classes = numClasses
        self.class_axis = classAxis
        self.spacing = spacing

    def argmax_prediction(self):
        return np.argmax(self.predicted, axis=self.class_axis)


def one_hot(scores):
    """Booleans, as the comparison gives them: they multiply and add up faster than numbers."""
    return np.argmax(scores, axis=-1)[..., None] == np.arange(scores.shape[-1])


def mean_of_present(intersection, truth, predicted):
    """The end of metrics_np, of sums that are images x classes: the last class is left out, and classes that are nowhere."""
    union = truth + predicted - intersection
    iou = ((intersection + SMOOTH) / (union + SMOOTH))[:, :-1]
    present = (union != 0)[:, :-1]
    images = present.sum(axis=0)
    sums = (iou * present).sum(axis=0)
    return float((sums[images > 0] / images[images > 0]).mean())


def metrics_np(y_true, y_pred, soft):
    if not soft:
        y_true, y_pred = one_hot(y_true), one_hot(y_pred)
    intersection = np.sum(np.abs(y_true * y_pred), axis=(1, 2))
    return [mean_of_present(intersection, np.sum(np.abs(y_true), axis=(1, 2)), np.sum(np.abs(y_pred), axis=(1, 2)))]


def bincount_matrix(truth, predicted, num_classes):
    cells = num_classes * truth.astype(np.int64).ravel() + predicted.ravel()
    return np.bincount(cells, minlength=num_classes**2).reshape(num_classes, num_classes)


def bincount_mean_iou(case):
    matrix = bincount_matrix(np.argmax(case.truth, axis=-1), case.argmax_prediction(), case.num_classes)
    return [mean_of_present(np.diag(matrix)[None], matrix.sum(axis=1)[None], matrix.sum(axis=0)[None])]


def logical_overlap(case):
    return [
        int(np.count_nonzero(np.logical_and(case.truth, case.predicted))),
        int(np.count_nonzero(np.logical_or(case.truth, case.predicted))),
    ]


def sklearn_matrix(truth, predicted, num_classes):
    return sklearn_metrics.confusion_matrix(truth.ravel(), predicted.ravel(), labels=np.arange(num_classes))


def sklearn_overlap(case):
    ((_, false_positive), (false_negative, true_positive)) = sklearn_matrix(case.truth, case.predicted, 2).tolist()
    return [true_positive, true_positive + false_positive + false_negative]


def matrix_jobs(matrix):
    return {
        "scoreMatrix": lambda case: matrix(case.truth, case.argmax_prediction(), case.num_classes).ravel().tolist(),
        "labelMatrix": lambda case: matrix(case.truth, case.predicted, case.num_classes).ravel().tolist(),
    }


class Files:
    """The files that a job reads."""

    def __init__(self, truth, prediction):
        self.truth = truth
        self.prediction = prediction


def panoptic_files(files):
    """What pq_compute does, by one process."""
    with open(files.truth) as truth_file, open(files.prediction) as prediction_file:
        truth, prediction = json.load(truth_file), json.load(prediction_file)
    categories = {category["id"]: category for category in truth["categories"]}
    predicted = {annotation["image_id"]: annotation for annotation in prediction["annotations"]}
    pairs = [(annotation, predicted[annotation["image_id"]]) for annotation in truth["annotations"]]
    folders = (os.path.splitext(name)[0] for name in (files.truth, files.prediction))
    with contextlib.redirect_stdout(io.StringIO()):
        statistics = panoptic_evaluation.pq_compute_single_core(0, pairs, *folders, categories)
    scores, _ = statistics.pq_average(categories, isthing=None)
    return [float(scores[name]) for name in ("pq", "sq", "rq")]


class Masks:
    """Masks of one size, as polygons, as runs and as bitmaps."""

    def __init__(self, polygons):
        with open(polygons) as file:
            case = json.load(file)
        self.height, self.width = case["height"], case["width"]
        self.truths, self.predictions = case["truths"], case["predictions"]
        self.made = {}

    def runs(self, tool, side):
        """A tool's own runs of a side, made once."""
        key = (tool.__name__, side)
        if key not in self.made:
            self.made[key] = [tool.merge(tool.frPyObjects(parts, self.height, self.width)) for parts in getattr(self, side)]
        return self.made[key]

    def bitmaps(self, tool):
        key = (tool.__name__, "bitmaps")
        if key not in self.made:
            self.made[key] = tool.decode(self.runs(tool, "truths"))
        return self.made[key]


def run_jobs(tool):
    """Jobs of a mask module with the functions of pycocotools'."""

    def polygons(masks):
        made = [tool.merge(tool.frPyObjects(parts, masks.height, masks.width)) for parts in masks.truths]
        return [int(tool.area(made[-1]))]

    def boxes(masks):
        return [float(np.sum(tool.toBbox(masks.runs(tool, "truths"))))]

    def iou(masks):
        truths, predictions = masks.runs(tool, "truths"), masks.runs(tool, "predictions")
        return [float(np.sum(tool.iou(predictions, truths, [0] * len(truths))))]

    return {
        "runPolygons": polygons,
        "runEncode": lambda masks: [int(tool.area(tool.encode(masks.bitmaps(tool))[-1]))],
        "runDecode": lambda masks: [int(np.count_nonzero(tool.decode(masks.runs(tool, "truths"))[:, :, -1]))],
        "runArea": lambda masks: [int(np.sum(tool.area(masks.runs(tool, "truths")), dtype=np.int64))],
        "runBox": boxes,
        "runIou": iou,
    }


def cropped(truth, predicted):
    """Both masks within the box of both, as every tool does that is in a hurry."""
    either = truth | predicted
    axes = range(either.ndim)
    spans = [np.flatnonzero(either.any(axis=tuple(other for other in axes if other != axis))) for axis in axes]
    box = tuple(slice(span[0], span[-1] + 1) for span in spans)
    return np.pad(truth[box], 1), np.pad(predicted[box], 1)


def edge_distances(case):
    """By hand with SciPy: edges by erosion, and two exact transforms."""
    edges = [mask ^ ndimage.binary_erosion(mask) for mask in cropped(case.truth != 0, case.predicted != 0)]
    each = [
        ndimage.distance_transform_edt(~edges[1 - side], sampling=case.spacing)[edges[side]] for side in (0, 1)
    ]
    within = sum(int((distances <= TOLERANCE).sum()) for distances in each)
    return [
        float(max(distances.max() for distances in each)),
        float(max(np.percentile(distances, 95) for distances in each)),
        within / sum(len(distances) for distances in each),
    ]


def surfel_distances(case):
    found = surface_distance.compute_surface_distances(case.truth != 0, case.predicted != 0, case.spacing)
    return [
        float(surface_distance.compute_robust_hausdorff(found, 95)),
        float(surface_distance.compute_surface_dice_at_tolerance(found, TOLERANCE)),
    ]


def boundary_overlaps(case):
    counts = []
    for label in range(case.num_classes):
        truth, predicted = (
            boundary_utils.mask_to_boundary((side == label).astype(np.uint8)) for side in (case.truth, case.predicted)
        )
        counts += [int((truth & predicted).sum()), int((truth | predicted).sum())]
    return counts


def detections(coco_class, evaluation_class, kind):
    """Objects and results from their files, to AP and AR as the tool itself sums them up."""

    def job(files):
        with contextlib.redirect_stdout(io.StringIO()):
            truth = coco_class(files.truth)
            evaluation = evaluation_class(truth, truth.loadRes(files.prediction), kind)
            for step in (evaluation.evaluate, evaluation.accumulate, evaluation.summarize):
                step()
        return [float(evaluation.stats[0]), float(evaluation.stats[8])]

    return job


def detection_jobs(*classes):
    return {"boxDetections": detections(*classes, "bbox"), "maskDetections": detections(*classes, "segm")}


RIVALS = {
    "NumPy, metrics_np": {
        "meanIou": lambda case: metrics_np(case.truth, case.predicted, soft=False),
        "softMeanIou": lambda case: metrics_np(case.truth, case.predicted, soft=True),
    },
    "NumPy, bincount": {"meanIou": bincount_mean_iou, **matrix_jobs(bincount_matrix)},
    "NumPy, logical_and, logical_or": {"binaryOverlap": logical_overlap},
}
if sklearn_metrics is not None:
    RIVALS["scikit-learn, confusion_matrix"] = {**matrix_jobs(sklearn_matrix), "binaryOverlap": sklearn_overlap}
if ndimage is not None:
    RIVALS["SciPy, by hand"] = {"edgeDistances": edge_distances}
if surface_distance is not None:
    RIVALS["surface-distance"] = {"surfelDistances": surfel_distances}
if boundary_utils is not None:
    RIVALS["boundary-iou-api"] = {"boundaryIou": boundary_overlaps}
if panoptic_evaluation is not None:
    RIVALS["panopticapi, one process"] = {"panopticFiles": panoptic_files}

if pycocotools_coco is not None:
    RIVALS["pycocotools"] = {
        **detection_jobs(pycocotools_coco.COCO, optional("pycocotools.cocoeval").COCOeval),
        **run_jobs(pycocotools_mask),
    }
if faster_coco_eval is not None:
    RIVALS["faster_coco_eval"] = {
        **detection_jobs(faster_coco_eval.COCO, faster_coco_eval.COCOeval_faster),
        **({} if faster_coco_eval_mask is None else run_jobs(faster_coco_eval_mask)),
    }


def version_of(package):
    """None: not installed. What lies on PYTHONPATH has no version."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def timed(job, case):
    try:
        start = time.perf_counter()
        result = job(case)
        return {"seconds": time.perf_counter() - start, "result": result}
    except (ArithmeticError, MemoryError, TypeError, ValueError) as error:
        return {"failure": f"{type(error).__name__}: {error}"}


def answer(line):
    print(json.dumps(line), flush=True)


answer(
    {
        "versions": {
            "Python": platform.python_version(),
            "NumPy": np.__version__,
            "scikit-learn": version_of("scikit-learn"),
            "SciPy": version_of("scipy"),
            "OpenCV": version_of("opencv-python-headless") or getattr(optional("cv2"), "__version__", None),
            "pycocotools": version_of("pycocotools"),
            "faster_coco_eval": version_of("faster_coco_eval"),
            "surface-distance": None if surface_distance is None else "by source",
            "panopticapi": None if panoptic_evaluation is None else "by source",
            "boundary-iou-api": None if boundary_utils is None else "by source",
        },
        "rivals": {name: list(jobs) for name, jobs in RIVALS.items()},
    }
)
loaded = None
for request in map(json.loads, sys.stdin):
    if "load" in request:
        # Let go of the last case before the next is read: both would take a gigabyte.
        loaded = None
        kind = Files if "truth" in request["load"] else Masks if "polygons" in request["load"] else Case
        loaded = kind(**request["load"])
        answer({})
    else:
        answer(timed(RIVALS[request["rival"]][request["job"]], loaded))
