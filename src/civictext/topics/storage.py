"""Writing a topic model to a folder, and reading it back only if nothing is wrong with it.

A model is `weights.npz`, which holds no pickle, and `model.json`, which holds the checksum of
the weights, the version of the features and of itself, and says where the model comes from.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from civictext.errors import ModelError
from civictext.topics.features import FEATURES_VERSION
from civictext.topics.model import TopicModel

FORMAT = "civictext-topics/1"
MANIFEST, WEIGHTS = "model.json", "weights.npz"
_ARRAYS = {"buckets": np.uint32, "idf": np.float32, "weights": np.float16, "bias": np.float32}


def save_model(model: TopicModel, folder: str | PathLike[str]) -> Path:
    """Write a model to a folder, which is made if it does not exist; return the folder.

    The same model always gives the same bytes.
    """
    home = Path(folder)
    home.mkdir(parents=True, exist_ok=True)
    data = _pack({name: getattr(model, name).astype(kind) for name, kind in _ARRAYS.items()})
    (home / WEIGHTS).write_bytes(data)
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "features_version": FEATURES_VERSION,
        "labels": list(model.labels),
        "names": model.names,
        "temperature": model.temperature,
        "power": model.power,
        "threshold": model.threshold,
        "files": {WEIGHTS: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}},
        **model.about,
    }
    manifest["checksum"] = _checksum(manifest)
    (home / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return home


def load_model(folder: str | PathLike[str]) -> TopicModel:
    """Read a model from a folder.

    Raises:
        ModelError: a file is missing, truncated, altered, of another version, or holds a pickle.
    """
    home = Path(folder)
    manifest = _read_manifest(home / MANIFEST)
    arrays = _unpack(home / WEIGHTS, _read_weights(home / WEIGHTS, manifest))
    labels = tuple(manifest["labels"])
    _check_shapes(home / WEIGHTS, arrays, len(labels))
    known = {"format", "features_version", "labels", "names", "temperature", "power", "threshold", "checksum"}
    return TopicModel(
        labels=labels,
        names=manifest["names"],
        temperature=manifest["temperature"],
        power=manifest["power"],
        threshold=manifest["threshold"],
        about={key: value for key, value in manifest.items() if key not in known | {"files"}},
        fingerprint=manifest["checksum"][:12],
        buckets=arrays["buckets"],
        idf=arrays["idf"],
        weights=arrays["weights"],
        bias=arrays["bias"],
    )


def _read_manifest(path: Path) -> dict[str, Any]:
    """Read `model.json` and check that this version of civictext can use it as it stands."""
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ModelError(f"{path} does not exist: give the folder that `civictext train-topics -o` wrote") from None
    except (ValueError, UnicodeDecodeError) as error:
        raise ModelError(f"{path} is no JSON ({error}): copy the model again or train it again") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ModelError(f"{path} is no manifest of the format {FORMAT}: train the model again")
    if manifest.get("features_version") != FEATURES_VERSION:
        raise ModelError(
            f"{path} has features of version {manifest.get('features_version')}, this civictext makes "
            f"version {FEATURES_VERSION}: train the model again or install the civictext it was made with"
        )
    if manifest.get("checksum") != _checksum(manifest):
        raise ModelError(f"{path} was altered after training (checksum): restore the file or train again")
    return manifest


def _read_weights(path: Path, manifest: dict[str, Any]) -> bytes:
    """Read the bytes of the weights and check that they are those the manifest speaks of."""
    expected = manifest["files"][WEIGHTS]
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ModelError(f"{path} does not exist: the model is incomplete, copy its whole folder") from None
    if len(data) < expected["bytes"]:
        raise ModelError(f"{path} is truncated ({len(data):,} of {expected['bytes']:,} bytes): copy the model again")
    if hashlib.sha256(data).hexdigest() != expected["sha256"]:
        raise ModelError(f"{path} was altered after training (checksum): restore the file or train again")
    return data


def _unpack(path: Path, data: bytes) -> dict[str, NDArray[Any]]:
    """Read the arrays of an npz file; a pickle is refused unread."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as archive:
            return {name: archive[name] for name in _ARRAYS}
    except (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile, AttributeError, TypeError) as error:
        raise ModelError(
            f"{path} is no archive of plain arrays, it may hold a pickle, which is never loaded ({error}): "
            "use only models that `civictext train-topics` wrote"
        ) from error


def _check_shapes(path: Path, arrays: dict[str, NDArray[Any]], topics: int) -> None:
    """Raise unless the arrays fit each other and the labels."""
    rows = len(arrays["buckets"])
    expected = {"buckets": (rows,), "idf": (rows,), "weights": (rows, topics), "bias": (topics,)}
    for name, shape in expected.items():
        if arrays[name].shape != shape or arrays[name].dtype != _ARRAYS[name]:
            raise ModelError(
                f"{path}: {name} has shape {arrays[name].shape} and type {arrays[name].dtype}, "
                f"not {shape} and {np.dtype(_ARRAYS[name])}: train the model again"
            )


def _pack(arrays: dict[str, NDArray[Any]]) -> bytes:
    """Write arrays as an npz without the time of day, so that equal models are equal bytes.

    Weights are stored as they are: they would be a sixteenth smaller, and the whole model be read half as fast.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, array in arrays.items():
            member = io.BytesIO()
            np.lib.format.write_array(member, np.ascontiguousarray(array), allow_pickle=False)
            way = zipfile.ZIP_STORED if name == "weights" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), member.getvalue(), way)
    return buffer.getvalue()


def _checksum(manifest: dict[str, Any]) -> str:
    """Return the checksum of everything in a manifest but the checksum itself."""
    rest = {key: value for key, value in manifest.items() if key != "checksum"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
