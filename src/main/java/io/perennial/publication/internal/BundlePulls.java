package io.perennial.publication.internal;

import io.perennial.kernel.Refusal;
import io.perennial.kernel.SecretBytes;
import io.perennial.key.Keys;
import io.perennial.pki.KeyStoreFile;
import io.perennial.pki.Pem;
import io.perennial.publication.Proof;
import io.perennial.publication.PullService;
import io.perennial.publication.internal.Admissions.Admission;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.springframework.stereotype.Service;

/**
 * From memory and from the database the same answer is given in the same way; they differ only in
 * where what it is made of comes from.
 */
@Service
class BundlePulls implements PullService {

  private final Admissions admissions;
  private final Answers answers;
  private final Keys keys;
  private final KeyStoreCache stores;
  private final Waiting waiting;
  private final Pulls pulls;

  BundlePulls(
      Admissions admissions,
      Answers answers,
      Keys keys,
      KeyStoreCache stores,
      Waiting waiting,
      Pulls pulls) {
    this.admissions = admissions;
    this.answers = answers;
    this.keys = keys;
    this.stores = stores;
    this.waiting = waiting;
    this.pulls = pulls;
  }

  @Override
  public Optional<CompletableFuture<Pulled>> recall(Proof proof, Ask ask) {
    Optional<Admission> admission = admissions.recall(proof);
    if (admission.isEmpty()) {
      return Optional.empty();
    }
    return answers
        .recall(admission.get(), ask.binding())
        .filter(ready -> unchanged(ready, ask) || !hasKey(ask.form()) || ready.key().isPresent())
        .map(ready -> answer(proof, ready, ask));
  }

  @Override
  public CompletableFuture<Pulled> pull(Proof proof, Ask ask) {
    Admission admission = admissions.recall(proof).orElseGet(() -> admissions.admit(proof));
    Ready ready = answers.load(admission, ask.binding());
    if (!unchanged(ready, ask) && hasKey(ask.form()) && ready.key().isEmpty()) {
      ready.lend(keys.lend(admission.principal(), ready.scope(), ready.version().id()));
    }
    return answer(proof, ready, ask);
  }

  private static boolean hasKey(Form form) {
    return switch (form) {
      case PEM, PFX, JKS -> true;
      case CHAIN, NOTHING -> false;
    };
  }

  private static boolean unchanged(Ready ready, Ask ask) {
    return ask.known().filter(ready.version().id()::equals).isPresent();
  }

  private CompletableFuture<Pulled> answer(Proof proof, Ready ready, Ask ask) {
    if (unchanged(ready, ask)) {
      return ask.patience().isZero()
          ? CompletableFuture.completedFuture(
              new Pulled.Unchanged(ready.version().id(), ready.fingerprint()))
          : waiting.until(ready, ask.patience(), rest -> pull(proof, ask.within(rest)));
    }
    return switch (ask.form()) {
      case NOTHING ->
          CompletableFuture.completedFuture(
              new Pulled.Current(ready.version().id(), ready.fingerprint()));
      case CHAIN -> {
        pulls.remember(ready, ask.binding());
        yield CompletableFuture.completedFuture(
            new Pulled.Chain(ready.version().id(), ready.fingerprint(), ready.chain()));
      }
      case PEM ->
          withKey(
              proof, ready, ask, key -> new SecretBytes(Pem.bundle(key.reveal(), ready.chain())));
      case PFX -> store(proof, ready, ask, KeyStoreFile.PKCS12);
      case JKS -> store(proof, ready, ask, KeyStoreFile.JKS);
    };
  }

  private CompletableFuture<Pulled> store(Proof proof, Ready ready, Ask ask, KeyStoreFile file) {
    SecretBytes password =
        ask.password()
            .orElseThrow(() ->
                Refusal.invalid(
                    "Send the password for the key store in the header Pfx-Password, at least 8"
                        + " characters."));
    // Before the key is opened, whose reading is audited.
    KeyStoreCache.check(password);
    KeyStoreCache.Entry entry =
        new KeyStoreCache.Entry(ready.version().id(), ready.key().orElseThrow().type(), file);
    String chain = new String(ready.chain(), StandardCharsets.US_ASCII);
    return withKey(proof, ready, ask, key -> stores.get(entry, key, chain, password));
  }

  /** Asks anew when the right may have ended while the entry was being written. */
  private CompletableFuture<Pulled> withKey(
      Proof proof, Ready ready, Ask ask, Function<SecretBytes, SecretBytes> form) {
    return ready
        .key()
        .orElseThrow()
        .take("pulled as " + ask.form())
        .thenCompose(key -> {
          try (key) {
            if (ready.over()) {
              return pull(proof, ask);
            }
            pulls.remember(ready, ask.binding());
            return CompletableFuture.completedFuture(
                new Pulled.Bundle(ready.version().id(), ready.fingerprint(), form.apply(key)));
          }
        });
  }
}
