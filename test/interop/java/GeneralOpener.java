// SPDX-License-Identifier: GPL-2.0-only
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

import gurux.dlms.GXByteBuffer;
import gurux.dlms.GXDLMSSettings;
import gurux.dlms.enums.Authentication;
import gurux.dlms.enums.InterfaceType;
import gurux.dlms.enums.Security;
import gurux.dlms.secure.AesGcmParameter;
import gurux.dlms.secure.GXCiphering;
import gurux.dlms.secure.GXDLMSSecureClient;

/**
 * Opens protected APDUs with the Gurux library: one a line on standard input, as hex digits; its content on standard output, or
 * {@code refused} and why. Arguments: --title HEX (own), --sender HEX (title of who sends), and the keys of {@link MeterSecurity}.
 */
final class GeneralOpener extends GXDLMSSecureClient {
    private final Arguments arguments;

    private GeneralOpener(Arguments arguments) throws Exception {
        super(true, 1, 1, Authentication.NONE, null, InterfaceType.WRAPPER);
        this.arguments = arguments;
        GXCiphering ciphering = getCiphering();
        ciphering.setSecurity(Security.AUTHENTICATION_ENCRYPTION);
        new MeterSecurity(arguments).apply(ciphering, new gurux.dlms.objects.GXDLMSObjectCollection());
        setServerSystemTitle(arguments.octets("sender"));
    }

    private byte[] open(byte[] apdu) throws Exception {
        GXDLMSSettings settings = getSettings();
        AesGcmParameter parameter = new AesGcmParameter(settings, arguments.octets("sender"), arguments.octets("ek"),
                arguments.octets("ak"));
        return GXCiphering.decrypt(getCiphering(), parameter, new GXByteBuffer(apdu));
    }

    public static void main(String[] words) throws Exception {
        LogManager.getLogManager().reset();
        GeneralOpener opener = new GeneralOpener(new Arguments(words));
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            System.out.println(answer(opener, Arguments.octetsOf(line)));
        }
    }

    private static String answer(GeneralOpener opener, byte[] apdu) {
        try {
            StringBuilder hex = new StringBuilder();
            for (byte octet : opener.open(apdu)) {
                hex.append(String.format("%02X", octet));
            }
            return hex.toString();
        } catch (Exception error) {
            return "refused " + error;
        }
    }
}
