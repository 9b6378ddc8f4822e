/**
 * Brings Chromium and Mosquitto where this machine lets us (Debian, as root): they are too large or too native for a package.
 * Elsewhere the tests that need them are skipped and listed; with `CI=true` a missing program is a failure, because a battery
 * that silently loses its browser still looks green.
 */
import { EMPTY_TALLY, type Tally } from '../../test/tally.ts';
import { findChromium, findMosquitto } from '../../test/find-program.ts';
import { canInstallPackages, installPackages } from './apt-packages.ts';

export interface NeededProgram {
  /** Name of the Debian package and of the program. */
  readonly name: string;
  readonly find: () => string | null;
  readonly neededBy: string;
}

export interface Machine {
  readonly programs: readonly NeededProgram[];
  readonly isCi: boolean;
  readonly canInstall: boolean;
  /** May fail; what counts is whether the programs are found afterwards. */
  readonly install: (names: readonly string[]) => Promise<void>;
}

export function describeMachine(): Machine {
  return {
    programs: [
      { name: 'chromium', find: findChromium, neededBy: 'browser tests' },
      { name: 'mosquitto', find: findMosquitto, neededBy: 'tests with an external broker' },
    ],
    isCi: process.env.CI === 'true',
    canInstall: canInstallPackages(),
    install: installPackages,
  };
}

export async function bringPrograms(machine: Machine): Promise<Tally> {
  const missing = machine.programs.filter((program) => program.find() === null);
  if (missing.length > 0 && machine.canInstall) await machine.install(missing.map((program) => program.name));
  const reasons = missing
    .filter((program) => program.find() === null)
    .map((program) => `${program.neededBy} (no ${program.name} on this machine)`);
  return machine.isCi
    ? { ...EMPTY_TALLY, failed: reasons.length, failures: reasons }
    : { ...EMPTY_TALLY, notRun: reasons };
}
