import { Trans, useLingui } from '@lingui/react/macro';
import { Command } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { CommandLack, CommandTarget, DeskCommand, NamedCommand } from '../../live/desk-command.ts';
import { findTarget, parseCommand } from '../../live/desk-command.ts';
import type { FoundPlace } from '../../live/place-search.ts';
import { useCentre } from '../../live/centre-context.ts';
import { useNowMs } from '../../live/use-now.ts';
import { formatMinute } from '../../ui/format.ts';
import './desk-foot.css';

/** The command line of the desk: one line of words, and beside it what Enter will do, before it does it. */
export function CommandLine({
  targets,
  chosen,
  named,
  findPlace,
  onRun,
}: {
  targets: () => Iterable<CommandTarget & { text: string }>;
  chosen: CommandTarget | null;
  named: readonly NamedCommand[];
  findPlace: (words: string) => FoundPlace | null;
  /** False keeps the words: it could not be done. */
  onRun: (command: Exclude<DeskCommand, { kind: 'none' }>) => void;
}) {
  const { t } = useLingui();
  const [text, setText] = useState('');
  const command = useMemo(
    () => parseCommand(text, { find: (words) => findTarget(words, targets()), chosen, named, findPlace }),
    [text, chosen, targets, named, findPlace],
  );
  return (
    <form
      className="panel command-line"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        if (command.kind === 'none') return;
        setText('');
        (document.activeElement as HTMLElement | null)?.blur();
        // Last: what runs may put the focus somewhere.
        onRun(command);
      }}
    >
      <label htmlFor="command" className="sr-only">
        <Trans>Dòng lệnh</Trans>
      </label>
      <div className="command-box">
        <Command className="icon" aria-hidden="true" />
        <input
          id="command"
          autoComplete="off"
          list="command-names"
          spellCheck={false}
          value={text}
          placeholder={t`gác NM-04 30p vì bảo trì`}
          aria-describedby="command-echo"
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            setText('');
            event.currentTarget.blur();
          }}
        />
        <datalist id="command-names">
          {named.map(({ kind, value, label }) => (
            <option key={`${kind} ${value}`} value={label} />
          ))}
        </datalist>
        <span id="command-echo" className="command-echo clip" role="status">
          {text.trim() !== '' && <Echo command={command} />}
        </span>
        <kbd className="keycap">Ctrl K</kbd>
      </div>
    </form>
  );
}

function Echo({ command }: { command: DeskCommand }) {
  const { ground } = useCentre();
  const nowMs = useNowMs();
  if (command.kind === 'none') return <Lack why={command.why} />;
  if (command.kind === 'open')
    return (
      <>
        ↵ <Trans>Mở biểu mẫu sự cố mới</Trans>
      </>
    );
  if (command.kind === 'named')
    return (
      <>
        ↵{' '}
        {command.command.kind === 'page' ? (
          <Trans>Mở trang {command.command.label}</Trans>
        ) : (
          command.command.label
        )}
      </>
    );
  if (command.kind === 'place')
    return (
      <>
        ↵ <Trans>Đến “{command.place.name}” trên bản đồ</Trans>
      </>
    );
  const { verb, fields, target } = command;
  const title = target.title;
  const until = formatMinute(nowMs + (fields.durationMs ?? 0), ground.zone);
  const words = {
    acknowledge: <Trans>Xác nhận “{title}”</Trans>,
    claim: <Trans>Nhận việc “{title}”</Trans>,
    shelve: (
      <Trans>
        Gác “{title}” đến {until}, lý do: {fields.reason}
      </Trans>
    ),
    assign: (
      <Trans>
        Giao “{title}” cho {fields.text}
      </Trans>
    ),
    note: <Trans>Ghi chú vào “{title}”</Trans>,
    close: <Trans>Mở bước 2 để đóng “{title}”</Trans>,
    go: <Trans>Đến “{title}”</Trans>,
  }[verb];
  return <>↵ {words}</>;
}

function Lack({ why }: { why: CommandLack }) {
  const words = {
    empty: null,
    target: <Trans>Không có gì tên như thế, và chưa chọn mục nào.</Trans>,
    duration: <Trans>Gác bao lâu? Ví dụ: 30p, 2h</Trans>,
    'too-long': <Trans>Gác được từ 1 phút đến 24 giờ.</Trans>,
    reason: <Trans>Vì sao? Ví dụ: vì bảo trì</Trans>,
    text: <Trans>Viết tiếp nội dung.</Trans>,
    'not-an-alarm': <Trans>Chỉ gác được báo động, không gác sự cố.</Trans>,
  }[why];
  return <>{words}</>;
}
