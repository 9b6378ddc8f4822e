import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { reportCategory } from '@metropane/city';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { ApiDeps } from '../api-deps.ts';
import type { Api } from '../http-server.ts';
import { Problem } from '../problem.ts';
import { AddressBudget } from '../public-report/address-budget.ts';
import { PUBLIC_CATEGORIES, reportPage, type Ward } from '../public-report/report-page.ts';

const CODES = PUBLIC_CATEGORIES.map(({ code }) => code);
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const SCRIPT = 'text/javascript; charset=utf-8';
const FILES = [
  ['report.js', SCRIPT],
  ['photo-position.js', SCRIPT],
  ['report.css', 'text/css; charset=utf-8'],
] as const;
const OLDEST_MS = 7 * 86_400_000;

const PublicReport = z.strictObject({
  /** Chosen by the form, so that a repetition is the same report. */
  id: z.string().regex(/^[0-9a-f]{32}$/),
  t: z.iso.datetime(),
  category: z.enum(CODES as [string, ...string[]]),
  description: z.string().max(2_000).default(''),
  ward: z.string().max(20).default(''),
  loc: z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]).optional(),
  contact: z
    .strictObject({ name: z.string().max(100).default(''), phone: z.string().max(30).default('') })
    .optional(),
  consent: z.boolean().default(false),
  /** A field that people do not see and machines fill in. */
  website: z.string().max(200).default(''),
  language: z.enum(['vi', 'en']).default('vi'),
});
type PublicReport = z.output<typeof PublicReport>;

/** `/report`: what anybody may tell the centre without signing in. Off unless the centre was started with it. */
export function publicReportRoutes(app: Api, deps: ApiDeps): void {
  if (!deps.config.publicReports) return;
  const { wards } = deps;
  const pages = { vi: reportPage('vi', wards), en: reportPage('en', wards) };
  const budget = new AddressBudget(() => deps.clock.nowMs());
  const byCode = new Map(wards.map((ward) => [ward.code, ward]));
  const plain = app as unknown as FastifyInstance;
  plain.get<{ Querystring: { lang?: string } }>('/report', (request, reply) =>
    reply
      .headers({
        'content-security-policy': CSP,
        'cache-control': 'no-cache',
        'permissions-policy': 'geolocation=(self)',
      })
      .type('text/html; charset=utf-8')
      .send(pages[request.query.lang === 'en' ? 'en' : 'vi']),
  );
  for (const [name, type] of FILES) serveFile(plain, name, type);
  app.post(
    '/api/v1/public/reports',
    { schema: { body: PublicReport }, bodyLimit: 16 * 1024 },
    async (request, reply) => {
      const { body } = request;
      const waitMs = budget.take(request.ip);
      if (waitMs > 0) {
        reply.header('retry-after', String(Math.ceil(waitMs / 1_000)));
        throw new Problem(429, 'too-many-requests', {
          detail: 'too many reports from this address; try again in some minutes',
        });
      }
      const tracking = trackingCode(body.id);
      // Whoever fills in what nobody sees is told the same as everybody, and nothing is kept.
      if (body.website !== '') return reply.code(201).send({ tracking });
      const report = toReport(body, byCode.get(body.ward), deps.clock.nowMs());
      const { rejected } = await deps.realms.live.pipeline.call<{
        rejected: { code: string; detail?: string }[];
      }>({
        name: 'reports',
        feed: 'http',
        body: Buffer.from(JSON.stringify(report)),
        arrivalMs: deps.clock.nowMs(),
        actor: 'public',
      });
      const [refusal] = rejected;
      if (refusal !== undefined)
        throw new Problem(400, refusal.code, { detail: refusal.detail ?? refusal.code });
      return reply.code(201).send({ tracking });
    },
  );
}

function serveFile(app: FastifyInstance, name: string, type: string): void {
  const content = readFileSync(new URL(`../public-report/${name}`, import.meta.url), 'utf8');
  app.get(`/report/${name}`, (_request, reply) =>
    reply.header('cache-control', 'no-cache').type(type).send(content),
  );
}

/** Titles are read on walls: made of category and ward, never of what somebody wrote. Throws for a report without a place. */
function toReport(given: PublicReport, ward: Ward | undefined, nowMs: number): Record<string, unknown> {
  const { id, t, category, description, contact, consent, language } = given;
  const loc = given.loc ?? ward?.centroid;
  if (loc === undefined) throw new Problem(400, 'no-place', { detail: 'choose a ward, or give a position' });
  const told = Object.entries(contact ?? {}).filter(([, text]) => text.trim() !== '');
  if (told.length > 0 && !consent)
    throw new Problem(400, 'no-consent', { detail: 'a name or number is only taken with consent' });
  const sentMs = Date.parse(t);
  const kind = reportCategory(category)?.name[language] ?? category;
  return {
    id,
    source: 'public',
    // A phone's clock may be wrong, and a report may have waited for a connection: neither makes it refused.
    t: Math.max(nowMs - OLDEST_MS, Math.min(sentMs, nowMs)),
    category,
    title: ward === undefined ? kind : `${kind} – ${ward.name}`,
    ...(description.trim() === '' ? {} : { description: description.trim() }),
    loc,
    language,
    ...(told.length === 0 ? {} : { contact: Object.fromEntries(told) }),
  };
}

/** Eight letters and digits that are hard to mistake; the same for every repetition of a report. */
function trackingCode(id: string): string {
  const letters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
  const bytes = Buffer.from(hash('sha256', `tracking ${id}`), 'hex');
  const code = Array.from(bytes.subarray(0, 8), (byte) => letters[byte % 32]).join('');
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}
