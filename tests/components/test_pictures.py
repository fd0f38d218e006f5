"""Each component has its picture in each mode, and no picture is kept of what is gone; what they look like, a browser says."""

from __future__ import annotations

from plugins.site.examples import find_components
from tests.browser.pictures import MODES, PICTURES
from tests.conftest import PROJECT


def test_each_component_has_its_pictures_and_none_is_kept_of_what_is_gone() -> None:
    kept = {path.relative_to(PICTURES).as_posix() for path in PICTURES.rglob("*.png")}
    components = find_components(PROJECT / "theme")
    due = {f"{mode.replace(' ', '-')}/{component}.png" for mode in MODES for component in components}
    write = "python3 tasks.py test -- tests/browser/test_snapshots.py --refresh-snapshots -k NAME"
    assert sorted(due - kept) == [], f"write these pictures, and look at them: {write}"
    assert sorted(kept - due) == [], "take these away, of which there is no component"
