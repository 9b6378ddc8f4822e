/** The HTTP server over rooms that only note what they are asked. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { KeptPayload } from '@metropane/event-log';
import type { FastifyInstance } from 'fastify';
import { openAccessStore } from '../access/access-store.ts';
import type { AccessStore } from '../access/access-store.ts';
import type { Role } from '../access/principal.ts';
import type { WindowsQuery } from '../history/history-query.ts';
import { DeadLetterStore } from '../ingest/dead-letter-store.ts';
import type { PipelineCall } from '../pipeline/messages.ts';
import { PersonalKeys } from '../personal/personal-keys.ts';
import type { PipelineRefusal } from '../pipeline/pipeline-refusal.ts';
import { RealmRefusal } from '../realms/realm-refusal.ts';
import { AttachmentStore } from '../delivery/attachments/attachment-store.ts';
import type { ApiDeps, RealmsPort, Room } from './api-deps.ts';
import { makeHttpServer } from './http-server.ts';

export const NOW = Date.UTC(2026, 10, 23, 8);
export const ADMIN = 'an-admin-token-of-the-tests-0123456789';

/** What the rooms were asked, and how they answer. */
interface Asked {
  readonly calls: PipelineCall[];
  readonly questions: WindowsQuery[];
  readonly reports: string[];
  /** What every call is refused with. */
  refusal: PipelineRefusal | null;
  /** The one payload that is kept. */
  kept: KeptPayload | null;
}

export interface HttpTrial extends Asked {
  readonly app: FastifyInstance;
  readonly deps: ApiDeps;
  /** A fresh token of a role, as a header. */
  tokenOf(role: Role, more?: { agency?: string }): { authorization: string };
  close(): Promise<void>;
}

/** A server with a client's files, an admin's token and the room `live`. */
export async function openHttpTrial(): Promise<HttpTrial> {
  const dir = mkdtempSync(join(tmpdir(), 'metropane-http-'));
  const clientDir = writeClient(dir);
  const clock = { nowMs: () => NOW };
  const access = openAccessStore({ dataDir: dir, clock, fixedToken: ADMIN });
  const keys = PersonalKeys.open(dir);
  const deadLetters = new DeadLetterStore(dir, keys);
  const asked: Asked = { calls: [], questions: [], reports: [], refusal: null, kept: null };
  const deps = makeDeps(asked, { access, deadLetters, clientDir });
  const app = await makeHttpServer(deps);
  return Object.assign(asked, {
    app,
    deps,
    tokenOf(role: Role, more: { agency?: string } = {}) {
      const made = deps.access.createToken({ role, label: role, ...more });
      if (!made.ok) throw new Error(made.message);
      return { authorization: `Bearer ${made.value.secret}` };
    },
    async close() {
      await app.close();
      access.close();
      deadLetters.close();
      keys.close();
      rmSync(dir, { recursive: true, force: true });
    },
  });
}

function writeClient(dir: string): string {
  const clientDir = join(dir, 'client');
  mkdirSync(join(clientDir, 'assets'), { recursive: true });
  writeFileSync(join(clientDir, 'index.html'), '<!doctype html>shell');
  writeFileSync(join(clientDir, 'assets', 'app-1a2b.js'), 'js');
  writeFileSync(join(dir, 'secret.txt'), 'secret');
  return clientDir;
}

interface Parts {
  readonly access: AccessStore;
  readonly deadLetters: DeadLetterStore;
  readonly clientDir: string;
}

function makeDeps(asked: Asked, { access, deadLetters, clientDir }: Parts): ApiDeps {
  const live = makeLive(asked, deadLetters);
  return {
    config: {
      ...{ host: '127.0.0.1', publicUrl: null, trustProxy: [], anonymousIngest: false, tls: null },
      publicReports: true,
    },
    clock: live.clock,
    access,
    oidc: null,
    realms: makeRealms(live),
    names: new Map(),
    uptime: { downtimes: () => [], knownFromMs: 0 },
    capSender: { sender: 'centre@example', senderName: { vi: 'Trung tâm', en: 'Centre' }, zone: 'UTC' },
    wards: [{ code: 'w1', name: 'Phường Một', centroid: [106.7, 10.77] }],
    hasTet: true,
    city: { gzip: gzipSync('{"id":"x"}'), etag: '"e1"' },
    baseMap: { origin: null, file: () => Promise.resolve(undefined) },
    foldConfig: () => ({ zone: 'UTC' }) as never,
    zoneOfFeed: {},
    isWorkingDay: () => undefined,
    status: {
      readiness: () => ({ ready: true, reasons: [] }),
      metrics: () => Promise.resolve('metropane_x 1\n'),
    },
    report: (text) => asked.reports.push(text),
    build: 'test',
    clientDir,
  };
}

function makeLive(asked: Asked, deadLetters: DeadLetterStore): Room {
  const { calls, questions } = asked;
  return {
    realm: 'live',
    clock: { nowMs: () => NOW },
    pipeline: {
      call(call) {
        calls.push(call);
        return asked.refusal === null
          ? Promise.resolve({ items: [] } as never)
          : Promise.reject(asked.refusal);
      },
    },
    history: {
      windows(query) {
        questions.push(query);
        return Promise.resolve({ rows: [], finalBeforeMs: 0, expected: { entities: 0, perHour: null } });
      },
      observations: () => Promise.resolve([]),
      receipt: () => Promise.resolve({ status: 'unknown' as const, what: 'no such series' }),
    },
    attachments: new AttachmentStore('/nonexistent'),
    delivery: { ask: () => Promise.reject(new Error('no delivery here')) },
    offices: { ask: () => Promise.resolve({ journalSeq: 0, systems: [], detail: null }) },
    payloads: {
      at: () => (asked.refusal === null ? Promise.resolve(asked.kept) : Promise.reject(asked.refusal)),
    },
    deadLetters,
    journal: undefined as never,
    backtests: undefined as never,
    baselines: null,
    personal: { open: () => ({ status: 'erased' }) },
    inFlight: () => 0,
  };
}

function makeRealms(live: Room): RealmsPort {
  const refused = (realm: string) => Promise.reject(new RealmRefusal('unknown-realm', realm));
  return {
    live,
    enter: (realm) => (realm === 'live' ? Promise.resolve(live) : refused(realm)),
    home: (realm) => (realm === 'live' ? Promise.resolve(live) : refused(realm)),
    list: () => [],
    open: refused,
    end: refused,
  };
}
