import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { Problem } from '../../live/centre-port.ts';
import type { LonLat } from '../../live/city-ground.ts';
import { findPlaces, placeIndex } from '../../live/place-search.ts';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import { ActForm } from './act-form.tsx';
import './desk-detail.css';
import './act-form.css';

/**
 * An incident opened by hand, from a call or a look at a camera. Not an act on something that is there, so it is not queued: without the
 * centre it stays in its form, and says so.
 */
export function NewIncidentForm({
  onOpened,
  onCancel,
}: {
  onOpened: (id: string) => void;
  onCancel: () => void;
}) {
  const { t } = useLingui();
  const { api, ground } = useCentre();
  const locale = useLocale();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [actionId] = useState(() => crypto.randomUUID());
  const send = async (values: Readonly<Record<string, string>>): Promise<void> => {
    setProblem(null);
    const { place = '', severity, ...words } = values;
    const found = findPlaces(placeIndex(ground, locale), place, 1)[0];
    const given = Object.fromEntries(Object.entries(words).filter(([, value]) => value !== ''));
    const loc: LonLat | undefined = found?.loc;
    try {
      const body = {
        requestId: actionId,
        ...given,
        severity: Number(severity),
        ...(loc === undefined ? {} : { loc }),
      };
      const answer = await api.post<{ id: string }>('/incidents', body);
      onOpened(answer.id);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    }
  };
  const levels = [t`1 tính mạng`, t`2 dịch vụ lớn`, t`3 tại chỗ`, t`4 thông tin`];
  return (
    <section className="panel detail new-incident">
      {problem !== null && (
        <div className="act-problem" role="alert">
          <p>
            <b>
              <Trans>Chưa mở được sự cố.</Trans>
            </b>{' '}
            {problem.message} <code>{problem.code}</code>
          </p>
        </div>
      )}
      <ActForm
        spec={{
          title: <Trans>Mở sự cố bằng tay</Trans>,
          send: <Trans>Mở sự cố</Trans>,
          fields: [
            {
              name: 'title',
              label: t`Việc gì`,
              kind: 'text',
              placeholder: t`Cháy nhà dân – hẻm 12 Nguyễn Huệ`,
            },
            {
              name: 'category',
              label: t`Loại`,
              kind: 'choice',
              options: (ground.categories ?? []).map(({ id, name }) => ({
                value: id,
                label: inLocale(name, locale),
              })),
            },
            {
              name: 'severity',
              label: t`Nghiêm trọng`,
              kind: 'choice',
              first: '3',
              options: levels.map((label, i) => ({ value: String(i + 1), label })),
            },
            {
              name: 'place',
              label: t`Ở đâu`,
              kind: 'suggested',
              isOptional: true,
              placeholder: t`Phường, đường, địa điểm (không cần dấu)`,
              options: ground.units.map(({ code, name }) => ({ value: name, label: code })),
            },
            { name: 'description', label: t`Kể thêm`, kind: 'text', isOptional: true },
          ],
        }}
        onSend={(values) => void send(values)}
        onCancel={onCancel}
      />
    </section>
  );
}
