// SPDX-License-Identifier: GPL-2.0-only
import java.util.HashMap;
import java.util.Map;

/** Command line of the launchers: pairs of `--name value`. */
final class Arguments {
    private final Map<String, String> values = new HashMap<>();

    Arguments(String[] words) {
        for (int i = 0; i + 1 < words.length; i += 2) {
            if (!words[i].startsWith("--")) {
                throw new IllegalArgumentException("expected --name value, found " + words[i]);
            }
            values.put(words[i].substring(2), words[i + 1]);
        }
    }

    String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    int number(String name, int otherwise) {
        return values.containsKey(name) ? Integer.parseInt(values.get(name)) : otherwise;
    }

    /** What stands between commas; empty when the argument is absent. */
    String[] names(String name) {
        return values.containsKey(name) ? values.get(name).split(",") : new String[0];
    }

    boolean is(String name, String value) {
        return value.equals(values.get(name));
    }

    /** Octets written as hex digits; null when the argument is absent. */
    byte[] octets(String name) {
        String hex = values.get(name);
        return hex == null ? null : octetsOf(hex);
    }

    static byte[] octetsOf(String hex) {
        byte[] octets = new byte[hex.length() / 2];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
        }
        return octets;
    }
}
