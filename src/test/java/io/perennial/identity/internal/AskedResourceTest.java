package io.perennial.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;

class AskedResourceTest {

  private final AskedResource asked =
      new AskedResource(new PublicNames("certs.example.com", "Vault.Example.com"));

  private static Set<String> scopes(String text) {
    return new LinkedHashSet<>(Arrays.asList(text.split(" ", -1)));
  }

  @ParameterizedTest
  @CsvSource({
    "https://vault.example.com/.default,                                https://vault.example.com",
    "https://vault.example.com//.default,                               https://vault.example.com",
    "https://vault.example.com:443/.default,                            https://vault.example.com",
    "https://VAULT.example.com:8443/.default,                     https://vault.example.com:8443",
    "https://vault.example.com/.default openid profile offline_access, https://vault.example.com",
  })
  void isTheScopesWithoutASlash(String scope, String resource) {
    assertThat(asked.of(scopes(scope), null).value()).isEqualTo(resource);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://vault.example.com",
        "https://vault.example.com/.default/",
        "https://vault.example.com/certificates/.default",
        "https://shop.vault.example.com/.default",
        "https://vault.example.com.evil.example/.default",
        "https://user@vault.example.com/.default",
        "https://vault.example.com?/.default",
        "https://vault.example.com#/.default",
        "http://vault.example.com/.default",
        "https://vault.azure.net/.default",
        "https://certs.example.com/.default",
        "vault.example.com/.default",
        "https://[/.default",
        "/.default",
        "openid",
        "email https://vault.example.com/.default",
        "https://vault.example.com/.default https://vault.example.com:8443/.default"
      })
  void everyOtherScopeIsRefusedAndTheOneNamed(String scope) {
    assertThatThrownBy(() -> asked.of(scopes(scope), null))
        .isInstanceOfSatisfying(
            OAuth2AuthenticationException.class,
            refused -> {
              assertThat(refused.getError().getErrorCode()).isEqualTo("invalid_scope");
              assertThat(refused.getError().getDescription())
                  .contains("https://vault.example.com/.default");
            });
  }

  @Test
  void isTheParameterOfTheOlderForm() {
    assertThat(asked.of(Set.of(), "https://vault.example.com:8443/").value())
        .isEqualTo("https://vault.example.com:8443");
    assertThat(asked.of(Set.of("openid"), "https://vault.example.com").value())
        .isEqualTo("https://vault.example.com");
    assertThat(
            asked
                .of(Set.of("https://vault.example.com/.default"), "https://vault.example.com")
                .value())
        .isEqualTo("https://vault.example.com");
  }

  @Test
  void theTwoFormsMustAgreeAndOneMustBeThere() {
    Set<String> scope = Set.of("https://vault.example.com/.default");
    for (Object other :
        new Object[] {
          "https://vault.example.com:8443",
          "https://vault.azure.net",
          "",
          new String[] {"https://vault.example.com", "https://vault.example.com"}
        }) {
      assertThatThrownBy(() -> asked.of(scope, other))
          .isInstanceOf(OAuth2AuthenticationException.class);
    }
    assertThatThrownBy(() -> asked.of(Set.of(), null))
        .isInstanceOf(OAuth2AuthenticationException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "", "vault_x.example.com", "https://vault.example.com"})
  void aVaultDomainIsADomain(String domain) {
    assertThatThrownBy(() -> new PublicNames("localhost", domain))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("perennial.vault-domain");
  }
}
