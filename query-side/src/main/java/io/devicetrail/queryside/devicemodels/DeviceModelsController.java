package io.devicetrail.queryside.devicemodels;

import io.devicetrail.domain.authority.Permission;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.queryside.devicemodels.VersionFindings.Findings;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.relay.GlobalId;
import io.devicetrail.queryside.relay.NodeFinder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Answers questions about device models. */
@Controller
class DeviceModelsController implements NodeFinder {
    private final DeviceModels models;
    private final VersionFindings findings;
    private final Positions positions;

    DeviceModelsController(DeviceModels models, VersionFindings findings, Positions positions) {
        this.models = models;
        this.findings = findings;
        this.positions = positions;
    }

    /** A global id names its version, which holds unless another is asked for. */
    @QueryMapping
    @Nullable DeviceModel deviceModel(@Argument String id, @Argument @Nullable Integer version, @Argument @Nullable Long after) {
        positions.await(ReadModelName.DEVICE_MODELS, after);
        return byLocalId(GlobalId.local(DeviceModel.TYPE, id), version);
    }

    @QueryMapping
    List<DeviceModel> deviceModels(@Argument String tenant, @Argument @Nullable Long after) {
        positions.await(ReadModelName.DEVICE_MODELS, after);
        return models.ofTenant(GlobalId.local("Tenant", tenant));
    }

    @BatchMapping(typeName = DeviceModel.TYPE)
    Map<DeviceModel, Findings> wouldRefuse(List<DeviceModel> of) {
        Map<DeviceModel.Key, Findings> found =
                findings.of(of.stream().map(DeviceModel::key).distinct().toList());
        Map<DeviceModel, Findings> answers = new HashMap<>();
        of.forEach(version -> answers.put(version, found.getOrDefault(version.key(), Findings.NONE)));
        return answers;
    }

    @SchemaMapping(typeName = "DeviceModelPayload", field = "deviceModel")
    @Nullable DeviceModel changed(MutationOutcome outcome) {
        if (outcome.subject() == null) {
            return null;
        }
        Integer version = outcome.related() == null ? null : Integer.valueOf(outcome.related());
        return deviceModel(outcome.subject(), version, outcome.position());
    }

    @Override
    public String type() {
        return DeviceModel.TYPE;
    }

    @Override
    public Permission permission() {
        return Permission.DEVICE_MODEL;
    }

    @Override
    public @Nullable Object find(String localId) {
        return byLocalId(localId, null);
    }

    private @Nullable DeviceModel byLocalId(String localId, @Nullable Integer version) {
        String[] parts = localId.split(":", 2);
        Integer named = parts.length == 2 ? number(parts[1]) : null;
        return models.version(GlobalId.uuid(DeviceModel.TYPE, parts[0]), version == null ? named : version)
                .orElse(null);
    }

    private static Integer number(String version) {
        try {
            return Integer.valueOf(version);
        } catch (NumberFormatException e) {
            throw new MalformedInput("id", "names a version that is no number: " + version);
        }
    }
}
