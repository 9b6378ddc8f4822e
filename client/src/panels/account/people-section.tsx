import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback } from 'react';
import { Link, useLocation } from 'wouter';
import { useCentre } from '../../live/centre-context.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { formatDateTime } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { useListKeys } from '../../ui/use-list-keys.ts';
import { useLocale } from '../../ui/use-locale.ts';
import type { AccountAnswer, SessionAnswer } from './account-answers.ts';
import { AccountPanel } from './account-panel.tsx';
import { ActProblem, useRoleName } from './act-problem.tsx';
import { NewAccount } from './new-account.tsx';
import { SessionTable } from './session-table.tsx';

const EVERY_MS = 15_000;

/** Local accounts, each with its sessions; what came by link, token or sign-in service stands below. J K walk, Esc leaves. */
export function PeopleSection({ selectedName }: { selectedName: string | null }) {
  const { api } = useCentre();
  const [, navigate] = useLocation();
  const question = useCallback(
    async () => ({
      accounts: (await api.get<{ items: AccountAnswer[] }>('/accounts')).items,
      sessions: (await api.get<{ items: SessionAnswer[] }>('/sessions')).items,
    }),
    [api],
  );
  const { value, problem, ask } = useAnswer(question, EVERY_MS);
  const select = useCallback(
    (name: string | null) =>
      navigate(`/desk/accounts/people${name === null ? '' : `/${encodeURIComponent(name)}`}`, {
        replace: true,
      }),
    [navigate],
  );
  useListKeys({ attribute: 'data-account', selectedId: selectedName, onSelect: select });
  const accounts = value?.accounts ?? [];
  const sessions = value?.sessions ?? [];
  const selected = accounts.find(({ name }) => name === selectedName);
  const others = sessions.filter(
    ({ account, role }) => role !== 'wall' && !accounts.some(({ name }) => name === account),
  );
  return (
    <div className="account-pair">
      <Panel title={<Trans>Tài khoản</Trans>} subtitle={value?.accounts.length ?? ''}>
        <ActProblem problem={problem} />
        {value === null && problem === null && (
          <p className="empty-note" aria-busy="true">
            <Trans>Đang lấy danh sách…</Trans>
          </p>
        )}
        {value !== null && accounts.length === 0 && (
          <p className="empty-note">
            <Trans>Chưa có tài khoản nào: tạo tài khoản đầu tiên ở bên.</Trans>
          </p>
        )}
        {accounts.length > 0 && (
          <AccountTable accounts={accounts} sessions={sessions} selectedName={selectedName} />
        )}
        {others.length > 0 && (
          <div className="account-part">
            <h3>
              <Trans>Phiên mở bằng liên kết, mã hoặc tài khoản cơ quan</Trans>
            </h3>
            <SessionTable items={others} onEnded={ask} />
          </div>
        )}
      </Panel>
      {selected === undefined ? (
        <NewAccount
          onMade={(name) => {
            ask();
            select(name);
          }}
        />
      ) : (
        <AccountPanel
          key={selected.name}
          account={selected}
          sessions={sessions.filter(({ account }) => account === selected.name)}
          onChanged={ask}
        />
      )}
    </div>
  );
}

function AccountTable({
  accounts,
  sessions,
  selectedName,
}: {
  accounts: readonly AccountAnswer[];
  sessions: readonly SessionAnswer[];
  selectedName: string | null;
}) {
  const { t } = useLingui();
  const { ground } = useCentre();
  const locale = useLocale();
  const roleName = useRoleName();
  const agencyName = (id: string): string =>
    ground.agencies?.find((agency) => agency.id === id)?.name[locale] ?? id;
  return (
    <table className="account-table">
      <thead>
        <tr>
          <th scope="col">
            <Trans>Tên</Trans>
          </th>
          <th scope="col">
            <Trans>Vai</Trans>
          </th>
          <th scope="col">
            <Trans>Cơ quan, vị trí</Trans>
          </th>
          <th scope="col">
            <Trans>Mật khẩu từ</Trans>
          </th>
          <th scope="col">
            <Trans>Phiên</Trans>
          </th>
        </tr>
      </thead>
      <tbody>
        {accounts.map(({ name, role, agency, position, passwordSet, disabled }) => (
          <tr
            key={name}
            aria-selected={name === selectedName}
            className={disabled === undefined ? '' : 'is-over'}
          >
            <td>
              <Link href={`/desk/accounts/people/${encodeURIComponent(name)}`} data-account={name}>
                <b>{name}</b>
              </Link>
              {disabled !== undefined && (
                <small>
                  {' '}
                  <Trans>đã khoá</Trans>
                </small>
              )}
            </td>
            <td data-label={t`Vai`}>{roleName(role)}</td>
            <td data-label={t`Cơ quan, vị trí`}>
              {[agency === undefined ? '' : agencyName(agency), position ?? '']
                .filter((text) => text !== '')
                .join(' · ')}
            </td>
            <td data-label={t`Mật khẩu từ`}>{formatDateTime(Date.parse(passwordSet), ground.zone)}</td>
            <td data-label={t`Phiên`} className="num">
              {sessions.filter(({ account }) => account === name).length}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
