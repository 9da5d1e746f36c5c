package io.perennial.pullapi;

import io.perennial.testing.RunningServer;

class PullOverPullPortIT extends PullContract {

  @Override
  int port(RunningServer running) {
    return running.pullPort();
  }
}
