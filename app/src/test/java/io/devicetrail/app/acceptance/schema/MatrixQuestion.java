package io.devicetrail.app.acceptance.schema;

import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLInputType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLType;
import io.devicetrail.queryside.relay.GlobalId;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A document for an operation, made from the schema: what is required is given, and changes give a blank reason, so
 * that one which is let through changes nothing; but for a draft of a rollout plan and a note, which need none and
 * disturb nobody.
 */
record MatrixQuestion(boolean mutation, GraphQLFieldDefinition operation) {
    /** What a question shows of a tenant's records, where it shows any. */
    private static final Map<String, String> SELECTIONS = Map.ofEntries(
            Map.entry("tenant", "{ key }"),
            Map.entry("tenants", "{ key }"),
            Map.entry("device", "{ deviceId }"),
            Map.entry("devices", "{ edges { node { deviceId } } }"),
            Map.entry("deviceTransfer", "{ tenant }"),
            Map.entry("deviceTransfers", "{ edges { node { tenant } } }"),
            Map.entry("deviceTwin", "{ deviceId }"),
            Map.entry("deviceModel", "{ deviceModelId }"),
            Map.entry("deviceModels", "{ deviceModelId }"),
            Map.entry("command", "{ commandId }"),
            Map.entry("auditTrail", "{ edges { node { recordId } } }"),
            Map.entry("apiKeys", "{ edges { node { apiKeyId } } }"),
            Map.entry("roles", "{ edges { node { key } } }"),
            Map.entry("signatures", "{ record { id } }"),
            Map.entry("signaturePolicies", "{ tenant }"),
            Map.entry("job", "{ jobId }"),
            Map.entry("jobs", "{ edges { node { jobId } } }"),
            Map.entry("exportJob", "{ exportJobId }"),
            Map.entry("exportJobs", "{ edges { node { exportJobId } } }"),
            Map.entry("previewJob", "{ models { model } }"),
            Map.entry("artifact", "{ tenant }"),
            Map.entry("artifacts", "{ edges { node { tenant } } }"),
            Map.entry("softwareRelease", "{ tenant }"),
            Map.entry("softwareReleases", "{ edges { node { tenant } } }"),
            Map.entry("rolloutPlan", "{ rolloutPlanId }"),
            Map.entry("rollout", "{ rolloutId }"),
            Map.entry("rollouts", "{ edges { node { rolloutId } } }"),
            Map.entry("rolloutPreview", "{ plan { rolloutPlanId } }"),
            Map.entry("rolloutReport", "{ rolloutId }"),
            Map.entry("incident", "{ incidentId tenant }"),
            Map.entry("incidents", "{ edges { node { tenant } } }"),
            Map.entry("rolloutPlans", "{ edges { node { rolloutPlanId } } }"),
            Map.entry("quarantine", "{ topic }"),
            Map.entry("fleet", "{ edges { node { deviceId } } }"),
            Map.entry("node", "{ id ... on Device { deviceId } }"));

    /** Let or refused by an error alone: the answer is about no tenant. */
    static final Set<String> OF_NO_TENANT = Set.of("log", "people", "person", "tenants", "signing");
    /**
     * There is nothing to be shown of these records, so that an empty answer tells nothing; rows of another tenant are
     * tried in the query side's own tests.
     */
    static final Set<String> SILENT = Set.of("telemetryGaps", "deadLetters", "orphanDevices");

    /** Who asked for a signature is the only one to see it, whatever their roles. */
    private static final String UNKNOWN_SIGNING = "00000000-0000-4000-8000-000000000000";

    String about(MatrixRecords records) {
        String arguments = operation.getArguments().stream()
                .filter(argument -> argument.getType() instanceof GraphQLNonNull && !argument.hasSetDefaultValue())
                .map(argument -> argument.getName() + ": " + value(argument, records))
                .collect(Collectors.joining(", "));
        return (mutation ? "mutation { " : "{ ") + operation.getName()
                + (arguments.isEmpty() ? "" : "(" + arguments + ")")
                + (mutation ? " { errors { code } }" : SELECTIONS.getOrDefault(operation.getName(), " { __typename }"))
                + " }";
    }

    private String value(GraphQLArgument argument, MatrixRecords records) {
        return value(argument.getName(), argument.getType(), records);
    }

