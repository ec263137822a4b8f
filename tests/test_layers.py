"""Arrows point down: who may import what, as data (docs/design/architecture.md)."""

import ast
from pathlib import Path

SOURCE = Path(__file__).parent.parent / "src" / "lessor"

BELOW_SERVICE = {"control", "ha", "ddns", "plugins", "hooks", "config", "store", "engine", "model", "wire", "convert"}
DRIVER = {"config", "hooks", "store.base", "store.objects", "engine", "model", "wire"}

MAY_IMPORT: dict[str, set[str]] = {
    "cli": {"service", *BELOW_SERVICE},
    "dashboard": {"service"},
    "service": BELOW_SERVICE,
    "control": DRIVER,
    "ha": DRIVER,
    "ddns": DRIVER,
    "plugins": DRIVER | {"store.sql", "store.talk", "store.worker"},
    "config": {
        "engine.classify",
        "engine.expression",
        "engine.network",
        "engine.pickers",
        "engine.tables",
        "engine.tables6",
        "model",
        "wire",
    },
    "hooks": {"engine.request4", "engine.request6", "engine.tables", "engine.tables6", "model", "wire"},
    "store": {"model"},
    "engine": {"model", "wire"},
    "model": set(),
    "wire": set(),
    "convert": {"config.keys", "wire"},
}

GROUND = {
    "service.net": set[str](),
    "service.logs": {"service.batch"},
    "service.counting": {"service.setup", "service.logs"},
    "service.labs": {"service.net", "service.logs", "service.programs"},
}
"""Packages of the service that lean on few others of it."""

SIDEWAYS_FORBIDDEN = [("store.postgresql", "store.mysql"), ("store.mysql", "store.postgresql")]


def module_name(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imports_of(path: Path) -> set[str]:
    """Our own modules that this file imports, without the leading `lessor.`."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names] if node.module else []
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        found |= {name.removeprefix("lessor.") for name in names if name.startswith("lessor.")}
    return found


def allowed(module: str, imported: str) -> bool:
    package = module.split(".")[0]
    if imported.split(".")[0] in {package, "__version__", "KEA_VERSION"}:
        return True
    return any(imported == target or imported.startswith(target + ".") for target in MAY_IMPORT[package])


def test_every_package_has_a_rule() -> None:
    packages = {path.name for path in SOURCE.iterdir() if (path / "__init__.py").exists()}
    assert packages <= set(MAY_IMPORT), packages - set(MAY_IMPORT)


def test_arrows_point_down() -> None:
    wrong = [
        f"{module} imports {imported}"
        for path in SOURCE.rglob("*.py")
        if (module := module_name(path))
        for imported in imports_of(path)
        if not allowed(module, imported)
    ]
    assert not wrong, "\n".join(sorted(wrong))


def test_databases_do_not_know_each_other() -> None:
    for module, other in SIDEWAYS_FORBIDDEN:
        path = SOURCE.joinpath(*module.split(".")).with_suffix(".py")
        if path.exists():
            assert not any(name.startswith(other) for name in imports_of(path))


def test_the_service_stands_on_its_ground() -> None:
    wrong = [
        f"{module_name(path)} imports {imported}"
        for package, others in GROUND.items()
        for path in SOURCE.joinpath(*package.split(".")).rglob("*.py")
        for imported in imports_of(path)
        if imported.startswith("service.") and not imported.startswith((package, *others))
    ]
    assert not wrong, "\n".join(sorted(wrong))


def test_only_allowed_arrows_are_allowed() -> None:
    assert allowed("service.dhcp4", "engine.tables.Tables")
    assert not allowed("engine.decide4", "service.log")
    assert not allowed("config.compile4", "engine.decide4.discover")
    assert not allowed("store.memory", "engine.tables")
