package io.devicetrail.app.export;

import io.devicetrail.audit.copy.ExportFailed;
import tools.jackson.databind.JsonNode;

/**
 * A file as the job lists it.
 *
 * @param name without any folder
 * @param sha256 lower-case hex
 */
record ListedFile(String name, long bytes, String sha256) {
    /** @throws ExportFailed if it would be outside of the copy's folder */
    static ListedFile of(JsonNode file) throws ExportFailed {
        String name = file.required("name").asString();
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new ExportFailed("the server named a file outside of the copy: " + name);
        }
        return new ListedFile(
                name, file.required("bytes").asLong(), file.required("sha256").asString());
    }
}
