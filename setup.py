"""Packaging: builds the JupyterLab frontend and puts it, with Jupyter's configuration, in the wheel."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, ClassVar

from setuptools import Command, Distribution, find_packages, setup
from setuptools.command.build import build
from setuptools.command.sdist import sdist

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "scripts"))
import node  # noqa: E402

PACKAGE = json.loads((HERE / "package.json").read_text("utf-8"))
BUNDLE = HERE / "jovian_lab" / "labextension"
BUNDLE_PLACE = f"share/jupyter/labextensions/{PACKAGE['name']}"

REQUIRES = [
    "click>=8.1",
    "fastjsonschema>=2.19",
    "filelock>=3.20.1",
    "gitpython>=3.1.41",
    "humanize>=4.6",
    "jinja2>=3.1",
    "jupyter_client>=8",
    "jupyter_core>=5.3",
    "jupyter_events>=0.9",
    "jupyter_server>=2.14,<3",
    "jupyterlab>=4.5,<5",
    "markupsafe>=2.1",
    "mistune>=3,<4",
    "msgspec>=0.18.6",
    "nbformat>=5.10,<6",
    "nh3>=0.3",
    "packaging>=23.2",
    "pygments>=2.15",
    "python-ulid>=2.2",
    "pyyaml>=6",
    "rapidfuzz>=3.5",
    "tomli>=2; python_version < '3.11'",
    "tornado>=6.2",
    "traitlets>=5.9",
]
DEMO = [
    "ipykernel>=6.29",
    "jupyter_client>=8",
    "matplotlib>=3.8",
    "nbclient>=0.10",
    "numpy>=1.26",
    "pandas>=2.1",
    "scikit-learn>=1.4",
]
# makes conda environments without conda
CONDA = ["py-rattler>=0.20"]
# speaks to chats and webhooks, and to the system's keyring
NOTIFY = ["apprise>=2.2", "keyring>=24"]
TEST = [
    *DEMO,
    *CONDA,
    *NOTIFY,
    "aiosmtpd>=1.4.5",
    "build>=1.2",
    "hypothesis>=6.100",
    "jsonschema>=4.21",
    "notebook>=7.5,<8",
    # uv makes virtual environments without one; and since this one, what it installed is known by its hash
    "pip>=23.1",
    "playwright>=1.48",
    "pytest-jupyter[server]>=0.10",
    "pytest-rerunfailures>=15",
    "pytest-timeout>=2.3",
    "pytest-xdist>=3.6",
    "pytest>=8.2",
    "trustme>=1.1",
    "uv>=0.5",
    "virtualenv>=20.26",
]
DEV = [
    *TEST,
    "import-linter>=2.1",
    "mypy>=1.13",
    "ruff>=0.9",
    "types-jsonschema",
    "types-psutil",
    "types-PyYAML",
]

BENCH = [*TEST, "nbdime>=4.0", "numpy>=1.26", "pillow>=10"]


def is_built() -> bool:
    """True where there is a bundle to take as it is: in an sdist, or when JOVIAN_LAB_SKIP_NPM asks for it."""
    ready = (HERE / "PKG-INFO").exists() or bool(os.environ.get("JOVIAN_LAB_SKIP_NPM"))
    return ready and (BUNDLE / "package.json").exists()


def data_files() -> list[tuple[str, list[str]]]:
    """List what belongs beside the package, in share/jupyter and etc/jupyter, by folder."""
    found: dict[str, list[str]] = {}
    for path in sorted(BUNDLE.rglob("*")):
        if path.is_file():
            folder = path.relative_to(BUNDLE).parent.as_posix()
            place = BUNDLE_PLACE if folder == "." else f"{BUNDLE_PLACE}/{folder}"
            found.setdefault(place, []).append(path.relative_to(HERE).as_posix())
    return [
        *found.items(),
        (BUNDLE_PLACE, ["install.json"]),
        (
            "etc/jupyter/jupyter_server_config.d",
            ["jupyter-config/jupyter_server_config.d/jovian_lab.json"],
        ),
    ]


class BuildLabextension(Command):
    """Build the frontend with npm, unless it is there already."""

    description = "build the JupyterLab extension"
    user_options: ClassVar[list[Any]] = []
    # what setuptools expects of a part of `build`, also for an editable install
    editable_mode = False
    build_lib: str | None = None

    def initialize_options(self) -> None:
        """There are no options."""

    def finalize_options(self) -> None:
        """There are no options."""

    def run(self) -> None:
        """Install the npm packages when their lock changed, then compile and bundle."""
        if not is_built():
            start, environment = node.npm()
            lock = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
            stamp = HERE / "node_modules" / ".jovian-lab-lock"
            # `npm ci` begins by deleting node_modules
            if not stamp.exists() or stamp.read_text() != lock:
                subprocess.check_call([*start, "ci", "--ignore-scripts"], cwd=HERE, env=environment)
                stamp.write_text(lock)
            subprocess.check_call([*start, "run", "build:prod"], cwd=HERE, env=environment)
        if not (BUNDLE / "package.json").exists():
            raise RuntimeError(f"the build left no bundle in {BUNDLE}")
        self.distribution.data_files = data_files()

    def get_source_files(self) -> list[str]:
        """Nothing beyond what MANIFEST.in names."""
        return []

    def get_outputs(self) -> list[str]:
        """Nothing in the build folder: the bundle is data."""
        return []

    def get_output_mapping(self) -> dict[str, str]:
        """Nothing is mapped."""
        return {}


class Build(build):
    """The frontend first, and no left-overs of an earlier build in the wheel."""

    sub_commands: ClassVar[list[Any]] = [("build_labextension", None), *build.sub_commands]

    def run(self) -> None:
        """Empty the build folder, then build."""
        folder = Path(self.build_lib).resolve()
        if folder.is_relative_to(HERE / "build"):
            shutil.rmtree(folder, ignore_errors=True)
        super().run()


class Sdist(sdist):
    """A source distribution that holds the bundle, so that installing from it needs no node."""

    def run(self) -> None:
        """Build the frontend, then pack."""
        self.run_command("build_labextension")
        super().run()


class WithData(Distribution):
    """A distribution whose editable install keeps its data files."""

    def has_data(self) -> bool:
        """Asked by setuptools' editable install, and answered by no Distribution of its own."""
        return bool(self.has_data_files())


