// SPDX-License-Identifier: GPL-2.0-only
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;

import gurux.dlms.GXServerReply;

/**
 * Starts a meter made of the Gurux server library on a loopback TCP port and prints {@code READY <port>}.
 *
 * Arguments (all optional): --referencing ln|sn, --framing hdlc|wrapper, --pdu OCTETS, --info OCTETS, --window FRAMES,
 * --rows ROWS, --password TEXT, --title HEX, --ek HEX, --ak HEX, --port PORT.
 *
 * Each connection gets a meter of its own, because one server object keeps one association at a time.
 * The process ends when its standard input does, so that no launcher outlives the test that started it.
 */
public final class MeterServer {
    private MeterServer() {
    }

    public static void main(String[] words) throws Exception {
        Arguments arguments = new Arguments(words);
        try (ServerSocket listener = new ServerSocket(arguments.number("port", 0), 50, InetAddress.getLoopbackAddress())) {
            endWithStandardInput();
            System.out.println("READY " + listener.getLocalPort());
            System.out.flush();
            while (true) {
                Socket socket = listener.accept();
                Thread thread = new Thread(() -> serve(socket, arguments));
                thread.setDaemon(true);
                thread.start();
            }
        }
    }

    private static void endWithStandardInput() {
        Thread thread = new Thread(() -> {
            try {
                while (System.in.read() >= 0) {
                    // what is written there does not matter
                }
            } catch (IOException ended) {
                // as good as its end
            }
            System.exit(0);
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static void serve(Socket socket, Arguments arguments) {
        try (socket) {
            socket.setTcpNoDelay(true);
            SimpleMeter meter = new SimpleMeter(arguments);
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
