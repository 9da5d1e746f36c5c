package io.perennial.vaultapi.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;

/** What clients get about issuers and contacts. What is empty is left out. */
final class IssuerWire {

  private IssuerWire() {}

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Bundle(
      String id,
      String provider,
      Optional<Credentials> credentials,
      @JsonProperty("org_details") Optional<Organization> organization,
      Attributes attributes) {}

  /** The password is never among them. */
  record Credentials(@JsonProperty("account_id") String account) {}

  /**
   * @param zip always 0, as the real service answers
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Organization(
      @org.jspecify.annotations.Nullable String id,
      int zip,
      @JsonProperty("admin_details") List<IssuerBody.Administrator> administrators) {}

  /**
   * @param created seconds since 1970, as all times here
   */
  record Attributes(boolean enabled, long created, long updated) {}

  record Item(String id, String provider) {}

  /** Whom the vault's people want told. */
  record Contacts(String id, @JsonProperty("contacts") List<Contact> all) {}

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Contact(String email, Optional<String> name, Optional<String> phone) {}
}
