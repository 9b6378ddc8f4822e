import { useState } from 'react';
import type { KeyboardEvent, PointerEvent } from 'react';
import type { CursorStore } from './cursor-store.ts';
import { SpanChoice } from './span-choice.ts';
import { stepAtShare } from './step-cursor.ts';
import type { StepPlace, Steps } from './step-cursor.ts';

export type OnSpan = (fromMs: number, toMs: number) => void;

/**
 * Choosing a stretch of steps: dragged over with the pointer, or with Shift and the keys that move the cursor, then Enter. Without
 * `onSpan` there is none to choose. `onKey` tells whether the key was one of this.
 */
export function useSpanChoice({
  steps,
  place,
  cursor,
  onSpan,
}: {
  steps: Steps;
  place: StepPlace;
  cursor: CursorStore;
  onSpan: OnSpan | undefined;
}) {
  const [choice] = useState(() => new SpanChoice(cursor));
  const isHeld = ({ currentTarget, pointerId }: PointerEvent<HTMLElement>): boolean =>
    currentTarget.hasPointerCapture(pointerId);
  const take = (): void => {
    const taken = choice.take();
    if (taken !== null) onSpan?.(taken.fromMs, taken.toMs);
  };
  return {
    begin(event: PointerEvent<HTMLElement>): void {
      if (onSpan === undefined || event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      choice.begin(stepUnder(event, steps, place));
    },
    extend(event: PointerEvent<HTMLElement>): void {
      if (isHeld(event)) choice.extend(stepUnder(event, steps, place), steps);
    },
    end: (event: PointerEvent<HTMLElement>): void => {
      if (isHeld(event)) take();
    },
    drop: (): void => choice.drop(),
    onKey(event: KeyboardEvent): boolean {
      if (onSpan === undefined) return false;
      if (event.shiftKey) return choice.move(event.key, steps);
      if (cursor.getState().drag === null) return false;
      if (event.key === 'Enter') take();
      else if (event.key === 'Escape') choice.drop();
      else return false;
      return true;
    },
  };
}

function stepUnder(event: PointerEvent<HTMLElement>, steps: Steps, place: StepPlace): number {
  const { left, width } = event.currentTarget.getBoundingClientRect();
  return stepAtShare((event.clientX - left) / Math.max(1, width), steps, place);
}
