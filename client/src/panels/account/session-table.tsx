import { Trans, useLingui } from '@lingui/react/macro';
import { useCentre } from '../../live/centre-context.ts';
import { useNowMs } from '../../live/use-now.ts';
import { formatAge, formatDateTime } from '../../ui/format.ts';
import { useLocale } from '../../ui/use-locale.ts';
import type { SessionAnswer } from './account-answers.ts';
import { ActProblem, useRoleName } from './act-problem.tsx';
import { SureButton } from './sure-button.tsx';
import { TableHead } from './table-head.tsx';
import { useAccountAct } from './use-account-act.ts';

/** Browsers that are signed in, each with its end. */
export function SessionTable({ items, onEnded }: { items: readonly SessionAnswer[]; onEnded: () => void }) {
  const { t } = useLingui();
  const { api, ground } = useCentre();
  const locale = useLocale();
  const roleName = useRoleName();
  const nowMs = useNowMs();
  const act = useAccountAct();
  const age = (time: string): string => formatAge(nowMs - Date.parse(time), locale);
  return (
    <>
      <ActProblem problem={act.problem} />
      <table className="account-table">
        <TableHead columns={[t`Ai`, t`Vào lúc`, t`Thấy lần cuối`, t`Hết hạn`]} />
        <tbody>
          {items.map((each) => (
            <tr key={each.id}>
              <td>
                <b>{each.label}</b>
                <small> {roleName(each.role)}</small>
              </td>
              <td data-label={t`Vào lúc`}>{formatDateTime(Date.parse(each.created), ground.zone)}</td>
              <td data-label={t`Thấy lần cuối`}>{t`${age(each.seen)} trước`}</td>
              <td data-label={t`Hết hạn`}>{formatDateTime(Date.parse(each.expires), ground.zone)}</td>
              <td>
                {each.isOwn ? (
                  <Trans>phiên này</Trans>
                ) : (
                  <SureButton
                    isBusy={act.isBusy}
                    label={t`Kết thúc phiên của ${each.label}`}
                    sure={<Trans>Kết thúc, chắc chắn?</Trans>}
                    onSure={() => act.run(() => api.remove(`/sessions/${each.id}`), onEnded)}
                  >
                    <Trans>Kết thúc</Trans>
                  </SureButton>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
