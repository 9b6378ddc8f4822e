import { Trans, useLingui } from '@lingui/react/macro';
import { allowedActsOf, openAssignments, PAUSE_REASONS } from '@metropane/incidents';
import type { Assignment } from '@metropane/incidents';
import type { IncidentRecord } from '@metropane/live-state';
import { useCentre } from '../../live/centre-context.ts';
import type { WantedAct } from '../../live/outbox-entry.ts';
import { PAUSE_WORDS } from '../../ui/incident-words.ts';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import type { ActFormSpec } from './act-form.tsx';
import { useAgencyName } from './agency-chips.tsx';
import type { FormSpecs } from './form-fields.ts';
import { useFields } from './form-fields.ts';
import { useTieSpecs } from './tie-forms.tsx';

/** Acts on an incident that ask for something first. */
export const INCIDENT_FORMS = [
  'assign',
  'escalate',
  'pause',
  'link',
  'merge',
  'split',
  'move-alarm',
  'withdraw',
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

function useSpecs(incident: IncidentRecord): FormSpecs<IncidentForm> {
  return {
    ...useWorkSpecs(incident),
    ...useWithdrawSpec(incident),
    ...useTieSpecs(incident),
    ...useTitleSpecs(incident),
  };
}

/** Who works on it, and how it ends. */
function useWorkSpecs(
  incident: IncidentRecord,
): FormSpecs<'assign' | 'escalate' | 'pause' | 'close' | 'reopen'> {
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

/** Taking back what an agency was asked to do. */
function useWithdrawSpec(incident: IncidentRecord): FormSpecs<'withdraw'> {
  const { t } = useLingui();
  const agencyName = useAgencyName();
  const open = openAssignments(incident);
  return {
    withdraw: () => ({
      title: <Trans>Rút việc đã giao</Trans>,
      send: <Trans>Rút việc</Trans>,
      warning: <Trans>Đơn vị được báo là không cần đến nữa.</Trans>,
      fields: [
        {
          name: 'assignment',
          label: t`Đơn vị`,
          kind: 'choice',
          ...(open.length === 1 ? { first: assignmentKey(open[0]!) } : {}),
          options: open.map((each) => ({ value: assignmentKey(each), label: agencyName(each) })),
        },
        { name: 'reason', label: t`Lý do`, kind: 'text', placeholder: t`Vì sao không cần nữa?` },
      ],
    }),
  };
}

/** The forms of acts that this very incident allows now: one without a choice would be a dead end. */
export function offeredForms(incident: IncidentRecord): IncidentForm[] {
  const allowed = new Set(allowedActsOf(incident).map((act) => act.split(':', 1)[0]));
  return INCIDENT_FORMS.filter((form) => allowed.has(form));
}

/** Agency and post on one line each: neither may hold a line break. */
function assignmentKey({ assignee, post }: Assignment): string {
  return post === undefined ? assignee : `${assignee}\n${post}`;
}

/** What it is called and how bad it is. */
function useTitleSpecs(incident: IncidentRecord): FormSpecs<'set-title' | 'set-seriousness'> {
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

export function toAct(action: IncidentForm, values: Readonly<Record<string, string>>): WantedAct {
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
  const { priority, severity, alarms, assignment, ...words } = given;
  const [assignee, post] = assignment?.split('\n') ?? [];
  return {
    action,
    ...words,
    ...(priority === undefined ? {} : { priority: Number(priority) }),
    ...(severity === undefined ? {} : { severity: Number(severity) }),
    ...(alarms === undefined ? {} : { alarms: alarms.split('\n') }),
    ...(assignee === undefined ? {} : { assignee }),
    ...(post === undefined ? {} : { post }),
  };
}
