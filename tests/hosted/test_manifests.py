"""The manifests, the compose file and the board: valid against the schemas, and naming what there is."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import yaml
from prometheus_client import REGISTRY

from deploy import settings, watch
from tests.conftest import ROOT

KUBERNETES = "1.33"
OBJECTS = list(yaml.safe_load_all((ROOT / "deploy" / "kubernetes" / "dashboard.yaml").read_text(encoding="utf-8")))
KINDS = {one["kind"]: one for one in OBJECTS}


@pytest.mark.parametrize("one", OBJECTS, ids=lambda one: one["kind"])
def test_schema(one: dict[str, Any]) -> None:
    # Here and not above: it compiles grammars for seconds, and every process of the tests reads this module.
    import kubernetes_validate

    kubernetes_validate.validate(one, KUBERNETES, strict=True)
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate({**one, "spec": {**one["spec"], "replica": 3}}, KUBERNETES, strict=True)


def test_what_a_pod_may_do() -> None:
    pod = KINDS["Deployment"]["spec"]["template"]["spec"]
    (app,) = pod["containers"]
    assert pod["securityContext"]["runAsNonRoot"] and app["securityContext"]["readOnlyRootFilesystem"]
    assert app["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    assert KINDS["NetworkPolicy"]["spec"]["egress"] == []
    assert set(KINDS["NetworkPolicy"]["spec"]["policyTypes"]) == {"Ingress", "Egress"}
    drain = next(float(one["value"]) for one in app["env"] if one["name"] == "DASHBOARD_DRAIN")
    assert drain < pod["terminationGracePeriodSeconds"]
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        # Under another name it would be refused as a foreign host.
        assert {"name": "Host", "value": "localhost"} in app[probe]["httpGet"]["httpHeaders"]


def test_every_name_fits() -> None:
    labels = KINDS["Deployment"]["spec"]["template"]["metadata"]["labels"]
    for kind in ("Deployment", "PodDisruptionBudget"):
        assert KINDS[kind]["spec"]["selector"]["matchLabels"] == labels
    assert (
        KINDS["Service"]["spec"]["selector"] == KINDS["NetworkPolicy"]["spec"]["podSelector"]["matchLabels"] == labels
    )
    assert KINDS["HorizontalPodAutoscaler"]["spec"]["scaleTargetRef"]["name"] == KINDS["Deployment"]["metadata"]["name"]


@pytest.mark.parametrize("file", ["deploy/compose.yaml", "deploy/kubernetes/dashboard.yaml", "deploy/Dockerfile"])
def test_every_variable_is_one_that_is_read(file: str) -> None:
    known = set(re.findall(r'"(DASHBOARD_\w+)"', (ROOT / "deploy" / "settings.py").read_text(encoding="utf-8")))
    found = set(re.findall(r"DASHBOARD_\w+", (ROOT / file).read_text(encoding="utf-8")))
    assert found and found <= known | {"DASHBOARD_FACTS"}


def test_the_words_of_the_pages_are_not_hidden_by_the_facts() -> None:
    compose = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8"))
    mounts = [one.split(":")[1] for one in compose["services"]["app"]["volumes"]]
    assert mounts == ["/facts"]
    assert compose["networks"]["inner"] == {"internal": True}
    assert settings.read({"DASHBOARD_HOSTS": compose["services"]["app"]["environment"]["DASHBOARD_HOSTS"]})


def test_the_board_asks_for_numbers_that_there_are() -> None:
    board = json.loads((ROOT / "deploy" / "grafana.json").read_text(encoding="utf-8"))
    for metric, label in ((watch.RUNS, "mining"), (watch.REFUSED, "origin")):
        metric.labels(label)
    there = {sample.name for family in REGISTRY.collect() for sample in family.samples}
    asked = {
        name
        for panel in board["panels"]
        for target in panel["targets"]
        for name in re.findall(r"\b(?:dashboard|process)_\w+", target["expr"])
    }
    assert asked <= there
    families = {family.name for family in REGISTRY.collect() if family.name.startswith("dashboard_")}
    assert {family for family in families if not any(name.startswith(family) for name in asked)} == set()
