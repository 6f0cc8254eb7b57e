"""Makes an environment after a plan: chooses, installs at a new place, tries imports, registers a kernel, reports."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

from jovian_lab.environment.restore import check, kernels, places, platforms
from jovian_lab.environment.restore.choice import Choice, Maker, Site, followed
from jovian_lab.environment.restore.condas import Condas
from jovian_lab.environment.restore.ladder import failed, stop_if_hopeless
from jovian_lab.environment.restore.process import Watch
from jovian_lab.environment.restore.reporting import Outcome
from jovian_lab.environment.restore.solving import Unsolvable
from jovian_lab.environment.restore.values import FailedImport, Made, Plan, Progress, Report
from jovian_lab.environment.restore.venvs import Venvs
from jovian_lab.errors import ConfirmationNeeded, InputError, InstallFailed, from_os_error

SECONDS = 1800.0
_LANGUAGES = ("python", "r")


def install(
    plan: Plan,
    target: Path | None = None,
    *,
    name: str,
    display_name: str = "",
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    seconds: float = SECONDS,
    dry_run: bool = False,
    download_python: bool = False,
) -> Report:
    """Make a new environment after a plan, and register a kernel for it.

    What was there before is not touched: neither another environment, nor another kernel, nor the version's files. If
    it fails or is stopped, nothing of it stays.

    Parameters
    ----------
    plan : Plan
        What `plan` has read.
    target : Path, optional
        The folder environments are kept in; `environments_folder()` by default.
    name : str
        Of the environment and its kernel; a number is added where it is taken.
    display_name : str
        Of the kernel, for people.
    progress : callable, optional
        Is told how far it is; may be called in other threads.
    cancelled : callable, optional
        Asked ten times a second whether to stop.
    seconds : float
        How long it may take in all.
    dry_run : bool
        Choose only, and report what would be installed. The only way for another system than this one.
    download_python : bool
        Whether uv may fetch a Python that is not here.

    Returns
    -------
    Report
        What came of it.

    Raises
    ------
    ConfirmationNeeded
        If lines of the plan have no answer yet.
    InputError
        If the plan is for another system, or the name is none.
    InstallFailed
        If there is no way; names the package and the reason.
    Cancelled
        If it was stopped.
    DiskFull, PermissionDenied, StorageError
        If the disk refuses.
    """
    if plan.questions:
        first = plan.questions[0]
        raise ConfirmationNeeded(
            f"{len(plan.questions)} unusual line(s) need a yes first, such as {first.line!r} in {first.file}. "
            f"{first.why}",
            "Accept each of these lines, or decline it to leave it out.",
        )
    if plan.platform != platforms.this_platform() and not dry_run:
        raise InputError(
            f"An environment for {plan.platform} cannot be made on this system.", "Ask only what would be installed."
        )
    if plan.language not in _LANGUAGES or (plan.language == "r" and plan.kind != "conda"):
        raise InstallFailed(
            f"Environments of {plan.language[:40]} cannot be made again by jovian-lab yet.",
            "Its own package manager can: the version keeps its manifest files.",
        )
    watch = Watch(seconds, cancelled)
    own = places.name_of(name)
    say = progress or (lambda _: None)
    with places.making(target or places.environments_folder(), own) as place:
        site = Site(plan, place, watch, say)
        maker: Maker = Condas(site) if plan.kind == "conda" else Venvs(site, download_python=download_python)
        try:
            choice = maker.choose()
            if dry_run:
                say(Progress("done", f"{len(choice.chosen)} packages would be installed.", 1.0))
                return _report(site, choice, [], [], None)
            python = maker.build(choice)
        except Unsolvable as error:
            raise failed(stop_if_hopeless(error), error.text) from error
        except OSError as error:
            raise from_os_error(error, "make an environment") from error
        say(Progress("check", "Trying the notebook's imports.", 0.9))
        works, fails = check.imports(plan.imports, python, place.work, watch, place.held) if plan.imports else ([], [])
        watch.check()
        say(Progress("kernel", "Registering the kernel.", 0.95))
        kernel = _finish(site, choice, python, display_name)
        say(Progress("done", f"The kernel {kernel} is ready.", 1.0))
        return _report(site, choice, works, fails, kernel)


def _finish(site: Site, choice: Choice, python: Path, display_name: str) -> str:
    """Register the kernel and say that all is there; on failure neither stays."""
    plan, place = site.plan, site.place
    shown = display_name or (f"{place.name} (Python {choice.python})" if choice.python else place.name)
    kernel = kernels.register(place.name, shown, python, place.folder, plan.kind, language=plan.language)
    created = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z")
    try:
        place.finish(Made(place.name, str(place.folder), kernel, plan.kind, choice.python, created))
    except BaseException as error:
        kernels.unregister(kernel, place.folder)
        if isinstance(error, OSError):
            raise from_os_error(error, "finish the environment") from error
        raise
    return kernel


def _report(site: Site, choice: Choice, works: list[str], fails: list[FailedImport], kernel: str | None) -> Report:
    plan = site.plan
    outcome = Outcome(plan, choice.chosen, choice.relaxed, choice.dropped, choice.extra)
    return Report(
        file=followed(choice, plan),
        rung=choice.rung,
        kept=outcome.kept,
        relaxed=outcome.relaxed,
        dropped=outcome.dropped,
        added=outcome.added,
        not_needed=outcome.not_needed,
        imports_ok=works,
        imports_failed=fails,
        kernel=kernel,
        folder=str(site.place.folder) if kernel else None,
        name=site.place.name,
        python=choice.python,
        seconds=round(site.watch.elapsed, 3),
        messages=[*choice.messages, *outcome.messages, *plan.messages],
    )
