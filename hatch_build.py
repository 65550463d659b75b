"""Compile the hot modules with mypyc while a wheel is built; without a C compiler the wheel is pure Python.

The list of modules is in pyproject.toml. With gcc they are compiled twice, as Python itself is: the first ones count
which branches the sample articles take, the second ones are laid out for these and are a tenth faster.
Environment variables:

CIVICTEXT_COMPILE   `auto` (default): compile if a C compiler and Python.h are there; `once`: the same without
                    counting, in half the time; `no`: a pure wheel; `yes`: fail rather than make one
CIVICTEXT_BUILD_DIR keep C files, objects and the log there, so that the next build compiles what has changed only

A module that mypyc refuses is an error in any case: that is a mistake in the source, not a lack of the machine.
"""

from __future__ import annotations

import copy
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from multiprocessing.pool import ThreadPool
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NO_C = 3
"""Exit code of the process that compiles: this machine cannot compile C for this Python."""
OPT_LEVEL = "2"
COUNTING = ["-fprofile-generate"]
COUNTED = ["-fprofile-use", "-fprofile-partial-training", "-Wno-missing-profile"]
RUN = """
import sys
from pathlib import Path
import civictext
nlp = civictext.load()
texts = [path.read_text("utf-8") for path in sorted(Path(sys.argv[1]).iterdir())]
for doc in nlp.pipe(texts * 20):
    pass
"""
MYPY_OPTIONS = ["--config-file=", f"--cache-dir={os.devnull}", "--ignore-missing-imports", "--no-site-packages"]
"""Types are the same whatever is installed, so what compiles here compiles elsewhere; `make types` checks them all."""
NUMPY_TYPES = {
    "__init__.pyi": "from typing import Any\ndef __getattr__(name: str) -> Any: ...\n",
    "typing.pyi": """\
from typing import Any, TypeVar
Scalar = TypeVar("Scalar")
NDArray = Any | Scalar
ArrayLike = Any
""",
}
"""All that mypyc needs to know of numpy: its objects are any objects. Its own types differ from version to version."""
PURE = "civictext is pure Python here, the same results many times slower. Wanted: a C compiler and Python.h"


