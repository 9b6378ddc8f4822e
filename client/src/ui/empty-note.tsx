import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { useHasRoom } from '../live/use-live.ts';

/**
 * What a panel says instead of figures: always in words, never an empty frame or a zero. Until the first snapshot nobody knows
 * whether there is nothing, so it says that it waits.
 */
export function EmptyNote({ children }: { children: ReactNode }) {
  const hasRoom = useHasRoom();
  return <p className="empty-note">{hasRoom ? children : <Trans>Đang chờ số liệu từ trung tâm…</Trans>}</p>;
}