    private String value(String name, GraphQLInputType type, MatrixRecords records) {
        GraphQLType bare = type instanceof GraphQLNonNull required ? required.getWrappedType() : type;
        if (name.equals("stop")) {
            return "{mostFailedDevices: 0}";
        }
        if (name.equals("cohort") && ((GraphQLNamedType) bare).getName().equals("JobCohortInput")) {
            return "{devices: [\"" + records.device() + "\"]}";
        }
        if (name.equals("abort")) {
            return "{failedCount: 1}";
        }
        if (bare instanceof GraphQLInputObjectType input) {
            return input.getFieldDefinitions().stream()
                    .filter(field -> given(field.getName(), field.getType(), field.hasSetDefaultValue()))
                    .map(field -> field.getName() + ": " + value(field.getName(), field.getType(), records))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (bare instanceof GraphQLList) {
            return switch (name) {
                case "roles" -> "[\"operator\"]";
                case "permissions" -> "[\"tagDevice\"]";
                case "steps" -> "[{meaning: REVIEW}]";
                case "modelVersions" -> "[1]";
                case "waves" -> "[{percent: 100, soakMinutes: 0}]";
                default -> "[]";
            };
        }
        if (bare instanceof GraphQLEnumType values) {
            return values.getValues().getFirst().getName();
        }
        return switch (((GraphQLNamedType) bare).getName()) {
            case "Int", "Long" -> number(name, records);
            case "Boolean" -> "true";
            case "DateTime" -> "\"2030-01-01T00:00:00Z\"";
            case "JSON" -> name.equals("properties") ? "{interval: 1}" : "{}";
            default -> "\"" + text(name, records) + "\"";
        };
    }

    /** Where somebody's role is to be granted is said, although it may be left out. */
    private static boolean given(String name, GraphQLInputType type, boolean hasDefault) {
        return name.equals("tenant") || (type instanceof GraphQLNonNull && !hasDefault);
    }

    private static String number(String name, MatrixRecords records) {
        return switch (name) {
            case "index" -> Long.toString(records.entry());
            case "ordinal" -> "0";
            case "number" -> Long.toString(records.quarantined());
            default -> "1";
        };
    }

    private String text(String name, MatrixRecords records) {
        return switch (name) {
            case "tenant" -> records.tenant();
            case "site" -> records.site();
            case "device" -> records.device();
            case "replacement" -> records.device();
            case "model", "deviceModel" -> records.model();
            case "command" ->
                Set.of("previewJob", "createJob").contains(operation.getName()) ? "identify" : records.command();
            case "job" -> operation.getName().equals("cancelExportJob") ? records.exportJob() : records.job();
            case "rollout" -> records.rollout();
            case "plan" -> records.plan();
            case "artifact" -> records.artifactHash();
            case "release" -> records.release();
            case "receiver" -> records.partner();
            case "transfer" ->
                operation.getName().equals("withdrawDeviceTransfer") ? records.offered() : records.received();
            case "incident" -> records.incident();
            case "person" -> records.person();
            case "reason" -> "";
            case "role" -> "operator";
            case "zone" -> "UTC";
            case "key" ->
                switch (operation.getName()) {
                    case "revokeApiKey" -> records.key();
                    case "changeRolePermissions", "withdrawRole" -> records.role();
                    default -> "site";
                };
            case "expectedHash", "expectedCohortHash", "sha256", "fingerprint" -> "0".repeat(64);
            case "serialNumber" -> "M-1";
            case "manufacturer" -> "Matrix AG";
            case "subject" -> "operator";
            case "id" ->
                switch (operation.getName()) {
                    case "tenant" -> records.tenant();
                    case "device" -> records.device();
                    case "node" -> GlobalId.of("Device", records.device());
                    case "deviceModel" -> records.model();
                    case "command" -> records.command();
                    case "artifact" -> records.artifact();
                    case "softwareRelease" -> records.release();
                    case "rolloutPlan" -> records.plan();
                    case "deviceTransfer" -> records.offered();
                    case "incident" -> records.incident();
                    case "job" -> records.job();
                    case "rollout" -> records.rollout();
                    case "exportJob" -> records.exportJob();
                    case "signatures", "requestSignature" -> records.model() + ":1";
                    case "signing" -> UNKNOWN_SIGNING;
                    default -> records.person();
                };
            default -> "matrix";
        };
    }
}
