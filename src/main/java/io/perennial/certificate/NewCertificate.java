package io.perennial.certificate;

import io.perennial.kernel.IssuerId;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.VaultId;
import io.perennial.policy.CertificatePolicy;
import java.util.Map;

/** What is needed to create a certificate. The caller has checked the policy with the issuer. */
public record NewCertificate(
    VaultId vault,
    ObjectName name,
    IssuerId issuer,
    CertificatePolicy policy,
    Map<String, String> tags) {}
