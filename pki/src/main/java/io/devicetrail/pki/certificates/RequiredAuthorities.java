package io.devicetrail.pki.certificates;

import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.pki.CertificateSettings;
import io.devicetrail.pki.authority.PlatformAuthority;
import io.devicetrail.pki.outsideca.OutsideAuthoritySettings;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Refuses a start with a key store that lacks the authority of certificates that devices have: it was lost, or is older
 * than the database. Another authority would be made without a word, and no device could be renewed.
 */
@Component
class RequiredAuthorities implements InitializingBean {
    private final ObjectProvider<PlatformAuthority> platform;
    private final JdbcClient jdbc;
    private final CertificateSettings settings;
    private final OutsideAuthoritySettings outside;
    private final Clock clock;

    RequiredAuthorities(
            ObjectProvider<PlatformAuthority> platform,
            JdbcClient jdbc,
            CertificateSettings settings,
            OutsideAuthoritySettings outside,
            Clock clock) {
        this.platform = platform;
        this.jdbc = jdbc;
        this.settings = settings;
        this.outside = outside;
        this.clock = clock;
    }

    /** A node without authorities signs nothing, and needs none; nor does one where another's sign. */
    @Override
    public void afterPropertiesSet() {
        PlatformAuthority authorities = platform.getIfAvailable();
        if (authorities != null && !settings.newAuthorities() && !outside.outside()) {
            require(authorities);
        }
    }

    /** @throws IllegalStateException if one is missing */
    void require(PlatformAuthority authorities) {
        List<TenantId> lost =
                tenants().stream().filter(tenant -> !authorities.has(tenant)).toList();
        if (!lost.isEmpty()) {
            throw new IllegalStateException("The key store of the certificate authorities, "
                    + where() + ", has none for tenant " + lost.getFirst()
                    + (lost.size() > 1 ? " and " + (lost.size() - 1) + " more" : "")
                    + ", whose devices have certificates; restore the newest backup of it with its password. If it is lost"
                    + " for good, devicetrail.certificates.new-authorities=true starts without: every device of theirs"
                    + " has to enrol anew");
        }
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
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query(String.class)
                .list()
                .stream()
                .map(TenantId::new)
                .toList();
    }
}
