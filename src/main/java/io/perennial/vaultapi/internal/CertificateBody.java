package io.perennial.vaultapi.internal;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What clients send about certificates; whatever they leave out is null. */
final class CertificateBody {

  private CertificateBody() {}

  /** To create, to import, and to update: each reads what it knows. */
  record Request(
      @Nullable Policy policy,
      @Nullable Attributes attributes,
      @Nullable Map<String, String> tags,
      @Nullable Boolean preserveCertOrder,
      @Nullable String value,
      @Nullable String pwd) {

    /** Without what may be a private key or a password. */
    @Override
    public String toString() {
      return "Request";
    }
  }

  record Attributes(@Nullable Boolean enabled, @Nullable Long nbf, @Nullable Long exp) {}

  record Policy(
      @JsonProperty("key_props") @Nullable KeyProperties key,
      @JsonProperty("secret_props") @Nullable Secret secret,
      @JsonProperty("x509_props") @Nullable X509 x509,
      @JsonProperty("lifetime_actions") @Nullable List<Action> actions,
      @Nullable Issuer issuer) {}

  record KeyProperties(
      @Nullable Boolean exportable,
      @Nullable String kty,
      @JsonProperty("key_size") @Nullable Integer size,
      @JsonProperty("reuse_key") @Nullable Boolean reused,
      @Nullable String crv) {}

  record Secret(@Nullable String contentType) {}

  record X509(
      @Nullable String subject,
      @Nullable List<String> ekus,
      @Nullable Names sans,
      @JsonProperty("key_usage") @Nullable List<String> keyUsage,
      @JsonProperty("validity_months") @Nullable Integer months,
      @JsonProperty("basic_constraints") @Nullable Constraints constraints) {}

  record Constraints(@Nullable Boolean ca) {}

  record Names(
      @JsonProperty("dns_names") @Nullable List<String> dns,
      @Nullable List<String> emails,
      @Nullable List<String> upns,
      @Nullable List<String> uris,
      @JsonProperty("ipAddresses") @Nullable List<String> addresses) {}

  record Action(@Nullable Trigger trigger, @Nullable Type action) {}

  record Trigger(
      @JsonProperty("lifetime_percentage") @Nullable Integer percentage,
      @JsonProperty("days_before_expiry") @Nullable Integer days) {}

  record Type(@JsonProperty("action_type") @Nullable String type) {}

  record Issuer(
      @Nullable String name,
      @Nullable String cty,
      @JsonProperty("cert_transparency") @Nullable Boolean transparency) {}

  /** To cancel what is pending. */
  record Cancellation(@JsonProperty("cancellation_requested") @Nullable Boolean requested) {}

  /**
   * To merge what a CA issued.
   *
   * @param x5c DER, base64
   */
  record Merge(
      @Nullable List<String> x5c,
      @Nullable Attributes attributes,
      @Nullable Map<String, String> tags) {}
}
