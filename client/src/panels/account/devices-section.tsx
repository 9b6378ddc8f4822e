import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback, useState } from 'react';
import { useLocation } from 'wouter';
import { useCentre } from '../../live/centre-context.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { useNowMs } from '../../live/use-now.ts';
import { formatAge, formatDateTime } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { useLocale } from '../../ui/use-locale.ts';
import type { DeviceAnswer, GrantAnswer } from './account-answers.ts';
import { ActProblem } from './act-problem.tsx';
import { SureButton } from './sure-button.tsx';
import { TableHead } from './table-head.tsx';
import { useAccountAct } from './use-account-act.ts';

const EVERY_MS = 5_000;

/** Walls: letting one in by the code that it shows, and those that are in. */
export function DevicesSection({ code }: { code: string | null }) {
  const { api } = useCentre();
  const question = useCallback(() => api.get<{ items: DeviceAnswer[] }>('/devices'), [api]);
  const { value, problem, ask } = useAnswer(question, EVERY_MS);
  return (
    <div className="account-stack">
      <Panel title={<Trans>Cho một màn hình vào</Trans>}>
        {code === null ? <CodeForm /> : <Decision key={code} code={code} onDecided={ask} />}
      </Panel>
      <Panel title={<Trans>Màn hình đã vào</Trans>} subtitle={value?.items.length ?? ''}>
        <ActProblem problem={problem} />
        {value?.items.length === 0 && (
          <p className="empty-note">
            <Trans>Chưa có màn hình nào được cho vào.</Trans>
          </p>
        )}
        {value !== null && value.items.length > 0 && <DeviceTable items={value.items} onEnded={ask} />}
      </Panel>
    </div>
  );
}

function CodeForm() {
  const [, navigate] = useLocation();
  return (
    <form
      className="account-form account-code"
      onSubmit={(event) => {
        event.preventDefault();
        const typed = String(new FormData(event.currentTarget).get('code')).trim();
        if (typed !== '') navigate(`/desk/accounts/devices/${encodeURIComponent(typed)}`);
      }}
    >
      <label>
        <Trans>Mã hiện trên màn hình</Trans>
        <input
          className="field"
          name="code"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          placeholder="BCDF-GHJK"
          maxLength={20}
          // Whoever opens this part came to type a code.
          ref={(element) => element?.focus()}
          required
        />
      </label>
      <span className="account-row">
        <button className="button button-primary" type="submit">
          <Trans>Xem màn hình nào</Trans>
        </button>
      </span>
    </form>
  );
}

/** Which screen asks, and the decision. Whoever decides must see the same code on the screen itself (RFC 8628, 5.4). */
function Decision({ code, onDecided }: { code: string; onDecided: () => void }) {
  const { api } = useCentre();
  const [, navigate] = useLocation();
  const path = `/devices/codes/${encodeURIComponent(code)}`;
  const question = useCallback(() => api.get<GrantAnswer>(path), [api, path]);
  const { value, problem } = useAnswer(question);
  const [decided, setDecided] = useState<'approve' | 'deny' | null>(null);
  const act = useAccountAct();
  const decide = (decision: 'approve' | 'deny'): void =>
    act.run(
      () => api.post(path, { decision }),
      () => {
        setDecided(decision);
        onDecided();
      },
    );
  const another = (
    <button className="button" type="button" onClick={() => navigate('/desk/accounts/devices')}>
      <Trans>Mã khác</Trans>
    </button>
  );
  if (value === null)
    return (
      <div className="account-grant" aria-busy={problem === null}>
        <ActProblem problem={problem} />
        <span className="account-row">{another}</span>
      </div>
    );
  const place = `${value.room} / ${value.screen}`;
  if (decided !== null)
    return (
      <div className="account-grant">
        <p role="status">
          {decided === 'approve' ? (
            <Trans>Đã cho màn hình {place} vào; nó tự mở trong vài giây.</Trans>
          ) : (
            <Trans>Đã từ chối màn hình {place}.</Trans>
          )}
        </p>
        <span className="account-row">{another}</span>
      </div>
    );
  return (
    <div className="account-grant">
      <p>
        <Trans>
          Màn hình {place} xin vào, từ địa chỉ {value.address}.
        </Trans>
      </p>
      <strong className="num">{value.userCode}</strong>
      <p className="account-note">
        <Trans>Chỉ cho vào khi chính mã này đang hiện trên màn hình mà bạn biết.</Trans>
      </p>
      <ActProblem problem={act.problem} />
      <span className="account-row">
        <button
          className="button button-primary"
          type="button"
          disabled={act.isBusy}
          ref={(element) => element?.focus()}
          onClick={() => decide('approve')}
        >
          <Trans>Cho vào</Trans>
        </button>
        <button className="button" type="button" disabled={act.isBusy} onClick={() => decide('deny')}>
          <Trans>Không cho vào</Trans>
        </button>
        {another}
      </span>
    </div>
  );
}

function DeviceTable({ items, onEnded }: { items: readonly DeviceAnswer[]; onEnded: () => void }) {
  const { t } = useLingui();
  const { api, ground } = useCentre();
  const locale = useLocale();
  const nowMs = useNowMs();
  const act = useAccountAct();
  const age = (time: string): string => formatAge(nowMs - Date.parse(time), locale);
  return (
    <>
      <ActProblem problem={act.problem} />
      <table className="account-table">
        <TableHead columns={[t`Màn hình`, t`Ai cho vào`, t`Vào lúc`, t`Thấy lần cuối`]} />
        <tbody>
          {items.map((each) => (
            <tr key={each.id}>
              <td>
                <b>
                  {each.room} / {each.screen}
                </b>
              </td>
              <td data-label={t`Ai cho vào`}>{each.grantedBy ?? <Trans>mã truy cập</Trans>}</td>
              <td data-label={t`Vào lúc`}>{formatDateTime(Date.parse(each.created), ground.zone)}</td>
              <td data-label={t`Thấy lần cuối`}>{t`${age(each.seen)} trước`}</td>
              <td>
                <SureButton
                  isBusy={act.isBusy}
                  label={t`Thu hồi màn hình ${`${each.room} / ${each.screen}`}`}
                  sure={<Trans>Thu hồi, chắc chắn?</Trans>}
                  onSure={() => act.run(() => api.remove(`/devices/${each.id}`), onEnded)}
                >
                  <Trans>Thu hồi</Trans>
                </SureButton>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
