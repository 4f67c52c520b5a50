"""The Python contenders of bench:rivals. A line of JSON on standard input is a request, one on standard output its answer.

{"load": {"groundTruth": FILE, "prediction": FILE, "numClasses": N, "classAxis": A}}  reads a case's .npy files, which is not timed
{"rival": NAME, "job": JOB}  does the job once: {"seconds": S, "result": [numbers]}, or {"failure": reason}

The first line of output says which versions and which contenders there are. scikit-learn may be missing.
"""

import json
import platform
import sys
import time

import numpy as np

try:
    import sklearn
    from sklearn.metrics import confusion_matrix
except ImportError:
    sklearn = None

SMOOTH = 0.001


class Case:
    """The arrays that all jobs read."""

    def __init__(self, groundTruth, prediction, numClasses, classAxis):
        self.truth = np.load(groundTruth)
        self.predicted = np.load(prediction)
        self.num_classes = numClasses
        self.class_axis = classAxis

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
    return confusion_matrix(truth.ravel(), predicted.ravel(), labels=np.arange(num_classes))


def sklearn_overlap(case):
    ((_, false_positive), (false_negative, true_positive)) = sklearn_matrix(case.truth, case.predicted, 2).tolist()
    return [true_positive, true_positive + false_positive + false_negative]


def matrix_jobs(matrix):
    return {
        "scoreMatrix": lambda case: matrix(case.truth, case.argmax_prediction(), case.num_classes).ravel().tolist(),
        "labelMatrix": lambda case: matrix(case.truth, case.predicted, case.num_classes).ravel().tolist(),
    }


RIVALS = {
    "NumPy, metrics_np": {
        "meanIou": lambda case: metrics_np(case.truth, case.predicted, soft=False),
        "softMeanIou": lambda case: metrics_np(case.truth, case.predicted, soft=True),
    },
    "NumPy, bincount": {"meanIou": bincount_mean_iou, **matrix_jobs(bincount_matrix)},
    "NumPy, logical_and, logical_or": {"binaryOverlap": logical_overlap},
}
if sklearn is not None:
    RIVALS["scikit-learn, confusion_matrix"] = {**matrix_jobs(sklearn_matrix), "binaryOverlap": sklearn_overlap}


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
            "scikit-learn": None if sklearn is None else sklearn.__version__,
        },
        "rivals": {name: list(jobs) for name, jobs in RIVALS.items()},
    }
)
loaded = None
for request in map(json.loads, sys.stdin):
    if "load" in request:
        # Let go of the last case before the next is read: both would take a gigabyte.
        loaded = None
        loaded = Case(**request["load"])
        answer({})
    else:
        answer(timed(RIVALS[request["rival"]][request["job"]], loaded))
