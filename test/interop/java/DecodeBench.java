// SPDX-License-Identifier: GPL-2.0-only
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import gurux.dlms.GXDLMSClient;
import gurux.dlms.GXReplyData;
import gurux.dlms.enums.Authentication;
import gurux.dlms.enums.DataType;
import gurux.dlms.enums.InterfaceType;

/**
 * Decodes the get-response of a file again and again and prints rows per second of processor time, to stand beside this
 * project's own figure in one run: {@code RAW <rows/s>} as the library leaves it, {@code TYPED <rows/s>} with the date-time
 * of each row typed, by the fastest way that the library has.
 *
 * Arguments: --file FILE, --rows ROWS in it, --time MILLISECONDS of measuring each.
 */
public final class DecodeBench {
    /** Nanoseconds. */
    private static final long BATCH = 100_000_000L;

    private DecodeBench() {
    }

    public static void main(String[] words) throws Exception {
        Arguments arguments = new Arguments(words);
        byte[] apdu = Files.readAllBytes(Path.of(arguments.text("file", "")));
        int rows = arguments.number("rows", 10000);
        int milliseconds = arguments.number("time", 3000);
        for (boolean typed : new boolean[] { false, true }) {
            measure(apdu, rows, 2 * milliseconds, typed);
            System.out.println((typed ? "TYPED " : "RAW ") + measure(apdu, rows, milliseconds, typed));
        }
    }

    /**
     * Best of the batches within the time: what the code can do when nothing else disturbs it. The processor time of the
     * process is only known in hundredths of a second; that of the thread leaves the garbage collector out.
     */
    private static long measure(byte[] apdu, int rows, int milliseconds, boolean typed) throws Exception {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long end = threads.getCurrentThreadCpuTime() + milliseconds * 1_000_000L;
        double best = 0;
        while (threads.getCurrentThreadCpuTime() < end) {
            long before = threads.getCurrentThreadCpuTime();
            long decoded = 0;
            while (threads.getCurrentThreadCpuTime() < before + BATCH) {
                if (decode(apdu, typed) != rows) {
                    throw new IllegalStateException("not the rows expected");
                }
                decoded += rows;
            }
            best = Math.max(best, decoded / ((threads.getCurrentThreadCpuTime() - before) / 1e9));
        }
        return Math.round(best);
    }

    @SuppressWarnings("unchecked")
    private static int decode(byte[] apdu, boolean typed) throws Exception {
        GXDLMSClient client = new GXDLMSClient(true, 16, 1, Authentication.NONE, null, InterfaceType.PDU);
        GXReplyData reply = new GXReplyData();
        client.getData(apdu, reply);
        List<?> table = (List<?>) reply.getValue();
        if (typed) {
            for (Object row : table) {
                List<Object> values = (List<Object>) row;
                values.set(0, GXDLMSClient.changeType((byte[]) values.get(0), DataType.DATETIME));
            }
        }
        return table.size();
    }
}
