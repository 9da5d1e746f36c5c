package io.perennial.connector.acme.transport;

import io.perennial.connector.KeyType;
import io.perennial.connector.SigningKey;
import java.security.KeyPair;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Lets code that signs through JCA sign with lent handles. JCA picks a provider by the key it is
 * given, so registering this one last changes nothing for any other key.
 */
final class HandleProvider extends Provider {

  /**
   * Two loaders of this class must not share a name: JCA ignores the second registration, and the
   * first one does not know the second one's keys.
   */
  private static final String NAME =
      "PerennialHandles-" + Integer.toHexString(System.identityHashCode(HandleProvider.class));

  private HandleProvider() {
    super(NAME, "1", "Signs with keys that can be used but not seen");
    Arrays.stream(KeyType.values())
        .map(KeyType::signatureAlgorithm)
        .distinct()
        .forEach(algorithm -> putService(new HandleService(this, algorithm)));
  }

  /** A pair whose private half can be used through JCA but not read. */
  static KeyPair keyPair(SigningKey handle) {
    if (Security.getProvider(NAME) == null) {
      Security.addProvider(new HandleProvider());
    }
    return new KeyPair(handle.publicKey(), new HandleKey(handle));
  }

  private static final class HandleService extends Provider.Service {

    HandleService(Provider provider, String algorithm) {
      super(provider, "Signature", algorithm, HandleSignature.class.getName(), null, null);
    }

    @Override
    public Object newInstance(@Nullable Object ignored) {
      return new HandleSignature(getAlgorithm());
    }

    @Override
    public boolean supportsParameter(@Nullable Object key) {
      return key instanceof HandleKey;
    }
  }
}
