"""Intervals of a small data set by SciPy's bootstrap: test/golden/bootstrap/scipy.json.

python3 scripts/make-bootstrap-golden.py, with Debian 12's NumPy 1.24.2 and SciPy 1.10.1.
"""

import json
import pathlib

import numpy
import scipy.stats

rng = numpy.random.default_rng(5)
IMAGES, CLASSES = 30, 2
truth = rng.integers(50, 500, (IMAGES, CLASSES))
hit = (truth * rng.beta(5, 2, (IMAGES, CLASSES))).astype(int)
predicted = hit + rng.integers(0, 120, (IMAGES, CLASSES))


def statistic(index, axis=-1):
    """Mean IoU of drawn images: ratio of their sums, then the mean of the classes; resamples stand on the leading axes."""
    index = numpy.moveaxis(numpy.asarray(index).astype(int), axis, -1)
    i, t, p = (table[index].sum(axis=-2) for table in (hit, truth, predicted))
    return (i / (t + p - i)).mean(axis=-1)


index = numpy.arange(IMAGES)
result = {"hit": hit.tolist(), "truth": truth.tolist(), "predicted": predicted.tolist(), "intervals": []}
for level in (0.8, 0.95):
    for method in ("percentile", "BCa"):
        interval = scipy.stats.bootstrap(
            (index,), statistic, n_resamples=200_000, confidence_level=level, method=method, batch=10_000, random_state=1
        ).confidence_interval
        result["intervals"].append({"level": level, "method": method, "low": interval.low, "high": interval.high})
result["estimate"] = float(statistic(index))
folder = pathlib.Path(__file__).parent.parent / "test" / "golden" / "bootstrap"
folder.mkdir(parents=True, exist_ok=True)
(folder / "scipy.json").write_text(json.dumps(result) + "\n")
