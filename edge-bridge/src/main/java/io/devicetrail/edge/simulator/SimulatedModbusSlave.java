package io.devicetrail.edge.simulator;

import com.ghgande.j2mod.modbus.ModbusException;
import com.ghgande.j2mod.modbus.procimg.InputRegister;
import com.ghgande.j2mod.modbus.procimg.Register;
import com.ghgande.j2mod.modbus.procimg.SimpleDigitalIn;
import com.ghgande.j2mod.modbus.procimg.SimpleDigitalOut;
import com.ghgande.j2mod.modbus.procimg.SimpleInputRegister;
import com.ghgande.j2mod.modbus.procimg.SimpleProcessImage;
import com.ghgande.j2mod.modbus.procimg.SimpleRegister;
import com.ghgande.j2mod.modbus.slave.ModbusSlave;
import com.ghgande.j2mod.modbus.slave.ModbusSlaveFactory;
import java.net.InetAddress;

/** A real Modbus TCP slave (unit 1) on the loopback address with one heat meter behind it. */
final class SimulatedModbusSlave implements AutoCloseable {

    private static final int UNIT = 1;
    private static final int CONNECTIONS = 4;

    private final ModbusSlave slave;
    private final HeatMeter meter = new HeatMeter();

    SimulatedModbusSlave(int port) throws Exception {
        meter.show(0);
        slave = ModbusSlaveFactory.createTCPSlave(InetAddress.getLoopbackAddress(), port, CONNECTIONS, false);
        slave.addProcessImage(UNIT, meter);
        slave.open();
        if (slave.getError() != null) {
            throw new ModbusException("the Modbus slave did not start: " + slave.getError());
        }
    }

    void show(long tick) {
        meter.show(tick);
    }

    @Override
    public void close() {
        ModbusSlaveFactory.close(slave);
    }

    /** Registers are replaced, never changed, and only between reads: a 32-bit value is never half old, half new. */
    private static final class HeatMeter extends SimpleProcessImage {

        HeatMeter() {
            super(UNIT);
            for (int i = 0; i < 3; i++) {
                addRegister(new SimpleRegister(0));
                addInputRegister(new SimpleInputRegister(0));
            }
            addDigitalOut(new SimpleDigitalOut(true));
            addDigitalIn(new SimpleDigitalIn(false));
        }

        synchronized void show(long tick) {
            setRegister(0, new SimpleRegister(BoilerPattern.flow(tick)));
            setRegister(1, new SimpleRegister((int) (tick >>> 16) & 0xFFFF));
            setRegister(2, new SimpleRegister((int) tick & 0xFFFF));
            int power = Float.floatToIntBits(BoilerPattern.power(tick));
            setInputRegister(0, new SimpleInputRegister(power >>> 16));
            setInputRegister(1, new SimpleInputRegister(power & 0xFFFF));
            setInputRegister(2, new SimpleInputRegister(BoilerPattern.outdoorTenths(tick) & 0xFFFF));
            setDigitalOut(0, new SimpleDigitalOut(BoilerPattern.running(tick)));
        }

        @Override
        public synchronized Register[] getRegisterRange(int offset, int count) {
            return super.getRegisterRange(offset, count);
        }

        @Override
        public synchronized InputRegister[] getInputRegisterRange(int offset, int count) {
            return super.getInputRegisterRange(offset, count);
        }
    }
}
