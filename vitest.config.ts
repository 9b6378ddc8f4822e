import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const isFull = process.env.METROPANE_TEST_FULL === '1';

/** The long battery runs the same files with larger numbers; a test that hangs still ends. */
const integrationTimeoutMs = isFull ? 1_800_000 : 60_000;

/** Vitest gives a poll one second: a measure of the machine, not of what is asked. A wait that must be short says so itself. */
const patient = { poll: { timeout: 30_000 } };

/** Vitest leaves one core idle, which on two cores means one file after the other. */
const maxWorkers = availableParallelism();

export default defineConfig({
  test: {
    reporters: ['default', './test/tally-reporter.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{packages/*,server,simulators}/src/**/*.test.ts',
            'test/**/*.test.ts',
            'scripts/**/*.test.ts',
          ],
          pool: 'threads',
          testTimeout: isFull ? 600_000 : 20_000,
          expect: patient,
          maxWorkers,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // The client's own Vite configuration: its components need the same transforms as in the bundle.
        extends: './client/vite.config.ts',
        root: import.meta.dirname,
        test: {
          name: 'client',
          include: ['client/src/**/*.test.{ts,tsx}'],
          pool: 'threads',
          testTimeout: 20_000,
          maxWorkers,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'integration',
          include: ['{server,simulators}/test/**/*.test.ts'],
          pool: 'forks',
          testTimeout: integrationTimeoutMs,
          expect: patient,
          hookTimeout: 60_000,
          maxWorkers,
          sequence: { groupOrder: 1 },
        },
      },
      {
        // One real browser at a time: on two cores a second one would measure the first.
        test: {
          name: 'e2e',
          include: ['client/test/**/*.test.ts'],
          pool: 'forks',
          fileParallelism: false,
          testTimeout: isFull ? 1_800_000 : 120_000,
          expect: patient,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
