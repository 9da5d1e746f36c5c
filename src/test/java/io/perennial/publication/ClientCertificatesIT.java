package io.perennial.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.audit.Audit;
import io.perennial.connector.testkit.SettableClock;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Refusal;
import io.perennial.pki.ClientAuthority;
import io.perennial.pki.Fingerprint;
import io.perennial.testing.ClientKey;
import io.perennial.testing.Database;
import io.perennial.testing.Fixtures;
import io.perennial.testing.Store;
import io.perennial.testing.TimeInHand;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What counts as proof of who a server is, and for how long. */
@ParameterizedClass
@EnumSource(Database.class)
class ClientCertificatesIT {

  @Parameter Database database;
  @TempDir Path folder;

  private Store.Builder builder;
  private Store store;
  private Consumers consumers;
  private ClientCertificates certificates;
  private SettableClock clock;
  private Proof token;

  @BeforeEach
  void open() {
    builder = Store.in(folder).on(database).with(TimeInHand.class);
    store = builder.open();
    consumers = store.bean(Consumers.class);
    certificates = store.bean(ClientCertificates.class);
    clock = store.bean(SettableClock.class);
    token = enrol();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Proof enrol() {
    var invitation = consumers.invite(Fixtures.SYSTEM, new ObjectName("web1"));
    return new Proof.Token(
        consumers.enrol(invitation.token().token(), "web1").credential().token());
  }

  private Proof issue(Proof proof) {
    return proof(certificates.issue(proof, ClientKey.fresh().csr()).certificate());
  }

  private static Proof proof(X509Certificate certificate) {
    return new Proof.ClientCertificate(ClientKey.der(certificate));
  }

  private String name(Proof proof) {
    return consumers.authenticate(proof).principal().name();
  }

  private void assertRefused(Proof proof, String words) {
    assertThatThrownBy(() -> consumers.authenticate(proof))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.UNAUTHENTICATED))
        .hasMessageContaining(words);
  }

  private List<String> audited(String action) {
    return store
        .jdbc()
        .sql(
            "select detail from audit_entry where action = :action and subject = :scope order by sequence")
        .param("action", action)
        .param("scope", web1().scope().path())
        .query(String.class)
        .list();
  }

  private Consumer web1() {
    return consumers.find(Fixtures.SYSTEM, new ObjectName("web1")).orElseThrow();
  }

  private StandingProof standing() {
    Consumer web1 = web1();
    return Objects.requireNonNull(
        store.bean(PublicationQueries.class).proofs(Fixtures.SYSTEM, List.of(web1)).get(web1.id()));
  }

  /** What is on its way and was never used is not yet what the server shows. */
  @Test
  void othersSeeByWhatAServerShowsWhoItIs() {
    Instant begin = clock.instant();
    StandingProof enrolled =
        new StandingProof(
            StandingProof.Kind.TOKEN,
            begin,
            begin.plus(Duration.ofDays(90)),
            begin.plus(Duration.ofDays(90)));
    assertThat(standing()).isEqualTo(enrolled);
    clock.advance(Duration.ofDays(60));
    var next = consumers.renewCredential(consumers.authenticate(token).principal());
    assertThat(standing()).isEqualTo(enrolled);
    token = new Proof.Token(next.credential().token());
    assertThat(name(token)).isEqualTo("web1");
    assertThat(standing().since()).isEqualTo(clock.instant());

    Proof certificate = issue(token);
    assertThat(standing().kind()).isEqualTo(StandingProof.Kind.TOKEN);
    assertThat(name(certificate)).isEqualTo("web1");
    Instant begun = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant end = begun.plus(Duration.ofDays(7));
    assertThat(standing())
        .isEqualTo(
            new StandingProof(
                StandingProof.Kind.CLIENT_CERTIFICATE, begun, end, end.plus(Duration.ofDays(30))));
    issue(certificate);
    assertThat(standing().until()).isEqualTo(end);
    enrol();
    assertThat(standing().until()).isEqualTo(end);
    consumers.revoke(Fixtures.SYSTEM, web1().id());
    assertThat(store.bean(PublicationQueries.class).proofs(Fixtures.SYSTEM, List.of(web1())))
        .isEmpty();
  }

  @Test
  void itsFirstUseEndsTheTokenAndNothingEndsBefore() {
    assertThat(name(token)).isEqualTo("web1");
    Proof certificate = issue(token);
    assertThat(name(token)).as("it may have been lost on its way").isEqualTo("web1");
    assertThat(name(certificate)).isEqualTo("web1");
    assertRefused(token, "Enrol this server again");
    assertThat(name(certificate)).isEqualTo("web1");
    assertThat(audited("consumer.certificate"))
        .satisfiesExactly(
            issued -> assertThat(issued).startsWith("issued with serial number "),
            used -> assertThat(used).startsWith("first used"));
    assertThat(store.bean(Audit.class).verify().intact()).isTrue();
  }

  @Test
  void theNextOneEndsTheOneBeforeAtItsFirstUse() {
    Proof first = issue(token);
    assertThat(name(first)).isEqualTo("web1");
    Proof lost = issue(first);
    Proof second = issue(first);
    assertRefused(lost, "does not count here");
    assertThat(name(first)).isEqualTo("web1");
    assertThat(name(second)).isEqualTo("web1");
    assertRefused(first, "somebody else has its key");
    assertThat(
            store.jdbc().sql("select count(*) from client_certificate").query(Long.class).single())
        .isEqualTo(1);
  }

  @Test
  void aTokenOfANewEnrolmentEndsTheCertificate() {
    Proof certificate = issue(token);
    assertThat(name(certificate)).isEqualTo("web1");
    Proof fresh = enrol();
    assertThat(name(certificate)).isEqualTo("web1");
    assertThat(name(fresh)).isEqualTo("web1");
    assertRefused(certificate, "does not count here");
  }

  @Test
  void whoShowsACertificateGetsNoTokenBesideIt() {
    Proof certificate = issue(token);
    var principal = consumers.authenticate(certificate).principal();
    assertThatThrownBy(() -> consumers.renewCredential(principal))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CONFLICT));
  }

  @Test
  void anExpiredOneGetsANewOneAndNothingElseAndNotForEver() {
    Proof certificate = issue(token);
    assertThat(name(certificate)).isEqualTo("web1");
    clock.advance(Duration.ofDays(7).minusSeconds(1));
    assertThat(name(certificate)).isEqualTo("web1");
    clock.advance(Duration.ofSeconds(1));
    assertRefused(certificate, "it gets a new one with POST /pull/v1/certificate");
    clock.advance(Duration.ofDays(29));
    Proof next = issue(certificate);
    assertThat(name(next)).isEqualTo("web1");

    clock.advance(Duration.ofDays(38));
    assertRefused(next, "too long ago. Enrol this server again");
    assertThatThrownBy(() -> issue(next)).hasMessageContaining("too long ago");
  }

  @Test
  void theRevokedAreOutWhateverTheyShowAndCannotComeBack() {
    Proof used = issue(token);
    assertThat(name(used)).isEqualTo("web1");
    Proof unused = issue(used);
    consumers.revoke(Fixtures.SYSTEM, web1().id());
    for (Proof proof : List.of(token, used, unused)) {
      assertThatThrownBy(() -> issue(proof)).isInstanceOf(Refusal.class);
    }
    assertRefused(used, "was revoked");
    // As if it had been issued while its server was being revoked.
    insert(((Proof.ClientCertificate) used).fingerprint());
    assertRefused(used, "was revoked");
  }

  private void insert(Fingerprint fingerprint) {
    store
        .jdbc()
        .sql(
            """
            insert into client_certificate (fingerprint, consumer_id, created_at, expires_at)
            select :fingerprint, id, created_at, timestamp with time zone '2099-01-01 00:00:00+00'
            from consumer where name = 'web1'
            """)
        .param("fingerprint", fingerprint.value())
        .update();
  }

  @Test
  void aRowWithoutTheAuthoritysSignatureIsWorthNothing() {
    byte[] der = ClientKey.der(certificates.issue(token, ClientKey.fresh().csr()).certificate());
    for (int at : new int[] {der.length / 2, der.length - 1}) {
      byte[] forged = der.clone();
      forged[at] ^= 1;
      Proof.ClientCertificate proof = new Proof.ClientCertificate(forged);
      insert(proof.fingerprint());
      assertRefused(
          proof, "did not sign it. Enrol this server again: on the page Servers press Invite");
      assertThatThrownBy(() -> issue(proof)).hasMessageContaining("did not sign it");
    }
    assertThat(name(new Proof.ClientCertificate(der))).isEqualTo("web1");
  }

  @Test
  void theAuthorityOutlivesARestartAndItsKeyIsSealed() throws Exception {
    X509Certificate authority = certificates.authority();
    X509Certificate issued = certificates.issue(token, ClientKey.fresh().csr()).certificate();
    assertThat(ClientAuthority.signed(issued.getEncoded(), authority)).isTrue();
    assertThat(
            store
                .jdbc()
                .sql("select count(*) from private_key where id = 'own/client-authority'")
                .query(Long.class)
                .single())
        .isEqualTo(1);
    store.close();
    store = builder.open();
    assertThat(store.bean(ClientCertificates.class).authority()).isEqualTo(authority);
    assertThat(store.bean(Consumers.class).authenticate(proof(issued)).principal().name())
        .isEqualTo("web1");
  }

  @Test
  void aRequestThatCannotBeUsedLeavesNoTrace() {
    assertThatThrownBy(() -> certificates.issue(token, "garbage"))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.INVALID));
    assertThat(audited("consumer.certificate")).isEmpty();
  }
}
