"""run-manifest.py kubernetes|aws-batch DATA STATES: runs what a manifest of recipes/ tells its containers, as the scheduler
would: once an index, with the environment that it sets, and then the merge."""

import json
import os
import subprocess
import sys
from pathlib import Path

import yaml

RECIPES = Path(__file__).parent.parent / "recipes"


def run(command: list[str], environment: dict[str, str]) -> None:
    subprocess.run(command, env={**os.environ, **environment}, check=True)


def kubernetes(told: dict[str, str]) -> None:
    jobs = list(yaml.safe_load_all((RECIPES / "kubernetes/job.yaml").read_text()))
    score, merge = jobs
    for job in jobs:
        assert job["apiVersion"] == "batch/v1" and job["kind"] == "Job", job
        container, = job["spec"]["template"]["spec"]["containers"]
        volumes = {volume["name"] for volume in job["spec"]["template"]["spec"]["volumes"]}
        assert {mount["name"] for mount in container["volumeMounts"]} == volumes, volumes
    spec = score["spec"]
    assert spec["completionMode"] == "Indexed"
    container = spec["template"]["spec"]["containers"][0]
    environment = {entry["name"]: entry.get("value", container["resources"]["limits"]["cpu"]) for entry in container["env"]}
    assert environment["JOB_COMPLETIONS"] == str(spec["completions"]), "JOB_COMPLETIONS is not the number of completions"
    for index in range(spec["completions"]):
        run([*container["command"], *container["args"]], {**environment, **told, "JOB_COMPLETION_INDEX": str(index)})
    last = merge["spec"]["template"]["spec"]["containers"][0]
    run([*last["command"], *last["args"]], told)


def aws_batch(told: dict[str, str]) -> None:
    container = json.loads((RECIPES / "aws-batch/job-definition.json").read_text())["containerProperties"]
    environment = {entry["name"]: entry["value"] for entry in container["environment"]}
    size = 3
    for index in range(size):
        array = {"AWS_BATCH_JOB_ARRAY_INDEX": str(index), "AWS_BATCH_JOB_ARRAY_SIZE": str(size)}
        run(container["command"], {**environment, **told, **array})
    submit = (RECIPES / "aws-batch/submit.sh").read_text()
    override = submit[submit.index("'{") + 1 : submit.index("}'") + 1]
    run(json.loads(override)["command"], told)


if __name__ == "__main__":
    scheduler, data, states = sys.argv[1:]
    {"kubernetes": kubernetes, "aws-batch": aws_batch}[scheduler]({"DATA": data, "STATES": states})
