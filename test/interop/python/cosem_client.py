# SPDX-License-Identifier: MIT
"""Reads a meter with the client of PyPI dlms-cosem (logical names only). Job and results: see job.py."""

from contextlib import contextmanager
from datetime import datetime

import structlog
from dlms_cosem import cosem, dlms_data, enumerations, utils
from dlms_cosem.client import DlmsClient
from dlms_cosem.cosem.attribute_with_selection import CosemAttributeWithSelection
from dlms_cosem.cosem.capture_object import CaptureObject
from dlms_cosem.cosem.selective_access import RangeDescriptor
from dlms_cosem.io import BlockingTcpIO, HdlcTransport, TcpTransport
from dlms_cosem.security import (
    HighLevelSecurityGmacAuthentication,
    LowLevelSecurityAuthentication,
    NoSecurityAuthentication,
)

import job as jobs

structlog.configure(logger_factory=structlog.ReturnLoggerFactory())


def obis(text):
    return cosem.Obis(*(int(part) for part in text.split(".")))


def attribute(step):
    return cosem.CosemAttribute(enumerations.CosemInterface(step["classId"]), obis(step["obis"]), step["attribute"])


CLOCK = CaptureObject(cosem.CosemAttribute(enumerations.CosemInterface.CLOCK, cosem.Obis(0, 0, 1, 0, 0), 2))


class Session:
    def __init__(self, client):
        self.client = client

    def get(self, step):
        return utils.parse_as_dlms_data(self.client.get(attribute(step)))

    def list(self, step):
        items = [CosemAttributeWithSelection(attribute(item), None) for item in step["items"]]
        return self.client.get_many(items).result

    def profile(self, step):
        """The whole buffer, or the rows of `range: [from, to]`."""
        selection = None
        if "range" in step:
            begin, end = (datetime.fromisoformat(text) for text in step["range"])
            selection = RangeDescriptor(restricting_object=CLOCK, from_value=begin, to_value=end)
        return utils.parse_as_dlms_data(self.client.get(attribute(step), selection))

    def set(self, step):
        octets = dlms_data.OctetStringData(bytes.fromhex(step["hex"])).to_bytes()
        return self.client.set(attribute(step), octets).result.name

    def action(self, step):
        method = cosem.CosemMethod(enumerations.CosemInterface(step["classId"]), obis(step["obis"]), step["method"])
        self.client.action(method, dlms_data.IntegerData(0).to_bytes())
        return True


def level_of(job):
    if job.get("security", {}).get("mechanism") == 5:
        return HighLevelSecurityGmacAuthentication(challenge_length=16)
    password = job.get("password")
    return LowLevelSecurityAuthentication(password.encode()) if password else NoSecurityAuthentication()


def keys_of(security):
    """This client protects with the keys that it has: authenticated and encrypted with both."""
    if not security:
        return {}
    return {
        "encryption_key": bytes.fromhex(security["encryptionKey"]),
        "authentication_key": bytes.fromhex(security["authenticationKey"]),
        "security_suite": security["suite"],
        "client_system_title": bytes.fromhex(security["title"]),
        "client_initial_invocation_counter": security["counter"],
    }


@contextmanager
def open_session(job):
    addresses = {"client_logical_address": job["client"], "server_logical_address": job["logicalDevice"]}
    line = BlockingTcpIO(host="127.0.0.1", port=job["port"])
    if job["framing"] == "hdlc":
        transport = HdlcTransport(io=line, server_physical_address=job.get("physical"), **addresses)
    else:
        transport = TcpTransport(io=line, **addresses)
    client = DlmsClient(
        transport=transport,
        authentication=level_of(job),
        block_transfer=True,
        max_pdu_size=job.get("maxPdu", 65535),
        **keys_of(job.get("security")),
    )
    with client.session():
        yield Session(client)


jobs.run(open_session)
