import { expect, test } from 'vitest';
import { type Machine, bringPrograms } from '../scripts/battery/bring-programs.ts';

/** A machine without Chromium, on which installing may or may not help. */
function makeMachine(traits: { isCi: boolean; canInstall: boolean; installHelps: boolean }): {
  machine: Machine;
  installed: string[];
} {
  const installed: string[] = [];
  const machine: Machine = {
    isCi: traits.isCi,
    canInstall: traits.canInstall,
    programs: [
      {
        name: 'chromium',
        find: () => (installed.includes('chromium') ? '/usr/bin/chromium' : null),
        neededBy: 'browser tests',
      },
      { name: 'mosquitto', find: () => '/usr/sbin/mosquitto', neededBy: 'broker tests' },
    ],
    install: async (names) => {
      installed.push(...names.map((name) => (traits.installHelps ? name : `${name} (failed)`)));
    },
  };
  return { machine, installed };
}

test('only what is missing is installed, and then nothing is listed', async () => {
  const { machine, installed } = makeMachine({ isCi: true, canInstall: true, installHelps: true });
  expect(await bringPrograms(machine)).toMatchObject({ failed: 0, failures: [], notRun: [] });
  expect(installed).toEqual(['chromium']);
});

test('a missing program is listed as not run, and is no failure at a desk', async () => {
  const { machine, installed } = makeMachine({ isCi: false, canInstall: false, installHelps: false });
  expect(await bringPrograms(machine)).toMatchObject({
    failed: 0,
    notRun: ['browser tests (no chromium on this machine)'],
  });
  expect(installed).toEqual([]);
});

test('with CI=true a program that could not be brought is a counted failure', async () => {
  const { machine } = makeMachine({ isCi: true, canInstall: true, installHelps: false });
  expect(await bringPrograms(machine)).toMatchObject({
    failed: 1,
    failures: ['browser tests (no chromium on this machine)'],
    notRun: [],
  });
});
