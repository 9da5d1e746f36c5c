package io.perennial.issuance.internal;

import io.perennial.connector.CertificateRequest;
import io.perennial.connector.KeyType;
import io.perennial.connector.OrderKey;
import io.perennial.connector.RequestedCertificate;
import io.perennial.issuance.internal.OrderRepository.Fixed;
import io.perennial.kernel.OrderId;
import io.perennial.kernel.VersionId;
import io.perennial.pki.Identifiers;
import io.perennial.pki.SigningRequests;
import io.perennial.policy.CertificatePolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** How a request is written down, so that every step sends the same. */
final class RequestJson {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private RequestJson() {}

  private record Form(
      List<String> identifiers,
      KeyType keyType,
      @Nullable String validity,
      @Nullable String profile,
      @Nullable String replaces) {}

  static String write(CertificatePolicy policy, Optional<VersionId> replaces) {
    return JSON.writeValueAsString(
        new Form(
            policy.identifiers().stream().map(identifier -> identifier.value()).toList(),
            policy.keyType(),
            policy.validity().map(Duration::toString).orElse(null),
            policy.profile().orElse(null),
            replaces.map(VersionId::value).orElse(null)));
  }

  /** The version that the CA may be told the new one replaces. */
  static Optional<VersionId> replaces(Fixed fixed) {
    Form form = JSON.readValue(fixed.request(), Form.class);
    return Optional.ofNullable(form.replaces()).map(VersionId::new);
  }

  static CertificateRequest read(OrderId order, Fixed fixed) {
    Form form = JSON.readValue(fixed.request(), Form.class);
    return new CertificateRequest(
        new OrderKey(order.value()),
        fixed.csr(),
        SigningRequests.publicKey(fixed.csr(), form.keyType()),
        new RequestedCertificate(
            form.identifiers().stream().map(Identifiers::parse).toList(),
            form.keyType(),
            Optional.ofNullable(form.validity()).map(Duration::parse),
            Optional.ofNullable(form.profile())));
  }
}
