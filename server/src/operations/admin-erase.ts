import { userInfo } from 'node:os';
import { join } from 'node:path';
import { Journal } from '@metropane/event-log';
import { PersonalKeys, type Sealed } from '../personal/personal-keys.ts';
import { reportRecord } from '../personal/seal-facts.ts';
import { AdminRefusal } from './admin-users.ts';

/**
 * Erases what is personal of one report, `source/id`, by deleting its key: the journal keeps the ciphertext and its chain stays
 * whole. Works beside a running centre and without one; the centre journals who ordered it and why. Throws `AdminRefusal`.
 */
export function eraseReport(
  dataDir: string,
  { report, reason, nowMs }: { report: string | undefined; reason: string | undefined; nowMs: number },
): { erased: string; keyId: string } {
  const slash = report?.indexOf('/') ?? -1;
  if (report === undefined || slash < 1) throw new AdminRefusal('erase: --report must be like 1022/ABC-17');
  if (reason === undefined || reason.trim().length < 3)
    throw new AdminRefusal('erase: --reason says why, for the journal');
  const record = reportRecord({ source: report.slice(0, slash), id: report.slice(slash + 1) });
  const sealed = sealedOf(dataDir, record);
  if (sealed === undefined) throw new AdminRefusal(`nothing personal is sealed of the report ${report}`);
  const keys = PersonalKeys.open(dataDir);
  try {
    const { keyId } = sealed;
    const actor = `admin:${userInfo().username}`;
    if (!keys.erase({ keyId, record, reason: reason.trim(), actor, atMs: nowMs }))
      throw new AdminRefusal(`the report ${report} is erased already`);
    return { erased: report, keyId };
  } finally {
    keys.close();
  }
}

function sealedOf(dataDir: string, record: string): Sealed | undefined {
  const journal = Journal.open(join(dataDir, 'journal.db'));
  if (!journal.ok) throw new AdminRefusal(journal.message);
  try {
    const entry = journal.value.byDedupKey(record);
    if (!entry.ok) throw new AdminRefusal(entry.message);
    if (entry.value === null) throw new AdminRefusal('the journal has no such report');
    return (JSON.parse(entry.value.body) as { sealed?: Sealed }).sealed;
  } finally {
    journal.value.close();
  }
}
