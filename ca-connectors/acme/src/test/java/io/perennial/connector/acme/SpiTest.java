package io.perennial.connector.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.connector.CaMisconfigured;
import io.perennial.connector.CaProtocolError;
import io.perennial.connector.Connector;
import io.perennial.connector.KeyType;
import io.perennial.connector.Limits;
import io.perennial.connector.OrderState;
import io.perennial.connector.Progress.Waiting;
import io.perennial.connector.Setting;
import io.perennial.connector.acme.transport.Acme4jTransport;
import io.perennial.connector.acme.transport.AcmeTransport;
import io.perennial.connector.testkit.InMemoryContext;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the core sees of the connector besides the course of an order. */
class SpiTest {

  @Test
  void theSettingsAreThoseOfTheForm() {
    assertThat(new AcmeConnectorFactory().settings().settings())
        .extracting(Setting::name)
        .containsExactly(
            "directory",
            "contact",
            "terms",
            "eab-key-id",
            "eab-hmac-key",
            "roots",
            "profile",
            "preferred-chain",
            "further-key-types",
            "max-orders");
  }

  @ParameterizedTest
  @ValueSource(strings = {"javascript:alert(1)", "/terms", "file:///etc/passwd", "a b"})
  void termsAreAnAddressThatAPersonCanRead(String address) throws Exception {
    try (Rig rig = new Rig()) {
      assertThatThrownBy(() -> rig.contextWith(Map.of("terms", address)))
          .isInstanceOfSatisfying(
              CaMisconfigured.class, wrong -> assertThat(wrong.setting()).isEqualTo("terms"));
    }
  }

  @Test
  void limitsFollowTheSetting() throws Exception {
    try (Rig rig = new Rig();
        Connector usual = rig.open();
        InMemoryContext context = rig.contextWith(Map.of("max-orders", "3"));
        Connector narrow = new AcmeConnectorFactory().open(context)) {
      assertThat(usual.limits())
          .isEqualTo(
              new Limits(
                  EnumSet.complementOf(EnumSet.of(KeyType.P_521, KeyType.ED25519)),
                  false,
                  true,
                  100,
                  Optional.empty(),
                  8));
      assertThat(narrow.limits().maxOrdersInFlight()).isEqualTo(3);
      assertThat(rig.server.faults().calls()).as("opening is offline").isZero();
    }
  }

  @Test
  void keysThatMostCasRefuseAreOfferedWhereTheSettingSaysSo() throws Exception {
    try (Rig rig = new Rig();
        InMemoryContext context = rig.contextWith(Map.of("further-key-types", "p-521, ED25519"));
        InMemoryContext mistyped = rig.contextWith(Map.of("further-key-types", "P_512"));
        Connector broad = new AcmeConnectorFactory().open(context)) {
      assertThat(broad.limits().keyTypes())
          .containsExactlyInAnyOrderElementsOf(EnumSet.allOf(KeyType.class));
      assertThatThrownBy(() -> new AcmeConnectorFactory().open(mistyped))
          .isInstanceOfSatisfying(
              CaMisconfigured.class,
              wrong -> assertThat(wrong.setting()).isEqualTo("further-key-types"))
          .hasMessageContaining("There is no key type P_512");
    }
  }

  @Test
  void aHundredLongNamesFitIntoTheState() throws Exception {
    URI account = URI.create("https://acme.example.org/acme/acct/1234567890");
    String name = "n".repeat(253);
    List<Proof> proofs =
        IntStream.range(0, 100)
            .mapToObj(index ->
                new Proof(
                    URI.create(account + "/authz/" + "9".repeat(60) + index),
                    Proof.Stage.TRIGGERED,
                    name,
                    false,
                    "t".repeat(43)))
            .toList();
    StoredOrder order =
        new StoredOrder(Phase.TRIGGERED, account, URI.create(account + "/order"), proofs, 3, 1, 2);

    OrderState state = StateCodec.encode(order);

    assertThat(StateCodec.decode(state)).contains(order);
  }

  @Test
  void addressesTooLongForTheStateAreNonsense() {
    URI account = URI.create("https://acme.example.org/account");
    List<URI> authorizations =
        IntStream.range(0, 100)
            .mapToObj(index -> URI.create(account + "/" + "9".repeat(2_000) + index))
            .toList();

    assertThatThrownBy(
            () -> StateCodec.encode(StoredOrder.ordered(account, account, authorizations)))
        .isInstanceOf(CaProtocolError.class);
  }

  @Test
  void phasesAreStoredUnderNamesThatNeverChange() {
    assertThat(Phase.values())
        .extracting(Phase::name)
        .containsExactly(
            "ORDERED", "PRESENTED", "TRIGGERED", "READY", "FINALIZING", "PROCESSING", "RELEASING");
    assertThat(Proof.Stage.values())
        .extracting(Proof.Stage::name)
        .containsExactly("UNREAD", "OFFERED", "TRIGGERED", "VALID", "RELEASED", "FAILED");
  }

  @Test
  void tokensAreNotInTheTextOfTheState() throws Exception {
    try (Rig rig = new Rig()) {
      Waiting presented = rig.runTo(Phase.PRESENTED, Requests.dns("www.example.org"));
      assertThat(new String(presented.state().data(), StandardCharsets.UTF_8)).contains("token-");
      assertThat(presented.state().toString()).doesNotContain("token-").contains("PRESENTED");
    }
  }

  @Test
  void theLibraryStaysBehindThePort() throws IOException {
    try (Stream<Path> sources = Files.list(Path.of("src/main/java/io/perennial/connector/acme"))) {
      List<Path> files = sources.filter(path -> path.toString().endsWith(".java")).toList();
      assertThat(files).hasSizeGreaterThan(5);
      assertThat(files)
          .allSatisfy(path ->
              assertThat(Files.readString(path))
                  .doesNotContain("org.shredzone")
                  .doesNotContain("org.jose4j"));
    }
    assertThat(
            Stream.of(AcmeTransport.class.getMethods(), Acme4jTransport.class.getMethods())
                .flatMap(Stream::of)
                .map(Object::toString))
        .noneMatch(signature -> signature.contains("org.shredzone"));
  }
}
