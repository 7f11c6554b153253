package io.devicetrail.audit.copy.check.manifest;

import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.ledger.tree.NotVerified;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The manifest of a validation pack as it was found. Nothing it says is believed before it was held against something.
 *
 * @param standing of the pack, as it says of itself
 * @param commit of the source
 * @param clean whether all of the source was in the commit
 */
public record StatedPack(
        String standing, String commit, boolean clean, List<StatedManifest.Stated> files, List<VerifierKey> keys) {
    /** @throws NotVerified if it is not what a pack's manifest is */
    public static StatedPack parse(byte[] bytes) {
        try {
            // First, as canonicalising recurses and the parser has a limit of depth.
            JsonNode json = StatedManifest.JSON.readTree(bytes);
            if (!Arrays.equals(bytes, StatedManifest.asWritten(bytes))) {
                throw new NotVerified("it is not one canonical line");
            }
            return new StatedPack(
                    StatedManifest.text(json, "standing"),
                    StatedManifest.text(json, "commit"),
                    json.required("clean").asBoolean(),
                    StatedManifest.files(json.required("files")),
                    StatedManifest.texts(json.required("keys")).stream()
                            .map(VerifierKey::parse)
                            .toList());
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            throw new NotVerified("it cannot be read: " + e.getMessage(), e);
        }
    }

    /** So that nobody takes a pack that is whole for one that passed. */
    public String told() {
        return "it says of itself: " + standing + ", for commit " + commit
                + (clean ? "" : " with changes that are in no commit");
    }
}
