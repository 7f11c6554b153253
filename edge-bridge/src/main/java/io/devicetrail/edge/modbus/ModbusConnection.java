package io.devicetrail.edge.modbus;

import com.ghgande.j2mod.modbus.ModbusException;
import com.ghgande.j2mod.modbus.ModbusSlaveException;
import com.ghgande.j2mod.modbus.facade.ModbusTCPMaster;
import com.ghgande.j2mod.modbus.procimg.InputRegister;
import io.devicetrail.edge.source.ReadValue;
import java.util.ArrayList;
import java.util.List;

/** One TCP connection to a device. After a time-out it is broken for good: a late answer must not be taken for another's. */
final class ModbusConnection implements AutoCloseable {

    private final ModbusTCPMaster master;
    private boolean broken;

    ModbusConnection(ModbusSettings settings) throws ModbusUnreachable {
        int timeoutMillis = Math.toIntExact(settings.timeout().toMillis());
        master = new ModbusTCPMaster(settings.host(), settings.port(), timeoutMillis, false);
        try {
            master.connect();
            master.setRetries(0);
            master.setCheckingValidity(true);
        } catch (Exception e) {
            master.disconnect();
            throw new ModbusUnreachable(settings.host() + ":" + settings.port() + " " + e.getMessage(), e);
        }
    }

    /** Every register gets a value: one that cannot be read gets a BAD one that says why. */
    List<ReadValue> read(List<ModbusRegister> registers) {
        List<ReadValue> values = new ArrayList<>();
        for (ModbusRegister register : registers) {
            values.add(broken ? register.bad("NoConnection") : read(register));
        }
        return values;
    }

    private ReadValue read(ModbusRegister register) {
        try {
            return register.value(words(register));
        } catch (ModbusSlaveException e) {
            return register.bad(exceptionName(e.getType()));
        } catch (ModbusException e) {
            broken = true;
            return register.bad("NoAnswer");
        }
    }

    private int[] words(ModbusRegister register) throws ModbusException {
        int unit = register.unitId();
        int address = register.address();
        int count = register.type().words();
        return switch (register.table()) {
            case HOLDING -> words(master.readMultipleRegisters(unit, address, count), count);
            case INPUT -> words(master.readInputRegisters(unit, address, count), count);
            case COIL -> new int[] {master.readCoils(unit, address, 1).getBit(0) ? 1 : 0};
            case DISCRETE ->
                new int[] {master.readInputDiscretes(unit, address, 1).getBit(0) ? 1 : 0};
        };
    }

    private static int[] words(InputRegister[] registers, int count) throws ModbusException {
        if (registers.length < count) {
            throw new ModbusException("the answer is too short");
        }
        int[] words = new int[count];
        for (int i = 0; i < count; i++) {
            words[i] = registers[i].toUnsignedShort();
        }
        return words;
    }

    boolean broken() {
        return broken;
    }

    /** The names of the Modbus application protocol, section 7. */
    static String exceptionName(int code) {
        return switch (code) {
            case 1 -> "IllegalFunction";
            case 2 -> "IllegalDataAddress";
            case 3 -> "IllegalDataValue";
            case 4 -> "ServerDeviceFailure";
            case 5 -> "Acknowledge";
            case 6 -> "ServerDeviceBusy";
            case 8 -> "MemoryParityError";
            case 10 -> "GatewayPathUnavailable";
            case 11 -> "GatewayTargetFailedToRespond";
            default -> "Exception" + code;
        };
    }

    @Override
    public void close() {
        master.disconnect();
    }

    /** No TCP connection within the time-out. */
    static final class ModbusUnreachable extends Exception {
        private static final long serialVersionUID = 1L;

        ModbusUnreachable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
