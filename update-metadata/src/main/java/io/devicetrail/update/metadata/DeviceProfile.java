package io.devicetrail.update.metadata;

/**
 * What a device knows of itself, from its making on but for the version that it runs.
 *
 * @param model id of its device model
 * @param modelVersion by which version of its contract it goes
 */
public record DeviceProfile(String model, int modelVersion, String hardwareRevision, SoftwareVersion currentVersion) {}
