// SPDX-License-Identifier: GPL-2.0-only
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.EnumSet;
import java.util.Set;

import gurux.dlms.enums.DataType;
import gurux.dlms.objects.GXDLMSData;
import gurux.dlms.objects.GXDLMSObjectCollection;
import gurux.dlms.objects.GXDLMSSecuritySetup;
import gurux.dlms.objects.enums.SecurityPolicy;
import gurux.dlms.objects.enums.SecuritySuite;
import gurux.dlms.secure.GXCiphering;

/**
 * What is secret about a meter, and the counter of the client, which outlives a connection.
 *
 * Arguments (all optional): --title HEX, --suite 0|1|2, --ek HEX, --ak HEX, --policy none|authenticated|encrypted|both,
 * --context plain|ciphered (application context of all clients but the public one; read by {@link SimpleMeter}),
 * --signing HEX (own private key, PKCS 8), --client-signing HEX (public key of the client, SubjectPublicKeyInfo),
 * --agreement HEX and --client-agreement HEX (the same for key agreement),
 * --counter NUMBER (the least invocation counter that is accepted; without it nothing is checked).
 */
final class MeterSecurity {
    static final String SETUP = "0.0.43.0.0.255";
    /** The library looks for the counter of a security setup under this name. */
    private static final String COUNTER = "0.0.43.1.0.255";

    private final byte[] title;
    private final byte[] encryptionKey;
    private final byte[] authenticationKey;
    private final SecuritySuite suite;
    private final Set<SecurityPolicy> policy;
    private final KeyPair signing;
    private final KeyPair agreement;
    private final GXDLMSData counter;

    MeterSecurity(Arguments arguments) throws GeneralSecurityException {
        byte[] given = arguments.octets("title");
        title = given == null ? "GRX00001".getBytes(StandardCharsets.US_ASCII) : given;
        encryptionKey = arguments.octets("ek");
        authenticationKey = arguments.octets("ak");
        suite = SecuritySuite.values()[arguments.number("suite", 0)];
        policy = policyOf(arguments.text("policy", "none"));
        signing = keyPair(arguments.octets("client-signing"), arguments.octets("signing"));
        agreement = keyPair(arguments.octets("client-agreement"), arguments.octets("agreement"));
        counter = arguments.text("counter", null) == null ? null : counterFrom(Long.parseLong(arguments.text("counter", "0")));
    }

    private static Set<SecurityPolicy> policyOf(String name) {
        Set<SecurityPolicy> bits = EnumSet.noneOf(SecurityPolicy.class);
        if (name.equals("authenticated") || name.equals("both")) {
            bits.add(SecurityPolicy.AUTHENTICATED);
        }
        if (name.equals("encrypted") || name.equals("both")) {
            bits.add(SecurityPolicy.ENCRYPTED);
        }
        return bits;
    }

    /** As the library wants it: the public key of the other side beside the own private key. */
    private static KeyPair keyPair(byte[] clientPublic, byte[] ownPrivate) throws GeneralSecurityException {
        if (clientPublic == null || ownPrivate == null) {
            return null;
        }
        KeyFactory factory = KeyFactory.getInstance("EC");
        return new KeyPair(factory.generatePublic(new X509EncodedKeySpec(clientPublic)),
                factory.generatePrivate(new PKCS8EncodedKeySpec(ownPrivate)));
    }

    private static GXDLMSData counterFrom(long value) {
        GXDLMSData data = new GXDLMSData(COUNTER);
        data.setDataType(2, DataType.UINT32);
        data.setValue(value);
        return data;
    }

    /** Gives a meter its keys and the objects that show them. */
    void apply(GXCiphering ciphering, GXDLMSObjectCollection items) {
        ciphering.setSystemTitle(title);
        if (counter != null) {
            items.add(counter);
        }
        if (encryptionKey == null) {
            return;
        }
        ciphering.setSecuritySuite(suite);
        ciphering.setBlockCipherKey(encryptionKey);
        ciphering.setAuthenticationKey(authenticationKey);
        if (signing != null) {
            ciphering.setSigningKeyPair(signing);
        }
        if (agreement != null) {
            ciphering.setKeyAgreementKeyPair(agreement);
        }
        GXDLMSSecuritySetup setup = new GXDLMSSecuritySetup(SETUP);
        setup.setServerSystemTitle(title);
        setup.setSecuritySuite(suite);
        setup.setSecurityPolicy(policy);
        setup.setGuek(encryptionKey);
        setup.setGak(authenticationKey);
        items.add(setup);
    }

    /** The library's own HLS 7 knows P-256 alone (gurux.dlms 4.0.47): with P-384 the launcher signs, with the JDK. */
    boolean signsItself() {
        return signing != null && suite == SecuritySuite.SUITE_2;
    }

    /**
     * f(CtoS) of HLS 7 (Green Book 9.2.7.4.2), or null when f(StoC) is wrong: signatures over the prover's title, the other's
     * title, the challenge that is answered, the own challenge.
     */
    byte[] answer(byte[] proof, byte[] clientTitle, byte[] clientChallenge, byte[] serverChallenge) throws GeneralSecurityException {
        Signature verifier = Signature.getInstance("SHA384withECDSAinP1363Format");
        verifier.initVerify(signing.getPublic());
        for (byte[] part : new byte[][] { clientTitle, title, serverChallenge, clientChallenge }) {
            verifier.update(part);
        }
        if (!verifier.verify(proof)) {
            return null;
        }
        Signature signer = Signature.getInstance("SHA384withECDSAinP1363Format");
        signer.initSign(signing.getPrivate());
        for (byte[] part : new byte[][] { title, clientTitle, clientChallenge, serverChallenge }) {
            signer.update(part);
        }
        return signer.sign();
    }

    boolean hasKeys() {
        return encryptionKey != null;
    }
}
