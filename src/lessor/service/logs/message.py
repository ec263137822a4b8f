"""The record of log messages (model/message.py), under the name by which the tables of messages know it."""

from lessor.model.message import DEBUG, ERROR, FATAL, INFO, PLACEHOLDER, SEVERITIES, WARN, Message

__all__ = ["DEBUG", "ERROR", "FATAL", "INFO", "PLACEHOLDER", "SEVERITIES", "WARN", "Message"]
