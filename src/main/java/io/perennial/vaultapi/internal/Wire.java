package io.perennial.vaultapi.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The data plane's JSON. What is empty is left out, as the real service does. */
final class Wire {

  private Wire() {}

  /**
   * @param nbf seconds since 1970, as all times here
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Attributes(
      boolean enabled, Optional<Long> nbf, Optional<Long> exp, long created, long updated) {}

  record KeyBundle(
      JsonWebKey key,
      boolean managed,
      CertificateWire.Attributes attributes,
      Map<String, String> tags) {}

  record KeyItem(
      String kid,
      boolean managed,
      CertificateWire.Attributes attributes,
      Map<String, String> tags) {}

  /** A public key (RFC 7517). */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record JsonWebKey(
      String kid,
      String kty,
      @JsonProperty("key_ops") List<String> operations,
      Optional<String> n,
      Optional<String> e,
      Optional<String> crv,
      Optional<String> x,
      Optional<String> y) {}

  record Policy(
      String id,
      @JsonProperty("key_props") KeyProperties keyProperties,
      @JsonProperty("secret_props") SecretProperties secretProperties,
      @JsonProperty("x509_props") X509Properties x509Properties,
      @JsonProperty("lifetime_actions") List<LifetimeAction> lifetimeActions,
      IssuerParameters issuer,
      Attributes attributes) {}

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record KeyProperties(
      boolean exportable,
      String kty,
      @JsonProperty("key_size") int size,
      Optional<String> crv,
      @JsonProperty("reuse_key") boolean reused) {}

  record SecretProperties(String contentType) {}

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record X509Properties(
      String subject,
      Names sans,
      List<String> ekus,
      @JsonProperty("key_usage") List<String> keyUsage,
      @JsonProperty("validity_months") Optional<Long> months) {}

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Names(
      @JsonProperty("dns_names") List<String> dns,
      @JsonProperty("ipAddresses") List<String> addresses) {}

  record LifetimeAction(Trigger trigger, Action action) {}

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Trigger(
      @JsonProperty("lifetime_percentage") Optional<Integer> percentage,
      @JsonProperty("days_before_expiry") Optional<Integer> days) {}

  record Action(@JsonProperty("action_type") String type) {}

  record IssuerParameters(String name) {}

  /** Part of a list. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Part<T>(List<T> value, Optional<String> nextLink) {}
}
