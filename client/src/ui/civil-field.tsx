import { Trans, useLingui } from '@lingui/react/macro';
import { useId, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { CivilCalendar } from './civil-calendar.tsx';
import { civilPartAt, civilText, parseCivilText, stepCivil } from './civil-text.ts';
import type { CivilKind } from './civil-text.ts';
import './field.css';
import './civil-field.css';

interface CivilFieldInput {
  label: ReactNode;
  /** Only for who cannot see the field. */
  isLabelHidden?: boolean;
  kind: CivilKind;
  /** `2026-11-23`, `2026-11-23T15:30` or `15:30`; empty: nothing. */
  value: string;
  /** Empty while what stands in the field is no date of this kind, or lies outside `min` and `max`. */
  onChange: (value: string) => void;
  /** First and last that are taken, as `value` is written. */
  min?: string | undefined;
  max?: string | undefined;
  className?: string;
}

type Fault = 'unreadable' | 'early' | 'late';

/**
 * A civil date or time of the city, written as the page writes dates whatever the browser's own language is. Typed or pasted in any usual
 * form, stepped with the arrows, chosen from a month; what is wrong with it is said beside it.
 */
export function CivilField(input: CivilFieldInput) {
  const { label, isLabelHidden = false, kind, value, className = '' } = input;
  const { t } = useLingui();
  const id = useId();
  const entry = useRef<HTMLInputElement>(null);
  const { text, fault, isTold, write, set, settle, tell } = useDraft(input);
  const shapes = { date: t`dd/mm/yyyy`, 'date-time': t`dd/mm/yyyy hh:mm`, time: t`hh:mm` };
  const onKey = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter') return tell();
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (by === undefined || event.altKey || value === '' || fault !== null) return undefined;
    event.preventDefault();
    const field = event.currentTarget;
    const { part, from, to } = civilPartAt(field.selectionStart ?? 0, kind);
    const next = stepCivil(value, part, by);
    if (outsideOf(next, input) !== null) return undefined;
    set(next);
    requestAnimationFrame(() => field.setSelectionRange(from, to));
    return undefined;
  };
  const isWrong = isTold && fault !== null;
  return (
    <span className={`civil-field ${className}`}>
      <label htmlFor={id} className={isLabelHidden ? 'sr-only' : ''}>
        {label}
      </label>
      <span className="civil-entry">
        <input
          {...{ id }}
          ref={entry}
          className={`field num civil-${kind}`}
          type="text"
          inputMode="numeric"
          autoComplete="off"
          spellCheck={false}
          maxLength={40}
          placeholder={shapes[kind]}
          value={text}
          aria-invalid={isWrong}
          aria-describedby={isWrong ? `${id}-fault` : undefined}
          onChange={(event) => write(event.target.value)}
          onBlur={settle}
          onKeyDown={onKey}
        />
        {kind !== 'time' && (
          <CivilCalendar
            value={value.slice(0, 10)}
            min={input.min?.slice(0, 10)}
            max={input.max?.slice(0, 10)}
            onDay={(day) => {
              set(kind === 'date' ? day : `${day}T${value.slice(11) || '00:00'}`);
              entry.current?.focus();
            }}
          />
        )}
      </span>
      {isWrong && (
        <small className="civil-fault" id={`${id}-fault`} role="alert">
          {fault === 'unreadable' && <Trans>Viết như {shapes[kind]}</Trans>}
          {fault === 'early' && <Trans>Sớm nhất {civilText(input.min ?? '')}</Trans>}
          {fault === 'late' && <Trans>Muộn nhất {civilText(input.max ?? '')}</Trans>}
        </small>
      )}
    </span>
  );
}

function outsideOf(
  value: string,
  { min, max }: { min?: string | undefined; max?: string | undefined },
): Exclude<Fault, 'unreadable'> | null {
  if (min !== undefined && value < min) return 'early';
  return max !== undefined && value > max ? 'late' : null;
}

/** What is being typed, until the field is left or somebody else gives the value: a half-written date is not written over. */
function useDraft({ kind, value, min, max, onChange }: CivilFieldInput) {
  const [draft, setDraft] = useState<{ text: string; over: string; told: string } | null>(null);
  const isOwn = draft !== null && (value === draft.over || value === draft.told);
  const text = isOwn ? draft.text : civilText(value);
  const faultOf = (parsed: string | null): Fault | null =>
    parsed === null ? 'unreadable' : outsideOf(parsed, { min, max });
  const fault = text === '' && !isOwn ? null : faultOf(parseCivilText(text, kind));
  // What is given and wrong is told at once; what is typed, when the field is left.
  const [isTold, setTold] = useState(fault !== null);
  const write = (typed: string): void => {
    const parsed = parseCivilText(typed, kind);
    const told = faultOf(parsed) === null ? parsed! : '';
    setDraft({ text: typed, over: value, told });
    if (told !== '') setTold(false);
    if (told !== value) onChange(told);
  };
  const tell = (): void => setTold(fault !== null);
  const settle = (): void => {
    tell();
    if (fault === null) setDraft(null);
  };
  return { text, fault, isTold, write, set: (next: string) => write(civilText(next)), settle, tell };
}
