// SPDX-License-Identifier: GPL-2.0-only
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Date;
import java.util.EnumSet;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Set;
import java.util.TimeZone;

import gurux.dlms.GXDLMSConnectionEventArgs;
import gurux.dlms.GXDateTime;
import gurux.dlms.ValueEventArgs;
import gurux.dlms.enums.AccessMode;
import gurux.dlms.enums.Authentication;
import gurux.dlms.enums.Conformance;
import gurux.dlms.enums.DataType;
import gurux.dlms.enums.ErrorCode;
import gurux.dlms.enums.InterfaceType;
import gurux.dlms.enums.MethodAccessMode;
import gurux.dlms.enums.ObjectType;
import gurux.dlms.enums.SourceDiagnostic;
import gurux.dlms.enums.Unit;
import gurux.dlms.objects.GXDLMSAssociationLogicalName;
import gurux.dlms.objects.GXDLMSAssociationShortName;
import gurux.dlms.objects.GXDLMSClock;
import gurux.dlms.objects.GXDLMSData;
import gurux.dlms.objects.GXDLMSDisconnectControl;
import gurux.dlms.objects.GXDLMSObject;
import gurux.dlms.objects.GXDLMSProfileGeneric;
import gurux.dlms.objects.GXDLMSRegister;
import gurux.dlms.objects.enums.ApplicationContextName;
import gurux.dlms.objects.enums.AssociationStatus;
import gurux.dlms.objects.enums.ControlMode;
import gurux.dlms.objects.enums.ControlState;
import gurux.dlms.objects.enums.SortMethod;
import gurux.dlms.secure.GXDLMSSecureServer2;

/**
 * The meter behind {@link MeterServer}. What stands in it is written down once more in test/interop/java-server.test.ts,
 * where the client is expected to read exactly this.
 *
 * Clients (logical names): 16 no authentication, 1 low level, 32 + n high level with mechanism n.
 */
final class SimpleMeter extends GXDLMSSecureServer2 {
    /** Start of the load profile: 2026-03-01 00:00 UTC, one row a quarter of an hour. */
    private static final long PROFILE_START = 1772323200000L;
    private static final long PERIOD = 900_000;

    private final byte[] password;
    private final ApplicationContextName context;
    private final MeterSecurity security;
    private final List<Object[]> rows = new ArrayList<>();
    private int authenticatedClient = -1;

    SimpleMeter(Arguments arguments, MeterSecurity security) {
        super(!arguments.is("referencing", "sn"), arguments.is("framing", "wrapper") ? InterfaceType.WRAPPER : InterfaceType.HDLC);
        password = arguments.text("password", "Gurux").getBytes(StandardCharsets.US_ASCII);
        this.security = security;
        context = arguments.is("context", "ciphered") ? ApplicationContextName.LOGICAL_NAME_WITH_CIPHERING
                : ApplicationContextName.LOGICAL_NAME;
        setMaxReceivePDUSize(arguments.number("pdu", 1024));
        int info = arguments.number("info", 128);
        getHdlcSettings().setMaxInfoTX(info);
        getHdlcSettings().setMaxInfoRX(info);
        getHdlcSettings().setWindowSizeTX(arguments.number("window", 1));
        getHdlcSettings().setWindowSizeRX(arguments.number("window", 1));
        security.apply(getCiphering(), getItems());
        addAssociations(security.hasKeys() ? MeterSecurity.SETUP : null);
        addObjects(arguments.number("rows", 500), arguments.names("registers"));
        setConformance(conformance());
        initialize();
    }

