import { Trans } from '@lingui/react/macro';
import { useCallback } from 'react';
import type { AlarmRecord, CityState, IncidentRecord, TimelineItem } from '@metropane/live-state';
import { useActing } from '../live/use-acting.ts';
import { useLive } from '../live/use-live.ts';
import { AlarmDetail } from '../panels/desk/alarm-detail.tsx';
import { ALARM_FORMS } from '../panels/desk/alarm-forms.tsx';
import { INCIDENT_FORMS } from '../panels/desk/incident-forms.tsx';
import { NewIncidentForm } from '../panels/desk/new-incident-form.tsx';
import { IncidentDetail } from '../panels/incident-detail.tsx';
import { alarmTitle } from '../ui/alarm-words.ts';
import { EmptyNote } from '../ui/empty-note.tsx';
import { useLocale } from '../ui/use-locale.ts';
import type { Chosen, DeskForm } from './use-desk-commands.ts';

interface SideInput {
  form: DeskForm | null;
  onForm: (form: DeskForm | null) => void;
  onSelect: (id: string) => void;
}

/** The right column of the desk: what is chosen, a new incident, or how to choose. */
export function DeskSide({
  chosen,
  subjectId,
  form,
  onForm,
  onSelect,
}: SideInput & { chosen: Chosen; subjectId: string | null }) {
  if (form === 'new')
    return (
      <NewIncidentForm
        onCancel={() => onForm(null)}
        onOpened={(id) => {
          onForm(null);
          if (id !== '') onSelect(id);
        }}
      />
    );
  if (chosen === null)
    return (
      <section className="panel desk-empty">
        <EmptyNote>
          {subjectId === null ? (
            <Trans>Chọn một mục: J, K để đi, N tới mục chưa xác nhận kế tiếp.</Trans>
          ) : ALARM_ID.test(subjectId) ? (
            <Trans>
              Không có báo động {subjectId} trong phòng này: đã trở lại bình thường, hoặc chưa từng có.
            </Trans>
          ) : (
            <Trans>Không có sự cố {subjectId} trong phòng này.</Trans>
          )}
        </EmptyNote>
      </section>
    );
  if (chosen.kind === 'alarm')
    return <ChosenAlarm key={chosen.alarm.id} alarm={chosen.alarm} {...{ form, onForm, onSelect }} />;
  return (
    <ChosenIncident key={chosen.incident.id} incident={chosen.incident} {...{ form, onForm, onSelect }} />
  );
}

function ChosenIncident({ incident, form, onForm, onSelect }: SideInput & { incident: IncidentRecord }) {
  const selectTimeline = useCallback(
    ({ records }: CityState): TimelineItem[] | null => records.timeline.get(incident.id)?.items ?? null,
    [incident.id],
  );
  const timeline = useLive(selectTimeline, TIMELINES);
  const acting = useActing('incident', incident);
  const own = INCIDENT_FORMS.find((each) => each === form) ?? null;
  return (
    <IncidentDetail {...{ incident, acting, onSelect }} liveTimeline={timeline} form={own} onForm={onForm} />
  );
}

function ChosenAlarm({ alarm, form, onForm, onSelect }: SideInput & { alarm: AlarmRecord }) {
  const locale = useLocale();
  const { id, revision } = alarm;
  const acting = useActing('alarm', { id, revision, title: alarmTitle(alarm, locale) });
  const own = ALARM_FORMS.find((each) => each === form) ?? null;
  return <AlarmDetail {...{ alarm, acting, onSelect }} form={own} onForm={onForm} />;
}

const ALARM_ID = /^[0-9a-f]{32}$/;
const TIMELINES = { tables: ['timeline'], maxHz: 4 } as const;
