package io.perennial.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.perennial.connector.KeyType;
import io.perennial.kernel.Refusal;
import io.perennial.testing.Program;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.jcajce.PKCS12StoreParameter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as OpenSSL and Java write them, and as somebody would who means harm. */
class KeyMaterialTest {

  private static final String PASSWORD = "pässword";

  @TempDir static Path folder;

  private static X509Certificate leaf;
  private static X509Certificate intermediate;

  @BeforeAll
  static void makeChain() throws Exception {
    Files.writeString(path("min.cnf"), "[req]\ndistinguished_name=dn\n[dn]\n");
    certificate("root", "", "P-256", "basicConstraints=critical,CA:TRUE");
    certificate("intermediate", "root", "P-256", "basicConstraints=critical,CA:TRUE");
    certificate("leaf", "intermediate", "P-256", "subjectAltName=DNS:www.example.test");
    certificate("other", "intermediate", "P-256", "subjectAltName=DNS:other.example.test");
    leaf = parsed("leaf.pem");
    intermediate = parsed("intermediate.pem");
    write("chain.pem", "root.pem", "leaf.pem", "other.pem", "intermediate.pem");
  }

  private static Path path(String name) {
    return folder.resolve(name);
  }

  private static void openssl(Object... arguments) {
    List<Object> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    Program.Ended ended = Program.run(command.toArray());
    assertThat(ended.status()).as(ended.err()).isZero();
  }

