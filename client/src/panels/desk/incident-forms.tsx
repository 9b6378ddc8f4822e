import { Trans, useLingui } from '@lingui/react/macro';
import { PAUSE_REASONS } from '@metropane/incidents';
import type { AlarmRecord, CityState, IncidentRecord } from '@metropane/live-state';
import { useCallback } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import type { WantedAct } from '../../live/outbox-entry.ts';
import { useLive } from '../../live/use-live.ts';
import { alarmTitle } from '../../ui/alarm-words.ts';
import { PAUSE_WORDS } from '../../ui/incident-words.ts';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import type { ActFormSpec } from './act-form.tsx';

/** Acts on an incident that ask for something first. */
export const INCIDENT_FORMS = [
  'assign',
  'escalate',
  'pause',
  'link',
  'merge',
  'split',
  'set-title',
  'set-seriousness',
  'close',
  'reopen',
] as const;
export type IncidentForm = (typeof INCIDENT_FORMS)[number];

/** What each of them asks, and the act that comes of the answers. */
export function useIncidentForm(
  form: IncidentForm,
  incident: IncidentRecord,
): { spec: ActFormSpec; toAct: (values: Readonly<Record<string, string>>) => WantedAct } {
  const specs = useSpecs(incident);
  return { spec: specs[form](), toAct: (values) => toAct(form, values) };
}

/** What every form may use: words in the chosen language, and two fields that many share. */
function useFields() {
  const { t } = useLingui();
  const levels = ['1', '2', '3', '4'].map((value) => ({ value, label: value }));
  const words = { name: 'text', label: t`Ghi thêm`, kind: 'text' as const, isOptional: true };
  return { levels, words };
}

type Specs<Form extends IncidentForm> = Record<Form, () => ActFormSpec>;

function useSpecs(incident: IncidentRecord): Specs<IncidentForm> {
  return { ...useWorkSpecs(incident), ...useTieSpecs(incident), ...useTitleSpecs(incident) };
}

/** Who works on it, and how it ends. */
function useWorkSpecs(incident: IncidentRecord): Specs<'assign' | 'escalate' | 'pause' | 'close' | 'reopen'> {
  const { ground } = useCentre();
  const { t, i18n } = useLingui();
  const locale = useLocale();
  const { levels, words } = useFields();
  const reason = (placeholder: string) => ({
    name: 'reason',
    label: t`Lý do`,
    kind: 'text' as const,
    placeholder,
  });
  return {
    assign: () => ({
      title: <Trans>Giao cho đơn vị</Trans>,
      send: <Trans>Giao việc</Trans>,
      fields: [
        {
          name: 'assignee',
          label: t`Đơn vị`,
          kind: 'suggested',
          first: ground.categories?.find(({ id }) => id === incident.category)?.agency ?? '',
          placeholder: t`Mã hoặc tên đơn vị`,
          options: (ground.agencies ?? []).map(({ id, name }) => ({
            value: id,
            label: inLocale(name, locale),
          })),
        },
        {
          name: 'post',
          label: t`Đội, trạm`,
          kind: 'suggested',
          isOptional: true,
          options: (ground.posts ?? []).map(({ id, name }) => ({ value: id, label: inLocale(name, locale) })),
        },
        words,
      ],
    }),
    escalate: () => ({
      title: <Trans>Nâng mức</Trans>,
      send: <Trans>Nâng mức</Trans>,
      fields: [
        {
          name: 'priority',
          label: t`Lên mức`,
          kind: 'choice',
          first: String(Math.max(1, incident.priority - 1)),
          options: levels.slice(0, Math.max(1, incident.priority - 1)),
        },
        words,
      ],
    }),
    pause: () => ({
      title: <Trans>Tạm dừng đồng hồ</Trans>,
      send: <Trans>Tạm dừng</Trans>,
      fields: [
        {
          name: 'reason',
          label: t`Lý do`,
          kind: 'choice',
          options: PAUSE_REASONS.map((value) => ({ value, label: i18n._(PAUSE_WORDS[value]) })),
        },
        words,
      ],
    }),
    close: () => ({
      title: <Trans>Đóng sự cố, bước 2 trên 2</Trans>,
      send: <Trans>Đóng sự cố</Trans>,
      fields: [reason(t`Kết quả xử lý, lý do đóng`)],
    }),
    reopen: () => ({
      title: <Trans>Mở lại sự cố</Trans>,
      send: <Trans>Mở lại</Trans>,
      fields: [reason(t`Vì sao mở lại?`)],
    }),
  };
}

/** What it has to do with other incidents. */
function useTieSpecs(incident: IncidentRecord): Specs<'link' | 'merge' | 'split'> {
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
  };
}

/** What it is called and how bad it is. */
function useTitleSpecs(incident: IncidentRecord): Specs<'set-title' | 'set-seriousness'> {
  const { t } = useLingui();
  const { levels } = useFields();
  return {
    'set-title': () => ({
      title: <Trans>Đổi tên sự cố</Trans>,
      send: <Trans>Đổi tên</Trans>,
      fields: [{ name: 'title', label: t`Tên`, kind: 'text', first: incident.title }],
    }),
    'set-seriousness': () => ({
      title: <Trans>Mức nghiêm trọng và độ gấp</Trans>,
      send: <Trans>Đặt mức</Trans>,
      fields: [
        {
          name: 'severity',
          label: t`Nghiêm trọng (1: tính mạng … 4: thông tin)`,
          kind: 'choice',
          first: String(incident.severity ?? incident.priority),
          options: levels,
        },
        {
          name: 'urgency',
          label: t`Độ gấp`,
          kind: 'choice',
          first: String(incident.urgency ?? 'within-hour'),
          options: [
            { value: 'immediate', label: t`ngay` },
            { value: 'within-hour', label: t`trong 1 giờ` },
            { value: 'within-day', label: t`trong ngày` },
          ],
        },
      ],
    }),
  };
}

function toAct(action: IncidentForm, values: Readonly<Record<string, string>>): WantedAct {
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
  const { priority, severity, alarms, ...words } = given;
  return {
    action,
    ...words,
    ...(priority === undefined ? {} : { priority: Number(priority) }),
    ...(severity === undefined ? {} : { severity: Number(severity) }),
    ...(alarms === undefined ? {} : { alarms: alarms.split('\n') }),
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
