import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { err, ok, type Result } from '@metropane/base';

/** Options of `npm start` (CONTRACT "Commands"); each is also `METROPANE_*` in the environment, the command line wins. */
export interface Config {
  host: string;
  /** `explicit` ports that are busy are an error; default ports move to the next free one. */
  port: PortOption;
  mqttPort: PortOption;
  publicUrl: string | null;
  tls: { certFile: string; keyFile: string } | null;
  trustProxy: string[];
  dataDir: string;
  city: string;
  feedsFile: string | null;
  feedDir: string | null;
  /** Who outside is told what; null = `delivery.yaml` of the data folder, if there is one. */
  deliveryFile: string | null;
  /** People may report at `/report` without signing in. */
  publicReports: boolean;
  broker: string | null;
  /** Where people may sign in beside local accounts, as it was given; the secret only from the environment. */
  oidc: { issuer: string | null; clientId: string | null; rolesFile: string | null; secret: string | null };
  simulators: boolean;
  anonymousIngest: boolean;
  insecureNetwork: boolean;
  logLevel: LogLevel;
  /** How long and how much of raw readings history keeps; null = its default. */
  history: { days: number | null; daysOf: Record<string, number>; gib: number | null };
  /** Standard output is JSON lines only. */
  json: boolean;
  /** Fixed admin token for automation. */
  token: string | null;
}
export interface PortOption {
  port: number;
  explicit: boolean;
}
export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
export type ConfigCode = 'bad-option';

const OPTIONS = {
  port: { type: 'string' },
  'mqtt-port': { type: 'string' },
  host: { type: 'string' },
  'public-url': { type: 'string' },
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  'trust-proxy': { type: 'string' },
  data: { type: 'string' },
  city: { type: 'string' },
  feeds: { type: 'string' },
  'feed-dir': { type: 'string' },
  delivery: { type: 'string' },
  'public-reports': { type: 'string' },
  broker: { type: 'string' },
  'oidc-issuer': { type: 'string' },
  'oidc-client-id': { type: 'string' },
  'oidc-roles': { type: 'string' },
  'no-simulators': { type: 'boolean' },
  'anonymous-ingest': { type: 'boolean' },
  'insecure-network': { type: 'boolean' },
  'log-level': { type: 'string' },
  'history-days': { type: 'string' },
  'history-gib': { type: 'string' },
  json: { type: 'boolean' },
} as const;
type OptionName = keyof typeof OPTIONS;

/** Reads options; the error message names the option at fault in one sentence. */
export function readConfig(
  argv: string[],
  env: Record<string, string | undefined>,
): Result<Config, ConfigCode> {
  let values: Partial<Record<OptionName, string | boolean>>;
  try {
    ({ values } = parseArgs({ args: argv, options: OPTIONS, strict: true, allowPositionals: false }));
  } catch (error) {
    return err('bad-option', error instanceof Error ? error.message : String(error));
  }
  const text = (name: OptionName): string | null => {
    const given = values[name] ?? env[environmentName(name)];
    return typeof given === 'string' && given !== '' ? given : null;
  };
  const flag = (name: OptionName): boolean =>
    values[name] === true || ['1', 'true', 'yes'].includes(env[environmentName(name)] ?? '');
  const secrets = { token: env['METROPANE_TOKEN'] ?? null, oidc: env['METROPANE_OIDC_SECRET'] ?? null };
  return assemble(text, flag, secrets);
}

function environmentName(name: OptionName): string {
  return `METROPANE_${name.replaceAll('-', '_').toUpperCase()}`;
}

type Text = (name: OptionName) => string | null;

function assemble(
  text: Text,
  flag: (name: OptionName) => boolean,
  secrets: { token: string | null; oidc: string | null },
): Result<Config, ConfigCode> {
  const port = readPort('port', text('port'), 8080);
  if (!port.ok) return port;
  const mqttPort = readPort('mqtt-port', text('mqtt-port'), 1883);
  if (!mqttPort.ok) return mqttPort;
  const history = readHistory(text('history-days'), text('history-gib'));
  if (!history.ok) return history;
  const host = text('host') ?? '127.0.0.1';
  const publicReports = readPublicReports(text('public-reports'), host);
  if (!publicReports.ok) return publicReports;
  const cert = text('tls-cert');
  const key = text('tls-key');
  const logLevel = text('log-level') ?? 'info';
  const config: Config = {
    host,
    port: port.value,
    mqttPort: mqttPort.value,
    publicUrl: text('public-url'),
    tls: cert !== null && key !== null ? { certFile: cert, keyFile: key } : null,
    trustProxy: text('trust-proxy')?.split(',') ?? [],
    dataDir: resolve(text('data') ?? 'data'),
    city: text('city') ?? 'hcmc',
    feedsFile: text('feeds'),
    feedDir: text('feed-dir'),
    deliveryFile: text('delivery'),
    publicReports: publicReports.value,
    broker: text('broker'),
    oidc: {
      issuer: text('oidc-issuer'),
      clientId: text('oidc-client-id'),
      rolesFile: text('oidc-roles'),
      secret: secrets.oidc,
    },
    simulators: !flag('no-simulators'),
    anonymousIngest: flag('anonymous-ingest'),
    insecureNetwork: flag('insecure-network'),
    logLevel: logLevel as LogLevel,
    history: history.value,
    json: flag('json'),
    token: secrets.token,
  };
  const fault = faultIn(config, { cert, key });
  return fault === null ? ok(config) : err('bad-option', fault);
}

