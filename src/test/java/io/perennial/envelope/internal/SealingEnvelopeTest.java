package io.perennial.envelope.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.envelope.SealBroken;
import io.perennial.envelope.SealContext;
import io.perennial.kernel.SecretBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

class SealingEnvelopeTest {

  private static final HexFormat HEX = HexFormat.of();
  private static final SealContext ROW = new SealContext("private-key", "row-1");
  private static final byte[] SECRET = "what nobody may read".getBytes(StandardCharsets.UTF_8);

  // Written down once. They must open for ever: a changed byte here is a lost key out there.
  private static final String FROZEN_DEPLOYMENT = "00112233445566778899aabbccddeeff";
  private static final String FROZEN_KEY =
      "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
  private static final String FROZEN_ROOT =
      "01001566696c652d36333064636432393636633433333636003cbc5796163909567e4315"
          + "f8b8bf309e52881e97ab4ecb35f2f1d39ac9119864988c42bb20caf01fa679251f8e6adb"
          + "4db2d03c4d899cf48bab82cf22f29e9f1f03ef7a6b41d99118f512aeab985a071186582e"
          + "628f125e103b11a50db96147787a78e3a42eee39281b62f78d0c260baf6d23f09af1f4a7"
          + "fcd3";
  private static final String FROZEN_VALUE =
      "01001566696c652d36333064636432393636633433333636003c70f675d3107b86a3731f"
          + "cd360ea9f43a2d3202659fa5b044704e2bdbfb80f70e8411922298f954a43eb5f84cdb54"
          + "7d15744b4c0c3843e680951578396f72fc8834e01aae147148aa2a8f45d7133c1a4bba62"
          + "c0cdcff2b5f2e9a819acc4ef7f14edf7587fdfabe502fc5285c2";
  private static final String FROZEN_MAC =
      "9b69f1498b72b632c1c0b0d916e7070d0997882de7bd4ce1535f6a66b42b7fd8";

  @TempDir Path folder;

  private SealingEnvelope envelope;

  @BeforeEach
  void open() {
    envelope = firstStart("one");
  }

  private SealingEnvelope firstStart(String name) {
    return start(name, database(name));
  }

  private SealingEnvelope start(String name, DeploymentRepository deployments) {
    return new SealingEnvelope(
        deployments,
        new EnvelopeProperties(folder.resolve(name + "-kek"), folder.resolve(name + "-data")),
        new SecureRandom());
  }

  private DeploymentRepository database(String name) {
    JdbcClient jdbc =
        JdbcClient.create(
            new SimpleDriverDataSource(
                new org.h2.Driver(),
                "jdbc:h2:file:"
                    + folder.resolve(name)
                    + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE"));
    jdbc.sql(
            """
            create table deployment (singleton smallint primary key, id varchar(32),
              kek_id varchar(64), sealed_root bytea)
            """)
        .update();
    return new DeploymentRepository(jdbc);
  }

  @Test
  void opensWhatItSealed() {
    try (SecretBytes opened = envelope.open(envelope.seal(SECRET, ROW), ROW)) {
      assertThat(opened.reveal()).isEqualTo(SECRET);
    }
  }

  @Test
  void opensWhatEarlierReleasesSealed() throws IOException {
    SealingEnvelope frozen = frozen();
    try (SecretBytes opened = frozen.open(HEX.parseHex(FROZEN_VALUE), ROW)) {
      assertThat(opened.reveal()).isEqualTo(SECRET);
    }
    assertThat(HEX.formatHex(frozen.mac("audit", SECRET))).isEqualTo(FROZEN_MAC);
  }

  private SealingEnvelope frozen() throws IOException {
    DeploymentRepository deployments = database("frozen");
    Path keys = Files.createDirectories(folder.resolve("frozen-kek"));
    Path file = keys.resolve(FROZEN_DEPLOYMENT + ".kek");
    Files.writeString(file, FROZEN_KEY + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    deployments.insert(
        new DeploymentRepository.Deployment(
            FROZEN_DEPLOYMENT, KeyFile.read(file).id(), HEX.parseHex(FROZEN_ROOT)));
    return start("frozen", deployments);
  }

  @Test
  void sealsTheSameTwiceInDifferentBytes() {
    assertThat(envelope.seal(SECRET, ROW)).isNotEqualTo(envelope.seal(SECRET, ROW));
  }

  @Test
  void findsEveryChangedByte() {
    byte[] sealed = envelope.seal(SECRET, ROW);
    for (int position = 0; position < sealed.length; position++) {
      for (int mask : new int[] {0x01, 0x80, 0xff}) {
        byte[] altered = sealed.clone();
        altered[position] ^= (byte) mask;
        assertBroken(altered, ROW);
      }
    }
  }

  @Test
  void findsEveryTruncationAndExtension() {
    byte[] sealed = envelope.seal(SECRET, ROW);
    for (int length = 0; length < sealed.length; length++) {
      assertBroken(Arrays.copyOf(sealed, length), ROW);
    }
    assertBroken(Arrays.copyOf(sealed, sealed.length + 1), ROW);
  }

  @Test
  void findsEveryPairOfSwappedRows() {
    List<byte[]> rows = new ArrayList<>();
    for (int row = 0; row < 100; row++) {
      rows.add(envelope.seal(SECRET, new SealContext("private-key", "row-" + row)));
    }
    for (int from = 0; from < rows.size(); from++) {
      for (int to = 0; to < rows.size(); to++) {
        if (from != to) {
          assertBroken(rows.get(from), new SealContext("private-key", "row-" + to));
        }
      }
    }
  }

  @Test
  void findsASwappedColumn() {
    assertBroken(envelope.seal(SECRET, ROW), new SealContext("order-state", ROW.object()));
  }

  @Test
  void findsAMovedBorderBetweenKindAndObject() {
    byte[] sealed = envelope.seal(SECRET, new SealContext("ab", "c"));
    assertBroken(sealed, new SealContext("a", "bc"));
  }

  @Test
  void findsAValueOfAnotherDeployment() {
    assertBroken(firstStart("two").seal(SECRET, ROW), ROW);
  }

  @Test
  void findsAValueOfAnotherDeploymentUnderTheSameKey() throws IOException {
    SealingEnvelope frozen = frozen();
    Path copy = folder.resolve("copied-kek").resolve("f".repeat(32) + ".kek");
    Files.createDirectories(copy.getParent());
    Files.copy(
        folder.resolve("frozen-kek").resolve(FROZEN_DEPLOYMENT + ".kek"),
        copy,
        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    DeploymentRepository copied = database("copied");
    copied.insert(
        new DeploymentRepository.Deployment(
            "f".repeat(32), KeyFile.read(copy).id(), HEX.parseHex(FROZEN_ROOT)));

    assertThatThrownBy(() -> start("copied", copied)).hasMessageContaining("is not the one");
    assertThat(frozen.deployment()).isEqualTo(FROZEN_DEPLOYMENT);
  }

  @Test
  void separatesKeysByPurpose() {
    assertThat(envelope.mac("audit", SECRET)).isNotEqualTo(envelope.mac("credential", SECRET));
    assertThat(envelope.mac("audit", SECRET)).isNotEqualTo(firstStart("two").mac("audit", SECRET));
  }

  private void assertBroken(byte[] sealed, SealContext context) {
    assertThatThrownBy(() -> envelope.open(sealed, context))
        .isInstanceOf(SealBroken.class)
        .hasMessageContaining("does not open");
  }
}