    private Set<Conformance> conformance() {
        Set<Conformance> bits = EnumSet.of(Conformance.BLOCK_TRANSFER_WITH_GET_OR_READ, Conformance.MULTIPLE_REFERENCES,
                Conformance.GENERAL_PROTECTION);
        if (getUseLogicalNameReferencing()) {
            bits.addAll(EnumSet.of(Conformance.GET, Conformance.SET, Conformance.ACTION, Conformance.SELECTIVE_ACCESS,
                    Conformance.BLOCK_TRANSFER_WITH_SET_OR_WRITE, Conformance.BLOCK_TRANSFER_WITH_ACTION,
                    Conformance.ATTRIBUTE_0_SUPPORTED_WITH_GET, Conformance.PRIORITY_MGMT_SUPPORTED));
        } else {
            bits.addAll(EnumSet.of(Conformance.READ, Conformance.WRITE, Conformance.PARAMETERIZED_ACCESS,
                    Conformance.UN_CONFIRMED_WRITE, Conformance.INFORMATION_REPORT));
        }
        return bits;
    }

    private void addAssociations(String securitySetup) {
        if (!getUseLogicalNameReferencing()) {
            GXDLMSAssociationShortName association = new GXDLMSAssociationShortName();
            association.setSecret(password);
            association.setSecuritySetupReference(securitySetup);
            getItems().add(association);
            return;
        }
        addAssociation("0.0.40.0.1.255", 16, Authentication.NONE, null);
        addAssociation("0.0.40.0.2.255", 1, Authentication.LOW, securitySetup);
        for (Authentication level : Authentication.values()) {
            if (level != Authentication.NONE && level != Authentication.LOW) {
                addAssociation("0.0.40.0." + (10 + level.getValue()) + ".255", 32 + level.getValue(), level, securitySetup);
            }
        }
    }

    private void addAssociation(String logicalName, int client, Authentication level, String securitySetup) {
        GXDLMSAssociationLogicalName association = new GXDLMSAssociationLogicalName(logicalName);
        association.setClientSAP(client);
        association.setServerSAP((short) 1);
        association.getAuthenticationMechanismName().setMechanismId(level);
        association.getApplicationContextName().setContextId(level == Authentication.NONE ? ApplicationContextName.LOGICAL_NAME : context);
        // The library puts the secret in front of what it signs, where the Green Book (9.2.7.4) has none.
        association.setSecret(level == Authentication.HIGH_ECDSA ? new byte[0] : password);
        association.setSecuritySetupReference(securitySetup);
        association.getXDLMSContextInfo().setMaxReceivePduSize(getMaxReceivePDUSize());
        association.getXDLMSContextInfo().setMaxSendPduSize(getMaxReceivePDUSize());
        association.getXDLMSContextInfo().setConformance(conformance());
        getItems().add(association);
    }

    private void addObjects(int rows, String[] more) {
        GXDLMSClock clock = new GXDLMSClock("0.0.1.0.0.255");
        clock.setTimeZone(-60);
        getItems().add(clock);

        GXDLMSData name = new GXDLMSData("0.0.42.0.0.255");
        name.setValue("GRX0000000000001".getBytes(StandardCharsets.US_ASCII));
        name.setDataType(2, DataType.OCTET_STRING);
        getItems().add(name);

        GXDLMSData writable = new GXDLMSData("0.0.96.1.10.255");
        writable.setValue("initial".getBytes(StandardCharsets.US_ASCII));
        writable.setDataType(2, DataType.OCTET_STRING);
        getItems().add(writable);

        GXDLMSRegister energy = register("1.0.1.8.0.255", 12345678L, -1, Unit.ACTIVE_ENERGY);
        register("1.0.2.8.0.255", 4321L, 0, Unit.ACTIVE_ENERGY);
        register("1.0.32.7.0.255", 2301L, -1, Unit.VOLTAGE);
        register("1.0.31.7.0.255", 512L, -2, Unit.CURRENT);
        for (String code : more) {
            register(code, 1000L, -1, Unit.ACTIVE_ENERGY);
        }

        GXDLMSDisconnectControl breaker = new GXDLMSDisconnectControl("0.0.96.3.10.255");
        breaker.setControlMode(ControlMode.MODE_1);
        breaker.setControlState(ControlState.CONNECTED);
        breaker.setOutputState(true);
        getItems().add(breaker);

        addProfile(clock, energy, rows);
    }

