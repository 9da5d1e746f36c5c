package io.perennial.connector.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.connector.CaMisconfigured;
import io.perennial.connector.CaProtocolError;
import io.perennial.connector.CaUnavailable;
import io.perennial.connector.CertificateRequest;
import io.perennial.connector.Connector;
import io.perennial.connector.Identifier;
import io.perennial.connector.KeyType;
import io.perennial.connector.Probe;
import io.perennial.connector.Problem;
import io.perennial.connector.Progress.Issued;
import io.perennial.connector.Progress.Refused;
import io.perennial.connector.Progress.Waiting;
import io.perennial.connector.testkit.InMemoryContext;
import io.perennial.connector.testkit.acme.Fault;
import io.perennial.connector.testkit.acme.ResourceKind;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The issuer's standing at the CA, and what its settings have to do with it. */
class AccountTest {

  private static final URI TERMS = URI.create("https://ca.example/terms-1");

  private final CertificateRequest request = Requests.dns("www.example.org");

  @AutoClose
  private final Rig rig = new Rig(Map.of("terms", TERMS.toString(), "contact", "pki@example.org"));

  @Test
  void oneAccountServesAllOrdersAndInstances() throws Exception {
    rig.run(request);
    rig.run(request);

    assertThat(rig.server.accountsCreated()).isEqualTo(1);
    assertThat(rig.server.faults().calls(ResourceKind.NEW_ACCOUNT)).isEqualTo(1);
  }

  @Test
  void anAccountWhoseAnswerWasLostIsFoundByItsKey() throws Exception {
    rig.server.faults().next(ResourceKind.NEW_ACCOUNT, Fault.lost());
    assertThatThrownBy(() -> rig.submit(request)).isInstanceOf(CaUnavailable.class);

    assertThat(rig.run(request)).isInstanceOf(Issued.class);
    assertThat(rig.server.accountsCreated()).isEqualTo(1);
  }

  @Test
  void row29_aForgottenAccountIsMadeAgainOnceWhenOrdering() throws Exception {
    rig.run(request);
    rig.server.forgetEverything();

    assertThat(rig.run(request)).isInstanceOf(Issued.class);
    assertThat(rig.server.accountsCreated()).isEqualTo(2);
  }

  @Test
  void row29_aForgottenAccountEndsTheOrderAndTheNextOneMakesItAgain() throws Exception {
    Waiting presented = rig.runTo(Phase.PRESENTED, request);
    rig.server.forgetEverything();

    Refused refused = (Refused) rig.advance(request, presented.state());

    assertThat(refused.problem().retryAfter()).contains(Duration.ofSeconds(1));
    assertThat(rig.run(request)).isInstanceOf(Issued.class);
    assertThat(rig.server.accountsCreated()).isEqualTo(2);
  }

  @Test
  void row29_aCaThatKeepsForgettingIsNotLooped() throws Exception {
    rig.server
        .faults()
        .always(ResourceKind.NEW_ORDER, Fault.problem(400, "accountDoesNotExist", "who?"));

    assertThatThrownBy(() -> rig.submit(request)).isInstanceOf(CaProtocolError.class);
    assertThat(rig.server.faults().calls(ResourceKind.NEW_ORDER)).isEqualTo(2);
  }

  @Test
  void row30_aDeactivatedAccountStopsTheIssuer() throws Exception {
    Waiting presented = rig.runTo(Phase.PRESENTED, request);
    rig.server.deactivateAccounts();

    assertMisconfigured("directory", "closed", () -> rig.submit(request));
    assertMisconfigured("directory", "closed", () -> rig.advance(request, presented.state()));
    assertThat(rig.server.accountsCreated()).isEqualTo(1);
  }

  @Test
  void row31_changedTermsStopTheIssuerWithTheirAddress() throws Exception {
    rig.server.behaviour().terms(TERMS);
    assertThat(rig.run(request)).isInstanceOf(Issued.class);
    rig.server.behaviour().terms(URI.create("https://ca.example/terms-2"));

    assertMisconfigured("terms", "https://ca.example/terms-2", () -> rig.submit(request));
  }

