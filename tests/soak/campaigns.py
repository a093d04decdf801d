"""The table of campaigns: one module, one row."""

from __future__ import annotations

from soak import (
    canaries,
    disks,
    faults,
    histories,
    kills,
    meanwhile,
    memos,
    mutants,
    paths,
    payloads,
    races,
    sameness,
    servers,
)
from soak.run import Campaign

__all__ = ["CAMPAIGNS"]

CAMPAIGNS: tuple[Campaign, ...] = tuple(
    module.CAMPAIGN
    for module in (
        mutants,
        faults,
        payloads,
        paths,
        kills,
        disks,
        meanwhile,
        races,
        memos,
        histories,
        sameness,
        servers,
        canaries,
    )
)
