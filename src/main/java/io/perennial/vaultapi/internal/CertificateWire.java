package io.perennial.vaultapi.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.Optional;

/** What clients get about certificates. What is empty is left out. */
final class CertificateWire {

  private CertificateWire() {}

  /**
   * @param nbf seconds since 1970, as all times here
   * @param recoverableDays for which it can be recovered once it is deleted
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Attributes(
      boolean enabled,
      Optional<Long> nbf,
      Optional<Long> exp,
      long created,
      long updated,
      int recoverableDays,
      String recoveryLevel) {}

  /**
   * @param x5t SHA-1 of the certificate, base64url
   * @param cer DER, base64
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Bundle(
      String id,
      Optional<String> kid,
      Optional<String> sid,
      Optional<String> x5t,
      Optional<String> cer,
      Optional<String> contentType,
      Attributes attributes,
      Map<String, String> tags,
      Wire.Policy policy,
      boolean preserveCertOrder,
      Optional<Link> pending,
      Optional<String> recoveryId,
      Optional<Long> deletedDate,
      Optional<Long> scheduledPurgeDate) {

    /** The same, deleted. */
    Bundle deleted(String recovery, long at, long purge) {
      return new Bundle(
          id,
          kid,
          sid,
          x5t,
          cer,
          contentType,
          attributes,
          tags,
          policy,
          preserveCertOrder,
          Optional.empty(),
          Optional.of(recovery),
          Optional.of(at),
          Optional.of(purge));
    }
  }

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Item(
      String id,
      Optional<String> x5t,
      Attributes attributes,
      Map<String, String> tags,
      Optional<String> recoveryId,
      Optional<Long> deletedDate,
      Optional<Long> scheduledPurgeDate) {

    /** The same, deleted. */
    Item deleted(String recovery, long at, long purge) {
      return new Item(
          id, x5t, attributes, tags, Optional.of(recovery), Optional.of(at), Optional.of(purge));
    }
  }

  record Link(String id) {}

  /**
   * An order, as its client waits for it.
   *
   * @param csr DER, base64
   * @param target where the certificate is, once it is
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Operation(
      String id,
      Wire.IssuerParameters issuer,
      String csr,
      @JsonProperty("cancellation_requested") boolean cancellationRequested,
      String status,
      @JsonProperty("status_details") Optional<String> details,
      Optional<Failure> error,
      Optional<String> target,
      @JsonProperty("request_id") String request,
      boolean preserveCertOrder) {}

  record Failure(String code, String message) {}
}
