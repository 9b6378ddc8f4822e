import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import type { AlarmRecord } from '@metropane/live-state';
import { shelvedUntilMs } from '../../live/alarm-load.ts';
import { useCentre } from '../../live/centre-context.ts';
import type { Acting } from '../../live/use-acting.ts';
import { isCalling } from '../../ui/alarm-words.ts';
import { ActForm } from './act-form.tsx';
import { ALARM_FORMS, useAlarmForm } from './alarm-forms.tsx';
import type { AlarmForm } from './alarm-forms.tsx';

/** What may be done with an alarm in its state. Shelving, taking out of service and "useless" ask for a reason first. */
export function AlarmActBar({
  alarm,
  acting,
  form,
  onForm,
}: {
  alarm: AlarmRecord;
  acting: Acting;
  form: AlarmForm | null;
  onForm: (form: AlarmForm | null) => void;
}) {
  if (form !== null && offeredForms(alarm).includes(form))
    return <AlarmActForm {...{ acting, form }} onDone={() => onForm(null)} />;
  const button = (action: string, words: ReactNode, isPrimary = false) => (
    <button
      className={`button ${isPrimary ? 'button-primary' : ''}`}
      type="button"
      disabled={acting.isSaving}
      onClick={() => void acting.send({ action })}
    >
      {words}
    </button>
  );
  const forms: Record<AlarmForm, ReactNode> = {
    shelve: (
      <>
        <Trans>Gác…</Trans> <kbd className="keycap">H</kbd>
      </>
    ),
    'out-of-service': <Trans>Ngừng phục vụ…</Trans>,
    useless: <Trans>Vô ích…</Trans>,
  };
  return (
    <div className="act-bar">
      {isCalling(alarm) &&
        button(
          'acknowledge',
          <>
            <Trans>Xác nhận</Trans> <kbd className="keycap">A</kbd>
          </>,
          true,
        )}
      {alarm.state.startsWith('latched') && button('reset', <Trans>Đặt lại</Trans>)}
      {alarm.state === 'shelved' && button('unshelve', <Trans>Bỏ gác</Trans>)}
      {alarm.state === 'out-of-service' && button('in-service', <Trans>Đưa vào phục vụ</Trans>)}
      {offeredForms(alarm).map((each) => (
        <button key={each} className="button" type="button" onClick={() => onForm(each)}>
          {forms[each]}
        </button>
      ))}
      {acting.isSaving && (
        <span className="saving" role="status">
          <Trans>đang lưu…</Trans>
        </span>
      )}
    </div>
  );
}

/** The forms that make sense in the state of the alarm. */
export function offeredForms({ state, useless }: AlarmRecord): AlarmForm[] {
  return ALARM_FORMS.filter((form) => {
    if (form === 'shelve') return state !== 'shelved' && state !== 'out-of-service';
    if (form === 'out-of-service') return state !== 'out-of-service';
    return useless === undefined;
  });
}

function AlarmActForm({ acting, form, onDone }: { acting: Acting; form: AlarmForm; onDone: () => void }) {
  const { live } = useCentre();
  const spec = useAlarmForm(form);
  return (
    <ActForm
      key={form}
      spec={spec}
      onCancel={onDone}
      onSend={({ durationMs, ...words }) => {
        const untilMs =
          durationMs === undefined ? {} : { untilMs: shelvedUntilMs(live.clock.nowMs(), Number(durationMs)) };
        void acting.send({ action: form, ...words, ...untilMs });
        onDone();
      }}
    />
  );
}
