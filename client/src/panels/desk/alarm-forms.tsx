import { Trans, useLingui } from '@lingui/react/macro';
import { formatAge } from '../../ui/format.ts';
import { useLocale } from '../../ui/use-locale.ts';
import type { ActFormSpec } from './act-form.tsx';

/** Acts on an alarm that ask for a reason. */
export const ALARM_FORMS = ['shelve', 'out-of-service', 'useless'] as const;
export type AlarmForm = (typeof ALARM_FORMS)[number];

const MINUTE_MS = 60_000;
const DURATIONS_MS = [15, 30, 60, 120, 240, 480, 1_440].map((minutes) => minutes * MINUTE_MS);

export function useAlarmForm(form: AlarmForm): ActFormSpec {
  const { t } = useLingui();
  const locale = useLocale();
  const reason = { name: 'reason', label: t`Lý do`, kind: 'text' as const };
  switch (form) {
    case 'shelve':
      return {
        title: <Trans>Gác báo động, nhiều nhất 24 giờ</Trans>,
        send: <Trans>Gác</Trans>,
        fields: [
          { ...reason, placeholder: t`Vì sao gác?` },
          {
            name: 'durationMs',
            label: t`Trong`,
            kind: 'choice',
            first: String(DURATIONS_MS[1]),
            options: DURATIONS_MS.map((ms) => ({ value: String(ms), label: formatAge(ms, locale) })),
          },
        ],
      };
    case 'out-of-service':
      return {
        title: <Trans>Đưa ra khỏi phục vụ</Trans>,
        send: <Trans>Ngừng phục vụ</Trans>,
        warning: <Trans>Không tự trở lại: phải có người đưa vào phục vụ.</Trans>,
        fields: [{ ...reason, placeholder: t`Bảo trì, thay thiết bị…` }],
      };
    case 'useless':
      return {
        title: <Trans>Báo động này không đòi hỏi việc gì</Trans>,
        send: <Trans>Đánh dấu vô ích</Trans>,
        fields: [{ ...reason, placeholder: t`Vì sao vô ích? Dùng để xét lại quy tắc` }],
      };
  }
}
