package io.devicetrail.pki.revocation;

import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.pki.authority.Pem;
import io.devicetrail.pki.authority.PlatformAuthority;
import io.devicetrail.pki.certificates.RevokedCertificates;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Open to all: what is told here is signed, and in every certificate. */
@RestController
class RevocationController {
    static final MediaType PEM = MediaType.parseMediaType("application/pem-certificate-chain");
    static final MediaType LIST = MediaType.parseMediaType("application/pkix-crl");
    static final MediaType ANSWER = MediaType.parseMediaType("application/ocsp-response");
    static final String QUESTION = "application/ocsp-request";
    /** Of twenty certificates; a question about one has about a hundred bytes. */
    static final int LARGEST_QUESTION = 8 * 1024;

    private final @Nullable PlatformAuthority platform;
    private final @Nullable RevocationLists lists;
    private final @Nullable OcspResponder responder;

    RevocationController(ObjectProvider<PlatformAuthority> platform, RevokedCertificates certificates, Clock clock) {
        PlatformAuthority known = platform.getIfAvailable();
        this.platform = known;
        this.lists = known == null ? null : new RevocationLists(known, certificates, clock);
        this.responder = known == null ? null : new OcspResponder(known, certificates, clock);
    }

    /** The root's certificate. Whether it is the right one says its fingerprint, that came by another way. */
    @GetMapping("/pki/ca.pem")
    ResponseEntity<String> root() {
        return platform == null
                ? ResponseEntity.status(HttpStatus.NOT_FOUND).build()
                : ResponseEntity.ok().contentType(PEM).body(Pem.of(platform.root()));
    }

    @GetMapping("/pki/{tenant}.crl")
    ResponseEntity<byte[]> list(@PathVariable String tenant) {
        return found(tenant)
                .map(list -> ResponseEntity.ok()
                        .contentType(LIST)
                        .cacheControl(CacheControl.noCache())
                        .body(list))
                .orElseGet(() -> ResponseEntity.status(HttpStatus.NOT_FOUND).build());
    }

    private Optional<byte[]> found(String tenant) {
        try {
            return lists == null ? Optional.empty() : lists.list(TenantId.of(tenant));
        } catch (MalformedInput noName) {
            return Optional.empty();
        }
    }

    @PostMapping(path = "/pki/ocsp", consumes = QUESTION)
    ResponseEntity<byte[]> status(HttpServletRequest request) throws IOException {
        if (responder == null) {
            return ResponseEntity.status(HttpStatus.NOT_FOUND).build();
        }
        byte[] question = request.getInputStream().readNBytes(LARGEST_QUESTION + 1);
        if (question.length > LARGEST_QUESTION) {
            return ResponseEntity.status(HttpStatus.CONTENT_TOO_LARGE).build();
        }
        return ResponseEntity.ok()
                .contentType(ANSWER)
                .cacheControl(CacheControl.noStore())
                .body(responder.answer(question));
    }
}
