// SPDX-License-Identifier: GPL-2.0-only
import java.lang.management.ManagementFactory;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map.Entry;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.LogManager;

import com.sun.management.OperatingSystemMXBean;

import gurux.dlms.enums.Conformance;
import gurux.dlms.objects.GXDLMSObject;
import gurux.dlms.objects.GXDLMSRegister;

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
    private ClientLine line;

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
        try (ClientLine opened = new ClientLine(arguments, COUNTER.getAndAdd(100))) {
            line = opened;
            line.associate();
            List<Entry<GXDLMSObject, Integer>> wanted = wanted();
            if (lists && line.client.getNegotiatedConformance().contains(Conformance.MULTIPLE_REFERENCES)) {
                readList(wanted);
            } else {
                readSingly(wanted);
            }
            check(wanted);
            line.release();
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
            Object value = line.ask(line.client.read(item.getKey(), item.getValue())).getValue();
            line.client.updateValue(item.getKey(), item.getValue(), value);
        }
    }

    private void readList(List<Entry<GXDLMSObject, Integer>> wanted) throws Exception {
        List<Object> values = new ArrayList<>();
        for (byte[] request : line.client.readList(wanted)) {
            values.addAll((List<?>) line.ask(request).getValue());
        }
        line.client.updateValues(wanted, values);
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
}
