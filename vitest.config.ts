import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/support/global-setup.ts'],
    // Machines are shared: a test that waits for something gives up by itself, in words, well before this.
    testTimeout: 120_000,
    // One that ran out of time beside a noisy neighbour has another chance; one that is broken fails twice.
    retry: process.env['CI'] === undefined ? 0 : 1,
    hookTimeout: 120_000,
    // Its own is a second, which a busy machine may need for one look.
    expect: { poll: { timeout: 20_000 } },
    maxWorkers: 2,
  },
});
