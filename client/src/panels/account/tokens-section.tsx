import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback, useState } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { useNowMs } from '../../live/use-now.ts';
import { formatAge, formatDateTime } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { useLocale } from '../../ui/use-locale.ts';
import type { TokenAnswer } from './account-answers.ts';
import { ActProblem, useRoleName } from './act-problem.tsx';
import { NewToken } from './new-token.tsx';
import { OneTimeSecret } from './one-time-secret.tsx';
import { SureButton } from './sure-button.tsx';
import { TableHead } from './table-head.tsx';
import { useAccountAct } from './use-account-act.ts';

const EVERY_MS = 15_000;

/** Bearer tokens of machines: what each may do, until when, when it was last used; a new one is shown once. */
export function TokensSection() {
  const { api } = useCentre();
  const question = useCallback(() => api.get<{ items: TokenAnswer[] }>('/tokens'), [api]);
  const { value, problem, ask } = useAnswer(question, EVERY_MS);
  const [made, setMade] = useState<{ label: string; secret: string } | null>(null);
  const label = made?.label ?? '';
  // Those that still open something first; the newest first among each.
  const items = (value?.items ?? []).toReversed();
  const sorted = [...items.filter(isOpen), ...items.filter((token) => !isOpen(token))];
  return (
    <div className="account-pair">
      <Panel title={<Trans>Mã truy cập</Trans>} subtitle={value === null ? '' : items.filter(isOpen).length}>
        <ActProblem problem={problem} />
        {value !== null && items.length === 0 && (
          <p className="empty-note">
            <Trans>Chưa có mã nào.</Trans>
          </p>
        )}
        {sorted.length > 0 && <TokenTable items={sorted} onRevoked={ask} />}
      </Panel>
      <Panel title={<Trans>Tạo mã truy cập</Trans>}>
        {made === null ? (
          <NewToken
            onMade={(token) => {
              setMade(token);
              ask();
            }}
          />
        ) : (
          <OneTimeSecret
            title={<Trans>Mã của {label}: chép ngay, chỉ hiện một lần.</Trans>}
            text={made.secret}
            onClose={() => setMade(null)}
          />
        )}
      </Panel>
    </div>
  );
}

function isOpen({ revoked, expires }: TokenAnswer): boolean {
  return revoked === undefined && (expires === undefined || Date.parse(expires) > Date.now());
}

function TokenTable({ items, onRevoked }: { items: readonly TokenAnswer[]; onRevoked: () => void }) {
  const { t } = useLingui();
  return (
    <table className="account-table">
      <TableHead columns={[t`Tên gọi`, t`Được làm gì`, t`Tạo lúc`, t`Dùng lần cuối`, t`Hết hạn`]} />
      <tbody>
        {items.map((token) => (
          <TokenRow key={token.id} token={token} onRevoked={onRevoked} />
        ))}
      </tbody>
    </table>
  );
}

function TokenRow({ token, onRevoked }: { token: TokenAnswer; onRevoked: () => void }) {
  const { t } = useLingui();
  const { api, ground } = useCentre();
  const locale = useLocale();
  const roleName = useRoleName();
  const nowMs = useNowMs();
  const act = useAccountAct();
  const { id, label, role, realm, room, screen, agency, madeBy, created, used, expires, revoked } = token;
  const when = (time: string): string => formatDateTime(Date.parse(time), ground.zone);
  const scope = [
    roleName(role),
    realm === 'live' ? '' : realm,
    room === undefined ? '' : `${room} / ${screen ?? ''}`,
    agency ?? '',
  ].filter((text) => text !== '');
  const usedAgo = used === undefined ? '' : formatAge(Math.max(0, nowMs - Date.parse(used)), locale);
  return (
    <tr className={isOpen(token) ? '' : 'is-over'}>
      <td>
        <b>{label}</b>
      </td>
      <td data-label={t`Được làm gì`}>{scope.join(' · ')}</td>
      <td data-label={t`Tạo lúc`}>
        {when(created)}
        {madeBy !== undefined && <small> {madeBy}</small>}
      </td>
      <td data-label={t`Dùng lần cuối`}>
        {used === undefined ? <Trans>chưa dùng</Trans> : <Trans>{usedAgo} trước</Trans>}
      </td>
      <td data-label={t`Hết hạn`}>{expires === undefined ? <Trans>không hết hạn</Trans> : when(expires)}</td>
      <td>
        <ActProblem problem={act.problem} />
        {revoked !== undefined ? (
          <Trans>đã thu hồi</Trans>
        ) : (
          isOpen(token) && (
            <SureButton
              isBusy={act.isBusy}
              label={t`Thu hồi mã ${label}`}
              sure={<Trans>Thu hồi, chắc chắn?</Trans>}
              onSure={() => act.run(() => api.remove(`/tokens/${id}`), onRevoked)}
            >
              <Trans>Thu hồi</Trans>
            </SureButton>
          )
        )}
      </td>
    </tr>
  );
}
