"""What all tests have in common."""

from hypothesis import HealthCheck, settings

from lessor.cli.build import packet_path

# a busy machine is no reason for a test to fail
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

# database servers, started when the first test wants one
pytest_plugins = ["tests.servers.mariadb", "tests.servers.postgresql", "tests.servers.kea", "tests.servers.leases"]


def pytest_report_header() -> str:
    return f"lessor: packet path {packet_path()}"
