"""Hooks that come with lessor."""
