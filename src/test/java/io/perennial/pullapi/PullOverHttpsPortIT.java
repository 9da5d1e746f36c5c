package io.perennial.pullapi;

import io.perennial.testing.RunningServer;

class PullOverHttpsPortIT extends PullContract {

  @Override
  int port(RunningServer running) {
    return running.httpsPort();
  }
}
