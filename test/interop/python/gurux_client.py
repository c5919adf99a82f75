# SPDX-License-Identifier: GPL-2.0-only
"""Reads a meter with the client of PyPI gurux-dlms. Job and results: see job.py."""

import socket
from contextlib import contextmanager
from datetime import datetime

from gurux_dlms import GXByteBuffer, GXDateTime, GXDLMSClient, GXReplyData
from gurux_dlms.enums import Authentication, Conformance, DataType, InterfaceType, ObjectType, Security
from gurux_dlms.objects.enums import SecuritySuite
from gurux_dlms.secure import GXDLMSSecureClient

import job as jobs

HDLC_FLAG = 0x7E
PROTECTIONS = {
    "none": Security.NONE,
    "authenticated": Security.AUTHENTICATION,
    "encrypted": Security.ENCRYPTION,
    "authenticated-encrypted": Security.AUTHENTICATION_ENCRYPTION,
}


class Line:
    """A socket that returns whole messages: HDLC frames or wrapper packets."""

    def __init__(self, port, framing):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.hdlc = framing == "hdlc"
        self.received = bytearray()

    def length(self):
        """Octets of the first message in the buffer; None while it is not complete."""
        octets = self.received
        if self.hdlc:
            if len(octets) < 3 or octets[0] != HDLC_FLAG:
                return None
            total = ((octets[1] & 0x07) << 8 | octets[2]) + 2
        else:
            if len(octets) < 8:
                return None
            total = 8 + int.from_bytes(octets[6:8], "big")
        return total if len(octets) >= total else None

    def exchange(self, request):
        self.socket.sendall(bytes(request))
        return self.receive()

    def receive(self):
        while self.length() is None:
            chunk = self.socket.recv(65536)
            if not chunk:
                raise ConnectionError("the meter closed the line")
            self.received += chunk
        total = self.length()
        message = self.received[:total]
        del self.received[:total]
        return message

    def close(self):
        self.socket.close()


class Session:
    def __init__(self, job):
        hdlc = job["framing"] == "hdlc"
        address = (
            GXDLMSClient.getServerAddress(job["logicalDevice"], job["physical"])
            if hdlc and job.get("physical") is not None
            else job["logicalDevice"]
        )
        security = job.get("security")
        level = Authentication.LOW if job.get("password") else Authentication.NONE
        self.client = (GXDLMSSecureClient if security else GXDLMSClient)(
            job["referencing"] == "ln",
            job["client"],
            address,
            Authentication(security["mechanism"]) if security else level,
            job.get("password"),
            InterfaceType.HDLC if hdlc else InterfaceType.WRAPPER,
        )
        if security:
            self.secure(security)
        if job.get("maxPdu"):
            self.client.maxReceivePDUSize = job["maxPdu"]
        if job.get("maxInfo"):
            self.client.hdlcSettings.maxInfoTX = job["maxInfo"]
            self.client.hdlcSettings.maxInfoRX = job["maxInfo"]
        if job.get("window"):
            self.client.hdlcSettings.windowSizeTX = job["window"]
            self.client.hdlcSettings.windowSizeRX = job["window"]
        self.line = Line(job["port"], job["framing"])
        self.objects = {}

    def secure(self, security):
        ciphering = self.client.ciphering
        ciphering.systemTitle = bytearray.fromhex(security["title"])
        ciphering.securitySuite = SecuritySuite(security["suite"])
        ciphering.blockCipherKey = bytearray.fromhex(security["encryptionKey"])
        ciphering.authenticationKey = bytearray.fromhex(security["authenticationKey"])
        ciphering.security = PROTECTIONS[security["protection"]]
        ciphering.invocationCounter = security["counter"]
        if security.get("dedicatedKey"):
            ciphering.dedicatedKey = bytearray.fromhex(security["dedicatedKey"])
        if security.get("general"):
            self.client.proposedConformance |= Conformance.GENERAL_PROTECTION

    def open(self):
        snrm = self.client.snrmRequest()
        if snrm:
            self.client.parseUAResponse(self.transfer(snrm).data)
        self.client.parseAareResponse(self.transfer(self.client.aarqRequest()).data)
        if self.client.isAuthenticationRequired:
            for request in self.client.getApplicationAssociationRequest():
                reply = self.transfer(request)
            self.client.parseApplicationAssociationResponse(reply.data)
        if not self.client.useLogicalNameReferencing:
            self.association(None)

    def close(self):
        try:
            # each is made only when the one before was answered: making it moves the frame numbers
            for request in (self.client.releaseRequest, self.client.disconnectRequest):
                message = request()
                if message:
                    self.transfer(message)
        finally:
            self.line.close()

    def transfer(self, messages):
        """Sends the messages of one request, asks for the rest of the answer until it is complete."""
        reply = GXReplyData()
        for message in messages if isinstance(messages, list) else [messages]:
            reply.clear()
            self.collect(message, reply)
            while reply.isMoreData():
                following = None if reply.isStreaming() else self.client.receiverReady(reply)
                self.collect(following, reply)
        if reply.error:
            raise RuntimeError(reply.getErrorMessage())
        return reply

    def collect(self, message, reply):
        octets = self.line.exchange(message) if message else self.line.receive()
        buffer = GXByteBuffer(octets)
        while not self.client.getData(buffer, reply, GXReplyData()):
            buffer.set(self.line.receive())

    def target(self, step):
        known = self.objects.get((step["classId"], step["obis"]))
        if known is not None:
            return known
        item = GXDLMSClient.createObject(ObjectType(step["classId"]))
        item.logicalName = step["obis"]
        return item

    def association(self, _step):
        """The object list: how many, and `class obis` of each."""
        reply = self.transfer(self.client.getObjectsRequest())
        found = self.client.parseObjects(reply.data, True)
        self.objects = {(int(item.objectType), item.logicalName): item for item in found}
        return [f"{int(item.objectType)} {item.logicalName}" for item in found]

    def get(self, step):
        return self.transfer(self.client.read(self.target(step), step["attribute"])).value

    def list(self, step):
        values = []
        items = [(self.target(item), item["attribute"]) for item in step["items"]]
        for message in self.client.readList(items):
            values.extend(self.transfer(message).value)
        return values

    def profile(self, step):
        """The whole buffer, or the rows of `entry: [first, count]` or `range: [from, to]`."""
        item = self.target(step)
        self.client.updateValue(item, 3, self.transfer(self.client.read(item, 3)).value)
        if "entry" in step:
            request = self.client.readRowsByEntry(item, *step["entry"])
        elif "range" in step:
            request = self.client.readRowsByRange(item, *(self.moment(text) for text in step["range"]))
        else:
            request = self.client.read(item, 2)
        return self.transfer(request).value

    @staticmethod
    def moment(text):
        return GXDateTime(datetime.fromisoformat(text))

    def clock(self, step):
        """The time as the peer understands it, in UTC."""
        item = self.target(step)
        value = self.client.updateValue(item, 2, self.transfer(self.client.read(item, 2)).value)
        return value.value.isoformat()

    def set(self, step):
        item = self.target(step)
        item.setDataType(step["attribute"], DataType.OCTET_STRING)
        item.value = bytearray.fromhex(step["hex"])
        self.transfer(self.client.write(item, step["attribute"]))
        return True

    def action(self, step):
        item = self.target(step)
        return self.transfer(self.client.method(item, step["method"], 0, DataType.INT8)).value


@contextmanager
def open_session(job):
    session = Session(job)
    session.open()
    try:
        yield session
    finally:
        session.close()


jobs.run(open_session)
