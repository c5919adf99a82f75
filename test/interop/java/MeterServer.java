// SPDX-License-Identifier: GPL-2.0-only
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.logging.LogManager;

import gurux.dlms.GXServerReply;

/**
 * Starts a meter made of the Gurux server library on a loopback TCP port and prints {@code READY <port>}. Each line on
 * standard input, arguments once more, starts another meter in the same process.
 *
 * Arguments (all optional): --referencing ln|sn, --framing hdlc|wrapper, --pdu OCTETS, --info OCTETS, --window FRAMES,
 * --rows ROWS, --registers CODES (more registers than the usual four, commas between), --password TEXT, --port PORT, and
 * those of {@link MeterSecurity}.
 *
 * Each connection gets a meter of its own, because one server object keeps one association at a time.
 * The process ends when its standard input does, so that no launcher outlives the test that started it.
 */
public final class MeterServer {
    private MeterServer() {
    }

    public static void main(String[] words) throws Exception {
        // Refusals are what the tests are about; the library would log each.
        LogManager.getLogManager().reset();
        open(new Arguments(words));
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            open(new Arguments(line.split(" ")));
        }
        System.exit(0);
    }

    private static void open(Arguments arguments) throws Exception {
        MeterSecurity security = new MeterSecurity(arguments);
        ServerSocket listener = new ServerSocket(arguments.number("port", 0), 50, InetAddress.getLoopbackAddress());
        inBackground(() -> {
            while (true) {
                Socket socket = accept(listener);
                inBackground(() -> serve(socket, arguments, security));
            }
        });
        System.out.println("READY " + listener.getLocalPort());
        System.out.flush();
    }

    private static Socket accept(ServerSocket listener) {
        try {
            return listener.accept();
        } catch (IOException error) {
            throw new IllegalStateException(error);
        }
    }

    private static void inBackground(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }

    private static void serve(Socket socket, Arguments arguments, MeterSecurity security) {
        try (socket) {
            socket.setTcpNoDelay(true);
            SimpleMeter meter = new SimpleMeter(arguments, security);
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            byte[] buffer = new byte[65536];
            int count;
            while ((count = in.read(buffer)) > 0) {
                answer(meter, Arrays.copyOf(buffer, count), out);
            }
        } catch (Exception error) {
            System.err.println("connection ended: " + error);
        }
    }

    /** A reply may be a series of frames (window of more than one, general block transfer): asked for until it ends. */
    private static void answer(SimpleMeter meter, byte[] octets, OutputStream out) throws Exception {
        GXServerReply exchange = new GXServerReply(octets);
        do {
            meter.handleRequest(exchange);
            if (exchange.getReply() != null) {
                out.write(exchange.getReply());
                out.flush();
            }
            exchange.setData(null);
        } while (exchange.isStreaming());
    }
}
