import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { AlarmRecord } from '@metropane/live-state';
import { useCentre } from '../../live/centre-context.ts';
import type { SeriesRequest } from '../../live/receipt-request.ts';
import { windowAt } from '../../live/receipt-request.ts';
import type { Acting } from '../../live/use-acting.ts';
import { useNowMs } from '../../live/use-now.ts';
import { ALARM_WORDS, alarmLook, alarmTitle, isCalling, measured } from '../../ui/alarm-words.ts';
import { FigureButton } from '../../ui/figure-button.tsx';
import { formatElapsed, NO_VALUE } from '../../ui/format.ts';
import { categoryName } from '../../ui/incident-words.ts';
import { PanelBoundary } from '../../ui/panel-boundary.tsx';
import { PriorityGlyph } from '../../ui/priority-glyph.tsx';
import { useLocale } from '../../ui/use-locale.ts';
import { useTimeText } from '../../ui/use-time-text.ts';
import { NoteBox } from '../note-box.tsx';
import { ActProblems } from './act-problems.tsx';
import { AlarmActBar } from './alarm-act-bar.tsx';
import type { AlarmForm } from './alarm-forms.tsx';
import { RuleWords, useRule } from './rule-words.tsx';
import '../incident-detail.css';
import './desk-detail.css';
import './act-form.css';

/** Everything about one alarm: what broke which limit, why it matters, what to do by when, and what may be done with it. */
export function AlarmDetail({
  alarm,
  acting,
  form,
  onForm,
  onSelect,
}: {
  alarm: AlarmRecord;
  acting: Acting;
  form: AlarmForm | null;
  onForm: (form: AlarmForm | null) => void;
  onSelect: (id: string) => void;
}) {
  const { ground } = useCentre();
  const { i18n } = useLingui();
  const locale = useLocale();
  return (
    <section className={`panel detail alarm-detail detail-p${alarm.priority}`}>
      <header className="detail-head">
        <PriorityGlyph
          priority={alarm.priority}
          isUnacknowledged={isCalling(alarm)}
          look={alarmLook(alarm)}
        />
        <div>
          <h2>{alarmTitle(alarm, locale)}</h2>
          <p>
            {categoryName(alarm.category, ground, locale)}
            {alarm.unit !== undefined && ` · ${alarm.unit.name}`} · <b>{i18n._(ALARM_WORDS[alarm.state])}</b>
          </p>
        </div>
      </header>
      <AlarmClocks alarm={alarm} />
      <PanelBoundary>
        <div className="detail-scroll">
          <AlarmActBar {...{ alarm, acting, form, onForm }} />
          <ActProblems acting={acting} revision={alarm.revision} />
          <AlarmFacts alarm={alarm} onSelect={onSelect} />
          <RuleWords alarm={alarm} />
          <NoteBox subjectId={alarm.id} acting={acting} />
        </div>
      </PanelBoundary>
    </section>
  );
}

function AlarmClocks({ alarm }: { alarm: AlarmRecord }) {
  const timeText = useTimeText();
  const { t } = useLingui();
  const nowMs = useNowMs();
  const locale = useLocale();
  const { onsetMs, acknowledgedAtMs, raisedAtMs, returnedMs, respondByMs } = alarm;
  const isLate = respondByMs !== undefined && acknowledgedAtMs === undefined && nowMs > respondByMs;
  const clocks: readonly [name: string, value: string, limit: string, className: string][] = [
    [t`Bắt đầu`, timeText(onsetMs), t`sự kiện`, 'is-done'],
    [
      t`Xác nhận`,
      `+${formatElapsed((acknowledgedAtMs ?? nowMs) - raisedAtMs, locale)}`,
      alarm.acknowledgedBy ?? NO_VALUE,
      acknowledgedAtMs === undefined && isCalling(alarm) ? 'is-running' : 'is-done',
    ],
    [
      t`Phải ứng phó trước`,
      respondByMs === undefined ? NO_VALUE : timeText(respondByMs),
      isLate ? t`quá hạn` : '',
      isLate ? 'is-breached' : '',
    ],
    [t`Hết lúc`, returnedMs === undefined ? NO_VALUE : timeText(returnedMs), '', ''],
  ];
  return (
    <dl className="clocks clocks-4">
      {clocks.map(([name, value, limit, className]) => (
        <div key={name} className={className}>
          <dt>{name}</dt>
          <dd className="num">{value}</dd>
          <dd className="clock-limit">{limit}</dd>
        </div>
      ))}
    </dl>
  );
}

