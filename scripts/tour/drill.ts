/** An exercise that a scenario of the library plays into a centre that runs, through the product's own commands. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { TestCentre } from '../../server/test/start-centre-fixture.ts';

const root = join(import.meta.dirname, '..', '..');
export const REALM = 'exercise:drill';

/** What befalls the city. The moment is that of the scenario file, for which its expectations hold. */
export interface Drill {
  readonly scenario: string;
  readonly at: string;
  /** City seconds per second. */
  readonly speed: number;
  /** Readings per city second: a software-drawn browser shares the machine. */
  readonly rate: number;
}

/** Plays the drill until it is stopped. Its feed has the token of a simulator: nothing of it can reach the live room. */
export function startDrill(
  { mqtt, dataDir }: TestCentre,
  drill: Drill,
): { stop(): void; fault(): string | null } {
  const admin = join(root, 'server', 'src', 'operations', 'admin.ts');
  const args = [admin, 'token', 'create', '--role', 'simulator', '--data', dataDir, '--json'];
  const { secret } = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as {
    secret: string;
  };
  const child = spawn(
    process.execPath,
    [
      ...[join(root, 'simulators', 'src', 'cli.ts'), 'scenario', drill.scenario, '--broker', mqtt],
      ...['--at', drill.at, '--speed', String(drill.speed), '--rate', String(drill.rate)],
    ],
    { env: { ...process.env, METROPANE_SIM_TOKEN: secret }, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  process.once('exit', () => child.kill('SIGKILL'));
  let told = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (told = (told + text).slice(-2_000)));
  return { stop: () => void child.kill('SIGINT'), fault: () => faultOf(child, told) };
}

function faultOf({ exitCode }: ChildProcess, told: string): string | null {
  return exitCode === null ? null : `the scenario ended with code ${exitCode}: ${told}`;
}

export interface TourIncident {
  readonly id: string;
  readonly title: string;
  readonly state: string;
  readonly category: string;
  readonly priority: number;
  readonly reports: number;
  readonly revision: number;
  readonly claimedBy?: string;
  readonly assignments?: readonly unknown[];
  readonly alarms?: readonly unknown[];
  readonly sop?: { readonly steps: readonly { readonly state: string }[] };
}

/** The incidents of the exercise, as the centre has them. */
export async function incidentsOf({ get }: TestCentre): Promise<readonly TourIncident[]> {
  return (await get<{ items: TourIncident[] }>(`/api/v1/incidents?realm=${REALM}`)).items;
}

/** The first value that is there; throws with `what` when it did not come about in the time. */
export async function cameAbout<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  withinMs = 60_000,
): Promise<T> {
  const untilMs = performance.now() + withinMs;
  for (;;) {
    const found = await ask();
    if (found !== undefined) return found;
    if (performance.now() > untilMs) throw new Error(`it did not come about: ${what}`);
    await wait(250);
  }
}
