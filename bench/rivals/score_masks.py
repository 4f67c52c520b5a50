"""Mean IoU of a folder of predicted masks against the truth: the script that is written where no tool is at hand.

score_masks.py TRUTH PREDICTION NUM_CLASSES IGNORE_INDEX
Prints {"images", "meanIou", "iou": [null: a class that is nowhere], "confusionMatrix": rows are truth} as JSON.
"""

import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image


def read_labels(path):
    # Of an indexed PNG these are the indices.
    return np.asarray(Image.open(path))


def confusion_matrix(truth, prediction, num_classes, ignore_index):
    mask = truth != ignore_index
    cells = num_classes * truth[mask].astype(np.int64) + prediction[mask]
    return np.bincount(cells, minlength=num_classes**2).reshape(num_classes, num_classes)


def main(truth_folder, prediction_folder, num_classes, ignore_index):
    truth_files = sorted(Path(truth_folder).glob("*.png"))
    prediction_files = sorted(Path(prediction_folder).glob("*.png"))
    if [path.name for path in truth_files] != [path.name for path in prediction_files]:
        sys.exit("the folders hold different files")
    matrix = np.zeros((num_classes, num_classes), dtype=np.int64)
    for truth_file, prediction_file in zip(truth_files, prediction_files):
        truth, prediction = read_labels(truth_file), read_labels(prediction_file)
        if truth.shape != prediction.shape:
            sys.exit(f"{truth_file.name}: sizes differ")
        matrix += confusion_matrix(truth, prediction, num_classes, ignore_index)
    intersection = np.diag(matrix)
    union = matrix.sum(axis=0) + matrix.sum(axis=1) - intersection
    present = union > 0
    iou = intersection[present] / union[present]
    scores = iter(iou.tolist())
    print(
        json.dumps(
            {
                "images": len(truth_files),
                "meanIou": float(iou.mean()),
                "iou": [next(scores) if there else None for there in present],
                "confusionMatrix": matrix.tolist(),
            }
        )
    )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
