package io.perennial.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {

  private final AddressRules none = new AddressRules("perennial.outbound.allow", List.of());

  /** None of these may be reached, however it is written; some are no address at all. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        // loopback
        "127.0.0.1",
        "127.0.0.2",
        "127.255.255.254",
        "127.1",
        "127.0.1",
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0x7f.1",
        "017700000001",
        "127.0.0.01",
        "localhost",
        "LOCALHOST",
        "localhost.",
        "::1",
        "0:0:0:0:0:0:0:1",
        "0000:0000:0000:0000:0000:0000:0000:0001",
        // IPv4 inside IPv6
        "::ffff:127.0.0.1",
        "::ffff:7f00:1",
        "0:0:0:0:0:ffff:7f00:0001",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "::127.0.0.1",
        "::7f00:1",
        "::ffff:0:7f00:1",
        "64:ff9b::7f00:1",
        "64:ff9b::10.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::a00:1",
        "2002:7f00:1::",
        "2002:a00:1::1",
        "2001:0:7f00:1::",
        // this host, any
        "0.0.0.0",
        "0",
        "0.1.2.3",
        "::",
        "0:0:0:0:0:0:0:0",
        // private
        "10.0.0.1",
        "10.255.255.255",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.0.1",
        "167772161",
        "fc00::1",
        "fd00::1",
        "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "fec0::1",
        // link-local and cloud metadata
        "169.254.169.254",
        "169.254.0.1",
        "2852039166",
        "0xa9fea9fe",
        "fe80::1",
        "febf::1",
        "fd00:ec2::254",
        // carrier-grade NAT, benchmark, protocol, documentation
        "100.64.0.1",
        "100.127.255.255",
        "100.100.100.200",
        "192.0.0.1",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "100::1",
        "2001:db8::1",
        "3fff::1",
        "5f00::1",
        // multicast, reserved, broadcast
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "ff02::1",
        "ff0e::1"
      })
  void neverReaches(String host) {
    assertThatThrownBy(() -> none.resolve(host)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "169.253.255.255",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2606:4700::1111",
        "2a00:1450:4001::1",
        "2400:cb00::1"
      })
  void reachesPublicAddressesUpToTheBorder(String host) throws IOException {
    assertThat(none.resolve(host)).hasSize(1);
  }

  @Test
  void aLeadingZeroIsNoOctalSoThatCheckAndConnectionAgree() throws IOException {
    assertThat(none.resolve("0177.0.0.1"))
        .extracting(InetAddress::getHostAddress)
        .containsExactly("177.0.0.1");
  }

  @Test
  void theAllowListOpensItsRangesOnly() throws IOException {
    AddressRules rules =
        new AddressRules(
            "perennial.outbound.allow",
            List.of(NetworkRange.parse("10.1.0.0/16"), NetworkRange.parse("::1/128")));
    assertThat(rules.resolve("10.1.2.3")).hasSize(1);
    assertThat(rules.resolve("::1")).hasSize(1);
    assertThat(rules.resolve("::ffff:10.1.2.3")).hasSize(1);
    assertThatThrownBy(() -> rules.resolve("10.2.0.1"))
        .isInstanceOf(AddressRules.ForbiddenAddress.class)
        .hasMessageContaining("allow it with perennial.outbound.allow");
    assertThatThrownBy(() -> rules.resolve("127.0.0.1")).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8", "example.com", "10.0.0.0/x"})
  void refusesWhatIsNoRange(String text) {
    assertThatThrownBy(() -> NetworkRange.parse(text)).isInstanceOf(Refusal.class);
  }
}