function faultIn(config: Config, { cert, key }: { cert: string | null; key: string | null }): string | null {
  if ((cert === null) !== (key === null)) return '--tls-cert and --tls-key must be given together';
  if (config.tls !== null) {
    for (const file of [config.tls.certFile, config.tls.keyFile]) {
      if (!existsSync(file)) return `the TLS file ${file} cannot be read`;
    }
  }
  if (!LOG_LEVELS.includes(config.logLevel)) {
    return `--log-level must be one of ${LOG_LEVELS.join(', ')}, not ${config.logLevel}`;
  }
  if (config.token !== null && config.token.length < 20)
    return 'METROPANE_TOKEN must have at least 20 characters';
  if (config.feedsFile !== null && !existsSync(config.feedsFile))
    return `--feeds ${config.feedsFile} does not exist`;
  if (config.feedDir !== null && !existsSync(config.feedDir))
    return `--feed-dir ${config.feedDir} does not exist`;
  if (config.broker !== null && !/^(mqtts?|wss?):\/\//.test(config.broker)) {
    return `--broker must be a mqtt:// or mqtts:// address, not ${config.broker}`;
  }
  if (config.publicUrl !== null && !/^https?:\/\/[^/]/.test(config.publicUrl)) {
    return `--public-url must be a http:// or https:// address, not ${config.publicUrl}`;
  }
  const loopback = isLoopback(config.host);
  if (!loopback && config.tls === null && !config.insecureNetwork) {
    return `--host ${config.host} is not loopback: give --tls-cert and --tls-key, or --insecure-network`;
  }
  if (config.anonymousIngest && (!loopback || config.trustProxy.length > 0)) {
    return '--anonymous-ingest is refused together with --trust-proxy or a non-loopback --host';
  }
  return null;
}

/** Whether an address can only be reached from this machine. */
export function isLoopback(host: string): boolean {
  return (
    host === 'localhost' || host === '::1' || host === '[::1]' || /^(::ffff:)?127(\.\d{1,3}){3}$/i.test(host)
  );
}

function readPort(name: string, given: string | null, fallback: number): Result<PortOption, ConfigCode> {
  if (given === null) return ok({ port: fallback, explicit: false });
  const port = Number(given);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    return err('bad-option', `--${name} must be a port number from 0 to 65535, not ${given}`);
  }
  return ok({ port, explicit: true });
}

/** `on` or `off`; by default on where only this machine can reach it, so that it can be tried, and off for everybody else. */
function readPublicReports(given: string | null, host: string): Result<boolean, ConfigCode> {
  if (given === null) return ok(isLoopback(host));
  if (given !== 'on' && given !== 'off')
    return err('bad-option', `--public-reports must be on or off, not ${given}`);
  return ok(given === 'on');
}

/** `90`, `30,traffic=7` or `traffic=7`: days for all domains, and of single ones. */
function readHistory(days: string | null, gib: string | null): Result<Config['history'], ConfigCode> {
  const history: Config['history'] = { days: null, daysOf: {}, gib: null };
  for (const part of days?.split(',') ?? []) {
    const [, domain, number] = /^(?:([a-z0-9-]{1,32})=)?(\d+)$/.exec(part.trim()) ?? [];
    if (!(Number(number) >= 1)) {
      return err(
        'bad-option',
        `--history-days must be like 90 or 30,traffic=7 (days, at least 1), not ${days}`,
      );
    }
    if (domain === undefined) history.days = Number(number);
    else history.daysOf[domain] = Number(number);
  }
  if (gib === null) return ok(history);
  if (!(Number(gib) > 0)) {
    return err('bad-option', `--history-gib must be a number above 0, not ${gib}`);
  }
  return ok({ ...history, gib: Number(gib) });
}
