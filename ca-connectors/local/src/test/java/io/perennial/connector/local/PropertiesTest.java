package io.perennial.connector.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.connector.CertificateRequest;
import io.perennial.connector.Identifier;
import io.perennial.connector.KeyType;
import io.perennial.connector.KeyUsage;
import io.perennial.connector.Problem;
import io.perennial.connector.RequestedCertificate;
import io.perennial.connector.SubjectName;
import io.perennial.connector.TrustSource;
import io.perennial.connector.X509Properties;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What certificates say besides the hosts that they name, read by the JDK's own parser. */
class PropertiesTest {

  private static final String CLIENT = "1.3.6.1.5.5.7.3.2";
  private static final List<Identifier> NAMES = List.of(new Identifier.Dns("www.example.test"));

  private static X509Properties usages(List<KeyUsage> usages, String... purposes) {
    return new X509Properties(
        Optional.empty(), usages, List.of(purposes), List.of(), List.of(), List.of());
  }

  private static X509Properties subject(String text) {
    return new X509Properties(
        Optional.of(new SubjectName(text, new X500Principal(text), Optional.empty())),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  private static X509Certificate issue(Orders orders, X509Properties properties) throws Exception {
    return orders.issue(orders.request(KeyType.P_256, NAMES, properties)).getFirst();
  }

  private static List<KeyUsage> usages(X509Certificate certificate) {
    boolean[] bits = certificate.getKeyUsage();
    return IntStream.range(0, bits.length)
        .filter(bit -> bits[bit])
        .mapToObj(bit -> KeyUsage.values()[bit])
        .toList();
  }

  @ParameterizedTest
  @EnumSource(KeyUsage.class)
  void selfSignedCertificatesHaveEachUsageThatIsAskedForAndAreNoCas(KeyUsage usage)
      throws Exception {
    X509Certificate issued = issue(Orders.selfSigned(), usages(List.of(usage)));
    assertThat(usages(issued)).containsExactly(usage);
    assertThat(issued.getBasicConstraints()).isEqualTo(-1);
    assertThat(issued.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyUsage.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"KEY_CERT_SIGN", "CRL_SIGN"})
  void aPrivateCaGivesEachUsageThatIsNotItsOwn(KeyUsage usage) throws Exception {
    X509Certificate issued = issue(Orders.privateCa(), usages(List.of(usage), CLIENT, "1.2.3.4"));
    assertThat(usages(issued)).containsExactly(usage);
    assertThat(issued.getBasicConstraints()).isEqualTo(-1);
    assertThat(issued.getExtendedKeyUsage()).containsExactly(CLIENT, "1.2.3.4");
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyUsage.class,
      names = {"KEY_CERT_SIGN", "CRL_SIGN"})
  void aPrivateCaLetsNobodyElseCertifyOrRevoke(KeyUsage usage) throws Exception {
    refuses(usages(List.of(KeyUsage.DIGITAL_SIGNATURE, usage)), usage.word());
  }

  @Test
  void aPrivateCaLetsNobodyElseAnswerForIt() throws Exception {
    refuses(usages(List.of(), CLIENT, "1.3.6.1.5.5.7.3.9"), "1.3.6.1.5.5.7.3.9");
  }

  private static void refuses(X509Properties properties, String named) throws Exception {
    Orders orders = Orders.privateCa();
    CertificateRequest request = orders.request(KeyType.P_256, NAMES, properties);
    assertThat(orders.open().review(request.requested()))
        .singleElement()
        .asString()
        .contains("keeps " + named + " to itself");
    Problem problem = Orders.refusal(orders.open().submit(request));
    assertThat(problem.blame()).isEqualTo(Problem.Blame.REQUEST);
    assertThat(problem.detail()).contains("keeps " + named + " to itself");
  }

  @Test
  void theLintFindsACasUsagesWhoeverMadeTheContent() throws Exception {
    Orders orders = Orders.privateCa();
    CertificateRequest harmless = orders.request(KeyType.P_256, NAMES, usages(List.of()));
    var state = orders.prepare(harmless);
    CertificateRequest harmful =
        new CertificateRequest(
            harmless.order(),
            harmless.csr(),
            harmless.publicKey(),
            new RequestedCertificate(
                NAMES,
                KeyType.P_256,
                Optional.empty(),
                Optional.empty(),
                usages(List.of(KeyUsage.KEY_CERT_SIGN))));
    assertThat(Orders.refusal(orders.open().advance(harmful, state)).detail())
        .contains("the usages are those of a CA");
  }

  @Test
  void writesTheWholeSubjectInItsOrder() throws Exception {
    String text = "CN=Till 7,OU=Shops,O=Example,L=Bern,ST=BE,C=CH";
    for (Orders orders : List.of(Orders.selfSigned(), Orders.privateCa())) {
      X509Certificate issued = issue(orders, subject(text));
      assertThat(issued.getSubjectX500Principal().getName()).isEqualTo(text);
      assertThat(issued.getSubjectAlternativeNames())
          .containsExactly(List.of(2, "www.example.test"));
    }
  }

  @Test
  void namesNoHostWhereNoneIsAskedFor() throws Exception {
    Orders orders = Orders.privateCa();
    X509Certificate issued =
        orders
            .issue(orders.request(KeyType.P_256, List.of(), subject("CN=Till 7,O=Example")))
            .getFirst();
    assertThat(issued.getSubjectAlternativeNames()).isNull();
    assertThat(issued.getSubjectX500Principal().getName()).isEqualTo("CN=Till 7,O=Example");
  }

  @Test
  void writesMailAddressesUsersAndUris() throws Exception {
    for (Orders orders : List.of(Orders.selfSigned(), Orders.privateCa())) {
      X509Certificate issued =
          orders
              .issue(
                  orders.request(
                      KeyType.P_256,
                      List.of(),
                      new X509Properties(
                          Optional.empty(),
                          List.of(),
                          List.of(CLIENT),
                          List.of("a@example.test"),
                          List.of("ü@example.test"),
                          List.of("spiffe://example.test/a"))))
              .getFirst();
      List<List<?>> names = List.copyOf(issued.getSubjectAlternativeNames());
      assertThat(names).hasSize(3);
      assertThat(names.get(0)).isEqualTo(List.of(1, "a@example.test"));
      assertThat(List.<Object>copyOf(names.get(1)))
          .contains("1.3.6.1.4.1.311.20.2.3", "ü@example.test");
      assertThat(names.get(2)).isEqualTo(List.of(6, "spiffe://example.test/a"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b@example.test", "ü@example.test", ""})
  void refusesMailAddressesThatCannotBeWritten(String mail) throws Exception {
    Orders orders = Orders.privateCa();
    X509Properties properties =
        new X509Properties(
            Optional.empty(), List.of(), List.of(), List.of(mail), List.of(), List.of());
    assertThat(orders.open().review(orders.request(KeyType.P_256, NAMES, properties).requested()))
        .singleElement()
        .asString()
        .contains("cannot be an alternative name");
  }

  @Test
  void givesNobodyACasName() throws Exception {
    Orders orders = Orders.privateCa();
    X509Certificate intermediate = orders.issue(orders.request("www.example.test")).getLast();
    X509Certificate root = ((TrustSource) orders.open()).roots().getFirst();
    for (X509Certificate ca : Arrays.asList(intermediate, root)) {
      String name = ca.getSubjectX500Principal().getName();
      CertificateRequest request = orders.request(KeyType.P_256, NAMES, subject(name));
      assertThat(Orders.refusal(orders.open().advance(request, orders.prepare(request))).detail())
          .contains("the subject is the CA's own name");
    }
  }
}
