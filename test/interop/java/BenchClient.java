// SPDX-License-Identifier: GPL-2.0-only
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map.Entry;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.LogManager;

import com.sun.management.OperatingSystemMXBean;

import gurux.dlms.GXByteBuffer;
import gurux.dlms.GXReplyData;
import gurux.dlms.enums.Authentication;
import gurux.dlms.enums.Conformance;
import gurux.dlms.enums.InterfaceType;
import gurux.dlms.enums.Security;
import gurux.dlms.objects.GXDLMSObject;
import gurux.dlms.objects.GXDLMSRegister;
import gurux.dlms.secure.GXDLMSSecureClient;

/**
 * Sessions a second of the Gurux client library: connect, associate, read registers with scaler and unit, release, close,
 * over and over on some links at once, a thread each. The counterpart of test/bench/session-client.ts.
 *
 * Arguments: --port PORT, --framing hdlc|wrapper, --client SAP, --links LINKS, --warm SESSIONS, --time MILLISECONDS,
 * --password TEXT (low level), or --title HEX --ek HEX --ak HEX (GMAC, suite 0, authenticated and encrypted), --registers
 * CODES with commas between, --units yes|no (scaler and unit of each as well), --lists yes|no (all in one request where the meter
 * agrees to it, or one for each attribute).
 *
 * Prints {@code SESSIONS number seconds processor-seconds}.
 */
public final class BenchClient {
    private static final AtomicLong DONE = new AtomicLong();
    private static final AtomicLong COUNTER = new AtomicLong(1);
    private static volatile Exception failure;

    private final Arguments arguments;
    private final String[] registers;
    private final boolean lists;
    private final boolean units;
    private final GXByteBuffer received = new GXByteBuffer();
    private final byte[] buffer = new byte[65536];
    private GXDLMSSecureClient client;
    private Socket socket;

    private BenchClient(Arguments arguments) {
        this.arguments = arguments;
        registers = arguments.names("registers");
        lists = arguments.is("lists", "yes");
        units = !arguments.is("units", "no");
    }

    public static void main(String[] words) throws Exception {
        LogManager.getLogManager().reset();
        Arguments arguments = new Arguments(words);
        for (int link = 0; link < arguments.number("links", 1); link++) {
            Thread thread = new Thread(() -> repeat(new BenchClient(arguments)));
            thread.setDaemon(true);
            thread.start();
        }
        while (failure == null && DONE.get() < arguments.number("warm", 0)) {
            Thread.sleep(10);
        }
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long before = DONE.get();
        long started = System.nanoTime();
        long used = system.getProcessCpuTime();
        Thread.sleep(arguments.number("time", 2000));
        while (failure == null && DONE.get() == before) {
            Thread.sleep(1);
        }
        long sessions = DONE.get() - before;
        double seconds = (System.nanoTime() - started) / 1e9;
        double processor = (system.getProcessCpuTime() - used) / 1e9;
        if (failure != null) {
            throw failure;
        }
        System.out.println("SESSIONS " + sessions + " " + seconds + " " + processor);
        System.exit(0);
    }

    private static void repeat(BenchClient link) {
        try {
            while (failure == null) {
                link.session();
                DONE.incrementAndGet();
            }
        } catch (Exception error) {
            failure = error;
        }
    }

    private void session() throws Exception {
        client = createClient();
        received.clear();
        try (Socket opened = new Socket(InetAddress.getLoopbackAddress(), arguments.number("port", 0))) {
            socket = opened;
            socket.setTcpNoDelay(true);
            associate();
            List<Entry<GXDLMSObject, Integer>> wanted = wanted();
            if (lists && client.getNegotiatedConformance().contains(Conformance.MULTIPLE_REFERENCES)) {
                readList(wanted);
            } else {
                readSingly(wanted);
            }
            check(wanted);
            for (byte[] request : client.releaseRequest()) {
                ask(request);
            }
            if (client.getInterfaceType() == InterfaceType.HDLC) {
                ask(client.disconnectRequest(true));
            }
        }
    }

    private GXDLMSSecureClient createClient() {
        InterfaceType framing = arguments.is("framing", "wrapper") ? InterfaceType.WRAPPER : InterfaceType.HDLC;
        byte[] key = arguments.octets("ek");
        Authentication level = key != null ? Authentication.HIGH_GMAC
                : arguments.text("password", null) == null ? Authentication.NONE : Authentication.LOW;
        int clientAddress = arguments.number("client", 16);
        GXDLMSSecureClient created = new GXDLMSSecureClient(true, clientAddress, 1, level, arguments.text("password", null), framing);
        if (key != null) {
            created.getCiphering().setSystemTitle(arguments.octets("title"));
            created.getCiphering().setBlockCipherKey(key);
            created.getCiphering().setAuthenticationKey(arguments.octets("ak"));
            created.getCiphering().setSecurity(Security.AUTHENTICATION_ENCRYPTION);
            created.getCiphering().setInvocationCounter(COUNTER.getAndAdd(100));
        }
        return created;
    }

    private void associate() throws Exception {
        byte[] snrm = client.snrmRequest();
        if (snrm.length > 0) {
            client.parseUAResponse(ask(snrm).getData());
        }
        GXReplyData reply = null;
        for (byte[] request : client.aarqRequest()) {
            reply = ask(request);
        }
        client.parseAareResponse(reply.getData());
        if (client.getIsAuthenticationRequired()) {
            for (byte[] request : client.getApplicationAssociationRequest()) {
                reply = ask(request);
            }
            client.parseApplicationAssociationResponse(reply.getData());
        }
    }

    /** scaler_unit before the value: the library scales while it takes the value. */
    private List<Entry<GXDLMSObject, Integer>> wanted() {
        List<Entry<GXDLMSObject, Integer>> wanted = new ArrayList<>();
        for (String name : registers) {
            GXDLMSRegister register = new GXDLMSRegister(name);
            if (units) {
                wanted.add(new SimpleEntry<>(register, 3));
            }
            wanted.add(new SimpleEntry<>(register, 2));
        }
        return wanted;
    }

    private void readSingly(List<Entry<GXDLMSObject, Integer>> wanted) throws Exception {
        for (Entry<GXDLMSObject, Integer> item : wanted) {
            GXReplyData reply = null;
            for (byte[] request : client.read(item.getKey(), item.getValue())) {
                reply = ask(request);
            }
            client.updateValue(item.getKey(), item.getValue(), reply.getValue());
        }
    }

    private void readList(List<Entry<GXDLMSObject, Integer>> wanted) throws Exception {
        List<Object> values = new ArrayList<>();
        for (byte[] request : client.readList(wanted)) {
            values.addAll((List<?>) ask(request).getValue());
        }
        client.updateValues(wanted, values);
    }

    private void check(List<Entry<GXDLMSObject, Integer>> wanted) {
        for (Entry<GXDLMSObject, Integer> item : wanted) {
            GXDLMSRegister register = (GXDLMSRegister) item.getKey();
            boolean unitMissing = units && (register.getUnit() == null || register.getUnit().getValue() == 0);
            if (register.getValue() == null || unitMissing) {
                throw new IllegalStateException("not read: " + register.getLogicalName());
            }
        }
    }

    /** Sends a request and collects its answer, in as many frames and blocks as it takes. */
    private GXReplyData ask(byte[] request) throws Exception {
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
}
