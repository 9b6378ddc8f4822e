/** Only for tests: what feeds an exercise from outside, the real simulator with a token of its own. */
import { execFileSync, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The secret of a new simulator's token; `bounds` as of `admin token create`. */
export function createSimulatorToken(dataDir: string, bounds: readonly string[]): string {
  const admin = fileURLToPath(new URL('../src/operations/admin.ts', import.meta.url));
  const args = [admin, 'token', 'create', '--role', 'simulator', '--data', dataDir, '--json', ...bounds];
  const made = execFileSync(process.execPath, args, { encoding: 'utf8' });
  return (JSON.parse(made) as { secret: string }).secret;
}

/** Two minutes of a small city, as fast as the broker takes them; resolves with the exit status. */
export function simulateCity(broker: string, token: string): Promise<number | null> {
  const cli = fileURLToPath(new URL('../../simulators/src/cli.ts', import.meta.url));
  const span = ['--from', '2026-11-23T07:00:00+07:00', '--for', 'PT2M'];
  const child = spawn(
    process.execPath,
    [cli, 'city', '--seed', '42', '--rate', '100', '--entities', '900', '--broker', broker, ...span],
    { stdio: 'ignore', env: { ...process.env, METROPANE_SIM_TOKEN: token } },
  );
  return new Promise((resolve) => child.once('exit', resolve));
}
