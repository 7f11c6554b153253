package io.devicetrail.queryside.signatures;

import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.signature.RecordVersions;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureState;
import io.devicetrail.domain.signature.Signings;
import io.devicetrail.domain.signature.Signings.Signing;
import io.devicetrail.queryside.devicemodels.DeviceModel;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.relay.GlobalId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;

/** Answers who signed what, and whether it still is what they signed. */
@Controller
class SignaturesController {
    private final Signatures signatures;
    private final RecordVersions versions;
    private final ObjectProvider<Signings> signings;
    private final Positions positions;

    /** @param signings without them nobody signs here */
    SignaturesController(
            Signatures signatures, RecordVersions versions, ObjectProvider<Signings> signings, Positions positions) {
        this.signatures = signatures;
        this.versions = versions;
        this.signings = signings;
        this.positions = positions;
    }

    /** The hash is the log's own, of this moment: what the read model has not seen yet counts as changed. */
    @QueryMapping
    @Nullable RecordSignatures signatures(@Argument("record") RecordInput input, @Argument @Nullable Long after) {
        positions.await(ReadModelName.SIGNATURES, after);
        SignableRecord record = input.record();
        if (!signatures.sees(record)) {
            return null;
        }
        List<Signature> given = signatures.of(record);
        return versions.of(record)
                .map(version -> new RecordSignatures(
                        record,
                        version.hash(),
                        version.position(),
                        SignatureState.of(
                                version.position(),
                                given.stream().map(Signature::position).toList()),
                        given))
                .orElse(null);
    }

    @QueryMapping
    @Nullable Signing signing(@Argument String id, @ContextValue Caller caller) {
        Signings keeper = signings.getIfAvailable();
        UUID signing = GlobalId.uuid("Signing", id);
        return keeper == null
                ? null
                : keeper.of(new PersonId(UUID.fromString(caller.actorId())), signing)
                        .orElse(null);
    }

    @BatchMapping(typeName = DeviceModel.TYPE)
    Map<DeviceModel, SignatureState> signatureState(List<DeviceModel> models) {
        Map<String, SignatureState> states = signatures.states(
                SignableKind.DEVICE_MODEL_VERSION,
                models.stream().map(SignaturesController::id).toList());
        return models.stream()
                .distinct()
                .collect(Collectors.toMap(
                        Function.identity(), model -> states.getOrDefault(id(model), SignatureState.UNSIGNED)));
    }

    private static String id(DeviceModel model) {
        return model.deviceModelId() + ":" + model.version();
    }

    record RecordInput(SignableKind kind, String id) {
        SignableRecord record() {
            return SignableRecord.of(
                    kind, GlobalId.parse(id).map(GlobalId::local).orElse(id));
        }
    }
}
