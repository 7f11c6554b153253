package io.devicetrail.audit.validation.evidence;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A software bill of materials in CycloneDX, as the build made it.
 *
 * @param json the file
 * @param components how many it lists
 * @param sha256 the hashes of those that have one, lower-case hexadecimal
 */
public record Sbom(byte[] json, int components, Set<String> sha256) {
    public static final String SPECIFICATION = "1.6";

    /** @throws ValidationRefused if it is not CycloneDX in JSON of that version */
    static Sbom parse(byte[] json) throws ValidationRefused {
        try {
            JsonNode bom = JsonMapper.builder().build().readTree(json);
            if (!bom.path("bomFormat").asString("").equals("CycloneDX")
                    || !bom.path("specVersion").asString("").equals(SPECIFICATION)) {
                throw new ValidationRefused(
                        "the SBOM is not CycloneDX " + SPECIFICATION + "; make it with the launcher, or name another");
            }
            Set<String> hashes = new HashSet<>();
            for (JsonNode component : bom.path("components")) {
                for (JsonNode hash : component.path("hashes")) {
                    if (hash.path("alg").asString("").equals("SHA-256")) {
                        hashes.add(hash.path("content").asString("").toLowerCase(Locale.ROOT));
                    }
                }
            }
            return new Sbom(json, bom.path("components").size(), hashes);
        } catch (JacksonException unreadable) {
            throw new ValidationRefused("the SBOM is no JSON; make it with the launcher, or name another", unreadable);
        }
    }
}
