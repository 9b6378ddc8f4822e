import { err, ok, type Result } from '@metropane/base';
import { z } from 'zod';
import { DELIVERY_EVENTS } from './delivery-event.ts';

/**
 * `delivery.yaml`: who outside is told what. `${secret:name}` may stand in `secret`, `password`, `url` and `headers`; everything else is
 * plain. Nothing is sent to an address that does not stand here.
 */
const Name = z.strictObject({ vi: z.string().min(1).max(300), en: z.string().min(1).max(300) });
const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected HH:mm');

const Only = z.strictObject({
  /** Least urgent priority that is told: 2 = P1 and P2. */
  priority: z.int().min(1).max(4).default(4),
  events: z.array(z.enum(DELIVERY_EVENTS)).min(1).optional(),
  categories: z.array(z.string()).min(1).optional(),
  agencies: z.array(z.string()).min(1).optional(),
  positions: z.array(z.string()).min(1).optional(),
  /** What rests on simulated reports alone leaves the centre only where this says so. */
  simulated: z.boolean().default(false),
});

const common = {
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'expected [a-z0-9-]{1,32}'),
  only: Only.prefault({}),
  /** Titles as people told them may name persons; without it a message holds category and place only. */
  texts: z.boolean().default(false),
  quiet: z
    .strictObject({ from: ClockTime, to: ClockTime, exceptPriority: z.int().min(0).max(4).default(1) })
    .optional(),
  perMinute: z.int().min(1).max(6_000).default(60),
  /** Messages that wait; what comes beyond is kept as failed, with this as its reason. */
  queue: z.int().min(1).max(100_000).default(10_000),
  attempts: z.int().min(1).max(100).default(20),
};

const Webhook = z.strictObject({
  kind: z.literal('webhook'),
  ...common,
  url: z.string(),
  secret: z.string(),
  headers: z.record(z.string().regex(/^[a-zA-Z0-9-]{1,64}$/), z.string().max(1_000)).default({}),
  timeoutMs: z.int().min(100).max(60_000).default(10_000),
});

const Mail = z.strictObject({
  kind: z.literal('email'),
  ...common,
  host: z.string().min(1),
  port: z.int().min(1).max(65_535),
  /** `tls` from the first byte, `starttls` or nothing else, `none` to a relay on this machine only. */
  security: z.enum(['tls', 'starttls', 'none']).default('starttls'),
  user: z.string().optional(),
  password: z.string().optional(),
  /** PEM file of the authority, for relays with a certificate of their own. */
  ca: z.string().optional(),
  from: z.email(),
  to: z.array(z.email()).min(1).max(50),
  language: z.enum(['vi', 'en', 'both']).default('both'),
});

const Mqtt = z.strictObject({
  kind: z.literal('mqtt'),
  ...common,
  /** Absent: the broker that the centre reads from. */
  url: z.string().optional(),
  /** Topics lie below it. */
  prefix: z
    .string()
    .regex(/^[^+#]{1,128}\/$/, 'expected a topic prefix that ends with /')
    .default('city/v1/out/'),
});

export type WebhookTarget = z.output<typeof Webhook>;
export type MailTarget = z.output<typeof Mail>;
export type MqttTarget = z.output<typeof Mqtt>;
export type Target = WebhookTarget | MailTarget | MqttTarget;

const File = z.strictObject({
  cap: z
    .strictObject({
      sender: z.string().regex(/^[^\s,<&]{1,200}$/, 'expected a name without blanks, commas, < and &'),
      senderName: Name,
    })
    .optional(),
  targets: z
    .array(z.discriminatedUnion('kind', [Webhook, Mail, Mqtt]))
    .max(100)
    .default([]),
});

export interface DeliveryConfig {
  cap: { sender: string; senderName: { vi: string; en: string } } | null;
  targets: Target[];
}

/** The out-topics of the centre's own broker, which nobody outside reads unasked: there unless another target has its id. */
const BUILT_IN = Mqtt.parse({
  ...{ kind: 'mqtt', id: 'mqtt', texts: true, perMinute: 6_000 },
  only: { simulated: true, events: DELIVERY_EVENTS },
});

export function withBuiltIn(targets: readonly Target[]): Target[] {
  return targets.some(({ id }) => id === BUILT_IN.id) ? [...targets] : [...targets, BUILT_IN];
}

export type Secret = (name: string) => string | undefined;

/** Reads the parsed file. The message of a refusal names the first wrong setting by its path. */
export function parseDelivery(json: unknown, secret: Secret): Result<DeliveryConfig, 'bad-delivery'> {
  const parsed = File.safeParse(json ?? {});
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return err('bad-delivery', `${pathOf(issue?.path ?? [])}: ${issue?.message ?? 'not as expected'}`);
  }
  const { cap = null, targets } = parsed.data;
  const ids = targets.map(({ id }) => id);
  const twice = ids.findIndex((id, index) => ids.indexOf(id) !== index);
  if (twice !== -1)
    return err('bad-delivery', `targets[${twice}].id: ${ids[twice]} is already the id of another target`);
  const filled: Target[] = [];
  for (const [index, target] of targets.entries()) {
    const complete = fillSecrets(target, secret);
    if (!complete.ok) return err('bad-delivery', `targets[${index}].${complete.message}`);
    const fault = faultIn(complete.value);
    if (fault !== null) return err('bad-delivery', `targets[${index}].${fault}`);
    filled.push(complete.value);
  }
  return ok({ cap, targets: filled });
}

function pathOf(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return text === '' ? 'the file' : text.replace(/^\./, '');
}

function fillSecrets(target: Target, secret: Secret): Result<Target, 'bad-delivery'> {
  let missing: string | null = null;
  const fill = (text: string): string =>
    text.replaceAll(/\$\{secret:([A-Za-z0-9_.-]{1,64})\}/g, (_, name: string) => {
      const value = secret(name);
      if (value === undefined) missing ??= name;
      return value ?? '';
    });
  const filled = structuredClone(target);
  if (filled.kind === 'webhook') {
    filled.url = fill(filled.url);
    filled.secret = fill(filled.secret);
    for (const [name, value] of Object.entries(filled.headers)) filled.headers[name] = fill(value);
  } else if (filled.kind === 'email') {
    if (filled.password !== undefined) filled.password = fill(filled.password);
  } else if (filled.url !== undefined) filled.url = fill(filled.url);
  return missing === null ? ok(filled) : err('bad-delivery', `secret: there is no secret ${String(missing)}`);
}

function faultIn(target: Target): string | null {
  switch (target.kind) {
    case 'webhook': {
      if (!URL.canParse(target.url)) return `url: no address: ${shown(target.url)}`;
      const { protocol, hostname, username } = new URL(target.url);
      const isNear = isThisMachine(hostname);
      if (protocol !== 'https:' && !(protocol === 'http:' && isNear))
        return `url: expected https://, or http:// to this machine, got ${protocol}//`;
      if (username !== '') return 'url: credentials belong into headers as a secret';
      if (target.secret.length < 16) return 'secret: has at least 16 characters';
      return null;
    }
    case 'email':
      if (target.security === 'none' && !isThisMachine(target.host))
        return 'security: none is for a relay on this machine only';
      if ((target.user === undefined) !== (target.password === undefined))
        return 'user: user and password are given together';
      return null;
    case 'mqtt':
      if (target.url !== undefined && !/^(mqtts?|wss?):\/\//.test(target.url))
        return `url: expected mqtt:// or mqtts://, got ${shown(target.url)}`;
      return null;
  }
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Never the whole of what may hold a secret. */
function shown(url: string): string {
  return url.slice(0, 12);
}