  private static void certificate(String name, String issuer, String key, String extension) {
    List<Object> command =
        new ArrayList<>(
            List.of("req", "-x509", "-config", path("min.cnf"), "-nodes", "-days", 90, "-sha256"));
    if (key.startsWith("rsa:") || key.equals("ed25519")) {
      command.addAll(List.of("-newkey", key));
    } else {
      command.addAll(List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:" + key));
    }
    command.addAll(
        List.of(
            "-keyout", path(name + ".key"), "-out", path(name + ".pem"), "-subj", "/CN=" + name));
    command.addAll(List.of("-addext", extension));
    if (!issuer.isEmpty()) {
      command.addAll(List.of("-CA", path(issuer + ".pem"), "-CAkey", path(issuer + ".key")));
    }
    openssl(command.toArray());
  }

  private static X509Certificate parsed(String name) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(bytes(name)));
  }

  private static byte[] bytes(String name) throws Exception {
    return Files.readAllBytes(path(name));
  }

  private static void write(String name, String... parts) throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String part : parts) {
      all.writeBytes(bytes(part));
    }
    Files.write(path(name), all.toByteArray());
  }

  private static KeyMaterial read(String password, String... names) throws Exception {
    List<byte[]> files = new ArrayList<>();
    for (String name : names) {
      files.add(bytes(name));
    }
    return KeyMaterial.read(files, password.toCharArray());
  }

  private static void assertReads(String password, String... names) throws Exception {
    try (KeyMaterial found = read(password, names)) {
      assertThat(found.chain()).containsExactly(leaf, intermediate);
      assertThat(found.type()).isEqualTo(KeyType.P_256);
      byte[] message = {1, 2, 3};
      byte[] signature =
          KeyPairs.sign(
              KeyPairs.privateKey(found.type(), found.pkcs8().reveal()),
              "SHA256withECDSA",
              message);
      java.security.Signature verifier = java.security.Signature.getInstance("SHA256withECDSA");
      verifier.initVerify(leaf.getPublicKey());
      verifier.update(message);
      assertThat(verifier.verify(signature)).isTrue();
      assertThat(found.toString()).doesNotContain("PrivateKey").contains("SecretBytes[");
    }
  }

  private static String refusal(String password, byte[]... files) {
    return catchThrowableOfType(
            Refusal.class, () -> KeyMaterial.read(List.of(files), password.toCharArray()))
        .sentence();
  }

  private static String refusal(String password, String... names) throws Exception {
    byte[][] files = new byte[names.length][];
    for (int i = 0; i < names.length; i++) {
      files[i] = bytes(names[i]);
    }
    return refusal(password, files);
  }

  @Test
  void putsTheLeafFirstAndLeavesOutTheRootAndWhatDoesNotBelong() throws Exception {
    assertReads("", "chain.pem", "leaf.key");
    assertReads("", "leaf.key", "intermediate.pem", "leaf.pem");
  }

  @Test
  void readsPfxAsOpenSslWritesItToday() throws Exception {
    assertReads(PASSWORD, pfx("today.pfx", PASSWORD));
  }

  @Test
  void readsPfxAsItWasWrittenLongAgo() throws Exception {
    assertReads(
        PASSWORD,
        pfx(
            "old.pfx",
            PASSWORD,
            "-certpbe",
            "PBE-SHA1-3DES",
            "-keypbe",
            "PBE-SHA1-3DES",
            "-macalg",
            "sha1"));
  }

  @Test
  void readsPfxWithAnEmptyPassword() throws Exception {
    assertReads("", pfx("empty.pfx", ""));
    assertReads(
        "", pfx("empty-old.pfx", "", "-certpbe", "PBE-SHA1-3DES", "-keypbe", "PBE-SHA1-3DES"));
  }

  @Test
  void readsPfxAsJavaWritesIt() throws Exception {
    KeyStore store = store();
    put(store, "only", "leaf");
    Files.write(path("java.pfx"), stored(store));
    assertReads("changeit", "java.pfx");
  }

  private static String pfx(String name, String password, Object... more) {
    List<Object> command =
        new ArrayList<>(
            List.of(
                "pkcs12",
                "-export",
                "-inkey",
                path("leaf.key"),
                "-in",
                path("leaf.pem"),
                "-certfile",
                path("intermediate.pem"),
                "-passout",
                "pass:" + password,
                "-out",
                path(name)));
    command.addAll(List.of(more));
    openssl(command.toArray());
    return name;
  }

  private static KeyStore store() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static void put(KeyStore store, String alias, String name) throws Exception {
    try (KeyMaterial found = read("", name + ".pem", "intermediate.pem", name + ".key")) {
      store.setKeyEntry(
          alias,
          KeyPairs.privateKey(found.type(), found.pkcs8().reveal()),
          "changeit".toCharArray(),
          found.chain().toArray(Certificate[]::new));
    }
  }

  private static byte[] stored(KeyStore store) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    store.store(bytes, "changeit".toCharArray());
    return bytes.toByteArray();
  }

  @Test
  void readsAnEncryptedKey() throws Exception {
    openssl(
        "pkcs8",
        "-topk8",
        "-in",
        path("leaf.key"),
        "-out",
        path("enc.key"),
        "-v2",
        "aes-256-cbc",
        "-passout",
        "pass:" + PASSWORD);
    assertReads(PASSWORD, "chain.pem", "enc.key");
    assertThat(refusal("", "chain.pem", "enc.key"))
        .isEqualTo("The file is protected by a password. Type it.");
    assertThat(refusal("guess", "chain.pem", "enc.key"))
        .startsWith("The password does not open the file.");
  }

  @Test
  void readsKeysInTheirTraditionalForms() throws Exception {
    openssl("ec", "-in", path("leaf.key"), "-out", path("sec1.key"));
    assertThat(Files.readString(path("sec1.key"))).contains("BEGIN EC PRIVATE KEY");
    assertReads("", "chain.pem", "sec1.key");
    certificate("rsa", "intermediate", "rsa:2048", "subjectAltName=DNS:rsa.example.test");
    openssl("rsa", "-traditional", "-in", path("rsa.key"), "-out", path("pkcs1.key"));
    assertThat(Files.readString(path("pkcs1.key"))).contains("BEGIN RSA PRIVATE KEY");
    try (KeyMaterial found = read("", "rsa.pem", "intermediate.pem", "pkcs1.key")) {
      assertThat(found.type()).isEqualTo(KeyType.RSA_2048);
    }
    openssl(
        "rsa",
        "-traditional",
        "-aes256",
        "-passout",
        "pass:x",
        "-in",
        path("rsa.key"),
        "-out",
        path("outdated.key"));
    assertThat(refusal("x", "rsa.pem", "outdated.key")).contains("openssl pkcs8 -topk8");
  }

  @Test
  void readsTheLargestCurveAndTheEdwardsCurve() throws Exception {
    certificate("p521", "intermediate", "P-521", "subjectAltName=DNS:p521.example.test");
    try (KeyMaterial found = read("", "p521.pem", "intermediate.pem", "p521.key")) {
      assertThat(found.type()).isEqualTo(KeyType.P_521);
      assertThat(found.chain()).containsExactly(parsed("p521.pem"), intermediate);
    }
    certificate("edwards", "intermediate", "ed25519", "subjectAltName=DNS:ed.example.test");
    try (KeyMaterial found = read("", "edwards.pem", "intermediate.pem", "edwards.key")) {
      assertThat(found.type()).isEqualTo(KeyType.ED25519);
    }
    certificate("stranger", "intermediate", "ed25519", "subjectAltName=DNS:st.example.test");
    assertThat(refusal("", "edwards.pem", "intermediate.pem", "stranger.key"))
        .startsWith("The private key belongs to none of the certificates.");
  }

  @Test
  void refusesAWrongPassword() throws Exception {
    pfx("locked.pfx", PASSWORD);
    assertThat(refusal("guess", "locked.pfx"))
        .isEqualTo("The password does not open the file. Type the one with which it was exported.");
    assertThat(refusal("", "locked.pfx"))
        .isEqualTo("The file is protected by a password. Type it.");
  }

  @Test
  void countsRoundsBeforeItMakesThem() throws Exception {
    pfx("bomb.pfx", PASSWORD, "-iter", "1000001");
    assertThat(refusal(PASSWORD, "bomb.pfx"))
        .startsWith("Deriving the keys of this file takes more than 1000000 rounds.");
    pfx("sum.pfx", PASSWORD, "-iter", "400000");
    assertThat(refusal(PASSWORD, "sum.pfx")).startsWith("Deriving the keys");
    openssl(
        "pkcs8",
        "-topk8",
        "-in",
        path("leaf.key"),
        "-out",
        path("bomb.key"),
        "-v2",
        "aes-256-cbc",
        "-iter",
        "1000001",
        "-passout",
        "pass:x");
    assertThat(refusal("x", "chain.pem", "bomb.key")).startsWith("Deriving the keys");
  }

  private static void scrypt(String file, String parallel) throws Exception {
    openssl(
        "pkcs8",
        "-topk8",
        "-scrypt",
        "-scrypt_p",
        parallel,
        "-in",
        path("leaf.key"),
        "-out",
        path(file),
        "-passout",
        "pass:x");
  }

  @Test
  void readsWhatScryptProtectsIfThatCostsLittle() throws Exception {
    scrypt("scrypt.key", "1");
    assertReads("x", "chain.pem", "scrypt.key");
    assertThat(refusal("y", "chain.pem", "scrypt.key")).startsWith("The password does not open");
    assertThat(refusal("", "chain.pem", "scrypt.key")).contains("Type it.");
    scrypt("costly.key", "8");
    assertThat(refusal("x", "chain.pem", "costly.key")).startsWith("Deriving the keys");
    greedy("greedy.key");
    assertThat(refusal("x", "chain.pem", "greedy.key")).startsWith("Deriving the keys");
  }

  /** Names 128 MiB to derive in; what it would encrypt is never looked at. */
  private static void greedy(String file) throws Exception {
    byte[] key =
        new EncryptedPrivateKeyInfo(
                new AlgorithmIdentifier(
                    PKCSObjectIdentifiers.id_PBES2,
                    new PBES2Parameters(
                        new KeyDerivationFunc(
                            MiscObjectIdentifiers.id_scrypt,
                            new ScryptParams(new byte[16], 1 << 17, 8, 1)),
                        new EncryptionScheme(
                            NISTObjectIdentifiers.id_aes256_CBC,
                            new DEROctetString(new byte[16])))),
                new byte[32])
            .getEncoded();
    Files.writeString(
        path(file),
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\n%s\n-----END ENCRYPTED PRIVATE KEY-----\n"
            .formatted(Base64.getMimeEncoder().encodeToString(key)));
  }

  @Test
  void readsAFileThatPbmac1ChecksIfThatCostsLittle() throws Exception {
    assertReads("changeit", pbmac1("checked.pfx", 10_000, 32));
    assertReads("changeit", pbmac1("long.pfx", 10_000, 256));
    assertThat(refusal("wrong", "checked.pfx")).startsWith("The password does not open");
    assertThat(refusal("changeit", pbmac1("costly.pfx", 200_000, 256)))
        .as("eight times as many rounds as it says")
        .startsWith("Deriving the keys");
  }

  private static String pbmac1(String name, int rounds, int octets) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12-PBMAC1", new BouncyCastleProvider());
    store.load(null, null);
    put(store, "one", "leaf");
    try (OutputStream out = Files.newOutputStream(path(name))) {
      store.store(
          PKCS12StoreParameter.builder(out, "changeit".toCharArray())
              .setMacAlgorithm(
                  PKCS12StoreParameter.pbmac1WithPBKDF2Builder()
                      .setIterationCount(rounds)
                      .setSalt(new byte[16])
                      .setKeySize(octets)
                      .setPrf(PKCSObjectIdentifiers.id_hmacWithSHA256)
                      .setMac(PKCSObjectIdentifiers.id_hmacWithSHA256)
                      .build())
              .build());
    }
    return name;
  }

  @Test
  void refusesSeveralKeys() throws Exception {
    KeyStore store = store();
    put(store, "one", "leaf");
    put(store, "two", "other");
    assertThat(refusal("changeit", stored(store))).startsWith("The file has several private keys.");
    assertThat(refusal("", "chain.pem", "leaf.key", "other.key"))
        .startsWith("The file has several private keys.");
    assertReads("", "chain.pem", "leaf.key", "leaf.key");
  }

  @Test
  void refusesAKeyOfAnotherCertificate() throws Exception {
    assertThat(refusal("", "leaf.pem", "intermediate.pem", "other.key"))
        .startsWith("The private key belongs to none of the certificates.");
    certificate("rsa1", "intermediate", "rsa:2048", "subjectAltName=DNS:rsa.example.test");
    assertThat(refusal("", "rsa1.pem", "intermediate.pem", "leaf.key"))
        .startsWith("The private key belongs to none of the certificates.");
  }

  @Test
  void refusesAWeakKey() throws Exception {
    certificate("weak", "intermediate", "rsa:1024", "subjectAltName=DNS:weak.example.test");
    assertThat(refusal("", "weak.pem", "intermediate.pem", "weak.key"))
        .startsWith("The RSA key has 1024 bits and can be broken.");
  }

  @Test
  void refusesACurveThatNobodyUses() throws Exception {
    certificate("curve", "intermediate", "secp256k1", "subjectAltName=DNS:curve.example.test");
    assertThat(refusal("", "curve.pem", "intermediate.pem", "curve.key"))
        .startsWith("The key is of a kind or on a curve that is not kept here.");
  }

  @Test
  void refusesGarbage() throws Exception {
    String garbage = "The file is neither PEM nor PKCS#12, or it is damaged.";
    assertThat(refusal("", new byte[0])).startsWith(garbage);
    assertThat(refusal("", "hello".getBytes(StandardCharsets.US_ASCII))).startsWith(garbage);
    assertThat(refusal("", ascii("-----BEGIN CERTIFICATE-----\nAAAA"))).startsWith(garbage);
    assertThat(refusal("", ascii("-----BEGIN A-----\n%%\n-----END A-----"))).startsWith(garbage);
    byte[] cut = bytes(pfx("cut.pfx", PASSWORD));
    assertThat(refusal(PASSWORD, Arrays.copyOf(cut, cut.length / 2))).startsWith(garbage);
    byte[] noise = new byte[10_000];
    new Random(7).nextBytes(noise);
    assertThat(refusal("", noise)).isNotBlank();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void refusesFilesWithoutAKeyOrWithoutACertificate() throws Exception {
    assertThat(refusal("", "chain.pem")).startsWith("There is no private key in the file.");
    assertThat(refusal("", "leaf.key")).startsWith("There is no certificate in the file.");
  }

  @Test
  void refusesAChainThatLacksItsSecondPart() throws Exception {
    assertThat(refusal("", "leaf.pem", "root.pem", "leaf.key"))
        .startsWith("The certificate that certifies this one is missing: 'CN=intermediate'.");
  }

  @Test
  void refusesDeepNesting() {
    byte[] endless = new byte[100_000];
    for (int i = 0; i < endless.length; i += 2) {
      endless[i] = 0x30;
      endless[i + 1] = (byte) 0x80;
    }
    assertThat(refusal("", endless)).startsWith("The file is nested more deeply");
    byte[] nested = new byte[0];
    for (int i = 0; i < 60; i++) {
      byte[] outer = new byte[nested.length + 2];
      outer[0] = 0x30;
      outer[1] = (byte) nested.length;
      System.arraycopy(nested, 0, outer, 2, nested.length);
      nested = outer;
    }
    String pem =
        "-----BEGIN CERTIFICATE-----\n"
            + java.util.Base64.getMimeEncoder().encodeToString(nested)
            + "\n-----END CERTIFICATE-----\n";
    assertThat(refusal("", ascii(pem))).startsWith("The file is nested more deeply");
  }

  @Test
  void refusesMorePartsThanAKeyAndItsChainHave() throws Exception {
    String[] many = IntStream.range(0, 40).mapToObj(i -> "leaf.pem").toArray(String[]::new);
    write("many.pem", many);
    assertThat(refusal("", "many.pem", "leaf.key")).startsWith("The file has more than 32 parts.");
    KeyStore store = store();
    for (int i = 0; i < 40; i++) {
      store.setCertificateEntry("c" + i, leaf);
    }
    assertThat(refusal("changeit", stored(store))).startsWith("The file has more than 32 entries.");
    byte[] wide = new byte[20_004];
    wide[0] = 0x30;
    wide[1] = (byte) 0x82;
    wide[2] = (byte) (20_000 >> 8);
    wide[3] = (byte) 20_000;
    for (int i = 4; i < wide.length; i += 2) {
      wide[i] = 5;
    }
    assertThat(refusal("", wide)).startsWith("The file holds more than a key and its chain.");
  }

  @Test
  void answersEveryDamagedFileInWords() throws Exception {
    byte[] sound = bytes(pfx("sound.pfx", PASSWORD));
    Random random = new Random(42);
    for (int i = 0; i < 400; i++) {
      byte[] damaged = sound.clone();
      for (int flips = 0; flips <= random.nextInt(4); flips++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      try {
        KeyMaterial.read(List.of(damaged), PASSWORD.toCharArray()).close();
      } catch (Refusal refused) {
        assertThat(refused.sentence()).isNotBlank();
      }
    }
  }
}
