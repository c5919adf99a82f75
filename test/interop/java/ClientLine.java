// SPDX-License-Identifier: GPL-2.0-only
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

import gurux.dlms.GXByteBuffer;
import gurux.dlms.GXReplyData;
import gurux.dlms.enums.Authentication;
import gurux.dlms.enums.Conformance;
import gurux.dlms.enums.InterfaceType;
import gurux.dlms.enums.Security;
import gurux.dlms.secure.GXDLMSSecureClient;

/**
 * A client of the Gurux library on a socket: associates, asks, releases. It is made from the arguments --port, --framing
 * hdlc|wrapper, --referencing ln|sn, --client SAP, --password TEXT, --level (a name of Authentication; default: what password and
 * keys say), --title HEX --ek HEX --ak HEX, --protection (a name of Security), --pdu OCTETS, --info OCTETS, --gbt WINDOW,
 * --without (names of Conformance with commas between).
 */
final class ClientLine implements AutoCloseable {
    final GXDLMSSecureClient client;
    private final Socket socket;
    private final GXByteBuffer received = new GXByteBuffer();
    private final byte[] buffer = new byte[65536];

    /** @param counter invocation counter to begin with, where there are keys */
    ClientLine(Arguments arguments, long counter) throws IOException {
        client = createClient(arguments);
        limit(arguments);
        protect(arguments, counter);
        socket = new Socket(InetAddress.getLoopbackAddress(), arguments.number("port", 0));
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(arguments.number("patience", 0));
    }

    private static GXDLMSSecureClient createClient(Arguments arguments) {
        InterfaceType framing = arguments.is("framing", "wrapper") ? InterfaceType.WRAPPER : InterfaceType.HDLC;
        String password = arguments.text("password", null);
        String usual = arguments.octets("ek") != null ? "HIGH_GMAC" : password == null ? "NONE" : "LOW";
        Authentication level = Authentication.valueOf(arguments.text("level", usual));
        boolean logicalNames = !arguments.is("referencing", "sn");
        return new GXDLMSSecureClient(logicalNames, arguments.number("client", 16), 1, level, password, framing);
    }

    private void limit(Arguments arguments) {
        client.setMaxReceivePDUSize(arguments.number("pdu", client.getMaxReceivePDUSize()));
        client.getHdlcSettings().setMaxInfoTX(arguments.number("info", 128));
        client.getHdlcSettings().setMaxInfoRX(arguments.number("info", 128));
        Set<Conformance> proposed = new HashSet<>(client.getProposedConformance());
        if (arguments.number("gbt", 0) > 0) {
            proposed.add(Conformance.GENERAL_BLOCK_TRANSFER);
            client.setGbtWindowSize((byte) arguments.number("gbt", 1));
        }
        for (String name : arguments.names("without")) {
            proposed.remove(Conformance.valueOf(name));
        }
        client.setProposedConformance(proposed);
    }

    private void protect(Arguments arguments, long counter) {
        byte[] key = arguments.octets("ek");
        if (key == null) {
            return;
        }
        client.getCiphering().setSystemTitle(arguments.octets("title"));
        client.getCiphering().setBlockCipherKey(key);
        client.getCiphering().setAuthenticationKey(arguments.octets("ak"));
        client.getCiphering().setSecurity(Security.valueOf(arguments.text("protection", "AUTHENTICATION_ENCRYPTION")));
        client.getCiphering().setInvocationCounter(counter);
    }

    void associate() throws Exception {
        byte[] snrm = client.snrmRequest();
        if (snrm.length > 0) {
            client.parseUAResponse(ask(snrm).getData());
        }
        client.parseAareResponse(ask(client.aarqRequest()).getData());
        if (client.getIsAuthenticationRequired()) {
            client.parseApplicationAssociationResponse(ask(client.getApplicationAssociationRequest()).getData());
        }
    }

    void release() throws Exception {
        ask(client.releaseRequest());
        if (client.getInterfaceType() == InterfaceType.HDLC) {
            ask(client.disconnectRequest(true));
        }
    }

    /** Sends what may be several frames of one request; the answer to the last. */
    GXReplyData ask(byte[][] frames) throws Exception {
        GXReplyData reply = null;
        for (byte[] frame : frames) {
            reply = ask(frame);
        }
        return reply;
    }

    /** Sends a request and collects its answer, in as many frames and blocks as it takes. */
    GXReplyData ask(byte[] request) throws Exception {
        GXReplyData reply = new GXReplyData();
        exchange(request, reply);
        while (reply.isMoreData()) {
            exchange(reply.isStreaming() ? null : client.receiverReady(reply), reply);
        }
        if (reply.getError() != 0) {
            throw new IllegalStateException(reply.getErrorMessage());
        }
        return reply;
    }

    private void exchange(byte[] request, GXReplyData reply) throws Exception {
        if (request != null) {
            OutputStream out = socket.getOutputStream();
            out.write(request);
        }
        InputStream in = socket.getInputStream();
        while (received.available() == 0 || !client.getData(received, reply)) {
            int count = in.read(buffer);
            if (count < 0) {
                throw new EOFException("closed by the meter");
            }
            received.set(Arrays.copyOf(buffer, count));
        }
        received.trim();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
