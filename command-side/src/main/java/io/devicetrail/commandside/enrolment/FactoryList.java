package io.devicetrail.commandside.enrolment;

import io.devicetrail.commandside.sending.InputIds;
import io.devicetrail.commandside.sending.Mutation;
import io.devicetrail.domain.device.DeviceCommand.RegisterDevice;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.enrolment.EnrolmentCommand.ImportFactoryKeys;
import io.devicetrail.domain.enrolment.EnrolmentId;
import io.devicetrail.domain.enrolment.Fingerprint;
import io.devicetrail.domain.enrolment.SignedBy;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.Shape;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which keys a maker put into which devices, and where these shall be. */
record FactoryList(ImportFactoryKeysInput input, TenantId tenant, SiteId site) {
    /** Rows of one list; a longer one is sent in parts. */
    static final int MOST_ROWS = 10_000;

    record ImportFactoryKeysInput(
            String tenant,
            String site,
            String manufacturer,
            String model,
            int modelVersion,
            List<RowInput> rows,
            @Nullable String signature,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {}

    record RowInput(
            String serialNumber,
            String keyFingerprint,
            @Nullable String claimCodeHash) {}

    /** As far as it has to be known to ask whether somebody may bring it. */
    static FactoryList placed(ImportFactoryKeysInput input) {
        return new FactoryList(input, InputIds.tenant("tenant", input.tenant()), InputIds.site("site", input.site()));
    }

    List<RowInput> rows() {
        Shape.within("rows", input.rows().size(), 1, MOST_ROWS);
        Set<String> serialNumbers = new HashSet<>();
        requireOneLine("manufacturer", input.manufacturer());
        for (RowInput row : input.rows()) {
            requireOneLine("rows", row.serialNumber());
            requireOneLine("rows", row.keyFingerprint());
            requireOneLine("rows", Objects.requireNonNullElse(row.claimCodeHash(), ""));
            if (!serialNumbers.add(row.serialNumber().strip())) {
                throw new MalformedInput("rows", "name " + row.serialNumber() + " twice");
            }
        }
        return input.rows();
    }

    /** Else two lists could be one text, and one signature be of both. */
    private static void requireOneLine(String field, String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new MalformedInput(field, "must not hold tabs, line ends or other control characters");
        }
    }

    /** What is signed: the manufacturer and the rows, a line for each, as they were sent. */
    String text() {
        return input.rows().stream()
                .map(FactoryList::line)
                .collect(Collectors.joining("", input.manufacturer() + "\n", ""));
    }

    private static String line(RowInput row) {
        String claim = row.claimCodeHash() == null ? "" : "\t" + row.claimCodeHash();
        return row.serialNumber() + "\t" + row.keyFingerprint() + claim + "\n";
    }

    /** SHA-256 of {@link #text()}. */
    String hash() {
        return Fingerprint.of(text());
    }

    RegisterDevice registration(RowInput row) {
        String maker = Shape.text("manufacturer", input.manufacturer());
        String serial = Shape.text("serialNumber", row.serialNumber());
        return new RegisterDevice(
                DeviceId.of(tenant, maker, serial),
                tenant,
                site,
                maker,
                serial,
                InputIds.deviceModel("model", input.model()),
                input.modelVersion(),
                null,
                null,
                null,
                new TreeMap<>());
    }

    /** @param signedBy null if nobody did */
    ImportFactoryKeys key(RowInput row, String hash, @Nullable SignedBy signedBy) {
        DeviceId device = registration(row).device();
        return new ImportFactoryKeys(
                EnrolmentId.of(device), tenant, device, row.keyFingerprint(), row.claimCodeHash(), hash, signedBy);
    }

    Mutation mutation(String name) {
        return new Mutation(name, null, input.reason(), input.reasonCode());
    }
}
