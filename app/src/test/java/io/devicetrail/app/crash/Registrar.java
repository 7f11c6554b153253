package io.devicetrail.app.crash;

import io.devicetrail.app.crash.Journal.Registration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;

/** Registers one device after the other; what was not answered is asked again by the same key. */
final class Registrar extends Worker {
    private static final Duration PACE = Duration.ofMillis(15);
    /** One in so many asks again for what it was told already. */
    private static final int FORGETFUL = 8;

    private final int number;
    private final Api api;
    private final Plant plant;
    private final Journal journal;
    private final Random random;
    private final List<String> told = new ArrayList<>();

    /** What every registration needs. */
    record Plant(String site, String model) {}

    Registrar(int number, Api api, Plant plant, Journal journal, long seed) {
        super("registrar-" + number);
        this.number = number;
        this.api = api;
        this.plant = plant;
        this.journal = journal;
        this.random = new Random(seed);
    }

    @Override
    void work() throws InterruptedException {
        for (int i = 0; !finishing(); i++) {
            String serialNumber = "SN-" + number + "-" + i;
            register(api, plant, serialNumber, journal);
            told.add(serialNumber);
            if (random.nextInt(FORGETFUL) == 0) {
                register(api, plant, told.get(random.nextInt(told.size())), journal);
            }
            pause(PACE);
        }
    }

    /** Returns the device's id, or its serial number if a rule refused it. */
    static String register(Api api, Plant plant, String serialNumber, Journal journal) throws InterruptedException {
        String key = "crash " + serialNumber;
        Map<String, Object> input = Map.of(
                "tenant",
                Message.TENANT,
                "site",
                plant.site(),
                "manufacturer",
                "Acme",
                "serialNumber",
                serialNumber,
                "model",
                plant.model(),
                "modelVersion",
                1,
                "clientMutationId",
                key);
        while (true) {
            JsonNode payload =
                    api.mutate("registerDevice", input, "device { deviceId }").orElse(null);
            if (payload != null) {
                return heard(key, serialNumber, payload, journal);
            }
            pauseBetweenTries();
        }
    }

    private static String heard(String key, String serialNumber, JsonNode payload, Journal journal) {
        String device = payload.path("device").path("deviceId").asString("");
        if (!payload.path("errors").isEmpty()
                || device.isEmpty()
                || !payload.path("position").isNumber()) {
            journal.protest(key + " was answered with " + payload);
            return serialNumber;
        }
        journal.registered(
                new Registration(key, device, payload.path("position").asLong()));
        return device;
    }
}
