import { Trans, useLingui } from '@lingui/react/macro';
import type { AlarmRecord, CityState, IncidentRecord } from '@metropane/live-state';
import { useCallback } from 'react';
import { useLive } from '../../live/use-live.ts';
import { alarmTitle } from '../../ui/alarm-words.ts';
import { useLocale } from '../../ui/use-locale.ts';
import type { FormSpecs } from './form-fields.ts';
import { useFields } from './form-fields.ts';

/** What it has to do with other incidents. */
export function useTieSpecs(incident: IncidentRecord): FormSpecs<'link' | 'merge' | 'split' | 'move-alarm'> {
  const { t } = useLingui();
  const locale = useLocale();
  const { words } = useFields();
  const others = useOthers(incident.id);
  const alarms = useAlarmsOf(incident);
  const target = {
    name: 'target',
    label: t`Sự cố kia`,
    kind: 'suggested' as const,
    placeholder: 'SC-000000',
    options: others.map(({ id, title }) => ({ value: id, label: title })),
  };
  return {
    link: () => ({
      title: <Trans>Liên kết với sự cố khác</Trans>,
      send: <Trans>Liên kết</Trans>,
      fields: [
        target,
        {
          name: 'kind',
          label: t`Quan hệ`,
          kind: 'choice',
          first: 'related',
          options: [
            { value: 'related', label: t`liên quan` },
            { value: 'caused-by', label: t`do sự cố kia gây ra` },
          ],
        },
      ],
    }),
    merge: () => ({
      title: <Trans>Gộp {incident.id} vào sự cố khác</Trans>,
      send: <Trans>Gộp</Trans>,
      warning: <Trans>Sự cố này sẽ đóng; báo động, tin báo và diễn biến chuyển sang sự cố kia.</Trans>,
      fields: [target, words],
    }),
    split: () => ({
      title: <Trans>Tách thành sự cố riêng</Trans>,
      send: <Trans>Tách</Trans>,
      fields: [
        {
          name: 'alarms',
          label: t`Báo động chuyển đi`,
          kind: 'checks',
          options: alarms.map((alarm) => ({ value: alarm.id, label: alarmTitle(alarm, locale) })),
        },
        { name: 'title', label: t`Tên sự cố mới`, kind: 'text', isOptional: true },
      ],
    }),
    'move-alarm': () => ({
      title: <Trans>Chuyển báo động sang sự cố khác</Trans>,
      send: <Trans>Chuyển</Trans>,
      fields: [
        {
          name: 'alarmId',
          label: t`Báo động`,
          kind: 'choice',
          ...(alarms.length === 1 ? { first: alarms[0]!.id } : {}),
          options: alarms.map((alarm) => ({ value: alarm.id, label: alarmTitle(alarm, locale) })),
        },
        target,
        words,
      ],
    }),
  };
}

/** The open incidents beside this one, newest first. */
function useOthers(id: string): IncidentRecord[] {
  const select = useCallback(
    ({ records }: CityState) =>
      [...records.incident.values()]
        .filter((each) => each.id !== id && each.state !== 'closed')
        .sort((a, b) => b.openedAtMs - a.openedAtMs)
        .slice(0, 200),
    [id],
  );
  return useLive(select, INCIDENTS);
}

function useAlarmsOf({ id }: IncidentRecord): AlarmRecord[] {
  const select = useCallback(
    ({ records }: CityState) => [...records.alarm.values()].filter(({ incidentId }) => incidentId === id),
    [id],
  );
  return useLive(select, ALARMS);
}

const INCIDENTS = { tables: ['incident'], maxHz: 1 } as const;
const ALARMS = { tables: ['alarm'], maxHz: 2 } as const;
