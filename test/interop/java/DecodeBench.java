// SPDX-License-Identifier: GPL-2.0-only
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import gurux.dlms.GXDLMSClient;
import gurux.dlms.GXReplyData;
import gurux.dlms.enums.Authentication;
import gurux.dlms.enums.InterfaceType;
import gurux.dlms.objects.GXDLMSClock;
import gurux.dlms.objects.GXDLMSData;
import gurux.dlms.objects.GXDLMSProfileGeneric;

/**
 * Decodes the get-response of a file again and again and prints rows a second, to stand beside this project's own figure
 * in one run: {@code RAW <rows/s>} as the library leaves it, {@code TYPED <rows/s>} with the date-time of each row typed.
 *
 * Arguments: --file FILE, --rows ROWS in it, --seconds SECONDS of measuring each.
 */
public final class DecodeBench {
    private DecodeBench() {
    }

    public static void main(String[] words) throws Exception {
        Arguments arguments = new Arguments(words);
        byte[] apdu = Files.readAllBytes(Path.of(arguments.text("file", "")));
        int rows = arguments.number("rows", 10000);
        int seconds = arguments.number("seconds", 3);
        for (boolean typed : new boolean[] { false, true }) {
            measure(apdu, rows, seconds, typed);
            System.out.println((typed ? "TYPED " : "RAW ") + measure(apdu, rows, seconds, typed));
        }
    }

    /** Best of the passes within the time: what the code can do when nothing else disturbs it. */
    private static long measure(byte[] apdu, int rows, int seconds, boolean typed) throws Exception {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        long best = Long.MAX_VALUE;
        while (System.nanoTime() < end) {
            long started = System.nanoTime();
            if (decode(apdu, typed) != rows) {
                throw new IllegalStateException("not the rows expected");
            }
            best = Math.min(best, System.nanoTime() - started);
        }
        return Math.round(rows / (best / 1e9));
    }

    private static int decode(byte[] apdu, boolean typed) throws Exception {
        GXDLMSClient client = new GXDLMSClient(true, 16, 1, Authentication.NONE, null, InterfaceType.PDU);
        GXReplyData reply = new GXReplyData();
        client.getData(apdu, reply);
        List<?> table = (List<?>) reply.getValue();
        if (!typed) {
            return table.size();
        }
        GXDLMSProfileGeneric profile = new GXDLMSProfileGeneric("1.0.99.1.0.255");
        profile.addCaptureObject(new GXDLMSClock("0.0.1.0.0.255"), 2, 0);
        for (int column = 1; column <= 5; column++) {
            profile.addCaptureObject(new GXDLMSData("1.0." + column + ".8.0.255"), 2, 0);
        }
        client.updateValue(profile, 2, table);
        return profile.getBuffer().length;
    }
}
