package io.perennial.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.perennial.access.Application;
import io.perennial.access.Applications;
import io.perennial.connector.testkit.SettableClock;
import io.perennial.identity.Tokens;
import io.perennial.kernel.Id;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Refusal;
import io.perennial.testing.Fixtures;
import io.perennial.testing.Store;
import io.perennial.testing.TimeInHand;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifiedTokensIT {

  private static final String RESOURCE = "https://vault.localhost:8443";

  @TempDir Path folder;

  private Store store;
  private Tokens tokens;
  private TokenKeys keys;
  private SettableClock clock;
  private String tenant;
  private Application shop;

  @BeforeEach
  void open() {
    store = Store.in(folder).with(TimeInHand.class).open();
    tokens = store.bean(Tokens.class);
    keys = store.bean(TokenKeys.class);
    clock = store.bean(SettableClock.class);
    tenant = store.bean(Authorities.class).tenant();
    shop = store.bean(Applications.class).register(Fixtures.SYSTEM, new ObjectName("shop"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private JWTClaimsSet.Builder claims() {
    Instant now = clock.instant();
    return new JWTClaimsSet.Builder()
        .audience(RESOURCE)
        .issuer("https://localhost:8443/adfs")
        .claim("tid", tenant)
        .claim("oid", Id.guid(shop.principal().value()))
        .claim("appid", shop.clientId().value())
        .notBeforeTime(Date.from(now))
        .expirationTime(Date.from(now.plus(TokenKeys.TOKEN_LIFE)));
  }

  private String ours(JWTClaimsSet.Builder claims) {
    return keys.sign(claims.build());
  }

  private String signed(JWSHeader header, JWSSigner signer) throws Exception {
    SignedJWT token = new SignedJWT(header, claims().build());
    token.sign(signer);
    return token.serialize();
  }

  private void refused(String token, String why) {
    assertThatThrownBy(() -> tokens.verify(token, RESOURCE))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.kind()).isEqualTo(Refusal.Kind.UNAUTHENTICATED);
              assertThat(refusal.sentence()).contains(why);
              for (String part : token.split("\\.", -1)) {
                assertThat(part.length() > 9 && refusal.sentence().contains(part)).isFalse();
              }
            });
  }

  @Test
  void oursIsTheApplications() {
    String token = ours(claims());
    assertThat(tokens.verify(token, RESOURCE)).isEqualTo(shop.actor());
    assertThat(tokens.verify(token, RESOURCE + "/")).isEqualTo(shop.actor());
    assertThat(
            tokens.verify(ours(claims().issuer("https://localhost/" + tenant + "/v2.0")), RESOURCE))
        .isEqualTo(shop.actor());
    clock.advance(TokenKeys.TOKEN_LIFE.minusSeconds(1));
    assertThat(tokens.verify(token, RESOURCE)).isEqualTo(shop.actor());
  }

  @Test
  void refusesAnUnsignedOne() {
    refused(new PlainJWT(claims().build()).serialize(), "RS256");
  }

  @Test
  void refusesAnUnsignedOneThatNamesOurKey() {
    String[] parts = ours(claims()).split("\\.", -1);
    String header =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                "{\"alg\":\"none\",\"kid\":\"%s\"}"
                    .formatted(keys.published().getFirst().getKeyID())
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    refused(header + "." + parts[1] + ".", "RS256");
    refused(parts[0] + "." + parts[1] + ".", "cannot be read");
  }

  @Test
  void refusesAMacWithThePublicKey() throws Exception {
    RSAKey key = keys.published().getFirst();
    refused(
        signed(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build(),
            new MACSigner(key.toRSAPublicKey().getEncoded())),
        "RS256");
  }

  @Test
  void refusesAnotherRsaAlgorithm() throws Exception {
    RSAKey foreign = new RSAKeyGenerator(2048).generate();
    refused(signed(new JWSHeader(JWSAlgorithm.PS256), new RSASSASigner(foreign)), "RS256");
  }

  @Test
  void refusesAForeignKeyUnderTheNameOfOurs() throws Exception {
    RSAKey foreign = new RSAKeyGenerator(2048).generate();
    String kid = keys.published().getFirst().getKeyID();
    refused(
        signed(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(kid).build(),
            new RSASSASigner(foreign)),
        "signature is not by this deployment's key");
  }

  @Test
  void refusesAForeignKeyThatComesAlong() throws Exception {
    RSAKey foreign = new RSAKeyGenerator(2048).keyID("theirs").generate();
    refused(
        signed(
            new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("theirs")
                .jwk(foreign.toPublicJWK())
                .build(),
            new RSASSASigner(foreign)),
        "names a key that is not");
    refused(
        signed(new JWSHeader(JWSAlgorithm.RS256), new RSASSASigner(foreign)),
        "names a key that is not");
  }

  @Test
  void refusesClaimsThatWereChanged() {
    String[] mine = ours(claims()).split("\\.", -1);
    String[] other = ours(claims().claim("appid", UUID.randomUUID().toString())).split("\\.", -1);
    refused(mine[0] + "." + other[1] + "." + mine[2], "signature");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://vault.localhost",
        "https://vault.localhost:8444",
        "https://vault.azure.net"
      })
  void refusesAnotherAudienceAndNamesBoth(String audience) {
    refused(ours(claims().audience(audience)), "(aud): " + audience + ",");
    refused(ours(claims().audience(audience)), "what was asked for is " + RESOURCE);
  }

  @Test
  void refusesSeveralAudiencesOrNone() {
    refused(ours(claims().audience(List.of(RESOURCE, "https://vault.localhost"))), "(aud)");
    refused(ours(claims().audience(List.of())), "(aud)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/adfs",
        "http://localhost:8443/adfs",
        "https://localhost:8443",
        "https://localhost:8443/adfs/",
        "https://localhost:8443/00000000-0000-0000-0000-000000000000/v2.0",
        "localhost",
        "%"
      })
  void refusesAnotherIssuer(String issuer) {
    refused(ours(claims().issuer(issuer)), "(iss)");
  }

  @Test
  void refusesATokenWithoutIssuer() {
    refused(ours(claims().issuer(null)), "(iss)");
  }

  @Test
  void refusesAnotherTenant() {
    refused(ours(claims().claim("tid", UUID.randomUUID().toString())), "(tid)");
    refused(ours(claims().claim("tid", null)), "(tid)");
  }

  @Test
  void refusesAnExpiredOneAndSaysWhenItEnded() {
    String token = ours(claims());
    Instant end = clock.instant().plus(TokenKeys.TOKEN_LIFE);
    clock.advance(TokenKeys.TOKEN_LIFE);
    refused(
        token,
        "expired (exp): it was good until "
            + end.truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
    refused(ours(claims().expirationTime(null)), "(exp)");
  }

  @Test
  void refusesOneOfTheFutureBeyondAMinute() {
    Instant now = clock.instant();
    assertThat(
            tokens.verify(ours(claims().notBeforeTime(Date.from(now.plusSeconds(59)))), RESOURCE))
        .isEqualTo(shop.actor());
    refused(ours(claims().notBeforeTime(Date.from(now.plusSeconds(62)))), "(nbf)");
    refused(ours(claims().notBeforeTime(null)), "(nbf)");
  }

  @Test
  void refusesOneOfAnApplicationThatWasRevokedOrNeverWas() {
    String token = ours(claims());
    Application other =
        store.bean(Applications.class).register(Fixtures.SYSTEM, new ObjectName("other"));
    store.bean(Applications.class).revoke(Fixtures.SYSTEM, shop.clientId());
    refused(token, "(appid)");
    refused(ours(claims().claim("appid", UUID.randomUUID().toString())), "(appid)");
    refused(ours(claims().claim("appid", "shop")), "(appid)");
    refused(ours(claims().claim("appid", other.clientId().value())), "(appid)");
  }

  @Test
  void refusesOneWhoseKeyIsPublishedNoLonger() {
    String token =
        ours(claims().expirationTime(Date.from(clock.instant().plus(Duration.ofDays(99)))));
    clock.advance(TokenKeys.SIGNS.plusHours(3));
    refused(token, "names a key that is not");
  }

  @Test
  void refusesWhatIsNoToken() {
    for (String text :
        List.of("", "x", "a.b.c", "....", "pnl_0123_secret", "x".repeat(8 * 1024 + 1))) {
      refused(text, "token");
    }
  }
}
