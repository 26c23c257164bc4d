from pathlib import Path

import pytest

import hegui

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def root():
    return ROOT


@pytest.fixture(scope="session")
def mini():
    return hegui.load(ROOT / "tests/packs/mini")


@pytest.fixture
def one():
    return {
        "id": "E1",
        "name": "甲矿",
        "sectors": ["industry"],
        "high_risk": False,
        "inspections": [{"id": "J1", "kind": "leader-led", "led_by_role": "principal", "date": "2023-06-02"}],
    }
