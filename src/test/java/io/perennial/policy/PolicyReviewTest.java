package io.perennial.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.connector.Identifier;
import io.perennial.connector.KeyType;
import io.perennial.connector.Limits;
import io.perennial.connector.RequestedCertificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyReviewTest {

  private static final Identifier WWW = new Identifier.Dns("www.example.com");
  private static final Identifier ALL = new Identifier.Dns("*.example.com");
  private static final Identifier ADDRESS = new Identifier.Ip("192.0.2.1");
  private static final Limits NARROW =
      new Limits(
          Set.of(KeyType.RSA_2048, KeyType.P_256),
          false,
          false,
          2,
          Optional.of(Duration.ofDays(47)),
          1);
  private static final Limits WIDE =
      new Limits(Set.of(KeyType.values()), true, true, 100, Optional.empty(), 1);

  private static RequestedCertificate wanted(KeyType type, String validity, Identifier... names) {
    return new RequestedCertificate(
        List.of(names),
        type,
        Optional.of(validity).filter(text -> !text.isEmpty()).map(Duration::parse),
        Optional.empty());
  }

  private static List<String> objections(RequestedCertificate requested) {
    return PolicyReview.objections(requested, NARROW);
  }

  @Test
  void grantsWhatTheIssuerGives() {
    assertThat(objections(wanted(KeyType.P_256, "", WWW))).isEmpty();
    assertThat(objections(wanted(KeyType.RSA_2048, "P47D", WWW))).isEmpty();
    assertThat(PolicyReview.objections(wanted(KeyType.RSA_4096, "P397D", WWW, ALL, ADDRESS), WIDE))
        .isEmpty();
  }

  @Test
  void deniesMoreNamesThanTheIssuerTakes() {
    assertThat(
            objections(
                wanted(KeyType.P_256, "", WWW, new Identifier.Dns("a"), new Identifier.Dns("b"))))
        .containsExactly("This issuer puts at most 2 names into a certificate; split the list.");
  }

  @Test
  void deniesAKeyThatTheIssuerDoesNotTakeAndNamesThoseItTakes() {
    assertThat(objections(wanted(KeyType.P_384, "", WWW)))
        .containsExactly("This issuer does not take P_384 keys; choose one of P_256, RSA_2048.");
  }

  @Test
  void deniesAWildcardWhereTheIssuerHasNone() {
    assertThat(objections(wanted(KeyType.P_256, "", ALL)))
        .containsExactly(
            "This issuer cannot give *.example.com; name the hosts one by one or choose another issuer.");
  }

  @Test
  void deniesAnAddressWhereTheIssuerHasNone() {
    assertThat(objections(wanted(KeyType.P_256, "", ADDRESS)))
        .containsExactly("This issuer cannot give the address 192.0.2.1; use a name.");
  }

  @Test
  void deniesALifeThatIsTooShortOrTooLong() {
    assertThat(objections(wanted(KeyType.P_256, "PT19S", WWW)))
        .containsExactly("A certificate lives at least 20 s; ask for more.");
    assertThat(objections(wanted(KeyType.P_256, "P48D", WWW)))
        .containsExactly("This issuer's certificates live at most 47 d; ask for less.");
    assertThat(objections(wanted(KeyType.P_256, "PT20S", WWW))).isEmpty();
  }

  @Test
  void namesEveryReasonAtOnce() {
    assertThat(objections(wanted(KeyType.P_384, "P48D", ALL, ADDRESS, WWW))).hasSize(5);
  }
}
