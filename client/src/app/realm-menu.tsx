import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback, useState } from 'react';
import { useCentre } from '../live/centre-context.ts';
import { Problem } from '../live/centre-port.ts';
import { LIVE, realmName, withRealm } from '../live/realm.ts';
import { useAnswer } from '../live/use-answer.ts';
import { formatDateTime } from '../ui/format.ts';
import './realm-menu.css';

interface RealmItem {
  realm: string;
  state: 'opening' | 'open' | 'closed' | 'ended' | 'failed';
  clock: string | null;
  detail: string;
}

const MAY_OPEN = new Set(['operator', 'supervisor', 'admin']);
const MAY_END = new Set(['supervisor', 'admin']);
const DRILL = 'exercise:drill';
const LOOK_EVERY_MS = 5_000;

/** Which exercises there are, opening one, going to one and, for supervisors, ending one. Live pages and exercises are separate pages. */
export function RealmMenu() {
  const { session } = useCentre();
  const [isShown, setShown] = useState(false);
  if (!MAY_OPEN.has(session.role)) return null;
  return (
    <span className="realm-menu">
      <button
        className="header-tile"
        type="button"
        aria-expanded={isShown}
        onClick={() => setShown((shown) => !shown)}
      >
        <Trans>Diễn tập</Trans>
      </button>
      {isShown && <RealmList onClose={() => setShown(false)} />}
    </span>
  );
}

function RealmList({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const { session } = useCentre();
  const { items, problem, act } = useRealms();
  return (
    <div
      className="realm-list panel"
      role="dialog"
      aria-label={t`Diễn tập`}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      {problem !== null && (
        <p className="realm-problem" role="alert">
          {problem.message} <code>{problem.code}</code>
        </p>
      )}
      {items === null ? (
        <p aria-busy="true">
          <Trans>Đang hỏi trung tâm…</Trans>
        </p>
      ) : (
        <ul>
          {items.map((item) => (
            <RealmRow key={item.realm} item={item} isHere={item.realm === session.realm} act={act} />
          ))}
        </ul>
      )}
      {items !== null && !items.some(({ realm }) => realm === DRILL) && (
        <button className="button button-primary" type="button" onClick={() => act.open(DRILL)}>
          <Trans>Mở diễn tập mới “drill”</Trans>
        </button>
      )}
    </div>
  );
}

interface RealmActs {
  open: (realm: string) => void;
  end: (realm: string) => void;
}

function RealmRow({ item, isHere, act }: { item: RealmItem; isHere: boolean; act: RealmActs }) {
  const { session, ground } = useCentre();
  const [isAsking, setAsking] = useState(false);
  const { realm, state, clock, detail } = item;
  return (
    <li>
      <div>
        <b>{realmName(realm)}</b> <StateWord state={state} />
        <br />
        <small>
          {clock === null ? <Trans>chưa có giờ</Trans> : formatDateTime(Date.parse(clock), ground.zone)}
          {detail !== '' && ` · ${detail}`}
        </small>
      </div>
      {isHere ? (
        <Trans>đang xem</Trans>
      ) : state === 'ended' || state === 'failed' ? (
        <button className="button" type="button" onClick={() => act.open(realm)}>
          <Trans>Mở lại</Trans>
        </button>
      ) : (
        <a className="button" href={withRealm('/desk', realm)}>
          <Trans>Vào</Trans>
        </a>
      )}
      {MAY_END.has(session.role) && state !== 'ended' && (
        <button
          className="button"
          type="button"
          onClick={() => (isAsking ? act.end(realm) : setAsking(true))}
          onBlur={() => setAsking(false)}
        >
          {isAsking ? <Trans>Xoá hết, chắc chắn?</Trans> : <Trans>Kết thúc</Trans>}
        </button>
      )}
    </li>
  );
}

function StateWord({ state }: { state: RealmItem['state'] }) {
  switch (state) {
    case 'opening':
      return <Trans>đang mở</Trans>;
    case 'open':
      return <Trans>đang chạy</Trans>;
    case 'closed':
      return <Trans>đang nghỉ</Trans>;
    case 'ended':
      return <Trans>đã kết thúc</Trans>;
    case 'failed':
      return <Trans>bị lỗi</Trans>;
  }
}

function useRealms(): { items: RealmItem[] | null; problem: Problem | null; act: RealmActs } {
  const { api, session } = useCentre();
  const question = useCallback(() => api.get<{ items: RealmItem[] }>('/realms'), [api]);
  const { value, problem, ask } = useAnswer(question, LOOK_EVERY_MS);
  const [refusal, setRefusal] = useState<Problem | null>(null);
  const run = (work: () => Promise<unknown>, next: string | null): void => {
    work().then(
      () => {
        setRefusal(null);
        if (next === null) ask();
        else location.assign(withRealm('/desk', next));
      },
      (error: unknown) => {
        if (!(error instanceof Problem)) throw error;
        setRefusal(error);
        ask();
      },
    );
  };
  const act = {
    open: (realm: string) => run(() => api.post('/realms', { realm }), realm),
    end: (realm: string) =>
      run(() => api.remove(`/realms/${encodeURIComponent(realm)}`), realm === session.realm ? LIVE : null),
  };
  const items = value?.items.filter(({ realm }) => realm !== LIVE) ?? null;
  return { items, problem: refusal ?? problem, act };
}
