package io.devicetrail.edge.simulator;

import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;

/** What the made-up boiler shows at tick n: a function of n alone, so that every run shows the same. */
final class BoilerPattern {

    /** One round of the pressure sensor: fifteen good ticks, three uncertain, two bad. */
    static final int SENSOR_ROUND = 20;

    private static final int GOOD_TICKS = 15;
    private static final int NOT_BAD_TICKS = 18;

    private BoilerPattern() {}

    static double temperature(long tick) {
        return Math.round(700 + 100 * Math.sin(tick / 20.0)) / 10.0;
    }

    static double pressure(long tick) {
        return Math.round(250 + 20 * Math.cos(tick / 15.0)) / 100.0;
    }

    static StatusCode pressureStatus(long tick) {
        long position = tick % SENSOR_ROUND;
        if (position < GOOD_TICKS) {
            return StatusCode.GOOD;
        }
        return new StatusCode(
                position < NOT_BAD_TICKS ? StatusCodes.Uncertain_SensorNotAccurate : StatusCodes.Bad_SensorFailure);
    }

    static boolean running(long tick) {
        return tick / 50 % 2 == 0;
    }

    /** Litres per minute. */
    static int flow(long tick) {
        return (int) (1_200 + tick % 100);
    }

    static float power(long tick) {
        return 15.5f + tick % 8;
    }

    /** Tenths of a degree, below zero at times. */
    static int outdoorTenths(long tick) {
        return (int) (tick % 41) - 20;
    }
}
