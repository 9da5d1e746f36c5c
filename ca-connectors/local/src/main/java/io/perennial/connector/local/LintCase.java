package io.perennial.connector.local;

import io.perennial.connector.CertificateRequest;
import java.time.Instant;
import org.bouncycastle.asn1.x509.TBSCertificate;

/**
 * What a lint looks at.
 *
 * @param prepared about to be signed
 * @param content the same, parsed
 * @param request what was wanted
 * @param issuer that will sign
 * @param rules that it was made by
 * @param now when it will be signed
 */
record LintCase(
    PreparedCertificate prepared,
    TBSCertificate content,
    CertificateRequest request,
    Issuer issuer,
    IssuanceRules rules,
    Instant now) {}
