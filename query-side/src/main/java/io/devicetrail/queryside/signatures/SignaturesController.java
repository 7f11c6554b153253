package io.devicetrail.queryside.signatures;

import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.signature.RecordVersions;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureState;
import io.devicetrail.domain.signature.Signings;
import io.devicetrail.domain.signature.Signings.Signing;
import io.devicetrail.domain.signaturepolicy.PolicyStandings;
import io.devicetrail.queryside.devicemodels.DeviceModel;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.relay.GlobalId;
import io.devicetrail.queryside.rolloutplans.RolloutPlan;
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
    private final PolicyStandings standings;
    private final ObjectProvider<Signings> signings;
    private final Positions positions;

    /** @param signings without them nobody signs here */
    SignaturesController(
            Signatures signatures,
            RecordVersions versions,
            PolicyStandings standings,
            ObjectProvider<Signings> signings,
            Positions positions) {
        this.signatures = signatures;
        this.versions = versions;
        this.standings = standings;
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
                        given,
                        standings.of(version).orElse(null)))
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

    /** Of the very row that is shown: how far this read model has come with the records themselves does not count. */
    @BatchMapping(typeName = DeviceModel.TYPE)
    Map<DeviceModel, SignatureState> signatureState(List<DeviceModel> models) {
        Map<String, List<Long>> signed = signatures.signedPositions(
                SignableKind.DEVICE_MODEL_VERSION,
                models.stream().map(SignaturesController::id).toList());
        return models.stream()
                .distinct()
                .collect(Collectors.toMap(
                        Function.identity(),
                        model -> SignatureState.of(model.position(), signed.getOrDefault(id(model), List.of()))));
    }

    /** The same, of the revision that is shown. */
    @BatchMapping(typeName = RolloutPlan.TYPE, field = "signatureState")
    Map<RolloutPlan, SignatureState> planSignatureState(List<RolloutPlan> plans) {
        Map<String, List<Long>> signed = signatures.signedPositions(
                SignableKind.ROLLOUT_PLAN,
                plans.stream().map(SignaturesController::id).toList());
        return plans.stream()
                .distinct()
                .collect(Collectors.toMap(
                        Function.identity(),
                        plan -> SignatureState.of(plan.position(), signed.getOrDefault(id(plan), List.of()))));
    }

    private static String id(RolloutPlan plan) {
        return plan.rolloutPlanId().toString();
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
