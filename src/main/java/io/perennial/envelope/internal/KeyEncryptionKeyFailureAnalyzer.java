package io.perennial.envelope.internal;

import io.perennial.envelope.KeyEncryptionKeyUnusable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says at start what is wrong with the key-encryption key, without a stack trace. */
class KeyEncryptionKeyFailureAnalyzer extends AbstractFailureAnalyzer<KeyEncryptionKeyUnusable> {

  @Override
  protected FailureAnalysis analyze(Throwable root, KeyEncryptionKeyUnusable cause) {
    return new FailureAnalysis(cause.getMessage(), cause.remedy(), cause);
  }
}
