package io.perennial.bench;

import io.perennial.connector.Identifier;
import io.perennial.connector.KeyType;
import io.perennial.pki.KeyPairs;
import io.perennial.pki.SigningRequests;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/**
 * A step-ca of its own folder, with one provisioner whose tokens this program signs. It signs the
 * client's key; it makes none and keeps none.
 */
final class StepCa implements AutoCloseable {

  private final Process process;
  private final HttpClient http;
  private final URI sign;
  private final EllipticCurveJsonWebKey provisioner;

  /**
   * @param folder holds root.pem, ca.pem and ca-key.pem
   */
  StepCa(Path program, Path folder, int port)
      throws IOException, GeneralSecurityException, JoseException, InterruptedException {
    this.provisioner = EcJwkGenerator.generateJwk(EllipticCurves.P256);
    provisioner.setKeyId(provisioner.calculateBase64urlEncodedThumbprint("SHA-256"));
    provisioner.setAlgorithm("ES256");
    provisioner.setUse("sig");
    this.sign = URI.create("https://localhost:" + port + "/1.0/sign");
    Files.writeString(folder.resolve("ca.json"), configuration(folder, port));
    this.process =
        new ProcessBuilder(program.toString(), folder.resolve("ca.json").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    this.http = Api.client(folder.resolve("root.pem"));
    awaitReady(folder);
  }

  private String configuration(Path folder, int port) {
    return """
    {"root":"%1$s/root.pem","federatedRoots":null,"crt":"%1$s/ca.pem","key":"%1$s/ca-key.pem",
    "address":"127.0.0.1:%2$d","insecureAddress":"","dnsNames":["localhost"],
    "logger":{"format":""},"db":{"type":"badgerv2","dataSource":"%1$s/db","badgerFileLoadMode":""},
    "authority":{"provisioners":[{"type":"JWK","name":"bench","key":%3$s}]},
    "tls":{"cipherSuites":["TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"],"minVersion":1.2,
    "maxVersion":1.3,"renegotiation":false}}
    """
        .formatted(folder, port, provisioner.toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY));
  }

  private void awaitReady(Path folder) throws IOException, InterruptedException {
    HttpRequest health = HttpRequest.newBuilder(sign.resolve("/health")).build();
    for (int tries = 0; ; tries++) {
      try {
        http.send(health, HttpResponse.BodyHandlers.discarding());
        return;
      } catch (IOException notYet) {
        if (tries == 100 || process.waitFor(Duration.ofMillis(100))) {
          close();
          throw new IOException(
              "step-ca did not start: " + Files.readString(folder.resolve("log")), notYet);
        }
      }
    }
  }

  long pid() {
    return process.pid();
  }

  /** Asks for a certificate with a fresh key and returns when it is here. */
  String issue() throws IOException, InterruptedException, JoseException {
    String name = "n" + UUID.randomUUID() + ".example.com";
    byte[] csr =
        SigningRequests.create(
            KeyPairs.generate(KeyType.P_256), KeyType.P_256, List.of(new Identifier.Dns(name)));
    String pem =
        "-----BEGIN CERTIFICATE REQUEST-----\\n"
            + Base64.getEncoder().encodeToString(csr)
            + "\\n-----END CERTIFICATE REQUEST-----\\n";
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(sign)
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(30))
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"csr\":\"" + pem + "\",\"ott\":\"" + token(name) + "\"}"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 201) {
      throw new IOException(response.statusCode() + " " + response.body());
    }
    return response.body();
  }

  private String token(String name) throws JoseException {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer("bench");
    claims.setSubject(name);
    claims.setAudience(sign.toString());
    claims.setStringListClaim("sans", name);
    NumericDate now = NumericDate.now();
    claims.setIssuedAt(now);
    claims.setNotBefore(now);
    claims.setExpirationTime(NumericDate.fromSeconds(now.getValue() + 300));
    claims.setJwtId(UUID.randomUUID().toString());
    JsonWebSignature token = new JsonWebSignature();
    token.setAlgorithmHeaderValue("ES256");
    token.setKeyIdHeaderValue(provisioner.getKeyId());
    token.setHeader("typ", "JWT");
    token.setKey(provisioner.getPrivateKey());
    token.setPayload(claims.toJson());
    return token.getCompactSerialization();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
