import type { FeedRecord } from '@metropane/live-state';
import type { SystemFigure, Text } from '../offices/offices-types.ts';

const SOURCE = 'measured by the centre itself, from one snapshot of its fold';

interface Own {
  code: string;
  unit: string;
  name: Text;
  formula: Text;
  /** A share of two counts, or a count. */
  share?: readonly [numerator: number, denominator: number];
  value?: number;
}

/**
 * The operations centre as the third of the city's systems: it sends no case and publishes no figure, so these are its own counts.
 * Cumulative over the life of the log where they count readings.
 */
export function ownFigures(
  feeds: readonly FeedRecord[],
  incidents: readonly { state: string }[],
  nowMs: number,
): SystemFigure[] {
  // A feed that was never heard is configured, not down.
  const heard = feeds.filter((feed) => feed.lastArrivalMs !== null);
  const up = heard.filter(({ status }) => status === 'up');
  const sum = (of: (feed: FeedRecord) => number): number =>
    feeds.reduce((total, feed) => total + of(feed), 0);
  const received = sum((feed) => feed.received);
  const rejected = sum((feed) =>
    Object.values(feed.rejected).reduce<number>((total, n) => total + (n ?? 0), 0),
  );
  const open = incidents.filter(({ state }) => state !== 'closed').length;
  const rows: Own[] = [
    ...shares({ up: up.length, heard: heard.length, late: sum((feed) => feed.late), rejected, received }),
    {
      code: 'incidents-open',
      unit: '1',
      name: { vi: 'Sự cố đang mở', en: 'Open incidents' },
      formula: { vi: 'sự cố chưa đóng', en: 'incidents that are not closed' },
      value: open,
    },
    {
      code: 'received',
      unit: '1',
      name: { vi: 'Số đo đã nhận', en: 'Readings received' },
      formula: { vi: 'tính + trùng + trễ + từ chối', en: 'counted + duplicate + late + rejected' },
      value: received,
    },
  ];
  return rows.map((row) => toFigure(row, nowMs));
}

function shares({
  up,
  heard,
  late,
  rejected,
  received,
}: Record<'up' | 'heard' | 'late' | 'rejected' | 'received', number>): Own[] {
  return [
    {
      code: 'feeds-up',
      unit: '%',
      name: { vi: 'Nguồn đang hoạt động', en: 'Feeds up' },
      formula: {
        vi: 'nguồn đang gửi / nguồn từng gửi × 100',
        en: 'feeds that send / feeds ever heard × 100',
      },
      share: [up, heard],
    },
    {
      code: 'late',
      unit: '%',
      name: { vi: 'Đến trễ', en: 'Late' },
      formula: { vi: 'số đo đến trễ / số đo nhận × 100', en: 'late readings / received × 100' },
      share: [late, received],
    },
    {
      code: 'rejected',
      unit: '%',
      name: { vi: 'Bị từ chối', en: 'Rejected' },
      formula: { vi: 'bị từ chối / nhận × 100', en: 'rejected / received × 100' },
      share: [rejected, received],
    },
  ];
}

function toFigure({ share, value: count, ...row }: Own, nowMs: number): SystemFigure {
  const value = count ?? null;
  const [numerator = null, denominator = null] = share ?? [];
  const percent =
    numerator === null || denominator === null || denominator === 0 ? null : (100 * numerator) / denominator;
  return {
    ...row,
    value: share === undefined ? value : percent,
    ...{ numerator, denominator, n: denominator ?? value },
    source: SOURCE,
    origin: 'own',
    period: null,
    asOfMs: nowMs,
    published: null,
  };
}
