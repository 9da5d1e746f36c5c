package io.perennial.connector.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.perennial.connector.CaMisconfigured;
import io.perennial.connector.CaProtocolError;
import io.perennial.connector.CertificateRequest;
import io.perennial.connector.IssuerState;
import io.perennial.connector.KeyType;
import io.perennial.connector.OrderState;
import io.perennial.connector.Problem;
import io.perennial.connector.TrustSource;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class PrivateCaTest {

  private static X509Certificate root(Orders orders) throws Exception {
    return ((TrustSource) orders.open()).roots().getFirst();
  }

  @Test
  void makesRootAndIntermediateAtFirstUseAndKeepsThem() throws Exception {
    Orders orders = Orders.privateCa();
    orders.open();
    assertThat(orders.context().state().read()).as("before the first use").isEmpty();
    X509Certificate root = root(orders);
    List<X509Certificate> chain = orders.issue(orders.request("www.example.test"));
    assertThat(chain).hasSize(2).doesNotContain(root);
    chain.getLast().verify(root.getPublicKey());
    assertThat(root(orders)).isEqualTo(root);
    assertThat(orders.context().state().read().orElseThrow().revision()).isOne();
  }

  @Test
  void givesRootAndIntermediateWhatTheirUseNeedsAndNoMore() throws Exception {
    Orders orders = new Orders(new PrivateCaFactory(), Map.of("organization", "Example & Söhne"));
    X509Certificate root = root(orders);
    X509Certificate intermediate = orders.issue(orders.request("www.example.test")).getLast();
    for (X509Certificate authority : List.of(root, intermediate)) {
      boolean[] usage = authority.getKeyUsage();
      assertThat(usage)
          .containsExactly(false, false, false, false, false, true, true, false, false);
      assertThat(authority.getExtendedKeyUsage()).isNull();
      assertThat(authority.getSubjectX500Principal().toString()).contains("O=Example & Söhne");
    }
    assertThat(root.getBasicConstraints()).isOne();
    assertThat(intermediate.getBasicConstraints()).isZero();
    assertThat(Duration.between(Orders.START, root.getNotAfter().toInstant()).toDays() + 1)
        .isEqualTo(7_305);
    assertThat(Duration.between(Orders.START, intermediate.getNotAfter().toInstant()).toDays() + 1)
        .isEqualTo(1_826);
  }

  @Test
  void endsWithOneCaWhenTwoNodesRaceForTheFirstUse() throws Exception {
    Orders orders = Orders.privateCa();
    CyclicBarrier bothHaveRead = new CyclicBarrier(2);
    try (ExecutorService nodes = Executors.newFixedThreadPool(2)) {
      List<Future<List<X509Certificate>>> roots =
          List.of(
              nodes.submit(() -> rootsOf(new Racer(orders.context(), bothHaveRead))),
              nodes.submit(() -> rootsOf(new Racer(orders.context(), bothHaveRead))));
      assertThat(roots.getFirst().get()).isEqualTo(roots.getLast().get());
    }
    assertThat(orders.context().state().read().orElseThrow().revision()).isOne();
  }

  private static List<X509Certificate> rootsOf(Racer context) throws Exception {
    return ((TrustSource) new PrivateCaFactory().open(context)).roots();
  }

  @Test
  void endsWithOneNewIntermediateWhenTwoNodesRaceForIt() throws Exception {
    Orders orders = Orders.privateCa();
    root(orders);
    orders.clock().advance(Duration.ofDays(1_800));
    CertificateRequest request = orders.request("www.example.test");
    CyclicBarrier bothHaveRead = new CyclicBarrier(2);
    try (ExecutorService nodes = Executors.newFixedThreadPool(2)) {
      for (Future<?> node :
          List.of(
              nodes.submit(() -> submitAt(new Racer(orders.context(), bothHaveRead), request)),
              nodes.submit(() -> submitAt(new Racer(orders.context(), bothHaveRead), request)))) {
        node.get();
      }
    }
    IssuerState.Stored stored = orders.context().state().read().orElseThrow();
    assertThat(CaCertificates.read(stored.value()).intermediates()).hasSize(2);
  }

  private static Object submitAt(Racer context, CertificateRequest request) throws Exception {
    return new PrivateCaFactory().open(context).submit(request);
  }

  @Test
  void makesANewIntermediateBeforeTheOldOneLimitsALeaf() throws Exception {
    Orders orders = Orders.privateCa();
    X509Certificate first = orders.issue(orders.request(Duration.ofDays(47))).getLast();
    orders.clock().advance(Duration.ofDays(1_826 - 47));
    assertThat(orders.issue(orders.request(Duration.ofDays(47))).getLast()).isEqualTo(first);
    List<X509Certificate> chain = orders.issue(orders.request(Duration.ofDays(48)));
    assertThat(chain.getLast()).isNotEqualTo(first);
    assertThat(chain.getLast().getPublicKey()).isNotEqualTo(first.getPublicKey());
    assertThat(chain.getLast().getSubjectX500Principal())
        .isNotEqualTo(first.getSubjectX500Principal());
    chain.getLast().verify(root(orders).getPublicKey());
    chain.getFirst().verify(chain.getLast().getPublicKey());
  }

  @Test
  void finishesAnOrderThatWasPreparedUnderAnOlderIntermediate() throws Exception {
    Orders orders = Orders.privateCa();
    orders.issue(orders.request("first.example.test"));
    orders.clock().advance(Duration.ofDays(1_826 - 47));
    CertificateRequest old = orders.request(Duration.ofDays(47));
    OrderState prepared = orders.prepare(old);
    X509Certificate newer = orders.issue(orders.request(Duration.ofDays(48))).getLast();
    List<X509Certificate> chain = orders.issue(old, prepared);
    assertThat(chain.getLast()).isNotEqualTo(newer);
    chain.getFirst().verify(chain.getLast().getPublicKey());
  }

  @Test
  void neverOutlivesItsIssuersUntilTheRootEnds() throws Exception {
    Orders orders = Orders.privateCa();
    X509Certificate root = root(orders);
    while (orders.clock().instant().plus(Duration.ofDays(397)).isBefore(end(root))) {
      List<X509Certificate> chain = orders.issue(orders.request(Duration.ofDays(397)));
      assertThat(end(chain.getFirst())).isBeforeOrEqualTo(end(chain.getLast()));
      assertThat(end(chain.getLast())).isBeforeOrEqualTo(end(root));
      orders.clock().advance(Duration.ofDays(365));
    }
    Problem problem = Orders.refusal(orders.open().submit(orders.request(Duration.ofDays(397))));
    assertThat(problem.blame()).isEqualTo(Problem.Blame.ISSUER);
    assertThat(problem.type()).isEqualTo("root-expires");
    assertThat(orders.issue(orders.request(Duration.ofDays(1)))).hasSize(2);
    IssuerState.Stored stored = orders.context().state().read().orElseThrow();
    assertThat(CaCertificates.read(stored.value()).intermediates()).hasSizeBetween(4, 6);
  }

  private static Instant end(X509Certificate certificate) {
    return certificate.getNotAfter().toInstant();
  }

  @Test
  void keepsTheKeysItHasWhenTheKeyTypeIsChanged() throws Exception {
    Orders before = Orders.privateCa();
    X509Certificate root = root(before);
    Retyped changed = Retyped.to(KeyType.P_384, before.context());
    TrustSource after = (TrustSource) new PrivateCaFactory().open(changed);
    assertThat(after.roots()).containsExactly(root);
    before.clock().advance(Duration.ofDays(1_800));
    new PrivateCaFactory().open(changed).submit(before.request("www.example.test"));
    IssuerState.Stored stored = before.context().state().read().orElseThrow();
    assertThat(CaCertificates.read(stored.value()).newest().getPublicKey())
        .satisfies(key -> assertThat(KeyTypes.of(key)).contains(KeyType.P_384));
  }

  @Test
  void namesTheSettingWhenAHalfMadeCaHasAnotherKeyType() throws Exception {
    Orders orders = Orders.privateCa();
    orders.context().signingKey("root", KeyType.P_384);
    CaMisconfigured thrown =
        catchThrowableOfType(
            CaMisconfigured.class, () -> orders.open().submit(orders.request("a.test")));
    assertThat(thrown.setting()).isEqualTo("key-type");
    assertThat(orders.open().probe().reachable()).isFalse();
  }

  @Test
  void stopsWhenItsStoredCertificatesCannotBeRead() throws Exception {
    Orders orders = Orders.privateCa();
    orders.context().state().compareAndSet(0, new byte[] {1, 2, 3});
    CaProtocolError thrown =
        catchThrowableOfType(
            CaProtocolError.class, () -> orders.open().submit(orders.request("a.test")));
    assertThat(thrown).hasMessageContaining("restore them from a backup");
    assertThat(orders.open().probe().reachable()).isFalse();
  }

  @Test
  void stopsWhenItsKeyIsNotTheOneInItsCertificate() throws Exception {
    Orders orders = Orders.privateCa();
    Orders restored = Orders.privateCa();
    root(orders);
    byte[] certificates = orders.context().state().read().orElseThrow().value();
    restored.context().state().compareAndSet(0, certificates);
    CaProtocolError thrown =
        catchThrowableOfType(
            CaProtocolError.class, () -> restored.open().submit(restored.request("a.test")));
    assertThat(thrown).hasMessageContaining("does not fit its certificate");
    assertThat(restored.open().probe().reachable()).isFalse();
  }

  @Test
  void refusesAnOrderOfACaThatIsGone() throws Exception {
    Orders before = Orders.privateCa();
    OrderState state = before.prepare(before.request("www.example.test"));
    Orders after = Orders.privateCa();
    Problem problem =
        Orders.refusal(after.open().advance(after.request("www.example.test"), state));
    assertThat(problem.type()).isEqualTo("unknown-issuer");
  }
}
