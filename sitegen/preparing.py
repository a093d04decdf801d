"""What the content says → what pages are drawn from: findings by their pages, evidence, corrections, templates, in each language.

Comes in: `Loaded`. Goes out: `Prepared`. Apart from `build`, which publishes: a server prepares anew after each edit, and
draws a page at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen import assets, revisions
from sitegen.audit.model import addresses as addresses_of
from sitegen.audit.model import remarks
from sitegen.corrections import corrections
from sitegen.drawing import Prepared
from sitegen.languages import languages_of
from sitegen.literals import in_script
from sitegen.loading import Loaded
from sitegen.translation import translated

if TYPE_CHECKING:
    from sitegen.languages import Language
    from sitegen.views.material import Material

__all__ = ["prepare"]


def prepare(
    root: Path,
    loaded: Loaded,
    base_url: str | None = None,
    before: Prepared | None = None,
    *,
    cards: bool = False,
) -> Prepared:
    """Everything that views are made from. `loaded` has a dossier.

    `before` is an earlier state, where no template has changed since; with `cards`, pages name pictures for links
    elsewhere, where the site has an address.
    """
    from sitegen import render
    from sitegen.cards import addresses as card_addresses
    from sitegen.evidence.gather import evidence
    from sitegen.views.material import Listed, Material, marks_of

    dossier = loaded.dossier
    assert dossier is not None
    folders = assets.template_folders(root)
    site = dossier.graph.corpus.site
    main, *others = languages_of(site.all_languages, partial(assets.catalogues, folders))
    told = before if before is not None and before.material.language == main else None
    known = {one.material.language: one for one in told.others} if told is not None else {}
    addresses, shared = (
        (told.material.assets, told.shared)
        if told is not None
        else assets.collect(folders, partial(in_script, language=main))
    )
    url = base_url if base_url is not None else dossier.graph.corpus.site.base_url or ""
    marks, judged = marks_of(loaded.findings), evidence(dossier.graph, dossier.instruments)
    past = revisions.steps(root)
    corrected = None if past is None else corrections(past, dossier.graph.corpus.changes)
    material = Material(
        dossier,
        loaded.findings,
        marks,
        remarks(loaded.findings),
        Listed.of(loaded.findings),
        addresses_of(loaded.findings),
        judged,
        addresses,
        loaded.built,
        url,
        corrected,
        card_addresses(dossier.graph, dossier.estimates) if cards and url else {},
        revisions.is_shallow(root),
        main,
    )
    return Prepared(
        material,
        told.templates if told is not None else render.environment(folders, main),
        shared,
        tuple(_spoken(material, language, folders, known.get(language)) for language in others),
    )


def _spoken(material: Material, language: Language, folders: Sequence[Path], known: Prepared | None) -> Prepared:
    """The same in a further language. Estimates, findings and evidence are not made again: their texts remember messages."""
    from sitegen.render import environment

    dossier = replace(material.dossier, graph=translated(material.graph, language))
    if known is not None:
        told = replace(material, dossier=dossier, language=language, assets=known.material.assets)
        return replace(known, material=told)
    own, scripts = assets.spoken(material.assets, folders, partial(in_script, language=language))
    told = replace(material, dossier=dossier, language=language, assets=own)
    return Prepared(told, environment(folders, language), scripts)
