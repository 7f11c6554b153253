package io.devicetrail.queryside.position;

import java.util.List;

/** The names of the read models; each is also the name of its processing group and of its row in read.position. */
public final class ReadModelName {
    public static final String TENANTS = "read-tenants";
    public static final String DEVICE_MODELS = "read-device-models";
    public static final String DEVICES = "read-devices";
    public static final String COMMANDS = "read-commands";
    public static final String AUDIT_TRAIL = "read-audit-trail";
    public static final String FLEET = "read-fleet";
    public static final String PEOPLE = "read-people";
    public static final String API_KEYS = "read-api-keys";
    public static final String SIGNATURES = "read-signatures";
    public static final String OWN_ROLES = "read-own-roles";
    public static final String ROLLOUT_PLANS = "read-rollout-plans";
    public static final String ROLLOUTS = "read-rollouts";
    public static final String SOFTWARE = "read-software";
    public static final String DEVICE_CERTIFICATES = "read-device-certificates";
    public static final String TWINS = "read-twins";
    public static final String DEVICE_TRANSFERS = "read-device-transfers";
    public static final String INCIDENTS = "read-incidents";
    public static final String JOBS = "read-jobs";
    public static final String EXPORT_JOBS = "read-export-jobs";

    public static final List<String> ALL = List.of(
            TENANTS,
            DEVICE_MODELS,
            DEVICES,
            COMMANDS,
            AUDIT_TRAIL,
            FLEET,
            PEOPLE,
            API_KEYS,
            SIGNATURES,
            OWN_ROLES,
            ROLLOUT_PLANS,
            ROLLOUTS,
            SOFTWARE,
            DEVICE_CERTIFICATES,
            TWINS,
            DEVICE_TRANSFERS,
            INCIDENTS,
            JOBS,
            EXPORT_JOBS);

    private ReadModelName() {}
}
