import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback } from 'react';
import type { Signature } from '@metropane/incidents';
import type { ReactNode } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { formatDateTime } from '../../ui/format.ts';
import { BriefView } from './brief-view.tsx';
import { handoverPath } from './shift-answers.ts';
import type { HandoverAnswer } from './shift-answers.ts';
import { HANDOVER_WORDS } from './shift-words.ts';
import './handover-sheet.css';

/** One handover as a sheet of paper: the brief as it was frozen and both signatures, to be read or printed. */
export function HandoverSheet({ id }: { id: string }) {
  const { api } = useCentre();
  const question = useCallback(() => api.get<HandoverAnswer>(handoverPath(id)), [api, id]);
  const { value, problem } = useAnswer(question);
  if (value !== null) return <Sheet handover={value} />;
  return (
    <main className="sheet">
      {problem === null ? (
        <p aria-busy="true">
          <Trans>Đang lấy biên bản…</Trans>
        </p>
      ) : (
        <p role="alert">
          <Trans>Không mở được biên bản {id}:</Trans> {problem.message} <code>{problem.code}</code>
        </p>
      )}
    </main>
  );
}

function Sheet({ handover }: { handover: HandoverAnswer }) {
  const { i18n } = useLingui();
  const { ground } = useCentre();
  const { brief } = handover;
  return (
    <main className="sheet" tabIndex={0}>
      <header className="sheet-head">
        <h2>
          <Trans>Biên bản bàn giao ca {handover.id}</Trans>
        </h2>
        <p>
          <Trans>
            Vị trí <b>{handover.position}</b> · tính tới <b>{formatDateTime(brief.asOfMs, ground.zone)}</b>
          </Trans>{' '}
          · {i18n._(HANDOVER_WORDS[handover.state])}
        </p>
        <button className="button sheet-print" type="button" onClick={() => globalThis.print()}>
          <Trans>In</Trans>
        </button>
      </header>
      <BriefView brief={brief.content} />
      {handover.cancelled !== undefined && (
        <p className="sheet-cancelled">
          <Trans>
            {handover.cancelled.by} hủy lúc {formatDateTime(handover.cancelled.atMs, ground.zone)}:{' '}
            {handover.cancelled.reason}
          </Trans>
        </p>
      )}
      <div className="signatures">
        <SignatureBox title={<Trans>Người giao</Trans>} person={handover.from} signature={handover.given} />
        <SignatureBox
          title={<Trans>Người nhận</Trans>}
          person={handover.taken?.by ?? handover.to ?? null}
          signature={handover.taken}
        />
      </div>
      <footer className="sheet-foot">
        <Trans>
          Bản tóm tắt nằm nguyên trong mục {brief.seq} của sổ ghi; dấu <code>{brief.hash}</code>.
        </Trans>
      </footer>
    </main>
  );
}

function SignatureBox({
  title,
  person,
  signature,
}: {
  title: ReactNode;
  person: string | null;
  signature: Signature | undefined;
}) {
  const { ground } = useCentre();
  return (
    <section className={`signature ${signature === undefined ? 'is-open' : ''}`}>
      <h3>{title}</h3>
      <p className="signature-name">{signature?.by ?? person ?? '…'}</p>
      {signature === undefined ? (
        <p>
          <Trans>Chưa ký</Trans>
        </p>
      ) : (
        <p className="num">
          <Trans>
            Đã ký {formatDateTime(signature.atMs, ground.zone)} · mục {signature.journalSeq}
          </Trans>
        </p>
      )}
      {signature?.text !== undefined && <p className="signature-text">{signature.text}</p>}
    </section>
  );
}
