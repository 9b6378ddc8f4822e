/** `npm run admin -- <command>`: administration beside a running centre (SQLite in WAL lets both work at once). */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { checkCityPack, formatPackFault, loadCityPack, makeExtension } from '@metropane/city-pack';
import { Journal } from '@metropane/event-log';
import { openAccessStore } from '../access/access-store.ts';
import { isRealm, isRole, ROLES } from '../access/principal.ts';
import { eraseReport } from './admin-erase.ts';
import { AdminRefusal, administerUser } from './admin-users.ts';

const USAGE = `npm run admin -- <command> [--data DIR] [--json]
  token create --role ROLE --label TEXT [--room R --screen S] [--agency A] [--realm exercise:drill] [--ttl-days N]
    (a simulator feeds an exercise, exercise:drill unless told otherwise, and never the live room)
  user create NAME --role ROLE [--agency A] [--position P] [--generate]   (the password is asked for, or the first line of a pipe)
  user list
  user set-password NAME [--generate]
  user set-role NAME --role ROLE [--agency A] [--position P]
  user disable NAME   (also: enable; who is signed in is signed out within 5 s)
  user link --role ROLE --label TEXT [--agency A] [--url http://127.0.0.1:8080]   (single use, 15 min)
  token list
  token revoke ID
  erase --report SOURCE/ID --reason TEXT   (deletes the key of what is personal; journalled)
  verify-journal
  check-city DIR   (or a built-in name, or a .geojson of boundaries; faults: exit 2)
  make-city DIR [--wards FILE.geojson] [--cameras FILE.json] [--bus FOLDER]   (a pack that extends hcmc, from public files)`;

const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  allowPositionals: true,
  options: {
    data: { type: 'string' },
    json: { type: 'boolean' },
    role: { type: 'string' },
    label: { type: 'string' },
    room: { type: 'string' },
    screen: { type: 'string' },
    agency: { type: 'string' },
    realm: { type: 'string' },
    'ttl-days': { type: 'string' },
    url: { type: 'string' },
    position: { type: 'string' },
    generate: { type: 'boolean' },
    report: { type: 'string' },
    reason: { type: 'string' },
    wards: { type: 'string' },
    cameras: { type: 'string' },
    bus: { type: 'string' },
  },
});
const dataDir = resolve(values.data ?? process.env['METROPANE_DATA'] ?? 'data');

switch (positionals.slice(0, 2).join(' ')) {
  case 'token create':
    createToken();
    break;
  case 'user link':
    inviteUser();
    break;
  case 'user create':
  case 'user list':
  case 'user set-password':
  case 'user set-role':
  case 'user disable':
  case 'user enable':
    await administer();
    break;
  case 'token list':
    withAccess((access) => print(access.listTokens()));
    break;
  case 'token revoke':
    withAccess((access) => {
      const id = positionals[2];
      if (id === undefined || !access.revokeToken(id)) refuse(`no token ${id ?? ''} that could be revoked`);
      print({ revoked: id });
    });
    break;
  case 'verify-journal':
    verifyJournal();
    break;
  default:
    if (positionals[0] === 'erase') erase();
    else if (positionals[0] === 'check-city' && positionals[1] !== undefined) checkCity(positionals[1]);
    else if (positionals[0] === 'make-city' && positionals[1] !== undefined) makeCity(positionals[1]);
    else refuse(USAGE);
}

function createToken(): void {
  const { role, label, room, screen, agency } = values;
  if (role === undefined || !isRole(role)) return refuse(`--role must be one of ${ROLES.join(', ')}`);
  const realm = values.realm ?? (role === 'simulator' ? 'exercise:drill' : undefined);
  if (realm !== undefined && !isRealm(realm))
    return refuse(`--realm must be like exercise:flood-1 (a-z, 0-9, -), not ${realm}`);
  withAccess((access) => {
    const days = values['ttl-days'];
    const made = access.createToken({
      role,
      label: label ?? role,
      ...(room === undefined ? {} : { room }),
      ...(screen === undefined ? {} : { screen }),
      ...(agency === undefined ? {} : { agency }),
      ...(realm === undefined ? {} : { realm }),
      ...(days === undefined ? {} : { ttlMs: Number(days) * 86_400_000 }),
    });
    if (!made.ok) return refuse(made.message);
    print({
      id: made.value.id,
      secret: made.value.secret,
      ...(realm === undefined ? {} : { realm }),
      note: 'shown this once',
    });
  });
}

