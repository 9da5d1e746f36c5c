package io.perennial.vaultapi.internal;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What clients send about issuers; whatever they leave out is null. */
record IssuerBody(
    @Nullable String provider,
    @Nullable Credentials credentials,
    @JsonProperty("org_details") @Nullable Organization organization,
    CertificateBody.@Nullable Attributes attributes) {

  /**
   * @param account the CA's address, or its settings; see {@link IssuerSettings}
   * @param pwd what the CA gave for that account
   */
  record Credentials(@JsonProperty("account_id") @Nullable String account, @Nullable String pwd) {

    /** Without what may be a password. */
    @Override
    public String toString() {
      return "Credentials";
    }
  }

  record Organization(
      @Nullable String id,
      @JsonProperty("admin_details") @Nullable List<Administrator> administrators) {}

  record Administrator(
      @JsonProperty("first_name") @Nullable String firstName,
      @JsonProperty("last_name") @Nullable String lastName,
      @Nullable String email,
      @Nullable String phone) {}
}
