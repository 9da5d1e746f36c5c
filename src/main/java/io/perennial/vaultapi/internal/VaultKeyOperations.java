package io.perennial.vaultapi.internal;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.perennial.access.DataAction;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Version;
import io.perennial.key.KeyOperations;
import io.perennial.key.KeyOperations.Use;
import java.time.Clock;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is done with certificates' keys, which stay here. */
@RestController
@RequestMapping(VaultRequest.PREFIX + "/keys/{name}")
class VaultKeyOperations {

  private final KeyOperations operations;
  private final ManagedKeys keys;
  private final JsonBody body;
  private final Clock clock;

  VaultKeyOperations(KeyOperations operations, ManagedKeys keys, JsonBody body, Clock clock) {
    this.operations = operations;
    this.keys = keys;
    this.body = body;
    this.clock = clock;
  }

  @PostMapping({"/sign", "/{version}/sign"})
  Result sign(
      Call call,
      @PathVariable String name,
      @PathVariable(required = false) @Nullable String version) {
    Found found = found(call, KeyAction.SIGN, name, version);
    KeyBody sent = body.read(call, KeyBody.class);
    return found.result(operations.sign(found.use(), sent.signature(), sent.valueBytes()));
  }

  @PostMapping({"/verify", "/{version}/verify"})
  Verdict verify(
      Call call,
      @PathVariable String name,
      @PathVariable(required = false) @Nullable String version) {
    Found found = found(call, KeyAction.VERIFY, name, version);
    KeyBody sent = body.read(call, KeyBody.class);
    return new Verdict(
        operations.verify(found.use(), sent.signature(), sent.digestBytes(), sent.valueBytes()));
  }

  @PostMapping({"/encrypt", "/{version}/encrypt"})
  Result encrypt(
      Call call,
      @PathVariable String name,
      @PathVariable(required = false) @Nullable String version) {
    return encrypted(call, found(call, KeyAction.ENCRYPT, name, version));
  }

  @PostMapping({"/wrapkey", "/{version}/wrapkey"})
  Result wrap(
      Call call,
      @PathVariable String name,
      @PathVariable(required = false) @Nullable String version) {
    return encrypted(call, found(call, KeyAction.WRAP, name, version));
  }

  private Result encrypted(Call call, Found found) {
    KeyBody sent = body.read(call, KeyBody.class);
    return found.result(operations.encrypt(found.use(), sent.encryption(), sent.valueBytes()));
  }

  @PostMapping({"/decrypt", "/{version}/decrypt"})
  Result decrypt(
      Call call,
      @PathVariable String name,
      @PathVariable(required = false) @Nullable String version) {
    return decrypted(call, found(call, KeyAction.DECRYPT, name, version));
  }

  @PostMapping({"/unwrapkey", "/{version}/unwrapkey"})
  Result unwrap(
      Call call,
      @PathVariable String name,
      @PathVariable(required = false) @Nullable String version) {
    return decrypted(call, found(call, KeyAction.UNWRAP, name, version));
  }

  private Result decrypted(Call call, Found found) {
    KeyBody sent = body.read(call, KeyBody.class);
    return found.result(operations.decrypt(found.use(), sent.encryption(), sent.valueBytes()));
  }

  /** A managed key changes with its certificate alone. */
  @PatchMapping({"", "/{version}"})
  void update(Call call, @PathVariable String name) {
    keys.refuseChange(call, DataAction.KEYS_UPDATE, "update", name);
  }

  @DeleteMapping
  void delete(Call call, @PathVariable String name) {
    keys.refuseChange(call, DataAction.KEYS_DELETE, "delete", name);
  }

  @PostMapping("/backup")
  void backup(Call call, @PathVariable String name) {
    keys.refuseChange(call, DataAction.KEYS_BACKUP, "backup", name);
  }

  private Found found(Call call, KeyAction action, String name, @Nullable String version) {
    Certificate certificate = keys.certificate(call, action.dataAction(), name);
    Version wanted = keys.version(certificate, version);
    keys.requireUsable(call, certificate, wanted, action, clock.instant());
    return new Found(
        Views.address(call.base(), "keys", certificate, wanted.knownAs().value()),
        new Use(
            call.caller(),
            certificate.scope(),
            wanted.id(),
            action.dataAction().permission(),
            action.word()));
  }

  private record Found(String kid, Use use) {

    Result result(byte[] value) {
      return new Result(kid, Base64.getUrlEncoder().withoutPadding().encodeToString(value));
    }
  }

  /**
   * @param kid which version's key it was
   * @param value base64url
   */
  record Result(String kid, String value) {

    /** Without what may be plain text. */
    @Override
    public String toString() {
      return "Result[" + kid + "]";
    }
  }

  record Verdict(@JsonProperty("value") boolean genuine) {}
}