  @Test
  void row31_aDemandToActStopsTheIssuerWithTheAddress() throws Exception {
    URI instance = URI.create("https://ca.example/act");
    rig.server
        .faults()
        .next(ResourceKind.FINALIZE, Fault.userActionRequired(instance, "<x>;rel=\"y\""));

    assertMisconfigured("terms", instance.toString(), () -> rig.run(request));
  }

  @Test
  void anExternalAccountThatIsWantedAndMissingIsNamed() throws Exception {
    rig.server.behaviour().externalAccountRequired(true);

    assertMisconfigured("eab-key-id", "external account binding", () -> rig.submit(request));
    assertThat(rig.server.faults().calls(ResourceKind.NEW_ACCOUNT)).isZero();
    try (Connector connector = rig.open()) {
      assertThat(connector.probe().reachable()).isFalse();
      assertThat(connector.probe().sentence()).contains("external account binding");
    }
  }

  @Test
  void anExternalAccountThatIsWantedUnannouncedIsNamed() throws Exception {
    rig.server
        .faults()
        .next(ResourceKind.NEW_ACCOUNT, Fault.problem(403, "externalAccountRequired", "bind"));

    assertMisconfigured("eab-key-id", "external account binding", () -> rig.submit(request));
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 48, 64, 100})
  void theAccountIsBoundToTheExternalOne(int keyBytes) throws Exception {
    byte[] key = "k".repeat(keyBytes).getBytes(StandardCharsets.UTF_8);
    rig.server.behaviour().externalAccountRequired(true).externalAccounts(Map.of("kid-7", key));
    try (InMemoryContext context = rig.contextWith(external("kid-7", key));
        Connector connector = new AcmeConnectorFactory().open(context)) {
      assertThat(connector.probe().reachable()).isTrue();
      assertThat(connector.submit(request)).isInstanceOf(Waiting.class);
    }
    assertThat(rig.server.accountsCreated()).isEqualTo(1);
  }

  @Test
  void anExternalAccountThatTheCaRefusesIsToldFromAClosedOne() throws Exception {
    byte[] right = "right".repeat(8).getBytes(StandardCharsets.UTF_8);
    byte[] wrong = "wrong".repeat(8).getBytes(StandardCharsets.UTF_8);
    rig.server.behaviour().externalAccountRequired(true).externalAccounts(Map.of("kid-7", right));
    try (InMemoryContext mistyped = rig.contextWith(external("kid-7", wrong));
        InMemoryContext unheardOf = rig.contextWith(external("kid-8", right));
        InMemoryContext known = rig.contextWith(external("kid-7", right));
        Connector mistaken = new AcmeConnectorFactory().open(mistyped);
        Connector stranger = new AcmeConnectorFactory().open(unheardOf);
        Connector friend = new AcmeConnectorFactory().open(known)) {
      assertMisconfigured("eab-hmac-key", "does not verify", () -> mistaken.submit(request));
      assertMisconfigured("eab-hmac-key", "kid is not known", () -> stranger.submit(request));
      friend.submit(request);
      known.state().compareAndSet(1, new byte[0]);
      rig.server.deactivateAccounts();
      assertMisconfigured("directory", "closed", () -> friend.submit(request));
    }
  }

  @Test
  void anExternalAccountIsEnteredWhole() throws Exception {
    String key = "A".repeat(43);
    assertMisplaced(Map.of("eab-key-id", "kid"), "eab-hmac-key", "both or neither");
    assertMisplaced(Map.of("eab-hmac-key", key), "eab-key-id", "both or neither");
    assertMisplaced(
        Map.of("eab-key-id", "kid", "eab-hmac-key", key + "+/"), "eab-hmac-key", "base64url");
    assertMisplaced(
        Map.of("eab-key-id", "kid", "eab-hmac-key", "A".repeat(42)), "eab-hmac-key", "256 bits");
  }

  private void assertMisplaced(Map<String, String> settings, String setting, String words)
      throws Exception {
    try (InMemoryContext context = rig.contextWith(settings)) {
      assertMisconfigured(setting, words, () -> new AcmeConnectorFactory().open(context));
    }
  }

  private static Map<String, String> external(String keyId, byte[] key) {
    return Map.of(
        "eab-key-id",
        keyId,
        "eab-hmac-key",
        Base64.getUrlEncoder().withoutPadding().encodeToString(key));
  }

  @Test
  void anEditedContactIsToldTheCaOnce() throws Exception {
    rig.run(request);
    assertThat(rig.server.contacts()).containsExactly(List.of("mailto:pki@example.org"));
    try (InMemoryContext moved = rig.contextWith(Map.of("contact", "ops@example.org"));
        InMemoryContext nobody = rig.contextWith(Map.of());
        Connector edited =
            new AcmeConnectorFactory().open(new Elsewhere(rig.context, moved.settings()));
        Connector emptied =
            new AcmeConnectorFactory().open(new Elsewhere(rig.context, nobody.settings()))) {
      edited.submit(request);
      edited.submit(request);
      assertThat(rig.server.contacts()).containsExactly(List.of("mailto:ops@example.org"));
      assertThat(rig.server.faults().calls(ResourceKind.ACCOUNT)).isEqualTo(1);

      emptied.submit(request);
      assertThat(rig.server.contacts()).containsExactly(List.of());
    }
    assertThat(rig.server.accountsCreated()).isEqualTo(1);
  }

  @Test
  void anEditedContactTheCaDeclinesIsNamedAndToldAgain() throws Exception {
    rig.run(request);
    rig.server
        .faults()
        .next(ResourceKind.ACCOUNT, Fault.problem(400, "invalidContact", "no such mail"));
    try (InMemoryContext moved = rig.contextWith(Map.of("contact", "ops@example.org"));
        Connector edited =
            new AcmeConnectorFactory().open(new Elsewhere(rig.context, moved.settings()))) {
      assertMisconfigured("contact", "no such mail", () -> edited.submit(request));
      edited.submit(request);
    }
    assertThat(rig.server.contacts()).containsExactly(List.of("mailto:ops@example.org"));
  }

  @Test
  void anEditedContactOfAForgottenAccountIsToldWithANewOne() throws Exception {
    rig.run(request);
    rig.server.forgetEverything();
    try (InMemoryContext moved = rig.contextWith(Map.of("contact", "ops@example.org"));
        Connector edited =
            new AcmeConnectorFactory().open(new Elsewhere(rig.context, moved.settings()))) {
      assertThat(edited.submit(request)).isInstanceOf(Waiting.class);
    }
    assertThat(rig.server.contacts()).containsExactly(List.of("mailto:ops@example.org"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"invalidContact", "unsupportedContact"})
  void aContactTheCaDeclinesIsNamed(String type) throws Exception {
    rig.server.faults().next(ResourceKind.NEW_ACCOUNT, Fault.problem(400, type, "no such mail"));

    assertMisconfigured("contact", "no such mail", () -> rig.submit(request));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody", "a@b,c@d", "a@b?subject=x", "mailto:a@b", "a b@c"})
  void aContactThatIsNoMailAddressIsRefusedOffline(String contact) throws Exception {
    try (InMemoryContext context = rig.contextWith(Map.of("contact", contact))) {
      assertMisconfigured(
          "contact", "mail address", () -> new AcmeConnectorFactory().open(context));
    }
  }

  @Test
  void theRequestsProfileWinsOverTheSetting() throws Exception {
    rig.server.behaviour().profiles(Set.of("short", "long"));
    CertificateRequest wanted =
        Requests.of(
            KeyType.P_256, List.of(new Identifier.Dns("www.example.org")), Optional.of("short"));
    try (InMemoryContext context = rig.contextWith(Map.of("profile", "gone"));
        Connector connector = new AcmeConnectorFactory().open(context)) {
      assertThat(connector.submit(wanted)).isInstanceOf(Waiting.class);
      assertMisconfigured("profile", "one of long, short", () -> connector.submit(request));
      rig.server.behaviour().profiles(Set.of("gone"));
      assertThat(connector.submit(request)).isInstanceOf(Waiting.class);
    }
  }

  @Test
  void aRequestForAnUnknownProfileLeavesTheIssuerAlone() throws Exception {
    CertificateRequest wanted =
        Requests.of(
            KeyType.P_256, List.of(new Identifier.Dns("www.example.org")), Optional.of("tiny"));
    rig.server.behaviour().profiles(Set.of("short", "long", "es\u001bcape"));
    try (Connector connector = rig.open()) {
      assertThat(connector.review(wanted.requested())).as("nothing is known yet").isEmpty();

      Refused refused = (Refused) connector.submit(wanted);

      String sentence =
          "The CA does not offer the profile tiny. Choose one of long, short, or leave it empty.";
      assertThat(refused.problem().blame()).isEqualTo(Problem.Blame.REQUEST);
      assertThat(refused.problem().detail()).isEqualTo(sentence);
      assertThat(connector.review(wanted.requested())).containsExactly(sentence);
      assertThat(connector.review(request.requested())).isEmpty();
      rig.clock.advance(Duration.ofHours(2));
      assertThat(connector.review(wanted.requested())).as("what is old is asked anew").isEmpty();
    }
    assertThat(rig.server.faults().calls(ResourceKind.NEW_ORDER)).isZero();
  }

  @Test
  void aCaWithoutProfilesSaysSo() throws Exception {
    try (InMemoryContext context = rig.contextWith(Map.of("profile", "short"));
        Connector connector = new AcmeConnectorFactory().open(context)) {
      assertMisconfigured("profile", "has no profiles", () -> connector.submit(request));
      assertThat(connector.probe().sentence()).contains("has no profiles");
    }
  }

  @Test
  void aProfileWithdrawnUnseenIsNamedByTheCa() throws Exception {
    rig.server.behaviour().profiles(Set.of("short"));
    try (InMemoryContext context = rig.contextWith(Map.of("profile", "short"));
        Connector connector = new AcmeConnectorFactory().open(context)) {
      connector.submit(request);
      rig.server.behaviour().profiles(Set.of("long"));

      assertMisconfigured("profile", "no profile short", () -> connector.submit(request));
    }
  }

  @Test
  void anotherDirectoryGetsAnAccountOfItsOwn() throws Exception {
    rig.run(request);
    try (Rig other = new Rig();
        Connector connector =
            new AcmeConnectorFactory().open(new Elsewhere(rig.context, other.context.settings()))) {
      assertThat(connector.submit(request)).isInstanceOf(Waiting.class);
      assertThat(other.server.accountsCreated()).isEqualTo(1);
    }
  }

  @Test
  void aKeyThatCannotBeUsedIsNotBlamedOnTheCa() throws Exception {
    try (Connector connector = new AcmeConnectorFactory().open(new Sealed(rig.context))) {
      assertThatThrownBy(() -> connector.submit(request))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("account key");
    }
  }

  @Test
  void probingReportsTermsAndWhetherTheyAreAccepted() throws Exception {
    rig.server.behaviour().terms(TERMS);
    try (Connector connector = rig.open()) {
      assertThat(connector.probe())
          .isEqualTo(new Probe(true, "The CA's directory answers.", Optional.of(TERMS)));
      URI changed = URI.create("https://ca.example/terms-2");
      rig.server.behaviour().terms(changed);
      assertThat(connector.probe().reachable()).isFalse();
      assertThat(connector.probe().terms()).contains(changed);
      rig.server.faults().next(ResourceKind.DIRECTORY, Fault.html(503));
      assertThat(connector.probe().sentence()).contains("HTTP 503");
    }
  }

  @Test
  void probingAnUntrustedServerSaysWhichSettingHelps() throws Exception {
    try (Rig other = new Rig();
        InMemoryContext context =
            other.contextWith(Map.of("directory", rig.server.directory().toString()));
        Connector connector = new AcmeConnectorFactory().open(context)) {
      assertThat(connector.probe().reachable()).isFalse();
      assertThat(connector.probe().sentence()).contains("TLS roots");
    }
  }

  private static void assertMisconfigured(String setting, String words, ThrowingCallable step) {
    assertThatThrownBy(step)
        .isInstanceOfSatisfying(
            CaMisconfigured.class, wrong -> assertThat(wrong.setting()).isEqualTo(setting))
        .hasMessageContaining(words);
  }
}
