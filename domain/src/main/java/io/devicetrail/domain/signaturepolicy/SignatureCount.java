package io.devicetrail.domain.signaturepolicy;

import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.signature.SignatureId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts signatures towards the steps of a policy, each signer once. Of one use: it keeps what it has counted. */
final class SignatureCount {
    private final List<SignatureStep> steps;
    /** By step, those that count for it. */
    private final List<List<GivenSignature>> counted = new ArrayList<>();

    SignatureCount(List<SignatureStep> steps) {
        this.steps = steps;
        steps.forEach(step -> counted.add(new ArrayList<>()));
    }

    /** One that came before its step was due does not count, now or later. */
    PolicyStanding inOrder(List<GivenSignature> signatures) {
        Set<PersonId> signers = new HashSet<>();
        int due = 0;
        for (GivenSignature signature : signatures) {
            while (due < steps.size() && isFull(due)) {
                due++;
            }
            if (due < steps.size() && takes(due, signature) && signers.add(signature.person())) {
                counted.get(due).add(signature);
            }
        }
        return standing();
    }

    /**
     * As many as can count at once, whoever signed first: who could have counted for two steps makes room for who counts
     * for one of them only (augmenting paths; a policy has forty places at most).
     */
    PolicyStanding inAnyOrder(List<GivenSignature> signatures) {
        Map<PersonId, List<GivenSignature>> bySigner = new LinkedHashMap<>();
        signatures.forEach(signature -> bySigner.computeIfAbsent(signature.person(), signer -> new ArrayList<>())
                .add(signature));
        bySigner.values().forEach(own -> place(own, bySigner, new HashSet<>()));
        return standing();
    }

    private boolean place(List<GivenSignature> own, Map<PersonId, List<GivenSignature>> bySigner, Set<Integer> tried) {
        for (int step = 0; step < steps.size(); step++) {
            for (GivenSignature signature : own) {
                if (takes(step, signature) && tried.add(step) && placed(step, signature, bySigner, tried)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean placed(
            int step, GivenSignature signature, Map<PersonId, List<GivenSignature>> bySigner, Set<Integer> tried) {
        List<GivenSignature> there = counted.get(step);
        if (!isFull(step)) {
            return there.add(signature);
        }
        for (int place = 0; place < there.size(); place++) {
            List<GivenSignature> others = bySigner.getOrDefault(there.get(place).person(), List.of());
            if (place(others, bySigner, tried)) {
                there.set(place, signature);
                return true;
            }
        }
        return false;
    }

    private boolean takes(int step, GivenSignature signature) {
        return steps.get(step).takes(signature.meaning(), signature.role());
    }

    private boolean isFull(int step) {
        return counted.get(step).size() >= steps.get(step).count();
    }

    private PolicyStanding standing() {
        List<SignatureStep> missing = new ArrayList<>();
        for (int step = 0; step < steps.size(); step++) {
            int left = steps.get(step).count() - counted.get(step).size();
            if (left > 0) {
                missing.add(steps.get(step).with(left));
            }
        }
        List<SignatureId> ids = counted.stream()
                .flatMap(List::stream)
                .map(GivenSignature::signature)
                .toList();
        return new PolicyStanding(List.copyOf(missing), ids);
    }
}