    private GXDLMSRegister register(String logicalName, long value, int scaler, Unit unit) {
        GXDLMSRegister register = new GXDLMSRegister(logicalName);
        register.setValue(value);
        register.setDataType(2, DataType.UINT32);
        register.setScaler(Math.pow(10, scaler));
        register.setUnit(unit);
        getItems().add(register);
        return register;
    }

    private void addProfile(GXDLMSClock clock, GXDLMSRegister energy, int count) {
        GXDLMSProfileGeneric profile = new GXDLMSProfileGeneric("1.0.99.1.0.255");
        profile.addCaptureObject(clock, 2, 0);
        profile.addCaptureObject(energy, 2, 0);
        profile.setCapturePeriod(PERIOD / 1000);
        profile.setSortMethod(SortMethod.FIFO);
        profile.setSortObject(clock);
        profile.setSortObjectAttributeIndex(2);
        profile.setProfileEntries(count);
        for (int row = 0; row < count; row++) {
            rows.add(new Object[] { utc(PROFILE_START + PERIOD * row), 1000L + row });
        }
        profile.setEntriesInUse(count);
        getItems().add(profile);
    }

    private static GXDateTime utc(long milliseconds) {
        Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone("UTC"));
        calendar.setTimeInMillis(milliseconds);
        return new GXDateTime(calendar);
    }

    @Override
    protected boolean isTarget(int server, int client) {
        authenticatedClient = client;
        if (!getUseLogicalNameReferencing()) {
            return true;
        }
        for (GXDLMSObject object : getItems().getObjects(ObjectType.ASSOCIATION_LOGICAL_NAME)) {
            GXDLMSAssociationLogicalName association = (GXDLMSAssociationLogicalName) object;
            if (association.getClientSAP() == client) {
                setAssignedAssociation(association);
                return true;
            }
        }
        return false;
    }

    @Override
    protected SourceDiagnostic onValidateAuthentication(Authentication level, byte[] secret) {
        Authentication expected = getUseLogicalNameReferencing() ? getAssignedAssociation().getAuthenticationMechanismName().getMechanismId()
                : authenticatedClient == 16 ? Authentication.NONE : level;
        if (level != expected) {
            return level == Authentication.NONE ? SourceDiagnostic.AUTHENTICATION_REQUIRED : SourceDiagnostic.AUTHENTICATION_FAILURE;
        }
        if (level == Authentication.LOW && !java.util.Arrays.equals(password, secret)) {
            return SourceDiagnostic.AUTHENTICATION_FAILURE;
        }
        return SourceDiagnostic.NONE;
    }

    @Override
    protected GXDLMSObject onFindObject(ObjectType type, int shortName, String logicalName) {
        return "0.0.40.0.0.255".equals(logicalName) ? getAssignedAssociation() : null;
    }

    @Override
    public void onPreRead(ValueEventArgs[] items) {
        for (ValueEventArgs item : items) {
            if (item.getTarget() instanceof GXDLMSClock && item.getIndex() == 2) {
                ((GXDLMSClock) item.getTarget()).setTime(utc(new Date().getTime() / 1000 * 1000));
            }
            if (item.getTarget() instanceof GXDLMSProfileGeneric && item.getIndex() == 2) {
                select((GXDLMSProfileGeneric) item.getTarget(), item);
            }
        }
    }

    /**
     * Leaves the rows asked for in the buffer and takes the selector away: the library's own selection is off by one.
     * Blue Book 4.3.6: entries count from 1, both ends belong to the selection, 0 as the last entry means all.
     */
    private void select(GXDLMSProfileGeneric profile, ValueEventArgs item) {
        if (item.getRowEndIndex() != 0) {
            return; // the following block of a transfer
        }
        int first = 0;
        int last = rows.size() - 1;
        List<?> parameters = (List<?>) item.getParameters();
        if (item.getSelector() == 1) {
            long from = moment(parameters.get(1));
            long to = moment(parameters.get(2));
            first = (int) Math.max(0, Math.floorDiv(from - PROFILE_START + PERIOD - 1, PERIOD));
            last = (int) Math.min(last, Math.floorDiv(to - PROFILE_START, PERIOD));
        } else if (item.getSelector() == 2) {
            first = ((Number) parameters.get(0)).intValue() - 1;
            int end = ((Number) parameters.get(1)).intValue();
            last = end == 0 ? last : Math.min(last, end - 1);
        }
        profile.clearBuffer();
        for (int row = first; row <= last; row++) {
            profile.addRow(rows.get(row));
        }
        item.setSelector(0);
        item.setParameters(null);
    }

    /**
     * Blue Book 4.1.6.1, octet by octet: the library takes a clock status of FF (not specified) for daylight saving time.
     */
    private static long moment(Object value) {
        ByteBuffer octets = ByteBuffer.wrap((byte[]) value);
        Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone("UTC"));
        calendar.clear();
        calendar.set(octets.getShort(0), octets.get(2) - 1, octets.get(3), octets.get(5), octets.get(6), octets.get(7));
        short deviation = octets.getShort(9);
        return calendar.getTimeInMillis() + (deviation == Short.MIN_VALUE ? 0 : deviation * 60_000L);
    }

    @Override
    protected AccessMode onGetAttributeAccess(ValueEventArgs item) {
        return item.getIndex() == 1 ? AccessMode.READ : AccessMode.READ_WRITE;
    }

    @Override
    protected MethodAccessMode onGetMethodAccess(ValueEventArgs item) {
        return MethodAccessMode.ACCESS;
    }

    @Override
    public void onPreGet(ValueEventArgs[] items) {
        // nothing to do before the association view is made
    }

    @Override
    public void onPostGet(ValueEventArgs[] items) {
        // nothing to do
    }

    @Override
    public void onPostRead(ValueEventArgs[] items) {
        // nothing to do
    }

    @Override
    protected void onPreWrite(ValueEventArgs[] items) {
        // the library writes
    }

    @Override
    protected void onPostWrite(ValueEventArgs[] items) {
        // nothing to do
    }

    @Override
    protected void onPreAction(ValueEventArgs[] items) throws Exception {
        for (ValueEventArgs item : items) {
            boolean isLogin = item.getTarget() instanceof GXDLMSAssociationLogicalName && item.getIndex() == 1;
            if (isLogin && security.signsItself() && getSettings().getAuthentication() == Authentication.HIGH_ECDSA) {
                login(item);
                item.setHandled(true);
            }
            if (item.getTarget() instanceof GXDLMSDisconnectControl) {
                operate((GXDLMSDisconnectControl) item.getTarget(), item.getIndex() == 2);
                item.setHandled(true);
            }
        }
    }

    private void login(ValueEventArgs item) throws Exception {
        byte[] proof = security.answer((byte[]) item.getParameters(), getSettings().getSourceSystemTitle(), getCtoSChallenge(),
                getStoCChallenge());
        if (proof == null) {
            item.setError(ErrorCode.READ_WRITE_DENIED);
            return;
        }
        item.setValue(proof);
        ((GXDLMSAssociationLogicalName) item.getTarget()).setAssociationStatus(AssociationStatus.ASSOCIATED);
    }

    /** Blue Book 4.5.8: method 1 disconnects, method 2 reconnects. */
    private static void operate(GXDLMSDisconnectControl breaker, boolean connect) {
        breaker.setOutputState(connect);
        breaker.setControlState(connect ? ControlState.CONNECTED : ControlState.DISCONNECTED);
    }

    @Override
    protected void onPostAction(ValueEventArgs[] items) {
        // nothing to do
    }

    @Override
    protected void onConnected(GXDLMSConnectionEventArgs connection) {
        // nothing to do
    }

    @Override
    protected void onInvalidConnection(GXDLMSConnectionEventArgs connection) {
        // nothing to do
    }

    @Override
    protected void onDisconnected(GXDLMSConnectionEventArgs connection) {
        // nothing to do
    }
}
