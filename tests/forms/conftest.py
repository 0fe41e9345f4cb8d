"""The services on a real store with a made-up client under each of the five contract forms."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.conftest import House
from tests.forms.every_form import packs_of_every_form


@pytest.fixture(scope="module")
def every_form(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One house for a module: each test opens what it looks at itself."""
    folder = tmp_path_factory.mktemp("packs")
    house = House(f"sqlite:///{folder.parent / folder.name}.sqlite3", packs_of_every_form(folder))
    yield house
    house.store.close()
