/** `npm start`: reads the options, starts the centre, tells where it is, and drains on the way out. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Centre, startCentre } from './centre.ts';
import { type Config, readConfig } from './config.ts';
import { type Logger, makeLogger } from './operations/logger.ts';
import { StartRefused } from './start-refused.ts';

const STOP_REPEAT_MS = 1_000;
const STOP_BOUND_MS = 20_000;
const BACKFILL_MS = 7 * 86_400_000;
const LEAST_BACKFILL_MS = 600_000;

const parsed = readConfig(process.argv.slice(2), process.env);
// Before any child starts: nobody else needs to know the token.
delete process.env['METROPANE_TOKEN'];
delete process.env['METROPANE_OIDC_SECRET'];
if (!parsed.ok) refuse(parsed.message);
const config = parsed.value;
const log = makeLogger(config.logLevel, (line) => process.stderr.write(line));

try {
  const centre = await startCentre(config, log, die);
  const demo = config.simulators && config.broker === null ? await startDemo(centre, config, log) : null;
  stopOnSignals(centre, demo);
  announce(centre, config);
} catch (error) {
  if (error instanceof StartRefused) refuse(error.message);
  // A full disk, a damaged file, a bug: one sentence for who started it, the rest for who repairs it.
  log.error(`could not start: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
  log.debug(error instanceof Error ? (error.stack ?? '') : '');
  process.exit(1);
}

function announce(centre: Centre, { json }: Config): void {
  const lines = [`Metropane ready: ${centre.httpUrl} ${centre.mqttUrl}`];
  const link = centre.access.createSignInLink(Date.now());
  const signIn = link.ok ? `${centre.httpUrl}/desk#signin=${link.value.token}` : null;
  if (signIn !== null) lines.push(`Sign in: ${signIn}`);
  const told = {
    event: 'ready',
    http: centre.httpUrl,
    mqtt: centre.mqttUrl,
    ...(signIn === null ? {} : { signIn }),
  };
  process.stdout.write(json ? `${JSON.stringify(told)}\n` : `${lines.join('\n')}\n`);
}

/** The demo city fills what lies between its last reading and now (a week at a first start), then goes on live. */
async function startDemo(centre: Centre, { city }: Config, logger: Logger): Promise<ChildProcess> {
  const cli = fileURLToPath(new URL('../../simulators/src/cli.ts', import.meta.url));
  const lastMs = await centre.lastDemoEventMs();
  const gapMs = Math.min(BACKFILL_MS, lastMs === null ? BACKFILL_MS : Date.now() - lastMs);
  const backfill = gapMs < LEAST_BACKFILL_MS ? [] : ['--backfill', `PT${Math.floor(gapMs / 1000)}S`];
  const child = fork(
    cli,
    ['city', '--demo', '--broker', centre.mqttUrl, '--city', city, '--json', ...backfill],
    {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { PATH: process.env['PATH'] ?? '', METROPANE_SIM_TOKEN: centre.demoToken },
    },
  );
  const down = (reason: string): void => {
    logger.warn(`the demo city ended (${reason})`);
    centre.tellSystem({ id: 'simulators', status: 'down', detail: reason, sinceMs: Date.now() });
  };
  child.on('error', (error) => down(error.message));
  child.on('exit', (code, signal) => {
    if (code !== 0 && signal !== 'SIGTERM') down(signal ?? `code ${code}`);
  });
  centre.tellSystem({ id: 'simulators', status: 'ok', detail: '', sinceMs: Date.now() });
  return child;
}

/** The first signal drains; a repeat within a second is the same key press, a later one means it. */
function stopOnSignals(centre: Centre, demo: ChildProcess | null): void {
  let askedAtMs: number | null = null;
  const stop = (signal: NodeJS.Signals): void => {
    const nowMs = performance.now();
    if (askedAtMs !== null) {
      if (nowMs - askedAtMs > STOP_REPEAT_MS) process.exit(signal === 'SIGINT' ? 130 : 143);
      return;
    }
    askedAtMs = nowMs;
    setTimeout(() => process.exit(1), STOP_BOUND_MS).unref();
    demo?.kill('SIGTERM');
    void centre.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error(`stopping: ${error instanceof Error ? error.message : String(error)}`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

function die(reason: string): void {
  log.error(`the pipeline ended: ${reason}`);
  process.exit(1);
}

function refuse(message: string): never {
  process.stderr.write(`metropane: ${message}\n`);
  process.exit(2);
}