class CompiledModules(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the compiled modules, beside their sources, to a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile in a process of its own: mypyc changes its process, and leaves it faster by `_exit`."""
        wish = os.environ.get("CIVICTEXT_COMPILE", "auto")
        if wish not in ("auto", "once", "yes", "no"):
            raise ValueError(f"CIVICTEXT_COMPILE is auto, once, yes or no, not {wish!r}")
        if wish == "no" or version == "editable":
            return
        self._temporary = tempfile.TemporaryDirectory()  # removed with the hook, when the wheel is written
        folder = Path(os.environ.get("CIVICTEXT_BUILD_DIR") or self._temporary.name).absolute()
        folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, __file__, str(folder), *self._sources()]
        with (folder / "log").open("w") as log:
            code = subprocess.run(command, cwd=Path(self.root, "src"), stdout=log, stderr=log).returncode
        self.app.display_info((folder / "log").read_text())
        if code == NO_C and wish != "yes":
            self.app.display_warning(f"Not compiled: {PURE}.")
        elif code:
            raise RuntimeError("civictext cannot be compiled, see above; CIVICTEXT_COMPILE=no does without")
        else:
            self._add(folder / "lib", build_data)

    def _sources(self) -> list[str]:
        modules = self.config["modules"].items()
        return [f"civictext/{package}/{name}.py" for package, names in modules for name in names]

    @staticmethod
    def _add(folder: Path, build_data: dict[str, Any]) -> None:
        files = (path for path in folder.rglob("*") if path.is_file())
        build_data["force_include"].update({str(path): str(path.relative_to(folder)) for path in files})
        build_data["pure_python"] = False
        build_data["infer_tag"] = True


def main(folder: Path, sources: list[str]) -> int:
    """Compile modules into `folder/lib`; return an exit code."""
    try:
        from mypyc.build import mypycify
        from setuptools.errors import BaseError, CCompilerError
    except ImportError as error:
        print(f"missing for a build without isolation: {error}", file=sys.stderr)
        return NO_C
    os.environ["MYPYPATH"] = str(_write_types(folder / "types"))
    try:
        _probe(folder)
        extensions = mypycify(
            [*MYPY_OPTIONS, *sources],
            opt_level=OPT_LEVEL,
            debug_level="0",
            multi_file=True,
            target_dir=str(folder / "c"),
            group_name="civictext",
        )
        _compile(extensions, folder)
    except (BaseError, CCompilerError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return NO_C
    return 0


def _write_types(folder: Path) -> Path:
    (folder / "numpy").mkdir(parents=True, exist_ok=True)
    for name, text in NUMPY_TYPES.items():
        (folder / "numpy" / name).write_text(text, "utf-8")
    return folder


def _probe(folder: Path) -> None:
    """Raise an error of setuptools unless the smallest of all modules compiles: it takes a moment, mypyc longer."""
    from setuptools import Extension

    source = folder / "probe" / "probe.c"
    source.parent.mkdir(exist_ok=True)
    source.write_text("#include <Python.h>\nPyMODINIT_FUNC PyInit_probe(void) { return NULL; }\n", "utf-8")
    _build([Extension("probe", [str(source)])], source.parent)


def _compile(extensions: list[Any], folder: Path) -> None:
    """Compile extensions into `folder/lib`, twice if that is wanted and can be done."""
    kind = "once"
    if os.environ.get("CIVICTEXT_COMPILE") != "once" and _is_gcc():
        _build(extensions, folder / "counting", COUNTING)
        kind = "counted" if _count(folder) else kind
    _build(extensions, folder / kind, COUNTED if kind == "counted" else [])
    shutil.rmtree(folder / "lib", ignore_errors=True)
    shutil.move(folder / kind / "lib", folder / "lib")


def _is_gcc() -> bool:
    """Tell whether the C compiler of this Python is gcc."""
    compiler = (sysconfig.get_config_var("CC") or "cc").split()
    said = subprocess.run([*compiler, "--version"], capture_output=True, text=True)
    return "Free Software Foundation" in said.stdout


def _count(folder: Path) -> bool:
    """Run what counts over the sample articles, put its counts where objects are made next, and tell if it ran."""
    root, tree = Path(__file__).resolve().parent, folder / "run"
    shutil.rmtree(tree, ignore_errors=True)
    for source, target in ((root / "models", "models"), (root / "src", "src"), (folder / "counting/lib", "src")):
        shutil.copytree(source, tree / target, dirs_exist_ok=True)
    for counts in (folder / "counting").rglob("*.gcda"):
        counts.unlink()
    command = [sys.executable, "-c", RUN, str(root / "samples/articles")]
    failed = subprocess.run(command, cwd=tree / "src").returncode  # where `import` looks first
    for counts in (folder / "counting").rglob("*.gcda"):
        target = folder / "counted" / counts.relative_to(folder / "counting")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(counts, target)
    return not failed


def _build(extensions: list[Any], folder: Path, flags: Sequence[str] = ()) -> None:
    """Compile extensions into `folder/lib`, with some more flags of the compiler."""
    from setuptools import Distribution
    from setuptools.command.build_ext import build_ext

    shutil.rmtree(folder / "lib", ignore_errors=True)

    class BuildExtensions(build_ext):
        def build_extensions(self) -> None:
            if self.compiler.compiler_type == "unix":
                self.compiler.compile = partial(_compile_each, self.compiler.compile, self.compiler)
                for extension in self.extensions:  # calls within the library are direct: a twelfth faster
                    extension.extra_compile_args.append("-fvisibility=hidden")
            super().build_extensions()

    extensions = copy.deepcopy(extensions)
    for extension in extensions:  # a compiler newer than mypyc may warn of more
        extension.extra_compile_args = [flag for flag in extension.extra_compile_args if flag != "-Werror"] + [*flags]
        extension.extra_link_args += flags
    command = BuildExtensions(Distribution({"name": "civictext", "ext_modules": extensions}))
    command.build_lib = str(folder / "lib")
    command.build_temp = str(folder / f"objects-{sys.implementation.cache_tag}")
    command.parallel = os.cpu_count()
    command.ensure_finalized()
    command.run()


def _compile_each(
    compile_files: Callable[..., list[str]], compiler: Any, sources: list[str], output_dir: str, **options: Any
) -> list[str]:
    """Compile C files side by side, those only whose objects are older than what makes them; distutils does neither."""

    def compile_one(source: str) -> str:
        (found,) = compiler.object_filenames([source], output_dir=output_dir)
        if not (os.path.exists(found) and os.path.getmtime(found) > max(changed, os.path.getmtime(source))):
            compile_files([source], output_dir=output_dir, **options)
        return str(found)

    import mypyc

    shared = [*Path(sources[0]).parent.glob("*.h"), Path(__file__), Path(mypyc.__file__)]
    changed = max(path.stat().st_mtime for path in shared)
    with ThreadPool(os.cpu_count()) as pool:
        return pool.map(compile_one, sources, chunksize=1)


if __name__ == "__main__":
    status = main(Path(sys.argv[1]), sys.argv[2:])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)  # freeing what mypy holds would take five seconds
