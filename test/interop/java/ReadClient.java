// SPDX-License-Identifier: GPL-2.0-only
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map.Entry;
import java.util.logging.LogManager;

import gurux.dlms.GXByteBuffer;
import gurux.dlms.GXReplyData;
import gurux.dlms.enums.DataType;
import gurux.dlms.enums.ObjectType;
import gurux.dlms.objects.GXDLMSObject;
import gurux.dlms.objects.GXDLMSObjectCollection;
import gurux.dlms.objects.GXDLMSProfileGeneric;
import gurux.dlms.objects.IGXDLMSBase;

/**
 * Reads all of a meter with the Gurux client library, as its examples do: object list, each attribute that may be read, the load
 * profile by entry and whole, registers in a list, and one text written and read back. Arguments: those of {@link ClientLine}.
 *
 * Prints a line for each: {@code objects N}, {@code refused N}, {@code entries N}, {@code rows N}, {@code list N,N},
 * {@code text TEXT}.
 */
public final class ReadClient {
    private final ClientLine line;
    private final GXDLMSObjectCollection objects;

    private ReadClient(ClientLine line) throws Exception {
        this.line = line;
        GXByteBuffer view = line.ask(line.client.getObjectsRequest()).getData();
        objects = line.client.parseObjects(view, true);
        System.out.println("objects " + objects.size());
    }

    public static void main(String[] words) throws Exception {
        LogManager.getLogManager().reset();
        Arguments arguments = new Arguments(words);
        try (ClientLine line = new ClientLine(arguments, 1)) {
            line.associate();
            ReadClient reader = new ReadClient(line);
            System.out.println("refused " + reader.attributes());
            reader.profile();
            reader.list();
            reader.text("written by Java".repeat(arguments.number("repeat", 1)));
            line.release();
        }
    }

    private Object read(GXDLMSObject object, int attribute) throws Exception {
        return line.client.updateValue(object, attribute, line.ask(line.client.read(object, attribute)).getValue());
    }

    /** Reads what the object list says may be read, but no buffers; how many were refused all the same. */
    private int attributes() throws Exception {
        int refused = 0;
        for (GXDLMSObject object : objects) {
            for (int attribute : ((IGXDLMSBase) object).getAttributeIndexToRead(true)) {
                boolean buffer = object instanceof GXDLMSProfileGeneric && attribute == 2;
                if (buffer || !line.client.canRead(object, attribute)) {
                    continue;
                }
                try {
                    read(object, attribute);
                } catch (IllegalStateException refusal) {
                    refused++;
                }
            }
        }
        return refused;
    }

    private void profile() throws Exception {
        GXDLMSProfileGeneric profile = (GXDLMSProfileGeneric) objects.findByLN(ObjectType.PROFILE_GENERIC, "1.0.99.1.0.255");
        GXReplyData some = line.ask(line.client.readRowsByEntry(profile, 2, 7));
        line.client.updateValue(profile, 2, some.getValue());
        System.out.println("entries " + profile.getBuffer().length);
        profile.setBuffer(new Object[0][]);
        read(profile, 2);
        System.out.println("rows " + profile.getBuffer().length);
    }

    private void list() throws Exception {
        List<Entry<GXDLMSObject, Integer>> wanted = new ArrayList<>();
        for (String name : new String[] { "1.0.1.8.0.255", "1.0.2.8.0.255" }) {
            wanted.add(new SimpleEntry<>(objects.findByLN(ObjectType.REGISTER, name), 2));
        }
        List<String> values = new ArrayList<>();
        for (Object value : (List<?>) line.ask(line.client.readList(wanted)).getValue()) {
            values.add(value.toString());
        }
        System.out.println("list " + String.join(",", values));
    }

    private void text(String text) throws Exception {
        GXDLMSObject object = objects.findByLN(ObjectType.DATA, "0.0.96.1.1.255");
        line.ask(line.client.write(object.getName(), text.getBytes("US-ASCII"), DataType.OCTET_STRING, ObjectType.DATA, 2));
        Object back = line.ask(line.client.read(object, 2)).getValue();
        System.out.println("text " + (back instanceof byte[] ? new String((byte[]) back, "US-ASCII") : back));
    }
}