/** A link for a person: whoever opens it first is signed in with the role. */
function inviteUser(): void {
  const { role, label, agency, url } = values;
  if (role === undefined || !isRole(role)) return refuse(`--role must be one of ${ROLES.join(', ')}`);
  withAccess((access) => {
    const wanted = { role, label: label ?? role, ...(agency === undefined ? {} : { agency }) };
    const link = access.inviteWithLink(wanted, Date.now());
    const base = url ?? 'http://127.0.0.1:8080';
    print({ link: `${base}/desk#signin=${link.token}`, expires: new Date(link.expiresMs).toISOString() });
  });
}

async function administer(): Promise<void> {
  const [, act = '', name] = positionals;
  const { role, agency, position, generate } = values;
  const access = openAccessStore({ dataDir, clock: { nowMs: () => Date.now() } });
  try {
    print(
      await administerUser(access, { act, name, role, agency, position, isGenerated: generate === true }),
    );
  } catch (error) {
    if (!(error instanceof AdminRefusal)) throw error;
    refuse(error.message);
  } finally {
    access.close();
  }
}

function erase(): void {
  try {
    print(eraseReport(dataDir, { report: values.report, reason: values.reason, nowMs: Date.now() }));
  } catch (error) {
    if (!(error instanceof AdminRefusal)) throw error;
    refuse(error.message);
  }
}

function verifyJournal(): void {
  const journal = Journal.open(join(dataDir, 'journal.db'));
  if (!journal.ok) return refuse(journal.message);
  const report = journal.value.verify();
  journal.value.close();
  if (!report.ok) return refuse(report.message);
  print(report.value);
  if ('firstBadSeq' in report.value && report.value.firstBadSeq !== null) process.exitCode = 1;
}

function checkCity(dir: string): void {
  const faults = checkCityPack(dir);
  for (const fault of faults)
    process.stdout.write(`${values.json ? JSON.stringify(fault) : formatPackFault(fault)}\n`);
  if (faults.length === 0 && !values.json) process.stdout.write(`no faults: ${countsOf(dir)}\n`);
  process.exitCode = faults.length === 0 ? 0 : 2;
}

/** What was read, so that a file that was forgotten is missed. */
function countsOf(dir: string): string {
  const pack = loadCityPack(dir);
  if (!pack.ok) return 'the files changed meanwhile';
  const { units, roads, stations, cameras, agencies, sops, indicators, panels, busRoutes } = pack.value;
  const counts = {
    units,
    roads,
    stations,
    cameras,
    agencies,
    sops,
    indicators,
    panels,
    'bus routes': busRoutes,
  };
  return Object.entries(counts)
    .map(([what, list]) => `${list.length} ${what}`)
    .join(', ');
}

function makeCity(dir: string): void {
  const { wards, cameras, bus } = values;
  const sources = {
    ...(wards === undefined ? {} : { wards }),
    ...(cameras === undefined ? {} : { cameras }),
    ...(bus === undefined ? {} : { bus }),
  };
  if (Object.keys(sources).length === 0) return refuse('make-city: give --wards, --cameras or --bus');
  const made = makeExtension(sources, dir);
  if (!made.ok) return refuse(made.message);
  print(made.value);
}

function withAccess(use: (access: ReturnType<typeof openAccessStore>) => void): void {
  const access = openAccessStore({ dataDir, clock: { nowMs: () => Date.now() } });
  try {
    use(access);
  } finally {
    access.close();
  }
}

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, values.json ? 0 : 2)}\n`);
}

function refuse(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 2;
}
