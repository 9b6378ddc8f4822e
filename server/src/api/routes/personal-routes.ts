import type { JournalEntry } from '@metropane/event-log';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { readFileNames, readPersonal } from '../../personal/read-personal.ts';
import { fileNameRecord } from '../../personal/seal-facts.ts';
import { PipelineRefusal } from '../../pipeline/pipeline-refusal.ts';
import type { Api } from '../http-server.ts';
import { Problem } from '../problem.ts';

const PersonalField = z.object({
  source: z.string(),
  id: z.string(),
  status: z.enum(['open', 'erased', 'damaged']),
  contact: z.object({ name: z.string().optional(), phone: z.string().optional() }).optional(),
  description: z.string().optional(),
});

const FileName = z.object({
  attachment: z.string(),
  status: z.enum(['open', 'erased', 'damaged']),
  name: z.string().optional(),
});

interface WithTimeline {
  timeline: { kind: string; journalSeq: number }[];
  attachments?: { id: string }[];
}

/**
 * The personal fields of an incident's reports, and the names that its files had: for a stated reason only, which is in the journal, with who asked, before a field
 * leaves the centre. A POST, since it leaves a trace and its reason belongs in no address.
 */
export function personalRoutes(app: Api): void {
  app.post(
    '/api/v1/incidents/:id/personal',
    {
      schema: {
        params: z.object({ id: z.string() }),
        body: z.object({ reason: z.string().trim().min(3).max(500) }),
        response: { 200: z.object({ items: z.array(PersonalField), files: z.array(FileName) }) },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { pipeline, personal } = request.room;
      const found = await pipeline.call<WithTimeline | null>({ name: 'incident', id });
      if (found === null) throw new Problem(404, 'not-found', { detail: `no incident ${id}` });
      const items = readPersonal(await entriesOf(found, request), personal);
      const files = readFileNames(await nameEntriesOf(found, request), personal);
      if (items.length + files.length > 0) {
        const reports = items.map((item) => ({ source: item.source, id: item.id }));
        const by = request.principal?.id ?? 'unknown';
        await pipeline.call({
          name: 'note',
          kind: 'personal-read',
          actor: request.principal?.label ?? 'unknown',
          body: {
            incidentId: id,
            reason: request.body.reason,
            by,
            reports,
            files: files.map(({ attachment }) => attachment),
          },
        });
      }
      reply.header('cache-control', 'no-store');
      return { items, files };
    },
  );
}

async function entriesOf(
  { timeline }: WithTimeline,
  { room: { journal } }: FastifyRequest,
): Promise<JournalEntry[]> {
  const seqs = timeline
    .filter(({ kind }) => kind === 'opened' || kind === 'report')
    .map((item) => item.journalSeq);
  const entries: JournalEntry[] = [];
  for (const seq of new Set(seqs)) {
    const answer = await journal.get(seq);
    if (!answer.ok) throw new PipelineRefusal(answer.code, answer.message);
    if (answer.value !== null) entries.push(answer.value);
  }
  return entries;
}

/** Few files have an entry more than once: the same file in two incidents that became one. */
const NAMES_OF_ONE = 10;

async function nameEntriesOf(
  { attachments = [] }: WithTimeline,
  { room: { journal } }: FastifyRequest,
): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = [];
  for (const { id } of attachments) {
    const answer = await journal.byKeyPrefix(fileNameRecord(id, ''), NAMES_OF_ONE);
    if (!answer.ok) throw new PipelineRefusal(answer.code, answer.message);
    entries.push(...answer.value);
  }
  return entries;
}
