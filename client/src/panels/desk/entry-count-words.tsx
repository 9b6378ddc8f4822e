import { Plural } from '@lingui/react/macro';
import type { EntryCount } from '../../live/desk-queue.ts';

/** What a number of the queue counts: incidents, and alarms that stand under none. A part that is not there is left out. */
export function EntryCountWords({ count: { incidents, alarms } }: { count: EntryCount }) {
  const hasBoth = incidents > 0 && alarms > 0;
  return (
    <>
      {(incidents > 0 || alarms === 0) && <Plural value={incidents} one="# sự cố" other="# sự cố" />}
      {hasBoth && ' · '}
      {alarms > 0 && <Plural value={alarms} one="# báo động riêng" other="# báo động riêng" />}
    </>
  );
}
