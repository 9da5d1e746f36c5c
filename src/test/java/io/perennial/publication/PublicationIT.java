package io.perennial.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.access.Principal;
import io.perennial.access.Principals;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.connector.testkit.SettableClock;
import io.perennial.kernel.BindingId;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.VersionId;
import io.perennial.pki.Identifiers;
import io.perennial.testing.Database;
import io.perennial.testing.Fixtures;
import io.perennial.testing.Store;
import io.perennial.testing.TestCertificates;
import io.perennial.testing.TimeInHand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
class PublicationIT {

  private static final VersionId FIRST = new VersionId("1".repeat(32));
  private static final VersionId SECOND = new VersionId("2".repeat(32));

  @Parameter Database database;
  @TempDir Path folder;

  private Store store;
  private Bindings bindings;
  private Consumers consumers;
  private Certificate certificate;
  private Consumer web1;
  private Principal actor;
  private String credential;

  @BeforeEach
  void open() {
    store = Store.in(folder).on(database).with(TimeInHand.class).open();
    bindings = store.bean(Bindings.class);
    consumers = store.bean(Consumers.class);
    certificate = new Fixtures(store).certificate("www");
    var invitation = consumers.invite(Fixtures.SYSTEM, new ObjectName("web1"));
    var enrolled = consumers.enrol(invitation.token().token(), "web1.example.com");
    web1 = enrolled.consumer();
    credential = enrolled.credential().token();
    actor = store.bean(Principals.class).find(web1.principal()).orElseThrow();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Binding bind(String address, String... hosts) {
    return bindings.bind(
        Fixtures.SYSTEM,
        new Bindings.Wanted(
            web1.id(),
            certificate.id(),
            List.of(hosts).stream().map(Identifiers::parse).toList(),
            address,
            443));
  }

  private void issue(VersionId version) {
    store
        .bean(Certificates.class)
        .add(
            Fixtures.SYSTEM,
            certificate.id(),
            new Certificates.NewVersion(version, certificate.issuer(), 1, false),
            List.of(
                TestCertificates.of(
                    "www.example.com",
                    store.bean(SettableClock.class).instant(),
                    Duration.ofDays(90))));
  }

  private long count(String table) {
    return store.jdbc().sql("select count(*) from " + table).query(Long.class).single();
  }

  @Test
  void eachVersionIsOwedToEachBindingOnce() {
    issue(FIRST);
    bind("127.0.0.1");
    assertThat(count("publication")).as("what is current when it is bound").isEqualTo(1);
    bind("127.0.0.2");
    issue(SECOND);
    assertThat(count("publication")).isEqualTo(4);
    assertThat(bindings.mine(actor)).hasSize(2);
    assertThat(bindings.mine(actor).getFirst().published().orElseThrow().id()).isEqualTo(SECOND);
  }

  @Test
  void theSameBindingIsRefusedAndLeavesNoHalf() {
    bind("127.0.0.1");
    long roles = count("role_assignment");
    long audited = count("audit_entry");
    assertThatThrownBy(() -> bind("127.0.0.1"))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CONFLICT));
    assertThat(count("binding")).isEqualTo(1);
    assertThat(count("role_assignment")).isEqualTo(roles);
    assertThat(count("audit_entry")).isEqualTo(audited);
  }

  @Test
  void whatTheCertificateDoesNotCoverOrMayNotBeProbedIsRefused() {
    assertThatThrownBy(() -> bind("127.0.0.1", "other.example.com"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("not for other.example.com");
    assertThatThrownBy(() -> bind("169.254.169.254"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("not a public address");
    assertThat(count("binding")).isZero();
  }

  @Test
  void unbindingTakesTheKeyAwayAtOnce() {
    issue(FIRST);
    Binding binding = bind("127.0.0.1");
    PullService pulls = store.bean(PullService.class);
    assertThat(pull(pulls, binding.id())).isInstanceOf(PullService.Pulled.Chain.class);
    bindings.unbind(Fixtures.SYSTEM, binding.id());
    assertThatThrownBy(() -> pull(pulls, binding.id()))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.NOT_FOUND));
    assertThat(count("role_assignment")).isZero();
    assertThat(count("publication")).isZero();
  }

  private PullService.Pulled pull(PullService pulls, BindingId id) {
    return pulls
        .pull(
            new Proof.Token(credential),
            new PullService.Ask(
                id, PullService.Form.CHAIN, Optional.empty(), Optional.empty(), Duration.ZERO))
        .join();
  }

  @Test
  void thousandsWaitWithoutAThreadAndAllHear() throws Exception {
    issue(FIRST);
    Binding binding = bind("127.0.0.1");
    PullService pulls = store.bean(PullService.class);
    pull(pulls, binding.id());
    PullService.Ask ask =
        new PullService.Ask(
            binding.id(),
            PullService.Form.CHAIN,
            Optional.of(FIRST),
            Optional.empty(),
            PullService.MOST_PATIENCE);
    Proof proof = new Proof.Token(credential);
    int threads = Thread.getAllStackTraces().size();
    List<CompletableFuture<PullService.Pulled>> waiting = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      waiting.add(pulls.recall(proof, ask).orElseGet(() -> pulls.pull(proof, ask)));
    }
    assertThat(waiting).noneMatch(CompletableFuture::isDone);
    assertThat(Thread.getAllStackTraces()).hasSizeLessThan(threads + 20);
    issue(SECOND);
    for (CompletableFuture<PullService.Pulled> heard : waiting) {
      assertThat(heard.get(30, TimeUnit.SECONDS))
          .isInstanceOf(PullService.Pulled.Chain.class)
          .returns(SECOND, PullService.Pulled::version);
    }
  }

  @Test
  void aReportIsKeptOfTheRightVersionOnly() {
    issue(FIRST);
    Binding binding = bind("127.0.0.1");
    bindings.report(
        actor,
        binding.id(),
        new Report(FIRST, Report.Outcome.INSTALLED, Optional.empty(), Optional.empty()));
    assertThat(bindings.mine(actor).getFirst().binding().installed().version()).contains(FIRST);
    assertThatThrownBy(() ->
            bindings.report(
                actor,
                binding.id(),
                new Report(SECOND, Report.Outcome.INSTALLED, Optional.empty(), Optional.empty())))
        .isInstanceOf(Refusal.class);
    bindings.report(
        actor,
        binding.id(),
        new Report(FIRST, Report.Outcome.FAILED, Optional.empty(), Optional.of("nginx said no")));
    Binding.Installed installed = bindings.mine(actor).getFirst().binding().installed();
    assertThat(installed.outcome()).contains(Report.Outcome.FAILED);
    assertThat(installed.reason()).contains("nginx said no");
    assertThat(installed.version()).as("of the last success").contains(FIRST);
  }

  @Test
  void aRevokedServerCannotEnrolAgainWithAnOldInvitation() {
    var invitation = consumers.invite(Fixtures.SYSTEM, new ObjectName("web1"));
    consumers.revoke(Fixtures.SYSTEM, web1.id());
    store.jdbc().sql("update credential set revoked_at = null").update();
    assertThatThrownBy(() -> consumers.enrol(invitation.token().token(), "web1"))
        .isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> consumers.invite(Fixtures.SYSTEM, new ObjectName("web1")))
        .hasMessageContaining("was revoked");
  }
}
