package io.perennial.connector.acme.transport;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The hosts a CA may send us to: its directory's and those the directory lists. Without that rule
 * an answer could aim our signed requests at anything we can reach.
 */
record Origins(URI directory, Set<String> allowed) {

  static Origins of(URI directory, Stream<URI> listed) {
    Set<String> allowed =
        Stream.concat(Stream.of(directory), listed)
            .map(Origins::origin)
            .collect(Collectors.toUnmodifiableSet());
    return new Origins(directory, allowed);
  }

  /** The address itself, when it may be used. */
  URI check(URI address) throws Unacceptable {
    if (!permits(address)) {
      throw new Unacceptable(
          "it named the address "
              + PlainText.of(address.toString())
              + ", which is not on a host that its directory lists");
    }
    return address;
  }

  boolean permits(URI address) {
    return "https".equals(address.getScheme())
        && address.getUserInfo() == null
        && allowed.contains(origin(address));
  }

  private static String origin(URI address) {
    String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
    return host + ":" + (address.getPort() == -1 ? 443 : address.getPort());
  }
}
