package io.devicetrail.artifacts.upload;

import io.devicetrail.domain.artifact.ArtifactFile;
import io.devicetrail.domain.tenant.TenantId;
import java.util.UUID;

/**
 * What was said when it began. How much has come is the length of its file alone, so the two cannot disagree.
 *
 * @param uploader id of who began it, who alone goes on with it
 * @param file as it is to be; its hash is checked when the last byte has come
 */
record Upload(UUID id, TenantId tenant, String uploader, ArtifactFile file) {}
