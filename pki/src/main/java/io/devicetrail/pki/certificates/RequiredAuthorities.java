package io.devicetrail.pki.certificates;

import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.pki.CertificateSettings;
import io.devicetrail.pki.authority.CertificateFingerprint;
import io.devicetrail.pki.authority.PlatformAuthority;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Refuses a start with a key store that lacks the authority of certificates that devices have: it was lost, or is older
 * than the database. Another authority would be made without a word, and no device could be renewed. Nor with another root
 * while any certificate of a device lasts, whoever signed it: devices know the broker and the enrolment by the root, and
 * would speak to neither. Opening an empty key store makes a root and the broker an authority under it, so that they are
 * there says nothing; what is on record of the start before does.
 */
@Component
class RequiredAuthorities implements InitializingBean {
    private static final Logger LOG = LoggerFactory.getLogger(RequiredAuthorities.class);

    private final ObjectProvider<PlatformAuthority> platform;
    private final JdbcClient jdbc;
    private final CertificateSettings settings;
    private final Clock clock;

    RequiredAuthorities(
            ObjectProvider<PlatformAuthority> platform, JdbcClient jdbc, CertificateSettings settings, Clock clock) {
        this.platform = platform;
        this.jdbc = jdbc;
        this.settings = settings;
        this.clock = clock;
    }

    /** A node without authorities signs nothing, and needs none. */
    @Override
    public void afterPropertiesSet() {
        PlatformAuthority authorities = platform.getIfAvailable();
        if (authorities != null) {
            String root = CertificateFingerprint.of(authorities.root());
            if (!settings.newAuthorities()) {
                requireAuthorities(authorities);
                requireRoot(root);
            }
            tellOfAnother(root);
            remember(root);
        }
    }

    private void requireAuthorities(PlatformAuthority authorities) {
        List<TenantId> lost =
                tenants().stream().filter(tenant -> !authorities.has(tenant)).toList();
        if (!lost.isEmpty()) {
            throw refused("has none for tenant " + lost.getFirst()
                    + (lost.size() > 1 ? " and " + (lost.size() - 1) + " more" : "")
                    + ", whose devices have certificates");
        }
    }

    private void requireRoot(String root) {
        boolean another = jdbc.sql("""
                        select exists (select from pki.known_root where fingerprint <> :root)
                               and exists (select from pki.certificate where not_after > :now)""")
                .param("root", root)
                .param("now", now())
                .query(Boolean.class)
                .single();
        if (another) {
            throw refused("has another root than the one that devices with certificates know us by");
        }
    }

    /** Where no device knows the old one nothing has to be said to start so; that it was another stays to be read. */
    private void tellOfAnother(String root) {
        jdbc.sql("select fingerprint from pki.known_root where fingerprint <> :root")
                .param("root", root)
                .query(String.class)
                .optional()
                .ifPresent(before -> LOG.warn(
                        "The key store of the certificate authorities, {}, has another root than at the start before:"
                                + " SHA-256 {}, before {}. From now on {} is the one on record",
                        where(),
                        root,
                        before,
                        root));
    }

    private void remember(String root) {
        jdbc.sql("""
                        insert into pki.known_root (fingerprint) values (:root)
                        on conflict (only_row) do update set fingerprint = excluded.fingerprint""").param("root", root).update();
    }

    private IllegalStateException refused(String why) {
        return new IllegalStateException("The key store of the certificate authorities, " + where() + ", " + why
                + "; restore the newest backup of it with its password. If it is lost for good,"
                + " devicetrail.certificates.new-authorities=true starts without: every device of theirs has to enrol"
                + " anew");
    }

    private Object where() {
        CertificateSettings.Keystore keystore = settings.keystore();
        return keystore.type() == CertificateSettings.Place.PKCS11
                ? "the token of " + keystore.token().library()
                : keystore.path();
    }

    /** Of whichever generation: in doubt a certificate is there. Another's need none of ours. */
    private List<TenantId> tenants() {
        return jdbc
                .sql("select distinct tenant from pki.certificate where ours and not_after > :now order by tenant")
                .param("now", now())
                .query(String.class)
                .list()
                .stream()
                .map(TenantId::new)
                .toList();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