# A build frontend learns what a build requires from `setup.py egg_info`: only then, and only without a
# good node, the wheel with node is one of the requirements.
needs_node = "egg_info" in sys.argv and not is_built() and not node.system_node()

setup(
    version=PACKAGE["version"],
    description=PACKAGE["description"],
    long_description=(HERE / "README.md").read_text("utf-8") if (HERE / "README.md").exists() else "",
    long_description_content_type="text/markdown",
    author=PACKAGE["author"],
    keywords=PACKAGE["keywords"],
    classifiers=[
        "Framework :: Jupyter",
        "Framework :: Jupyter :: JupyterLab",
        "Framework :: Jupyter :: JupyterLab :: 4",
        "Framework :: Jupyter :: JupyterLab :: Extensions",
        "Framework :: Jupyter :: JupyterLab :: Extensions :: Prebuilt",
        "Intended Audience :: Science/Research",
        "Programming Language :: Python :: 3",
        "Typing :: Typed",
    ],
    packages=find_packages(include=["jovian_lab", "jovian_lab.*"]),
    package_data={"jovian_lab": ["py.typed", "schemas/**/*.json", "schemas/**/*.yaml", "publish/templates/*"]},
    include_package_data=False,
    data_files=data_files(),
    python_requires=">=3.10",
    install_requires=REQUIRES,
    extras_require={"conda": CONDA, "notify": NOTIFY, "demo": DEMO, "test": TEST, "dev": DEV, "bench": BENCH},
    setup_requires=[node.WHEEL] if needs_node else [],
    entry_points={"console_scripts": ["jovian-lab = jovian_lab.cli:main"]},
    distclass=WithData,
    cmdclass={"build": Build, "build_labextension": BuildLabextension, "sdist": Sdist},
    zip_safe=False,
)
