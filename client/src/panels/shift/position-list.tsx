import { Trans, useLingui } from '@lingui/react/macro';
import { useCentre } from '../../live/centre-context.ts';
import { useNowMs } from '../../live/use-now.ts';
import { formatElapsed, formatMinute } from '../../ui/format.ts';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import type { ShownPosition } from './shift-answers.ts';
import { HANDOVER_WORDS } from './shift-words.ts';
import './position-list.css';

/** Every duty position: who has it and since when, who is planned, and a handover under way. */
export function PositionList({
  positions,
  selectedId,
  onSelect,
}: {
  positions: readonly ShownPosition[];
  selectedId: string | null;
  onSelect: (id: string) => void;
}) {
  return (
    <ul className="positions">
      {positions.map((position) => (
        <li key={position.id}>
          <PositionCard
            position={position}
            isSelected={position.id === selectedId}
            onSelect={() => onSelect(position.id)}
          />
        </li>
      ))}
    </ul>
  );
}

function PositionCard({
  position,
  isSelected,
  onSelect,
}: {
  position: ShownPosition;
  isSelected: boolean;
  onSelect: () => void;
}) {
  const { i18n } = useLingui();
  const locale = useLocale();
  const { session } = useCentre();
  const nowMs = useNowMs();
  const { holder, handover } = position;
  return (
    <button
      className="position-card"
      type="button"
      aria-pressed={isSelected}
      data-position={position.id}
      onClick={onSelect}
    >
      <span className="position-name">{inLocale(position.name, locale)}</span>
      {holder === null ? (
        <b className="position-vacant">
          <Trans>Không có người giữ</Trans>
        </b>
      ) : (
        <span>
          <b>{holder.person}</b>
          {holder.person === session.name && (
            <span className="muted">
              {' '}
              <Trans>(bạn)</Trans>
            </span>
          )}{' '}
          <span className="num muted">{formatElapsed(nowMs - holder.sinceMs, locale)}</span>
        </span>
      )}
      {handover !== null && (
        <span className="position-handover">{i18n._(HANDOVER_WORDS[handover.state])}</span>
      )}
      <Planned position={position} nowMs={nowMs} />
    </button>
  );
}

/** Who is on duty by the plan now, or who comes next. */
function Planned({ position, nowMs }: { position: ShownPosition; nowMs: number }) {
  const { ground } = useCentre();
  const next = position.roster.find(({ toMs }) => toMs > nowMs);
  if (next === undefined)
    return (
      <span className="muted">
        <Trans>Chưa xếp lịch</Trans>
      </span>
    );
  const [from, to] = [formatMinute(next.fromMs, ground.zone), formatMinute(next.toMs, ground.zone)];
  const isNow = next.fromMs <= nowMs;
  const isOther = isNow && position.holder !== null && position.holder.person !== next.person;
  return (
    <span className={isOther ? 'position-other' : 'muted'}>
      {isNow ? <Trans>Theo lịch: {next.person}</Trans> : <Trans>Ca tới: {next.person}</Trans>}{' '}
      <span className="num">
        {from}–{to}
      </span>
    </span>
  );
}