function AlarmFacts({ alarm, onSelect }: { alarm: AlarmRecord; onSelect: (id: string) => void }) {
  const timeText = useTimeText();
  const locale = useLocale();
  const { trigger, latest, shelved, suppressed, outOfService, useless, incidentId } = alarm;
  const receipt = useReceiptOf(alarm);
  return (
    <dl className="alarm-facts">
      <dt>
        <Trans>Lúc báo</Trans>
      </dt>
      <dd className="num">
        {measured(trigger.value, trigger.unit, locale)}
        {trigger.limit !== null && (
          <>
            {' '}
            · <Trans>ngưỡng {measured(trigger.limit, trigger.unit, locale)}</Trans>
          </>
        )}{' '}
        · {timeText(trigger.tMs)}
      </dd>
      <dt>
        <Trans>Hiện giờ</Trans>
      </dt>
      <dd className="num">
        <FigureButton request={receipt}>
          <b>{measured(latest.value, latest.unit, locale)}</b>
        </FigureButton>{' '}
        · {timeText(latest.tMs)}
      </dd>
      <dt>
        <Trans>Số lần</Trans>
      </dt>
      <dd>
        <Plural value={alarm.activations} one="# lần bắt đầu" other="# lần bắt đầu" />
        {alarm.isChattering && (
          <b className="queue-chatter">
            {' · '}
            <Trans>chập chờn: ít nhất 3 lần trong 60 s</Trans>
          </b>
        )}
      </dd>
      {incidentId !== undefined && (
        <>
          <dt>
            <Trans>Sự cố</Trans>
          </dt>
          <dd>
            <button className="link-button" type="button" onClick={() => onSelect(incidentId)}>
              {incidentId}
            </button>
          </dd>
        </>
      )}
      {shelved !== undefined && (
        <>
          <dt>
            <Trans>Gác</Trans>
          </dt>
          <dd>
            <Trans>
              {shelved.by} · {shelved.reason} · đến {timeText(shelved.untilMs)}
            </Trans>
          </dd>
        </>
      )}
      {suppressed !== undefined && (
        <>
          <dt>
            <Trans>Ngừng theo thiết kế</Trans>
          </dt>
          <dd>{suppressed.reason}</dd>
        </>
      )}
      {outOfService !== undefined && (
        <>
          <dt>
            <Trans>Ngừng phục vụ</Trans>
          </dt>
          <dd>
            {outOfService.by} · {outOfService.reason}
          </dd>
        </>
      )}
      {useless !== undefined && (
        <>
          <dt>
            <Trans>Vô ích</Trans>
          </dt>
          <dd>
            {useless.by} · {useless.reason}
          </dd>
        </>
      )}
    </dl>
  );
}

/** The window that holds the newest value, where the rule shows a plain window of the watched thing. */
function useReceiptOf({ ruleId, domain, entity, latest }: AlarmRecord): SeriesRequest | null {
  const rule = useRule(ruleId).value?.rule;
  const input = rule?.shows === undefined ? undefined : rule.inputs[rule.shows.value];
  if (input?.kind !== 'window' || entity === undefined || latest.value === null) return null;
  if (input.statistic === 'first') return null;
  const startMs = windowAt(latest.tMs, input.window);
  const { metric, window, statistic } = input;
  return {
    kind: 'series',
    domain: input.domain ?? domain,
    entity: input.entity ?? entity,
    metric,
    window,
    startMs,
    stat: statistic,
  };
}
